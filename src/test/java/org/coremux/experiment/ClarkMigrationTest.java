package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.util.List;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scenarios of Clark et al., NSDI 2005, against what they measured, as their headers say. */
class ClarkMigrationTest {
  private static final Path FOLDER = Path.of("scenarios/published");
  private static final double MB = 1e6;
  private static final double SECOND = 1e9;
  private static final double MS = 1e6;

  /** Of an answer: 512 KB. Unit: Mbit. */
  private static final double ANSWER = 512 * 1_024 * 8 / 1e6;

  private static MigrationResult migration(String name, String... overrides) {
    Plugins plugins = Plugins.installed();
    Model model =
        new Model(
            new ScenarioReader(plugins.catalogue())
                .read(FOLDER.resolve(name + ".yaml"), List.of(overrides)),
            plugins,
            Model.Options.NORMAL);
    return new Run(model).toEnd().migrations().get(0);
  }

  private static double sentMb(MigrationResult migration) {
    return migration.pages().sentBytes() / MB;
  }

  private static double seconds(MigrationResult migration) {
    return migration.totalNs().orElseThrow() / SECOND;
  }

  private static double downtimeMs(MigrationResult migration) {
    return migration.downtimeNs().orElseThrow() / MS;
  }

  private static double roundMb(MigrationResult migration, int number) {
    return migration.rounds().get(number - 1).sentBytes() / MB;
  }

  @Test
  void specweb() {
    MigrationResult moved = migration("clark-specweb");

    assertThat(moved.rounds().get(0).ns() / SECOND).isCloseTo(54.1, withinPercentage(1));
    assertThat(roundMb(moved, 2)).as("fitted").isCloseTo(126.7, withinPercentage(2));
    assertThat(roundMb(moved, 3)).as("fitted").isCloseTo(39.0, withinPercentage(3));
    assertThat(roundMb(moved, 4)).isCloseTo(28.4, withinPercentage(20));
    assertThat(roundMb(moved, 5)).isCloseTo(24.2, withinPercentage(20));
    assertThat(sentMb(moved)).isCloseTo(960, withinPercentage(13));
    assertThat(seconds(moved)).isCloseTo(71, withinPercentage(6));
    assertThat(downtimeMs(moved)).isCloseTo(210, withinPercentage(30));
  }

  @Test
  void quake() {
    MigrationResult moved = migration("clark-quake");

    assertThat(roundMb(moved, 2)).as("fitted").isCloseTo(20.4, withinPercentage(2));
    assertThat(sentMb(moved)).isCloseTo(88, withinPercentage(6));
    assertThat(seconds(moved)).isCloseTo(7, withinPercentage(8));
    assertThat(downtimeMs(moved)).isCloseTo(60, withinPercentage(30));
  }

  @Test
  void apache() {
    MigrationResult moved = migration("clark-apache");
    MigrationResult.Round first = moved.rounds().get(0);
    long firstEndNs = first.startNs() + first.ns();
    long stoppedNs = moved.span().stoppedNs().orElseThrow();

    assertThat(first.ns() / SECOND).isCloseTo(62, withinPercentage(1));
    assertThat((stoppedNs - firstEndNs) / SECOND).as("fitted").isCloseTo(9.8, withinPercentage(3));
    assertThat(seconds(moved)).isCloseTo(72, withinPercentage(1));
    assertThat(downtimeMs(moved)).isCloseTo(165, withinPercentage(20));
    MigrationResult.Felt felt = moved.felt().orElseThrow();
    assertThat(served(felt, 1_000_000_000L, first.startNs()))
        .as("fitted")
        .isCloseTo(870, withinPercentage(1));
    assertThat(served(felt, first.startNs(), firstEndNs)).isCloseTo(765, withinPercentage(2));
    assertThat(served(felt, firstEndNs, stoppedNs)).isCloseTo(694, withinPercentage(5));
  }

  /** What the server has sent in whole buckets between two instants, in Mbit/s. */
  private static double served(MigrationResult.Felt felt, long fromNs, long untilNs) {
    long answers = 0;
    long ns = 0;
    for (int i = 0; i < felt.completed().size(); i++) {
      long atNs = felt.startNs() + i * felt.bucketNs();
      if (atNs >= fromNs && atNs + felt.bucketNs() <= untilNs) {
        answers += felt.completed().get(i);
        ns += felt.bucketNs();
      }
    }
    return answers * ANSWER / (ns / SECOND);
  }

  @ParameterizedTest
  @CsvSource({"128, 32", "256, 16", "512, 8"})
  void stopAndCopy(int mbits, double published) {
    MigrationResult moved =
        migration("clark-stop-and-copy", "events[0].rate.max=" + mbits + " Mbit/s");

    assertThat(downtimeMs(moved) / 1_000).isCloseTo(published, withinPercentage(1));
  }
}
