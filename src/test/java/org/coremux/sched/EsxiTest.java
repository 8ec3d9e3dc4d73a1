package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EsxiBench.MS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.coremux.engine.Parameters;
import org.coremux.mux.Cost;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Hold;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.RunState;
import org.coremux.sched.EsxiBench.Asked;
import org.coremux.sched.EsxiBench.Vm;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** The rules of the model of ESXi, one by one; co-scheduling has a test of its own. */
class EsxiTest {
  private static final Offset<Long> A_QUANTUM = Offset.offset(200 * MS);

  @Test
  void twoEqualVmsAlternateByTheQuantum() {
    EsxiBench bench = EsxiBench.flat(1);
    Vm a = bench.busy("a", Asked.of(1));
    Vm b = bench.busy("b", Asked.of(1));

    bench.model.run(10_000 * MS);

    assertThat(a.ran()).isEqualTo(5_000 * MS);
    assertThat(b.ran()).isEqualTo(5_000 * MS);
    assertThat(a.vcpus()[0].dispatches()).isEqualTo(26); // the last time at the very end
    assertThat(b.vcpus()[0].dispatches()).isEqualTo(25);
  }

  @Test
  void sharesAreThoseOfTheWeight() {
    EsxiBench bench = EsxiBench.flat(1);
    Vm light = bench.busy("light", Asked.of(1).weight(256));
    Vm heavy = bench.busy("heavy", Asked.of(1).weight(768));

    bench.model.run(20_000 * MS);

    assertThat(light.ran()).isCloseTo(5_000 * MS, A_QUANTUM);
    assertThat(heavy.ran()).isCloseTo(15_000 * MS, A_QUANTUM);
  }

  @Test
  void sharesThatAGuestSaysAreThoseOfEachVcpu() {
    EsxiBench bench = EsxiBench.flat(2);
    Vm low = bench.busy("low", Asked.of(2).shares(500));
    Vm high = bench.busy("high", Asked.of(2).shares(2_000));

    bench.model.run(20_000 * MS);

    assertThat(low.ran()).isCloseTo(8_000 * MS, Offset.offset(400 * MS));
    assertThat(high.ran()).isCloseTo(32_000 * MS, Offset.offset(400 * MS));
  }

  @Test
  void sharesOfAVmAreDividedAmongItsActiveVcpus() {
    EsxiBench bench = EsxiBench.flat(1);
    Vm wide = bench.vm("wide", Asked.of(3));
    wide.level().wake(bench.model.hog(wide.level(), "one", null));
    Vm narrow = bench.busy("narrow", Asked.of(1));

    bench.model.run(20_000 * MS);

    assertThat(wide.ran()).isCloseTo(15_000 * MS, Offset.offset(400 * MS));
    assertThat(narrow.ran()).isCloseTo(5_000 * MS, Offset.offset(400 * MS));
  }

  @Test
  void threeHogsOnTwoCpusGetEqualPartsByFairnessMigration() {
    EsxiBench bench = EsxiBench.flat(2);
    List<Vm> vms = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      vms.add(bench.busy("vm" + i, Asked.of(1)));
    }

    bench.model.run(30_000 * MS);

    for (Vm vm : vms) {
      assertThat(vm.ran()).isCloseTo(20_000 * MS, Offset.offset(400 * MS));
    }
  }

  @Test
  void reservationIsMetWhateverTheSharesAre() {
    EsxiBench bench = EsxiBench.flat(1);
    Vm reserved = bench.busy("reserved", Asked.of(1).weight(1).reserving(60));
    Vm heavy = bench.busy("heavy", Asked.of(1).weight(10_000));

    bench.model.run(20_000 * MS);

    assertThat(reserved.ran()).isCloseTo(12_000 * MS, A_QUANTUM);
    assertThat(heavy.ran()).isCloseTo(8_000 * MS, A_QUANTUM);
  }

  @Test
  void oneBelowItsReservationPreemptsAtOnce() {
    EsxiBench bench = EsxiBench.flat(1);
    bench.busy("heavy", Asked.of(1).weight(10_000));
    Vm reserved = bench.vm("reserved", Asked.of(1).weight(1).reserving(50));
    bench.onOff(reserved, "t", MS, 20 * MS);

    bench.model.run(10_000 * MS);

    assertThat(reserved.vcpus()[0].timeNs(RunState.RUNNABLE)).isZero();
  }

  @Test
  void limitBindsOnAnIdleHost() {
    EsxiBench bench = EsxiBench.flat(2);
    Vm limited = bench.busy("limited", Asked.of(1).cap(25));

    bench.model.run(20_000 * MS);

    assertThat(limited.ran()).isCloseTo(5_000 * MS, A_QUANTUM);
    assertThat(limited.vcpus()[0].heldNs(Hold.CAP))
        .isEqualTo(20_000 * MS - limited.ran())
        .isEqualTo(limited.vcpus()[0].timeNs(RunState.RUNNABLE));
  }

  @Test
  void limitIsOfAllVcpusTogether() {
    EsxiBench bench = EsxiBench.flat(4);
    Vm limited = bench.busy("limited", Asked.of(4).cap(150));

    bench.model.run(20_000 * MS);

    assertThat(limited.ran()).isCloseTo(30_000 * MS, Offset.offset(4 * 200 * MS));
  }

  /** It never runs for as long as it takes until its limit is looked at; so that is on waking. */
  @Test
  void limitBindsOneThatSleepsOften() {
    EsxiBench bench = EsxiBench.flat(1);
    Vm limited = bench.vm("limited", Asked.of(1).cap(10));
    bench.onOff(limited, "t", MS / 10, MS / 1_000);

    bench.model.run(5_000 * MS);

    assertThat(limited.ran()).isBetween(500 * MS, 520 * MS); // and a tenth of 200 ms ahead
  }

  @Test
  void oneThatWakesKeepsNoMoreThanSomeQuantaOfWhatItDidNotUse() {
    EsxiBench bench = EsxiBench.flat(1, Map.of("boundLagQuanta", 1L));
    Vm hog = bench.busy("hog", Asked.of(1));
    Vm late = bench.vm("late", Asked.of(1));
    bench.onOff(late, "t", 1_000_000 * MS, MS);
    bench.model.run(2 * MS);
    long before = late.ran();
    bench.model.run(10_000 * MS);

    assertThat(before).isLessThanOrEqualTo(2 * MS);
    assertThat(late.ran()).isCloseTo(5_000 * MS, A_QUANTUM);
    assertThat(hog.ran()).isCloseTo(5_000 * MS, A_QUANTUM);
  }

  @Test
  void sleeperPreemptsAHogThatIsAheadByTheBonus() {
    EsxiBench bench = EsxiBench.flat(1);
    bench.busy("hog", Asked.of(1));
    Vm sleeper = bench.vm("sleeper", Asked.of(1));
    bench.onOff(sleeper, "t", MS, 99 * MS);

    bench.model.run(10_000 * MS);

    long waited = sleeper.vcpus()[0].timeNs(RunState.RUNNABLE);
    assertThat(waited).isLessThan(400 * MS); // the first time it has nothing saved up
    assertThat(sleeper.ran()).isGreaterThan(95 * MS);
  }

  @Test
  void siblingsAreKeptApartAndOnWholeCores() {
    Topology smt = new Topology(Shape.of(1, 2, 2), 1_000_000_000);
    EsxiBench bench = new EsxiBench(smt, LevelCosts.NONE, Map.of());
    Vm vm = bench.busy("vm", Asked.of(2));

    bench.model.run(1_000 * MS);

    assertThat(smt.core(vm.vcpus()[0].processor().index()))
        .isNotEqualTo(smt.core(vm.vcpus()[1].processor().index()));
  }

  @Test
  void timeBesideABusySiblingIsChargedAtADiscount() {
    Map<String, ?> never = Map.of("htWholeCore", 0L);
    Topology smt = new Topology(Shape.of(1, 1, 2), 1_000_000_000);
    EsxiBench bench = new EsxiBench(smt, LevelCosts.NONE, never);
    Vm alone = bench.busy("alone", Asked.of(1).cap(50));
    bench.model.run(10_000 * MS);
    long before = alone.ran();
    EsxiBench both = new EsxiBench(smt, LevelCosts.NONE, never);
    Vm beside = both.busy("beside", Asked.of(1).cap(50).on(CpuMask.of(0)));
    both.busy("other", Asked.of(1).on(CpuMask.of(1)));
    both.model.run(10_000 * MS);

    assertThat(before).isCloseTo(5_000 * MS, A_QUANTUM);
    assertThat(beside.ran()).isCloseTo(8_000 * MS, Offset.offset(320 * MS)); // 50 % / 62.5 %
  }

  @Test
  void idleCpuTakesOneThatWaitsElsewhere() {
    EsxiBench bench = EsxiBench.flat(2);
    bench.busy("a", Asked.of(1));
    bench.busy("b", Asked.of(1));
    Vm c = bench.vm("c", Asked.of(1));
    bench.onOff(c, "t", 50 * MS, 50 * MS);

    bench.model.run(10_000 * MS);

    long idleNs = 0;
    for (int cpu = 0; cpu < 2; cpu++) {
      idleNs += bench.host.processor(cpu).spentNs(Cost.IDLE);
    }
    assertThat(idleNs).isZero();
  }

  @Test
  void yieldLetsTheNextRunThoughItIsBehind() {
    EsxiBench bench = EsxiBench.flat(1);
    Vm a = bench.busy("a", Asked.of(1));
    Vm b = bench.busy("b", Asked.of(1));
    bench.model.at(10 * MS, () -> bench.host.yield(a.vcpus()[0], null));

    bench.model.run(15 * MS);

    assertThat(a.ran()).isEqualTo(10 * MS);
    assertThat(b.ran()).isEqualTo(5 * MS);
  }

  @Test
  void directedYieldRunsTheOneItIsForBeforeOthers() {
    EsxiBench bench = EsxiBench.flat(1);
    Vm a = bench.busy("a", Asked.of(1));
    Vm b = bench.busy("b", Asked.of(1));
    Vm c = bench.busy("c", Asked.of(1));
    bench.model.at(10 * MS, () -> bench.host.yield(a.vcpus()[0], c.vcpus()[0]));

    bench.model.run(15 * MS);

    assertThat(b.ran()).isZero();
    assertThat(c.ran()).isEqualTo(5 * MS);
  }

  @Test
  void refusesMoreReservationsThanThereIs() {
    EsxiProvider provider = new EsxiProvider();
    Parameters half = Parameters.of(provider.guestParameters(), Map.of("reservation", 15_000L));
    List<GuestSettings> guests =
        List.of(new GuestSettings("a", 2, half), new GuestSettings("b", 2, half));

    assertThat(provider.refuses(4, Parameters.defaults(provider.parameters()), guests)).isEmpty();
    assertThat(provider.refuses(2, Parameters.defaults(provider.parameters()), guests))
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.guest()).isEqualTo("b");
              assertThat(refusal.why()).contains("300 %").contains("200 %");
            });
  }
}
