package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.coremux.sched.PartitionLevel.MS;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.coremux.engine.Parameters;
import org.junit.jupiter.api.Test;

/** What is checked of rtds while every invariant is on: who breaks it is found. */
class RtdsCheckTest {
  private Rtds policy;
  private final PartitionLevel level = level(Fidelity.INTENDED);

  private PartitionLevel level(Fidelity fidelity) {
    return new PartitionLevel(
        1,
        pool -> {
          policy = new Rtds(pool, fidelity);
          return policy;
        });
  }

  private RtdsUnit hog(String name, long budgetMs, long periodMs) {
    return hog(level, name, budgetMs, periodMs, false);
  }

  private RtdsUnit hog(
      PartitionLevel there, String name, long budgetMs, long periodMs, boolean extra) {
    Map<String, Object> said =
        Map.of("budget", budgetMs * MS, "period", periodMs * MS, "extratime", extra);
    Parameters settings = Parameters.of(RtdsParameters.declared(), said);
    return policy.units[there.hog(name, there.group(name).settings(settings)).index()];
  }

  private void assertFound(String what) {
    ThrowingCallable look = () -> policy.check();
    assertThatThrownBy(look).isInstanceOf(IllegalStateException.class).hasMessageContaining(what);
  }

  @Test
  void whoWantsToRunDoesOrWaits() {
    RtdsUnit a = hog("a", 4, 10);
    level.runMs(1);

    a.runsOn = RtdsUnit.NONE;

    assertFound("a: 4000000 of 4000000 ns left, deadline 10000000 ns, level 0 is in 0 places");
  }

  @Test
  void whoWaitsIsSortedByLevelAndDeadline() {
    hog("a", 4, 10);
    RtdsUnit b = hog("b", 4, 20);
    hog("c", 4, 30);
    level.runMs(1);

    b.level = 1;

    assertFound("c: 4000000 of 4000000 ns left, deadline 30000000 ns, level 0 waits behind b: ");
  }

  @Test
  void nobodyWaitsBesideOneWhoIsLessUrgent() {
    RtdsUnit a = hog("a", 4, 10);
    hog("b", 4, 20);
    level.runMs(1);

    a.level = 1;

    assertFound("b: 4000000 of 4000000 ns left, deadline 20000000 ns, level 0 waits, and on");
  }

  @Test
  void budgetsAreAtMostFullAndWhoHasNoneIsHeld() {
    RtdsUnit a = hog("a", 4, 10);
    RtdsUnit b = hog("b", 4, 20);
    level.runMs(1);
    a.leftNs = 4 * MS + 1;
    assertFound("a: 4000001 of 4000000 ns left, deadline 10000000 ns, level 0 has more than its");
    a.leftNs = 4 * MS;
    b.leftNs = 0;
    assertFound("b: 0 of 4000000 ns left, deadline 20000000 ns, level 0 is depleted, and may run");
    b.leftNs = 4 * MS;

    level.runMs(5);
    a.leftNs = 1;

    assertFound("a: 1 of 4000000 ns left, deadline 10000000 ns, level 0 is held, and has some");
  }

  @Test
  void deadlinesAreTheNextMultiplesOfThePeriod() {
    RtdsUnit a = hog("a", 4, 10);
    level.runMs(1);
    a.deadlineNs = 11 * MS;
    assertFound("deadline 11000000 ns, level 0 is not due at the next multiple of 10000000");
    a.deadlineNs = 20 * MS;
    assertFound("deadline 20000000 ns, level 0 is not due at the next multiple of 10000000");

    a.deadlineNs = 0;

    assertFound("deadline 0 ns, level 0 is not due at the next multiple of 10000000");
  }

  @Test
  void theTimerIsForTheFirstThatIsToBeRenewed() {
    PartitionLevel asCoded = level(Fidelity.AS_CODED);
    RtdsUnit a = hog(asCoded, "a", 4, 10, false);
    asCoded.runMs(12);

    a.deadlineNs = 10 * MS;

    assertFound("deadline 10000000 ns, level 0 is to be renewed, and the timer is for 20000000");
  }
}
