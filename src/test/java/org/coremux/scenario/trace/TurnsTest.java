package org.coremux.scenario.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.coremux.scenario.trace.Turns.Turn;
import org.junit.jupiter.api.Test;

/** Turns go from the end of one long wait to the next one. */
class TurnsTest {
  private static final long MS = 1_000_000;

  private final Turns turns = new Turns();

  private void waited(long fromMs, long toMs, long ranMs) {
    turns.waited(fromMs * MS, toMs * MS, ranMs * MS);
  }

  private static Turn turn(long beganMs, long ranMs, long waitedMs) {
    return new Turn(beganMs * MS, ranMs * MS, waitedMs * MS);
  }

  @Test
  void eachEndsWithALongWait() {
    turns.waited(9 * MS, 9 * MS + 40, 0);
    waited(41, 61, 32);
    waited(93, 161, 64);

    assertThat(turns.all())
        .containsExactly(new Turn(9 * MS + 40, 32 * MS, 20 * MS), turn(61, 32, 68));
  }

  @Test
  void aShortWaitIsWithinATurn() {
    waited(0, 0, 0);
    turns.waited(10 * MS, 10 * MS + 999_999, 10 * MS);
    waited(31, 100, 30);

    assertThat(turns.all()).containsExactly(turn(0, 30, 69));
  }

  @Test
  void aWaitBeforeAnythingRanEndsNoTurn() {
    waited(0, 5, 0);
    waited(35, 100, 30);

    assertThat(turns.all()).containsExactly(turn(5, 30, 65));
  }

  @Test
  void aWaitThatBeginsAsTheLastEndsIsTheSame() {
    waited(0, 0, 0);
    turns.waited(30 * MS, 30 * MS + 600_000, 30 * MS);
    turns.waited(30 * MS + 600_000, 100 * MS, 30 * MS);

    assertThat(turns.all()).containsExactly(turn(0, 30, 70));
  }

  @Test
  void theLastOneIsOpen() {
    waited(0, 0, 0);

    assertThat(turns.all()).isEmpty();
  }
}
