package org.coremux.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.coremux.guest.ReplayMeter.Figures;
import org.coremux.scenario.trace.Turns.Turn;
import org.junit.jupiter.api.Test;

/** What a quota made of one that never sleeps, in figures. */
class ThrottlePatternTest {
  private static final long MS = 1_000_000;
  private static final long PERIOD_NS = 100 * MS;
  private static final Figures TWO_SECONDS = new Figures(600 * MS, 1_400 * MS, 21, 20);

  private static Turn turn(long beganMs, long ranMs, long heldMs) {
    return new Turn(beganMs * MS, ranMs * MS, heldMs * MS);
  }

  @Test
  void throttlesAreCountedInTheTimeInWhichItWantedToRun() {
    List<Turn> turns = List.of(turn(0, 30, 70), turn(100, 30, 70), turn(200, 30, 70));

    assertThat(ThrottlePattern.of(TWO_SECONDS, turns, PERIOD_NS).throttlesPerSecond())
        .isEqualTo(1.5);
  }

  @Test
  void lengthsHaveAMeanAndWhat95In100DoNotExceed() {
    List<Turn> turns = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      turns.add(turn(100 * i, i, 100 - i));
    }

    ThrottlePattern pattern = ThrottlePattern.of(TWO_SECONDS, turns, PERIOD_NS);

    assertThat(pattern.runMs()).isCloseTo(10.5, within(1e-9));
    assertThat(pattern.runP95Ms()).isEqualTo(19);
    assertThat(pattern.heldMs()).isCloseTo(89.5, within(1e-9));
    assertThat(pattern.heldP95Ms()).isEqualTo(98);
  }

  @Test
  void theFirstStartIsAWakeUpAndDoesNotCount() {
    List<Turn> turns = List.of(turn(9, 30, 20), turn(61, 30, 70), turn(163, 30, 70));

    assertThat(ThrottlePattern.of(TWO_SECONDS, turns, PERIOD_NS).startMs()).isEqualTo(62);
  }

  @Test
  void startsOnBothSidesOfAPeriodsSeamLieTogether() {
    List<Turn> turns = List.of(turn(9, 30, 20), turn(101, 30, 70), turn(197, 30, 70));

    assertThat(ThrottlePattern.of(TWO_SECONDS, turns, PERIOD_NS).startMs()).isEqualTo(99);
  }

  @Test
  void whoWasNeverThrottledHasNoLengths() {
    ThrottlePattern pattern = ThrottlePattern.of(TWO_SECONDS, List.of(), PERIOD_NS);

    assertThat(pattern.throttlesPerSecond()).isZero();
    assertThat(pattern.runMs()).isNaN();
    assertThat(pattern.heldP95Ms()).isNaN();
    assertThat(pattern.startMs()).isNaN();
  }
}
