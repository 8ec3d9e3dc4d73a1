package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;
import static org.coremux.mux.TestLevel.add;
import static org.coremux.mux.TestLevel.roundRobin;
import static org.coremux.mux.TestLevel.thread;
import static org.coremux.mux.TestLevel.vcpu;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.coremux.mux.TestLevel.Costs;
import org.coremux.sched.CheckedScheduler;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Hard cases whose figures were derived by hand; every book is checked after every instant. */
class WalkthroughTest {
  private final TestLevel model = new TestLevel();
  private final List<String> log = new ArrayList<>();

  private void note(String what) {
    log.add(model.site.nowNs() + " " + what);
  }

  private static void assertTimes(Schedulable s, long runningUs, long runnableUs, long blockedUs) {
    assertThat(s.timeNs(RunState.RUNNING)).as(s + " running").isEqualTo(runningUs * US);
    assertThat(s.timeNs(RunState.RUNNABLE)).as(s + " runnable").isEqualTo(runnableUs * US);
    assertThat(s.timeNs(RunState.BLOCKED)).as(s + " blocked").isEqualTo(blockedUs * US);
  }

  @Test
  void deliversAGuestTimerThatFellDueWhileItsVcpuWaitedFirstThingWhenItRuns() {
    Multiplexer host =
        model.hardware(Topology.flat(1), new Costs(2 * US, US, 0), roundRobin(10 * MS));
    Schedulable a = add(host, vcpu("A.v0", null));
    Schedulable b = add(host, vcpu("B.v0", null));
    Multiplexer guestA = model.guest("A", Costs.FREE, roundRobin(4 * MS), a);
    Multiplexer guestB = model.guest("B", Costs.FREE, roundRobin(4 * MS), b);
    Schedulable[] spinner = new Schedulable[1];
    boolean[] locked = {true};
    Schedulable[] self = new Schedulable[1];
    Schedulable holder =
        self[0] =
            thread(
                "holder",
                null,
                now -> {
                  note("unlock");
                  locked[0] = false;
                  guestA.block(self[0]);
                  guestA.finish(spinner[0]);
                });
    holder.compute(12 * MS);
    spinner[0] =
        thread(
            "spinner",
            null,
            now -> {
              if (locked[0]) {
                throw new IllegalStateException("the spin ended before the lock was free");
              }
              if (spinner[0].workNs() > 0 && log.contains("41006000 spinner has the lock")) {
                note("spinner done");
                guestA.block(spinner[0]);
              } else {
                note("spinner has the lock");
                spinner[0].compute(MS);
              }
            });
    spinner[0].compute(Schedulable.SPIN);
    add(guestA, holder);
    add(guestA, spinner[0]);
    Schedulable sleeper = model.burst(guestA, "sleeper", MS);
    Schedulable hog = model.hog(guestB, "hog", null);
    Alarm alarm =
        guestA.alarm(
            a.provided(),
            now -> {
              note("timer delivered");
              guestA.wake(sleeper);
            });
    guestA.arm(alarm, a.provided(), 11 * MS);
    guestA.wake(holder);
    guestA.wake(spinner[0]);
    guestB.wake(hog);

    model.run(60 * MS);

    assertThat(log)
        .containsExactly(
            "20002000 timer delivered",
            "41006000 unlock",
            "41006000 spinner has the lock",
            "42006000 spinner done");
    assertTimes(a, 22_006, 20_000, 17_994);
    assertTimes(b, 37_994, 22_006, 0);
    assertTimes(holder, 12_000, 29_006, 18_994);
    assertTimes(spinner[0], 9_000, 33_006, 17_994);
    assertTimes(sleeper, 1_000, 6_002, 52_998);
    assertTimes(hog, 37_988, 22_012, 0);
    assertThat(host.processor(0).spentNs(Cost.SWITCH)).isEqualTo(12 * US);
    assertThat(host.processor(0).spentNs(Cost.IDLE)).isZero();
  }

  @Test
  void queuesOneThatWokeWhileItWasBeingSavedOnlyWhenItIsSaved() {
    RunQueue[] policy = new RunQueue[1];
    Multiplexer host =
        model.hardware(
            Topology.flat(2),
            new Costs(2 * US, 0, US),
            pool -> new CheckedScheduler(pool, inner -> policy[0] = new RunQueue(inner, 10 * MS)));
    Schedulable[] vcpus = {vcpu("A.v0", null), vcpu("B.v0", null), vcpu("C.v0", null)};
    Multiplexer[] guests = new Multiplexer[3];
    Schedulable[] threads = new Schedulable[3];
    for (int i = 0; i < 3; i++) {
      add(host, vcpus[i]);
      guests[i] = model.guest("guest" + i, Costs.FREE, roundRobin(4 * MS), vcpus[i]);
      threads[i] = model.burst(guests[i], "t" + i, 300 * US);
    }
    model.at(
        5 * MS,
        () -> {
          for (int i = 0; i < 3; i++) {
            guests[i].wake(threads[i]);
          }
        });
    model.at(5_304 * US, () -> guests[0].wake(threads[0]));

    model.run(10 * MS);

    assertThat(policy[0].log)
        .containsExactly(
            "5000000 tickle pcpu/0 for A.v0",
            "5000000 tickle pcpu/1 for B.v0",
            "5304000 A.v0 wakes while it is being saved",
            "5305000 saved A.v0, queued",
            "5305000 tickle pcpu/1 for A.v0");
    assertTimes(vcpus[0], 604, 3, 9_393);
    assertTimes(vcpus[1], 302, 1, 9_697);
    assertTimes(vcpus[2], 302, 303, 9_395);
  }

  @Test
  void letsTheGuestDecideBeforeTheHostWithinOneNanosecond() {
    Multiplexer host = model.hardware(Topology.flat(1), Costs.FREE, roundRobin(10 * MS));
    Schedulable a = add(host, vcpu("A.v0", null));
    Schedulable b = add(host, vcpu("B.v0", null));
    Multiplexer guestA = model.guest("A", Costs.FREE, roundRobin(4 * MS), a);
    Multiplexer guestB = model.guest("B", Costs.FREE, roundRobin(4 * MS), b);
    Schedulable hog = model.hog(guestB, "hog", null);
    Schedulable[] periodic = new Schedulable[1];
    Alarm again = guestA.alarm(a.provided(), now -> guestA.wake(periodic[0]));
    periodic[0] =
        thread(
            "periodic",
            null,
            now -> {
              periodic[0].compute(10 * MS);
              guestA.block(periodic[0]);
              guestA.arm(again, a.provided(), now + 30 * MS);
            });
    periodic[0].compute(10 * MS);
    add(guestA, periodic[0]);
    guestA.wake(periodic[0]);
    guestB.wake(hog);

    model.run(1000 * MS);

    assertTimes(a, 250_000, 0, 750_000);
    assertThat(a.switches() + b.switches()).isEqualTo(51);
  }

  @Test
  void changesTheSpeedOfABurstInFlightWhenASiblingThreadStartsOrStops() {
    Multiplexer host =
        model.hardware(
            new Topology(Shape.of(1, 1, 2), 1_000_000_000), Costs.FREE, roundRobin(100 * MS));
    Schedulable a = add(host, vcpu("A.v0", null));
    Schedulable b = add(host, vcpu("B.v0", null));
    Multiplexer guestA = model.guest("A", Costs.FREE, roundRobin(4 * MS), a);
    Multiplexer guestB = model.guest("B", Costs.FREE, roundRobin(4 * MS), b);
    Schedulable ta = finishing(guestA, "ta", 10 * MS);
    Schedulable tb = finishing(guestB, "tb", 2 * MS);
    guestA.wake(ta);
    model.at(3 * MS + 1, () -> guestB.wake(tb));

    model.run(20 * MS);

    // tb: 3.000001 + 2 / 0.625; ta: 10 - 3.000001 - 2 = 4.999999 are left when tb is done
    assertThat(log).containsExactly("6200001 tb done", "11200000 ta done");
    assertThat(ta.workNs()).isEqualTo(10 * MS);
    assertThat(tb.workNs()).isEqualTo(2 * MS);
    // 3.2 ms beside a busy sibling, of which 0.375 are lost
    assertThat(a.lostNs(SpeedFactor.SMT)).isEqualTo(1_200 * US);
  }

  private Schedulable finishing(Multiplexer level, String name, long workNs) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        thread(
            name,
            null,
            now -> {
              note(name + " done");
              level.block(self[0]);
            });
    self[0].compute(workNs);
    return add(level, self[0]);
  }

  @Test
  void balancesTheBooksOfThreeLevelsAtEveryInstant() {
    Multiplexer l0 =
        model.hardware(Topology.flat(2), new Costs(2 * US, US, 0), roundRobin(10 * MS));
    Schedulable[] v = {vcpu("v0", null), vcpu("v1", null), vcpu("v2", null)};
    for (Schedulable s : v) {
      add(l0, s);
    }
    Multiplexer l1 =
        model.guest("L1", new Costs(3 * US, 5 * US, 0), roundRobin(7 * MS), v[0], v[1]);
    Multiplexer other = model.guest("other", Costs.FREE, roundRobin(4 * MS), v[2]);
    Schedulable[] n = {vcpu("n0", null), vcpu("n1", null), vcpu("n2", null)};
    for (Schedulable s : n) {
      add(l1, s);
    }
    Multiplexer l2 = model.guest("L2", new Costs(US, 0, 0), roundRobin(3 * MS), n);
    SplittableRandom random = new SplittableRandom(1);
    long[] preemptedInDebt = new long[1];
    for (Multiplexer level : new Multiplexer[] {l0, l1}) {
      level.trace(
          (now, p, s, from, to) -> {
            if (from == RunState.RUNNING && to == RunState.RUNNABLE && s.debtNs() > 0) {
              preemptedInDebt[0]++;
            }
          });
    }
    for (int i = 0; i < 5; i++) {
      Schedulable t = sleeping(l2, "t" + i, n[i % 3].provided(), random);
      l2.wake(t);
    }
    other.wake(model.hog(other, "hog", null));

    model.run(20_000 * MS); // checkBooks after each instant is the assertion

    assertThat(model.site.events()).isGreaterThan(50_000);
    assertThat(preemptedInDebt[0]).as("preemptions in mid-debt").isPositive();
  }

  private Schedulable sleeping(Multiplexer l, String name, Processor at, SplittableRandom random) {
    Schedulable[] self = new Schedulable[1];
    Alarm wake = l.alarm(at, now -> l.wake(self[0]));
    self[0] =
        thread(
            name,
            null,
            now -> {
              self[0].compute(random.nextLong(1, 4 * MS));
              l.block(self[0]);
              l.arm(wake, at, now + random.nextLong(1, 3 * MS));
            });
    self[0].compute(MS);
    return add(l, self[0]);
  }
}
