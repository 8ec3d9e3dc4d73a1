package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.coremux.sched.PartitionLevel.MS;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;

/** What is checked of sedf while every invariant is on: who breaks it is found. */
class SedfCheckTest {
  private Sedf policy;
  private final PartitionLevel level = level(true);

  /** Looks only when it is told to. */
  private SedfCheck check = new SedfCheck(level.host.pool(), true);

  private PartitionLevel level(boolean forfeits) {
    SedfParameters its = new SedfParameters(forfeits, MS, SedfParameters.STANDARD.domain0());
    return new PartitionLevel(
        1,
        pool -> {
          policy = new Sedf(pool, its);
          return policy;
        });
  }

  private static Group group(PartitionLevel level, long sliceMs, long periodMs, boolean extra) {
    Map<String, Object> said =
        Map.of("slice", sliceMs * MS, "period", periodMs * MS, "extratime", extra);
    return level.group("g").settings(Parameters.of(SedfParameters.declaredOfGuests(), said));
  }

  private SedfUnit unit(Schedulable s) {
    return policy.units[s.index()];
  }

  private SedfUnit hog(String name, long sliceMs, long periodMs) {
    return unit(level.hog(name, group(level, sliceMs, periodMs, false)));
  }

  private void assertFound(String what) {
    ThrowingCallable look = () -> check.look(policy.units);
    assertThatThrownBy(look).isInstanceOf(IllegalStateException.class).hasMessageContaining(what);
  }

  // ---- periods ----

  @Test
  void whoWantsToRunIsInAPeriodThatHasNotEnded() {
    SedfUnit a = hog("a", 4, 20);
    level.runMs(1);

    a.deadlineNs = MS;

    assertFound("a: 0 of 4000000 ns used, deadline 1000000 ns is in a period that has ended");
  }

  @Test
  void whoLivesOnItsSliceIsHeldUntilItsPeriodBeginsAndNoLonger() {
    SedfUnit a = hog("a", 4, 20);
    level.runMs(1);
    a.deadlineNs = 40 * MS;
    assertFound("deadline 40000000 ns is not held before its period");
    a.deadlineNs = 20 * MS;

    level.runMs(5);
    a.deadlineNs = 20 * MS;

    assertFound("deadline 20000000 ns, waits for its period is held in its period");
  }

  @Test
  void aPeriodBeginsWithNothingUsedThoughTheLastOneWasMissed() {
    hog("a", 8, 10);
    SedfUnit b = hog("b", 15, 20); // has 2 ms of each 10, and is late at 20
    level.runMs(19);
    check.look(policy.units);

    b.missed++;

    assertFound("b: 2000000 of 15000000 ns used, deadline 20000000 ns, missed 1 begins its");
  }

  @Test
  void aPeriodBeginsWithNothingUsedForOneThatWakes() {
    Schedulable s = level.burst("s", group(level, 4, 20, false), MS);
    level.host.wake(s);
    level.runMs(24);
    check.look(policy.units);
    level.host.wake(s);

    unit(s).usedNs = MS;

    assertFound("s: 1000000 of 4000000 ns used, deadline 44000000 ns begins its period with that");
  }

  // ---- waking ----

  @Test
  void whoWakesAfterItsPeriodBeginsAnother() {
    Schedulable s = level.burst("s", group(level, 4, 20, false), MS);
    level.host.wake(s);
    level.runMs(25);
    check.look(policy.units);
    level.host.wake(s);

    unit(s).deadlineNs = 40 * MS;

    assertFound("deadline 40000000 ns woke at 25000000, and goes on with its slice");
  }

  @Test
  void whoWakesWithinItsPeriodHasLostTheRestOfItsSlice() {
    Schedulable s = level.burst("s", group(level, 4, 20, true), MS);
    level.host.wake(s);
    level.runMs(5);
    check.look(policy.units);
    level.host.wake(s);

    unit(s).deadlineNs = 20 * MS;

    assertFound("woke at 5000000, and goes on with its slice");
  }

  @Test
  void whoWakesWithinItsPeriodGoesOnWithItsSliceIfThatIsKept() {
    PartitionLevel keeping = level(false);
    check = new SedfCheck(keeping.host.pool(), false);
    Schedulable s = keeping.burst("s", group(keeping, 4, 20, true), MS);
    keeping.host.wake(s);
    keeping.runMs(5);
    check.look(policy.units);
    keeping.host.wake(s);
    check.look(policy.units);
    keeping.runMs(7);
    check.look(policy.units);
    keeping.host.wake(s);

    unit(s).deadlineNs = 40 * MS;

    assertFound("woke at 7000000 in the period until 20000000");
  }

  // ---- who runs ----

  @Test
  void nobodyWhoHasSomeOfItsSliceWaitsBesideALaterDeadlineOrExtraTime() {
    SedfUnit a = hog("a", 4, 20);
    SedfUnit b = unit(level.hog("b", group(level, 2, 10, true)));
    level.runMs(1);
    a.deadlineNs = 9 * MS;
    assertFound("a: 0 of 4000000 ns used, deadline 9000000 ns waits, and on pcpu/0 runs b: ");
    a.deadlineNs = 20 * MS;

    b.isOnExtra = true;

    assertFound("a: 0 of 4000000 ns used, deadline 20000000 ns waits, and on pcpu/0 runs b: ");
  }

  @Test
  void whoMayNotDoesNotRunOnExtraTimeNorBeyondItsSlice() {
    SedfUnit a = hog("a", 4, 20);
    level.runMs(1);
    a.usedNs = 4 * MS;
    assertFound("a: 4000000 of 4000000 ns used, deadline 20000000 ns runs");
    a.usedNs = 0;

    a.isOnExtra = true;

    assertFound("a: 0 of 4000000 ns used, deadline 20000000 ns runs");
  }

  @Test
  void nobodyIsOwedMoreThanASlice() {
    SedfUnit a = hog("a", 4, 20);

    a.owedNs = 4 * MS + 1;

    assertFound("is owed 4000001");
  }
}
