package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopCommandTest {
  private final Shell shell = new Shell();

  @Test
  void printsPicturesWithoutATerminal() {
    assertThat(shell.run("top", Shell.SCENARIO, "--interval", "10 ms", "--frames", "3")).isZero();
    assertThat(shell.err()).isEmpty();
    List<String> intervals =
        shell.out().lines().filter(line -> line.contains(" guests by ")).toList();
    assertThat(intervals).hasSize(3);
    assertThat(intervals.get(2)).startsWith("0.020 s to 0.030 s");
    assertThat(shell.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(shell.out()).doesNotContain("\u001b");
  }

  @Test
  void picturesEndWithTheRun() {
    assertThat(
            shell.run(
                "top", Shell.SCENARIO, "--from", "200 ms", "--interval", "4 ms", "--frames", "9"))
        .isZero();
    List<String> heads = shell.out().lines().filter(line -> line.contains(" of 210 ms")).toList();
    assertThat(heads).hasSize(3);
    assertThat(heads.get(2)).contains("over");
  }

  @Test
  void takesTheScenarioOptionsOfARun() {
    String[] arguments = {
      "top", Shell.SCENARIO, "--frames", "1", "--seed", "7", "--set", "hosts.node.platform=xen"
    };
    assertThat(shell.run(arguments)).isZero();
    assertThat(shell.out()).contains("· xen ·");
  }

  @Test
  void withoutATerminalItSaysWhatElseThereIs() {
    assertThat(shell.run("top", Shell.SCENARIO)).isEqualTo(2);
    assertThat(shell.err()).contains("--frames N", "run --at");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void refusesWhatIsNoSpeedNoTimeAndNoNumber() {
    assertThat(shell.run("top", Shell.SCENARIO, "--speed", "0")).isEqualTo(2);
    assertThat(shell.run("top", Shell.SCENARIO, "--speed", "1.2.3")).isEqualTo(2);
    assertThat(shell.run("top", Shell.SCENARIO, "--frames", "0")).isEqualTo(2);
    assertThat(shell.run("top", Shell.SCENARIO, "--from", "1 h")).isEqualTo(2);
    assertThat(shell.run("top", Shell.SCENARIO, "--interval", "0 s")).isEqualTo(2);
    assertThat(shell.err())
        .contains("--speed 0: allowed are numbers over 0")
        .contains("--speed 1.2.3: allowed")
        .contains("--frames 0: allowed are whole numbers from 1")
        .contains("--from 1 h is after the end of the run, 210 ms")
        .contains("--interval 0 s: allowed are times over 0");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void aRunPlaysBetweenEightAndSixtyFourSeconds() {
    for (long endNs = 1_000; endNs > 0 && endNs < 1L << 52; endNs *= 3) {
      double seconds = endNs / 1e9 / TopCommand.standardSpeed(endNs);
      boolean isAtTheEnd = TopCommand.standardSpeed(endNs) == LivePace.SLOWEST;
      assertThat(isAtTheEnd || seconds >= 8 && seconds <= 64).as(endNs + " ns").isTrue();
    }
    assertThat(TopCommand.standardSpeed(10_000_000_000L)).isEqualTo(1);
    assertThat(TopCommand.standardSpeed(3_600_000_000_000L)).isEqualTo(64);
  }
}
