package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.coremux.sched.PartitionLevel.MS;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;

/** What is checked of the deadline class while every invariant is on: who breaks it is found. */
class DeadlineCheckTest {
  private DeadlineClass policy;
  private final PartitionLevel level = level(false);

  private PartitionLevel level(boolean reclaims) {
    DeadlineParameters exact = new DeadlineParameters(0, reclaims, 1 << 20);
    RoundRobinParameters fair = new RoundRobinParameters(MS);
    return new PartitionLevel(
        1,
        pool -> {
          policy = new DeadlineClass(pool, exact);
          return new ClassStack(pool, policy, below -> new RoundRobin(below, fair));
        });
  }

  private static Group group(PartitionLevel level, long runtimeMs, long deadlineMs, long periodMs) {
    Map<String, Long> said =
        Map.of("runtime", runtimeMs * MS, "deadline", deadlineMs * MS, "period", periodMs * MS);
    return level.group("g").settings(Parameters.of(DeadlineParameters.ofGuests(), said));
  }

  private DeadlineTask hog(String name, long runtimeMs, long periodMs) {
    return policy.task(level.hog(name, group(level, runtimeMs, periodMs, periodMs)));
  }

  private void assertFound(String what) {
    ThrowingCallable look = () -> policy.check();
    assertThatThrownBy(look).isInstanceOf(IllegalStateException.class).hasMessageContaining(what);
  }

  // ---- who waits, and who runs ----

  @Test
  void whoWaitsIsQueuedByDeadline() {
    hog("a", 4, 10);
    DeadlineTask b = hog("b", 4, 20);
    hog("c", 4, 30);
    level.runMs(1);

    b.deadlineNs = 40 * MS;

    assertFound("c: 4000000 of 4000000 ns left, deadline 30000000 ns is queued behind b: ");
  }

  @Test
  void nobodyWhoWaitsIsForgotten() {
    hog("a", 4, 10);
    DeadlineTask b = hog("b", 4, 20);
    level.runMs(1);

    policy.sleep(b.who);

    assertFound("b: 4000000 of 4000000 ns left, deadline 20000000 ns waits, and is not queued");
  }

  @Test
  void nobodyWaitsBesideOneWhoIsLessUrgent() {
    DeadlineTask a = hog("a", 4, 10);
    hog("b", 4, 20);
    level.runMs(1);

    a.deadlineNs = 21 * MS;

    assertFound("b: 4000000 of 4000000 ns left, deadline 20000000 ns waits, and on pcpu/0 runs a");
  }

  // ---- budgets ----

  @Test
  void nobodyHasMoreThanItsRuntime() {
    DeadlineTask a = hog("a", 4, 10);
    level.runMs(1);

    a.leftNs = 4 * MS + 1;

    assertFound("a: 4000001 of 4000000 ns left, deadline 10000000 ns has more than its runtime");
  }

  @Test
  void whoHasNoBudgetIsThrottledAndNobodyElse() {
    DeadlineTask a = hog("a", 4, 10);
    DeadlineTask b = hog("b", 4, 20);
    level.runMs(1);
    b.leftNs = 0;
    assertFound("b: 0 of 4000000 ns left, deadline 20000000 ns has used up its budget");
    b.leftNs = 4 * MS;

    level.runMs(5);
    a.leftNs = 1;

    assertFound("a: 1 of 4000000 ns left, deadline 10000000 ns, throttled has some budget");
  }

  @Test
  void whoIsThrottledIsRenewedWhenItsNextPeriodBegins() {
    DeadlineTask a = hog("a", 4, 10);
    level.runMs(5);

    level.host.pool().arm(a.renewal, 20 * MS);

    assertFound("throttled is renewed at 20000000, not at 10000000, at 5000000 ns");
  }

  @Test
  void whatWasOverrunIsPaidInTheNextPeriod() {
    DeadlineTask a = hog("a", 4, 10);
    level.runMs(5);
    a.leftNs = -MS; // as at a tick
    level.runMs(9);

    level.model.at(10 * MS, () -> a.leftNs += MS);

    assertThatThrownBy(() -> level.runMs(10))
        .hasMessageContaining("deadline 20000000 ns had -1000000 left, and does not pay that");
  }

  // ---- arrivals ----

  @Test
  void whoComesHasNoMoreThanFitsTheTimeUntilItsDeadline() {
    Schedulable s = level.burst("s", group(level, 4, 10, 10), MS);
    DeadlineTask t = policy.task(s);
    level.host.wake(s);
    level.runMs(2);
    level.host.wake(s);
    assertThatCode(policy::check).doesNotThrowAnyException(); // 3 ms of 8: as it was
    level.runMs(9);

    level.host.wake(s); // 2 ms of 1: new
    t.leftNs = 2 * MS;
    t.deadlineNs = 12 * MS;

    assertFound("s: 2000000 of 4000000 ns left, deadline 12000000 ns came at 9000000, has more");
  }

  @Test
  void whoseDeadlineHasPassedComesWithItsNextPeriod() {
    Schedulable s = level.burst("s", group(level, 2, 4, 20), MS);
    level.host.wake(s);
    level.runMs(5);

    policy.task(s).deadlineNs = 0; // as if it had had none
    level.host.wake(s);

    assertFound("comes before its period begins at 20000000, and may run");
  }

  // ---- shares ----

  @Test
  void theSharesOfThoseWhoAreHereCountAsUsed() {
    PartitionLevel reclaiming = level(true);
    DeadlineTask a = policy.task(reclaiming.hog("a", group(reclaiming, 2, 10, 10)));
    reclaiming.runMs(1);

    a.counts = false;

    assertFound("does not count as used");
  }

  @Test
  void theShareOfOneThatIsAwayDoesNotCountForEver() {
    PartitionLevel reclaiming = level(true);
    Schedulable s = reclaiming.burst("s", group(reclaiming, 2, 10, 10), MS);
    reclaiming.host.wake(s);
    reclaiming.hog("rival", group(reclaiming, 7, 10, 10)); // leaves little to reclaim
    reclaiming.runMs(2);
    assertThatCode(policy::check).doesNotThrowAnyException();

    reclaiming.host.pool().cancel(policy.task(s).zeroLag);

    assertFound("counts as used, and is away");
  }
}
