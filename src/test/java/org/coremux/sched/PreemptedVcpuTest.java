package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.add;
import static org.coremux.mux.TestLevel.roundRobin;

import java.util.ArrayList;
import java.util.List;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** What a guest's wake-ups know of vCPUs that wait for a pCPU; schedulers.md 19.1 and 19.7. */
class PreemptedVcpuTest {
  private final TestLevel model = new TestLevel();
  private final List<Long> ended = new ArrayList<>();

  /** Three vCPUs, each on a pCPU of its own, of which a hog has the first. */
  private Multiplexer guest(boolean stealClock) {
    Multiplexer host = model.hardware(Topology.flat(3), LevelCosts.NONE, roundRobin(10 * MS));
    Schedulable[] vcpus = new Schedulable[3];
    for (int i = 0; i < vcpus.length; i++) {
      vcpus[i] = add(host, Schedulable.vcpu("v" + i, null, 1024, CpuMask.of(i)));
    }
    Schedulable hog = thread(host, "hog", 1_000 * MS);
    host.wake(hog);
    Multiplexer guest =
        model.guest(
            "guest", LevelCosts.NONE, pool -> new Eevdf(pool, EevdfParameters.EEVDF_6_6), vcpus);
    guest.timekeeping().stealClock(stealClock);
    return guest;
  }

  /** One that is at home on the first processor, computes once, and sleeps. */
  private Schedulable thread(Multiplexer level, String name, long workNs) {
    Schedulable[] self = new Schedulable[1];
    boolean anywhere = name.equals("roams");
    self[0] =
        Schedulable.thread(
            name,
            null,
            1024,
            anywhere ? null : CpuMask.of(0),
            now -> {
              ended.add(now);
              level.block(self[0]);
            });
    self[0].cameFrom(0);
    self[0].compute(workNs);
    return add(level, self[0]);
  }

  /** Its vCPU is woken by a timer, and waits behind the hog; then another thread wakes. */
  private void wakesBesideOneThatWaits(Multiplexer guest) {
    Schedulable stays = thread(guest, "stays", MS);
    Schedulable roams = thread(guest, "roams", MS);
    Processor first = guest.processor(0);
    guest.arm(guest.alarm(first, now -> guest.wake(stays)), first, MS);
    model.at(
        2 * MS,
        () -> {
          assertThat(first.provider().state()).isEqualTo(RunState.RUNNABLE);
          guest.wake(roams);
        });
    model.run(30 * MS);
  }

  @Test
  void withoutAStealPageThreadsAreStackedOnADescheduledVcpuWhileOthersIdle() {
    wakesBesideOneThatWaits(guest(false));

    assertThat(ended.get(0)).as("the hog's quantum ends at 10 ms").isGreaterThan(10 * MS);
    assertThat(ended).hasSize(2);
  }

  @Test
  void withAStealPageAWakeUpPassesOverAVcpuThatWaitsForAPcpu() {
    wakesBesideOneThatWaits(guest(true));

    assertThat(ended.get(0)).isEqualTo(3 * MS);
    assertThat(ended).hasSize(2);
  }
}
