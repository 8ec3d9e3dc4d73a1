package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.Alternative;
import org.coremux.experiment.Causes;
import org.coremux.experiment.Comparison;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Precision;
import org.coremux.experiment.Sensitivity;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.ScenarioReader;
import org.coremux.scenario.Variant;
import org.junit.jupiter.api.Test;

/**
 * What the shipped scenarios say of platforms: who is slower, by how much, and mostly because of
 * which step. Windows are shorter than the scenarios' own. The tables are kept in {@code
 * scenarios/expected}; {@code -Dgolden.update} writes them anew.
 */
class PlatformAnswersTest {
  private static final Plugins PLUGINS = Plugins.installed();
  private static final Path FOLDER = Path.of("scenarios");
  private static final int REPLICATIONS = 3;
  private static final List<String> ALL = List.of("xen-hvm", "kvm", "hosted");

  private static ComparisonResult compare(String name, List<String> platforms, String... changes) {
    List<Alternative> alternatives = new ArrayList<>();
    alternatives.add(alternative(name, "bare-metal", changes));
    platforms.forEach(platform -> alternatives.add(alternative(name, platform, changes)));
    return new Comparison(
            alternatives,
            Optional.empty(),
            new Comparison.Settings(Precision.exactly(REPLICATIONS), 2, false))
        .toEnd();
  }

  private static Alternative alternative(String name, String platform, String... changes) {
    return new Alternative(
        platform,
        new ScenarioReader(PLUGINS.catalogue())
            .read(
                FOLDER.resolve(name + ".yaml"),
                List.of(changes),
                Variant.platform(platform, PLUGINS)),
        PLUGINS);
  }

  private static ComparisonResult.Side side(ComparisonResult result, String platform) {
    return result.others().stream()
        .filter(side -> side.name().equals(platform))
        .findAny()
        .orElseThrow();
  }

  private static double slowdown(ComparisonResult result, String platform) {
    return side(result, platform).slowdown().orElseThrow().mean().doubleValue();
  }

  /** The steps that add most to the processors' time, the first one first. */
  private static List<String> mainSteps(ComparisonResult result, String platform, int count) {
    return side(result, platform).attribution().orElseThrow().steps().parts().stream()
        .sorted(Comparator.comparingLong(Causes.Cause::ns).reversed())
        .limit(count)
        .map(Causes.Cause::name)
        .toList();
  }

  private static String mainStep(ComparisonResult result, String platform) {
    return mainSteps(result, platform, 1).get(0);
  }

  private static String answer(ComparisonResult result) {
    ComparisonAnswer answer = new ComparisonAnswer(result);
    return answer.sentence() + " " + String.join(" ", answer.more());
  }

  private static void matches(String name, ComparisonResult result) {
    Path kept = FOLDER.resolve("expected").resolve(name + ".compare.txt");
    String table = ComparisonTable.text(result, StandardCharsets.UTF_8);
    try {
      if (System.getProperty("golden.update") != null) {
        Files.writeString(kept, table);
      }
      assertThat(kept).as("write it with -Dgolden.update").exists();
      assertThat(table).isEqualTo(Files.readString(kept));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void hostedAnswersWebPagesSlowestAsItPlaysTheNetworkCard() {
    ComparisonResult result = compare("web-server", ALL, "duration=300 ms");

    assertThat(slowdown(result, "hosted")).isBetween(1.5, 2.2);
    assertThat(slowdown(result, "kvm")).isBetween(1.15, 1.6);
    assertThat(slowdown(result, "xen-hvm")).isBetween(1.15, 1.6);
    assertThat(mainStep(result, "hosted")).isEqualTo("device_model");
    assertThat(mainSteps(result, "kvm", 2)).containsExactly("poll", "backend");
    assertThat(mainStep(result, "xen-hvm")).isEqualTo("backend");
    assertThat(answer(result))
        .startsWith("hosted is the slowest: ")
        .contains("mostly because of a program that plays their network card and disk");
    matches("web-server", result);
  }

  @Test
  void databasesPayForLookUpsOfMemoryAndDevicesOfTheirOwnGiveTheRestBack() {
    String[] changes = {"duration=300 ms"};
    ComparisonResult result = compare("database", ALL, changes);
    ComparisonResult assigned =
        compare("database", List.of("kvm"), "duration=300 ms", "guests.db.devices=assigned");

    assertThat(slowdown(result, "hosted"))
        .isBetween(1.6, 2.6)
        .isGreaterThan(slowdown(result, "kvm"));
    assertThat(slowdown(result, "kvm")).isBetween(1.25, 1.9);
    assertThat(mainStep(result, "xen-hvm")).isEqualTo("page_walks");
    assertThat(mainSteps(result, "kvm", 3)).startsWith("poll").contains("page_walks");
    assertThat(slowdown(assigned, "kvm")).isBetween(0.95, 1.25);
    assertThat(answer(assigned)).contains("mostly because of longer look-ups of memory");
    matches("database", result);
  }

  @Test
  void buildsPayForPageFaultsOnlyWithoutNestedPaging() {
    ComparisonResult result = compare("build-farm", ALL);
    ComparisonResult shadow =
        compare("build-farm", List.of("kvm"), "hosts.node.assists.nestedPaging=false");

    for (String platform : ALL) {
      assertThat(slowdown(result, platform)).isBetween(1.03, 1.1);
      assertThat(mainStep(result, platform)).isEqualTo("page_walks");
    }
    assertThat(answer(result)).contains("longer look-ups of memory").doesNotContain("no thread");
    assertThat(slowdown(shadow, "kvm")).isBetween(1.25, 1.5);
    assertThat(mainStep(shadow, "kvm")).isEqualTo("page_faults");
    matches("build-farm", result);
  }

  @Test
  void packetsArePassedOnByOthersUnlessAGuestHasADeviceOfItsOwn() {
    String[] changes = {"duration=100 ms", "warmup=20 ms"};
    ComparisonResult result = compare("packet-forwarding", ALL, changes);
    ComparisonResult assigned =
        compare(
            "packet-forwarding",
            List.of("kvm"),
            "duration=100 ms",
            "warmup=20 ms",
            "guests.router.devices=assigned");

    assertThat(slowdown(result, "hosted")).isBetween(5.0, 12.0);
    assertThat(slowdown(result, "kvm")).isBetween(2.2, 4.2);
    assertThat(slowdown(result, "xen-hvm")).isBetween(2.2, 4.2);
    assertThat(mainSteps(result, "kvm", 2)).containsExactly("poll", "backend");
    assertThat(mainStep(result, "xen-hvm")).isEqualTo("backend");
    assertThat(slowdown(assigned, "kvm")).isLessThan(1.1);
    matches("packet-forwarding", result);
  }

  @Test
  void assumedFiguresOfDevicesAreMovedWhereDevicesAreUsed() {
    String[] changes = {"duration=30 ms", "warmup=5 ms"};
    List<Alternative> alternatives =
        List.of(
            alternative("packet-forwarding", "bare-metal", changes),
            alternative("packet-forwarding", "kvm", changes));
    ComparisonResult result =
        new Comparison(
                alternatives,
                Optional.empty(),
                new Comparison.Settings(Precision.exactly(REPLICATIONS), 2, true))
            .toEnd();

    List<Sensitivity> moved = result.sensitivity().orElseThrow();
    assertThat(moved).extracting(Sensitivity::figure).contains("backendRx", "backendTx", "guestRx");
    assertThat(moved)
        .filteredOn(one -> one.figure().equals("backendRx"))
        .allSatisfy(one -> assertThat(one.asIs()).isBetween(one.halved(), one.doubled()));
  }
}
