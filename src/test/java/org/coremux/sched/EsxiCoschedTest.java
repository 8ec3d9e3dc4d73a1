package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EsxiBench.MS;

import java.util.Map;
import org.coremux.mux.Hold;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.sched.EsxiBench.Asked;
import org.coremux.sched.EsxiBench.Vm;
import org.coremux.topology.CpuMask;
import org.junit.jupiter.api.Test;

/** Relaxed co-scheduling and its older variants. */
class EsxiCoschedTest {
  private static long costopped(Vm vm) {
    long sum = 0;
    for (Schedulable v : vm.vcpus()) {
      sum += v.heldNs(Hold.COSTOP);
    }
    return sum;
  }

  /** P10 of schedulers.md 22. */
  private static long[] wideVmAmongHogs(int vcpus) {
    EsxiBench bench = EsxiBench.flat(8);
    Vm wide = bench.busy("wide", Asked.of(vcpus));
    for (int i = 0; i < 4; i++) {
      bench.busy("hog" + i, Asked.of(1).weight(2_048));
    }
    long[] most = new long[1];
    bench.model.site.afterInstant(() -> most[0] = Math.max(most[0], bench.skewNs(wide)));
    bench.model.run(5_000 * MS);
    return new long[] {costopped(wide), most[0]};
  }

  @Test
  void wideVmAmongHogsIsCostoppedAndItsSkewIsBounded() {
    long[] narrow = wideVmAmongHogs(2);
    long[] half = wideVmAmongHogs(6);
    long[] full = wideVmAmongHogs(8);

    assertThat(narrow[0]).isZero();
    assertThat(half[0]).isGreaterThan(100 * MS);
    assertThat(full[0]).isGreaterThan(half[0]);
    assertThat(full[1]).isLessThanOrEqualTo(4 * MS);
  }

  @Test
  void onlyLeadersStopAndTheyGoOnWhenTheLaggardHasCaughtUp() {
    EsxiBench bench = EsxiBench.flat(3, Map.of("coschedHandoff", false));
    Vm vm = bench.busy("vm", Asked.of(2).on(CpuMask.of(0, 1)));
    bench.busy("hog", Asked.of(1).weight(256).on(CpuMask.of(0)));
    long[] most = new long[1];
    bench.model.site.afterInstant(() -> most[0] = Math.max(most[0], bench.skewNs(vm)));

    bench.model.run(10_000 * MS);

    assertThat(most[0]).isBetween(3 * MS, 4 * MS);
    assertThat(costopped(vm)).isGreaterThan(100 * MS);
    long difference =
        vm.vcpus()[0].timeNs(RunState.RUNNING) - vm.vcpus()[1].timeNs(RunState.RUNNING);
    assertThat(Math.abs(difference)).isLessThanOrEqualTo(4 * MS);
  }

  @Test
  void idleSiblingsMakeProgressAndAreNoLaggards() {
    EsxiBench bench = EsxiBench.flat(2);
    Vm vm = bench.vm("vm", Asked.of(4));
    vm.level().wake(bench.model.hog(vm.level(), "one", null));

    bench.model.run(5_000 * MS);

    assertThat(vm.ran()).isEqualTo(5_000 * MS);
    assertThat(costopped(vm)).isZero();
  }

  @Test
  void zeroCostopTurnsItOff() {
    EsxiBench bench = EsxiBench.flat(2, Map.of("costop", 0L, "costart", 0L));
    Vm vm = bench.busy("vm", Asked.of(2).on(CpuMask.of(0, 1)));
    bench.busy("hog", Asked.of(1).on(CpuMask.of(0)));

    bench.model.run(5_000 * MS);

    assertThat(costopped(vm)).isZero();
  }

  /** How often the laggard ran on the pCPU of the one that stopped, and how often it did not. */
  private static int[] handedOver(boolean handoff) {
    EsxiBench bench = EsxiBench.flat(2, Map.of("coschedHandoff", handoff));
    Vm vm = bench.busy("vm", Asked.of(2));
    for (int cpu = 0; cpu < 2; cpu++) {
      bench.busy("hog" + cpu, Asked.of(1).weight(512 >> 2 * cpu).on(CpuMask.of(cpu)));
    }
    int[] counts = new int[2];
    boolean[] held = new boolean[2];
    bench.model.site.afterInstant(
        () -> {
          for (int k = 0; k < 2; k++) {
            Schedulable leader = vm.vcpus()[k];
            Schedulable laggard = vm.vcpus()[1 - k];
            boolean isNew = leader.held() == Hold.COSTOP && !held[k];
            held[k] = leader.held() == Hold.COSTOP;
            if (isNew) {
              counts[laggard.processor().current() == laggard ? 0 : 1]++;
            }
          }
        });
    bench.model.run(10_000 * MS);
    return counts;
  }

  @Test
  void oneThatStopsHandsItsCpuToTheLaggardWhoeverElseWaits() {
    int[] with = handedOver(true);
    int[] without = handedOver(false);

    assertThat(with[0]).isGreaterThan(10);
    assertThat(with[1]).isZero();
    assertThat(without[1]).isGreaterThan(10);
  }

  @Test
  void oldVariantStopsAllAndStartsAllTogether() {
    EsxiBench bench = EsxiBench.flat(3, Map.of("cosched", "relaxed3x"));
    Vm vm = bench.busy("vm", Asked.of(2));
    for (int i = 0; i < 2; i++) {
      bench.busy("hog" + i, Asked.of(1));
    }
    boolean[] partly = new boolean[1];
    bench.model.site.afterInstant(
        () ->
            partly[0] |=
                (vm.vcpus()[0].held() == Hold.COSTOP) != (vm.vcpus()[1].held() == Hold.COSTOP));

    bench.model.run(10_000 * MS);

    assertThat(costopped(vm)).isGreaterThan(0);
    assertThat(partly[0]).isFalse();
    assertThat(vm.ran()).isGreaterThan(10_000 * MS);
  }

  @Test
  void strictVariantAllowsNoLead() {
    long[] most = new long[2];
    String[] variants = {"strict", "relaxed"};
    for (int k = 0; k < 2; k++) {
      EsxiBench bench = EsxiBench.flat(2, Map.of("cosched", variants[k]));
      Vm vm = bench.busy("vm", Asked.of(2));
      bench.busy("hog", Asked.of(1));
      int variant = k;
      bench.model.site.afterInstant(
          () -> most[variant] = Math.max(most[variant], bench.skewNs(vm)));
      bench.model.run(10_000 * MS);
      assertThat(vm.ran()).isGreaterThan(4_000 * MS);
    }

    assertThat(most[0]).isLessThanOrEqualTo(MS);
    assertThat(most[1]).isBetween(3 * MS, 4 * MS);
  }
}
