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
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Kicks, alarms, exits and clocks; books are checked after each instant. */
class InterruptsTest {
  private final TestLevel model = new TestLevel();
  private final List<String> log = new ArrayList<>();

  private Schedulable finishing(Multiplexer level, String name, long workNs) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        thread(
            name,
            null,
            now -> {
              log.add(now + " " + name);
              level.block(self[0]);
            });
    self[0].compute(workNs);
    return add(level, self[0]);
  }

  /** A host with one pCPU for each of the vCPUs of one guest. */
  private Multiplexer guest(LevelCosts hostCosts, LevelCosts guestCosts, int vcpus) {
    Multiplexer host = model.hardware(Topology.flat(vcpus), hostCosts, roundRobin(10 * MS));
    Schedulable[] all = new Schedulable[vcpus];
    for (int i = 0; i < vcpus; i++) {
      all[i] = add(host, vcpu("v" + i, null));
    }
    return model.guest("guest", guestCosts, roundRobin(10 * MS), all);
  }

  private static Schedulable vcpuOf(Multiplexer guest, int index) {
    return guest.processor(index).provider();
  }

  /** Leaves the processor empty until a time, and then runs whoever wants to. */
  private static Scheduler emptyUntil(Pool pool, long endNs) {
    return new RunQueue(pool, 10 * MS) {
      @Override
      public Schedulable pickNext(Processor p) {
        if (pool.nowNs() < endNs) {
          pool.limit(p, endNs - pool.nowNs());
          return pool.idle(p);
        }
        return super.pickNext(p);
      }
    };
  }

  @Test
  void aSlotThatIsLeftEmptyEndsThoughTheVcpuHalted() {
    Multiplexer host = model.hardware(Topology.flat(1), new Prices(), roundRobin(10 * MS));
    Schedulable v = add(host, vcpu("v0", null));
    Multiplexer guest = model.guest("guest", new Prices(), pool -> emptyUntil(pool, 2 * MS), v);
    Schedulable a = finishing(guest, "a", MS);
    guest.wake(a);

    model.run(5 * MS);

    assertThat(log).containsExactly(3 * MS + " a");
    assertThat(v.timeNs(RunState.RUNNING)).isEqualTo(MS);
  }

  @Test
  void anIdleProcessorsOwnTimerTakesTheTimeOfLeavingIdleToo() {
    LevelCosts costs = new Prices().leavingIdle(25 * US);
    Multiplexer host = model.hardware(Topology.flat(1), costs, roundRobin(10 * MS));
    Schedulable a = finishing(host, "a", 100 * US);
    host.arm(host.alarm(a.processor(), now -> host.wake(a)), a.processor(), MS);

    model.run(2 * MS);

    assertThat(log).containsExactly(MS + 25 * US + 100 * US + " a");
    assertThat(a.timeNs(RunState.RUNNABLE)).isEqualTo(25 * US);
  }

  @Test
  void haltExitsOnceBeforeTheVcpuBlocks() {
    Multiplexer guest = guest(new Prices().exit(ExitReason.HALT, 3 * US), new Prices(), 1);
    Schedulable a = finishing(guest, "a", MS);
    guest.wake(a);

    model.run(5 * MS);

    Schedulable v = vcpuOf(guest, 0);
    assertThat(v.exits(ExitReason.HALT)).isOne();
    assertThat(v.overheadNs(Cost.EXIT)).isEqualTo(3 * US);
    assertThat(v.timeNs(RunState.RUNNING)).isEqualTo(MS + 3 * US);
    assertThat(v.state()).isEqualTo(RunState.BLOCKED);
    assertThat(guest.processor(0).clockNs()).isEqualTo(MS);
  }

  @Test
  void programmingATimerExitsOnlyWhenItMustGoOffEarlier() {
    Multiplexer guest = guest(new Prices().exit(ExitReason.TIMER, 2 * US), new Prices(), 1);
    Processor p = guest.processor(0);
    Alarm first = guest.alarm(p, now -> {});
    Alarm later = guest.alarm(p, now -> {});
    Alarm earlier = guest.alarm(p, now -> {});
    Schedulable[] a = new Schedulable[1];
    a[0] =
        thread(
            "a",
            null,
            now -> {
              log.add(now + " end");
              guest.arm(first, p, 50 * MS);
              guest.arm(later, p, 60 * MS);
              guest.arm(earlier, p, 40 * MS);
              guest.block(a[0]);
            });
    a[0].compute(MS);
    add(guest, a[0]);
    guest.wake(a[0]);

    model.run(5 * MS);

    assertThat(log).containsExactly("1000000 end");
    assertThat(vcpuOf(guest, 0).exits(ExitReason.TIMER)).isEqualTo(2);
    assertThat(vcpuOf(guest, 0).overheadNs(Cost.EXIT)).isEqualTo(4 * US);
  }

  @Test
  void anAlarmOfAVcpuThatRunsIsPaidForAndThenDelivered() {
    Multiplexer guest = guest(new Prices().exit(ExitReason.INTERRUPT, 2 * US), new Prices(), 1);
    Alarm alarm = guest.alarm(guest.processor(0), now -> log.add(now + " alarm"));
    guest.arm(alarm, guest.processor(0), 500 * US);
    guest.wake(finishing(guest, "a", MS));

    model.run(5 * MS);

    assertThat(log).containsExactly("502000 alarm", "1002000 a");
    assertThat(vcpuOf(guest, 0).exits(ExitReason.INTERRUPT)).isOne();
    assertThat(vcpuOf(guest, 0).overheadNs(Cost.EXIT)).isEqualTo(2 * US);
  }

  @Test
  void anAlarmOfAHaltedVcpuWakesItAndNeedsNoExit() {
    Multiplexer guest =
        guest(
            new Prices().exit(ExitReason.INTERRUPT, 2 * US).eachSwitch(US).kick(4 * US),
            new Prices(),
            1);
    Schedulable a = finishing(guest, "a", MS);
    Alarm alarm = guest.alarm(guest.processor(0), now -> guest.wake(a));
    guest.arm(alarm, guest.processor(0), 2 * MS);

    model.run(5 * MS);

    assertThat(log).containsExactly("3001000 a"); // it hits the pCPU itself: no kick to wait for
    assertThat(vcpuOf(guest, 0).exits(ExitReason.INTERRUPT)).isZero();
  }

  @Test
  void severalExpirationsOfAnAlarmThatIsPendingAreOne() {
    Multiplexer host = model.hardware(Topology.flat(1), new Prices(), roundRobin(10 * MS));
    Schedulable v = add(host, vcpu("v", null));
    Multiplexer guest = model.guest("guest", new Prices(), roundRobin(10 * MS), v);
    Alarm device = guest.alarm(v.provided(), now -> log.add(now + " device"));
    host.stop(v);
    for (int i = 1; i <= 3; i++) {
      model.at(i * MS, () -> guest.raise(device, v.provided()));
    }
    model.at(5 * MS, () -> host.start(v));

    model.run(10 * MS);

    assertThat(log).containsExactly("5000000 device");
  }

  @Test
  void anAlarmThatIsCancelledWhilePendingIsNotDelivered() {
    Multiplexer host = model.hardware(Topology.flat(1), new Prices(), roundRobin(10 * MS));
    Schedulable v = add(host, vcpu("v", null));
    Multiplexer guest = model.guest("guest", new Prices(), roundRobin(10 * MS), v);
    Alarm[] alarms = new Alarm[3];
    for (int i = 0; i < 3; i++) {
      String name = " alarm " + i;
      alarms[i] = guest.alarm(v.provided(), now -> log.add(now + name));
      guest.arm(alarms[i], v.provided(), MS);
    }
    host.stop(v);
    model.at(2 * MS, () -> guest.cancel(alarms[1]));
    model.at(5 * MS, () -> host.start(v));

    model.run(10 * MS);

    assertThat(log).containsExactly("5000000 alarm 0", "5000000 alarm 2");
  }

  @Test
  void aKickBetweenTwoVcpusExitsAtTheSenderAndInterruptsTheTarget() {
    Multiplexer guest =
        guest(
            new Prices().exit(ExitReason.IPI, 2 * US).exit(ExitReason.INTERRUPT, 3 * US),
            new Prices().kick(10 * US),
            2);
    Schedulable[] a = new Schedulable[1];
    a[0] =
        thread(
            "a",
            null,
            now -> {
              a[0].compute(20 * MS);
              guest.pool().kick(guest.processor(1));
              guest.pool().kick(guest.processor(1)); // it is asked already
            });
    a[0].compute(MS);
    add(guest, a[0]);
    guest.wake(a[0]);
    guest.wake(model.hog(guest, "b", null));

    model.run(5 * MS);

    assertThat(vcpuOf(guest, 0).exits(ExitReason.IPI)).isOne();
    assertThat(vcpuOf(guest, 0).overheadNs(Cost.EXIT)).isEqualTo(2 * US);
    assertThat(vcpuOf(guest, 1).exits(ExitReason.INTERRUPT)).isOne();
    assertThat(vcpuOf(guest, 1).overheadNs(Cost.EXIT)).isEqualTo(3 * US);
  }

  @Test
  void aRemoteKickOfAnIdleProcessorTakesItsLatencyAndThatOfLeavingIdle() {
    Multiplexer host =
        model.hardware(
            Topology.flat(1), new Prices().kick(7 * US).leavingIdle(50 * US), roundRobin(10 * MS));
    Schedulable a = finishing(host, "a", MS);
    model.at(MS, () -> host.wake(a));

    model.run(MS + 57 * US - 1);
    assertThat(a.state()).isEqualTo(RunState.RUNNABLE);
    assertThat(host.pool().isIdle(host.processor(0))).as("asked, not idle").isFalse();
    model.run(5 * MS);

    assertThat(log).containsExactly("2057000 a");
    assertThat(a.timeNs(RunState.RUNNABLE)).isEqualTo(57 * US);
  }

  @Test
  void tenWakeUpsInOneNanosecondCostOneDecisionPerProcessor() {
    int[] decisions = new int[4];
    Multiplexer host =
        model.hardware(
            Topology.flat(4),
            new Prices(),
            pool ->
                new RunQueue(pool, 10 * MS) {
                  @Override
                  public Schedulable pickNext(Processor p) {
                    decisions[p.index()]++;
                    return super.pickNext(p);
                  }
                });
    Schedulable[] all = new Schedulable[10];
    for (int i = 0; i < 10; i++) {
      all[i] = model.hog(host, "t" + i, null);
    }
    model.at(
        MS,
        () -> {
          for (Schedulable s : all) {
            host.wake(s);
          }
        });

    model.run(2 * MS);

    assertThat(decisions).containsExactly(1, 1, 1, 1);
  }

  @Test
  void chargesTheProcessorsOwnTimeOnlyToAGuestWithAStealClock() {
    for (boolean stealClock : new boolean[] {true, false}) {
      TestLevel level = new TestLevel();
      Multiplexer host = level.hardware(Topology.flat(1), new Prices(), roundRobin(10 * MS));
      Schedulable v = add(host, vcpu("v", null));
      Schedulable other = add(host, vcpu("other", null));
      long[] charged = new long[1];
      Multiplexer guest =
          level.guest(
              "guest",
              new Prices(),
              pool ->
                  new RunQueue(pool, MS) {
                    @Override
                    public void charge(Schedulable s, long ranNs) {
                      charged[0] += ranNs;
                    }
                  },
              v);
      guest.timekeeping().stealClock(stealClock);
      Multiplexer noise = level.guest("noise", new Prices(), roundRobin(10 * MS), other);
      guest.wake(level.hog(guest, "a", null));
      noise.wake(level.hog(noise, "b", null));

      level.run(50 * MS);

      // v runs in 0 to 10, 20 to 30, 40 to 50
      guest.pool().settle(guest.processor(0));
      assertThat(charged[0]).isEqualTo(stealClock ? 30 * MS : 50 * MS);
      assertThat(v.timeNs(RunState.RUNNING)).isEqualTo(30 * MS);
    }
  }
}
