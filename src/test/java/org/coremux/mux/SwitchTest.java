package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;
import static org.coremux.mux.TestLevel.add;
import static org.coremux.mux.TestLevel.roundRobin;
import static org.coremux.mux.TestLevel.thread;

import org.coremux.engine.Timer;
import org.coremux.metric.LatencyHistogram;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** What a switch is, how long it takes, and who pays; books are checked after each instant. */
class SwitchTest {
  private final TestLevel model = new TestLevel();

  @Test
  void makesTheTakerWaitUntilTheOtherProcessorHasSavedIt() {
    Multiplexer host =
        model.hardware(
            Topology.flat(2),
            new Prices().switchTo("a", US).switchTo("b", US).switchTo("x", 5 * US),
            roundRobin(10 * MS));
    Schedulable a = model.hog(host, "a", null);
    Schedulable b = model.hog(host, "b", null);
    Schedulable x = model.hog(host, "x", null);
    host.wake(a);
    host.wake(b);
    host.wake(x);

    // 10 ms: cpu 0 takes x and saves a in 5 us; cpu 1 takes a, pays 1 us, waits for 4
    model.run(10 * MS + 4 * US);
    assertThat(a.processor()).isEqualTo(host.processor(1));
    assertThat(a.executedNs()).isEqualTo(10 * MS - US);
    model.run(10 * MS + 6 * US);

    assertThat(a.executedNs()).isEqualTo(10 * MS);
    assertThat(a.overheadNs(Cost.SWITCH)).isEqualTo(US + 5 * US);
    assertThat(x.overheadNs(Cost.SWITCH)).isEqualTo(5 * US);
    assertThat(host.processor(1).spentNs(Cost.SWITCH)).isEqualTo(6 * US);
    assertThat(a.migrations()).isOne();
  }

  @Test
  void letsTwoProcessorsExchangeTheirsInOneInstant() {
    Multiplexer host =
        model.hardware(Topology.flat(2), new Prices().eachSwitch(2 * US), roundRobin(10 * MS));
    Schedulable[] a = new Schedulable[1];
    Timer again = new Timer(now -> host.wake(a[0]));
    a[0] =
        thread(
            "a",
            null,
            now -> {
              a[0].compute(20 * MS);
              host.block(a[0]);
              model.site.arm(again, now);
            });
    a[0].compute(10 * MS - 2 * US);
    Schedulable b = model.hog(host, "b", null);
    add(host, a[0]);
    host.wake(b);
    host.wake(a[0]);

    // 10 ms: b's slice ends on cpu 0, which takes a, awake again; so cpu 1 takes b
    model.run(15 * MS);

    assertThat(a[0].processor()).isEqualTo(host.processor(0));
    assertThat(b.processor()).isEqualTo(host.processor(1));
    assertThat(a[0].executedNs()).isEqualTo(10 * MS - 2 * US + 5 * MS - 2 * US);
    assertThat(b.executedNs()).isEqualTo(15 * MS - 2 * 2 * US);
  }

  @Test
  void isNotInterruptedByAKickWhichTakesEffectWhenItIsPaid() {
    RunQueue[] policy = new RunQueue[1];
    Multiplexer host =
        model.hardware(
            Topology.flat(1),
            new Prices().eachSwitch(2 * US),
            pool -> policy[0] = new RunQueue(pool, 10 * MS));
    Schedulable a = model.hog(host, "a", null);
    Schedulable b = model.hog(host, "b", null);
    host.wake(a);
    model.at(
        US,
        () -> {
          host.wake(b);
          host.pool().kick(host.processor(0));
        });

    model.run(2 * US - 1);
    assertThat(a.state()).isEqualTo(RunState.RUNNING);
    assertThat(b.state()).isEqualTo(RunState.RUNNABLE);
    model.run(2 * US);

    assertThat(a.state()).isEqualTo(RunState.RUNNABLE);
    assertThat(b.state()).isEqualTo(RunState.RUNNING);
    assertThat(a.executedNs()).isZero();
    assertThat(a.preemptions()).isOne();
  }

  @Test
  void isSparedToOneThatBlocksAndWakesInOneInstant() {
    Multiplexer host =
        model.hardware(Topology.flat(1), new Prices().eachSwitch(2 * US), roundRobin(10 * MS));
    Schedulable[] a = new Schedulable[1];
    Timer again = new Timer(now -> host.wake(a[0]));
    a[0] =
        thread(
            "a",
            null,
            now -> {
              a[0].compute(MS);
              host.block(a[0]);
              model.site.arm(again, now);
            });
    a[0].compute(MS);
    add(host, a[0]);
    host.wake(a[0]);

    model.run(5 * MS);

    assertThat(a[0].executedNs()).isEqualTo(5 * MS - 2 * US);
    assertThat(a[0].timeNs(RunState.RUNNING)).isEqualTo(5 * MS);
    assertThat(a[0].switches()).isOne();
    assertThat(host.processor(0).spentNs(Cost.SWITCH)).isEqualTo(2 * US);
  }

  @Test
  void toIdleIsCausedByWhoeverLeft() {
    Multiplexer host =
        model.hardware(
            Topology.flat(1),
            new Prices().eachSwitch(2 * US).switchToIdle(3 * US),
            roundRobin(10 * MS));
    Schedulable a = model.burst(host, "a", MS);
    host.wake(a);

    model.run(2 * MS);

    // idle from 1.005 on: 2 us in, 1 ms of work, 3 us out
    assertThat(a.overheadNs(Cost.SWITCH)).isEqualTo(5 * US);
    assertThat(a.timeNs(RunState.RUNNING)).isEqualTo(MS + 2 * US);
    assertThat(host.processor(0).spentNs(Cost.SWITCH)).isEqualTo(5 * US);
    assertThat(host.processor(0).spentNs(Cost.IDLE)).isEqualTo(2 * MS - MS - 5 * US);
  }

  @Test
  void lastsAsLongAsItsCostAlthoughSomethingElseHappensMeanwhile() {
    Multiplexer host =
        model.hardware(Topology.flat(1), new Prices().eachSwitch(2 * US), roundRobin(10 * MS));
    Schedulable spinner = thread("spinner", null, now -> host.block(self("spinner", host)));
    spinner.compute(Schedulable.SPIN);
    add(host, spinner);
    host.wake(spinner);
    model.at(US, () -> host.finish(spinner));

    model.run(MS);

    assertThat(host.processor(0).spentNs(Cost.SWITCH)).isEqualTo(2 * US);
    assertThat(spinner.timeNs(RunState.RUNNING)).isEqualTo(2 * US);
    assertThat(host.processor(0).carry()).isZero();
  }

  private static Schedulable self(String name, Multiplexer level) {
    for (int i = 0; i < level.roster().indices(); i++) {
      if (level.roster().at(i).name().equals(name)) {
        return level.roster().at(i);
      }
    }
    throw new IllegalArgumentException(name);
  }

  @Test
  void isPaidBeforeTheIncomingOneMayBlock() {
    Multiplexer host =
        model.hardware(Topology.flat(1), new Prices().eachSwitch(2 * US), roundRobin(10 * MS));
    Schedulable a = model.hog(host, "a", null);
    host.wake(a);
    model.run(US);

    assertThatThrownBy(() -> host.block(a))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a cannot block while RUNNING on pcpu at 1000 ns");
  }

  @Test
  void recordsTheTimeFromAWakeUpToTheDispatch() {
    Multiplexer host = model.hardware(Topology.flat(1), new Prices(), roundRobin(10 * MS));
    Schedulable a = model.burst(host, "a", 3 * MS);
    Schedulable b = model.burst(host, "b", MS);
    LatencyHistogram histogram = new LatencyHistogram(1_000 * MS);
    b.dispatchLatency(histogram);
    host.wake(a);
    model.at(MS, () -> host.wake(b));
    model.at(10 * MS, () -> host.wake(b));

    model.run(20 * MS);

    assertThat(histogram.count()).isEqualTo(2);
    assertThat(histogram.maxNs()).hasValue(2 * MS);
    assertThat(histogram.minNs()).hasValue(0);
  }

  @Test
  void isCountedWhenAnotherOneRanThereLast() {
    Multiplexer host = model.hardware(Topology.flat(1), new Prices(), roundRobin(10 * MS));
    Schedulable a = model.burst(host, "a", MS);
    Schedulable b = model.burst(host, "b", MS);
    host.wake(a);
    model.at(2 * MS, () -> host.wake(a)); // nobody else ran meanwhile
    model.at(4 * MS, () -> host.wake(b));
    model.at(6 * MS, () -> host.wake(a));

    model.run(10 * MS);

    assertThat(a.switches()).isEqualTo(2);
    assertThat(b.switches()).isOne();
    assertThat(a.preemptions() + b.preemptions()).isZero();
  }

  @Test
  void namesPolicyProcessorTimeAndSeedOfAnImpossibleChoice() {
    Schedulable[] asleep = new Schedulable[1];
    Multiplexer host =
        model.hardware(
            Topology.flat(1),
            new Prices(),
            pool ->
                new RunQueue(pool, MS) {
                  @Override
                  public Schedulable pickNext(Processor p) {
                    return asleep[0];
                  }

                  @Override
                  public String toString() {
                    return "blunder";
                  }
                });
    asleep[0] = model.hog(host, "a", null);
    model.at(5, () -> host.pool().kick(host.processor(0)));

    assertThatThrownBy(() -> model.run(10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("blunder picked a (BLOCKED, held null) for pcpu/0 at 5 ns (seed 1)");
  }
}
