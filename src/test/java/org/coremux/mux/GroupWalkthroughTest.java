package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;

import org.coremux.sched.CheckedScheduler;
import org.coremux.sched.CoreScheduling;
import org.coremux.sched.Gang;
import org.coremux.sched.GangParameters;
import org.coremux.sched.RoundRobin;
import org.coremux.sched.RoundRobinParameters;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hard cases with groups, whose figures were derived by hand; books are checked throughout. */
class GroupWalkthroughTest {
  private final TestLevel model = new TestLevel();

  @Test
  void capsAGroupAtItsQuotaInEveryPeriodAndGivesTheRestByWeight() {
    Multiplexer host =
        model.hardware(
            Topology.flat(2),
            LevelCosts.NONE,
            pool -> new CheckedScheduler(pool, inner -> new FairGroups(inner, 3 * MS)));
    Group gold = host.group("gold", null, 2048, Group.Quota.NONE);
    Group capped = host.group("capped", null, 1024, new Group.Quota(30 * MS, 100 * MS, 0));
    Schedulable[] t = new Schedulable[4];
    for (int i = 0; i < 4; i++) {
      t[i] = model.hog(host, (i < 2 ? "gold" : "capped") + i, i < 2 ? gold : capped);
    }
    for (Schedulable s : t) {
      host.wake(s);
    }
    long[] usedNs = new long[101];
    for (int period = 1; period <= 100; period++) {
      int k = period;
      model.at(100 * MS * k, () -> usedNs[k] = running(host, t[2]) + running(host, t[3]));
    }

    model.run(10_000 * MS);

    for (int period = 1; period <= 100; period++) {
      assertThat(usedNs[period] - usedNs[period - 1]).isLessThanOrEqualTo(30 * MS);
    }
    assertThat(usedNs[100]).isEqualTo(100 * 28 * MS); // 2 ms are stranded in the other's slice
    assertTimes(t[0], 8_600, 1_400, 0);
    assertTimes(t[1], 8_600, 1_400, 0);
    assertTimes(t[2], 1_500, 8_500, 6_097);
    assertTimes(t[3], 1_300, 8_700, 6_297);
  }

  private static long running(Multiplexer level, Schedulable s) {
    return level.pool().timeNs(s, RunState.RUNNING);
  }

  private static void assertTimes(Schedulable s, long runningMs, long runnableMs, long cappedMs) {
    assertThat(s.timeNs(RunState.RUNNING)).isEqualTo(runningMs * MS);
    assertThat(s.timeNs(RunState.RUNNABLE)).isEqualTo(runnableMs * MS);
    assertThat(s.heldNs(Hold.CAP)).isEqualTo(cappedMs * MS);
  }

  @Test
  void runsAllMembersOfAGangOrNoneAtEveryInstant() {
    Multiplexer host =
        model.hardware(
            Topology.flat(4),
            LevelCosts.NONE,
            pool -> new CheckedScheduler(pool, GroupWalkthroughTest::gang));
    Group[] groups = {
      host.group("A", null, 1024, Group.Quota.NONE), host.group("B", null, 1024, Group.Quota.NONE)
    };
    Schedulable[] v = new Schedulable[6];
    for (int i = 0; i < 6; i++) {
      v[i] = model.hog(host, groups[i / 3] + ".v" + i % 3, groups[i / 3]);
    }
    model.site.afterInstant(
        () -> {
          model.checkBooks();
          assertThat(runningOf(v, 0, 3)).isIn(0, 3);
          assertThat(runningOf(v, 3, 6)).isIn(0, 3);
        });
    for (Schedulable s : v) {
      host.wake(s);
    }

    model.run(10_000 * MS);

    assertThat(idleNs(host)).isEqualTo(10_000 * MS); // one of four pCPUs
    for (Schedulable s : v) {
      assertThat(s.timeNs(RunState.RUNNING)).isEqualTo(5_000 * MS);
    }
  }

  private static Scheduler gang(Pool pool) {
    return new Gang(pool, new GangParameters(50 * MS, true, false));
  }

  private static int runningOf(Schedulable[] all, int from, int to) {
    int running = 0;
    for (int i = from; i < to; i++) {
      running += all[i].state() == RunState.RUNNING ? 1 : 0;
    }
    return running;
  }

  private static long idleNs(Multiplexer level) {
    long idle = 0;
    for (int i = 0; i < level.processorCount(); i++) {
      idle += level.processor(i).spentNs(Cost.IDLE);
    }
    return idle;
  }

  @ParameterizedTest
  @CsvSource({"0, 2500", "1000, 2501"}) // a kick's latency is idle at each rendezvous
  void keepsTwoVmsOffOneCoreAroundAPolicyThatKnowsNothingOfIt(long kickNs, long idlePer10000) {
    Multiplexer host =
        model.hardware(
            new Topology(Shape.of(1, 2, 2), 1_000_000_000),
            new TestLevel.Costs(2 * US, 0, kickNs),
            pool ->
                new CheckedScheduler(
                    pool,
                    outer ->
                        new CoreScheduling(
                            outer,
                            2,
                            0,
                            inner -> new RoundRobin(inner, new RoundRobinParameters(10 * MS)))));
    String[] names = {"A", "A", "B", "B", "C", "D"};
    Group[] groups = new Group[6];
    Schedulable[] v = new Schedulable[6];
    for (int i = 0; i < 6; i++) {
      groups[i] =
          i > 0 && names[i].equals(names[i - 1])
              ? groups[i - 1]
              : host.group(names[i], null, 1024, Group.Quota.NONE);
      v[i] = model.hog(host, names[i] + ".v" + i, groups[i]);
    }
    model.site.afterInstant(
        () -> {
          model.checkBooks();
          for (int core = 0; core < 2; core++) {
            Schedulable one = host.processor(2 * core).current();
            Schedulable other = host.processor(2 * core + 1).current();
            assertThat(one.index() < 0 || other.index() < 0 || one.group() == other.group())
                .as("%s and %s share core %d", one, other, core)
                .isTrue();
          }
        });
    for (Schedulable s : v) {
      host.wake(s);
    }

    model.run(2_000 * MS);

    for (Schedulable s : v) { // half of a thread, to a tenth of a percent
      assertThat(s.timeNs(RunState.RUNNING)).isBetween(999 * MS, 1_001 * MS);
    }
    long unforcedNs = idleNs(host) - host.pool().forcedIdleNs();
    assertThat(unforcedNs).isEqualTo(4 * kickNs); // until the first wake-ups have arrived
    assertThat(Math.round(idleNs(host) * 10_000.0 / (4 * 2_000 * MS))).isEqualTo(idlePer10000);
  }
}
