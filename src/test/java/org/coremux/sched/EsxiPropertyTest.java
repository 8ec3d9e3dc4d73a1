package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EsxiBench.MS;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.RunState;
import org.coremux.sched.EsxiBench.Asked;
import org.coremux.sched.EsxiBench.Vm;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/** What schedulers.md 15 and 21 ask of the model of ESXi whatever runs on it. */
class EsxiPropertyTest {
  private static final long QUANTUM = 200 * MS;

  @Property
  void noVcpuIsFurtherAheadOfASiblingThanCostopAndAPoll(
      @ForAll @IntRange(min = 1, max = 5) int cpus,
      @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 1, max = 5) Integer> widths,
      @ForAll long seed) {
    EsxiBench bench = EsxiBench.flat(cpus);
    SplittableRandom random = new SplittableRandom(seed);
    for (int width : widths) {
      Vm vm = bench.vm("vm" + bench.vms.size(), Asked.of(width));
      for (int i = 0; i < width; i++) {
        boolean isHog = random.nextBoolean();
        long sleepNs = isHog ? 1 : random.nextLong(1, 20 * MS);
        bench.onOff(vm, vm.group() + ".t" + i, random.nextLong(1, 20 * MS), sleepNs);
      }
    }
    bench.model.site.afterInstant(
        () -> {
          for (Vm vm : bench.vms) {
            assertThat(bench.skewNs(vm)).isLessThanOrEqualTo(4 * MS);
          }
        });

    bench.model.run(200 * MS);
  }

  @Property
  void saturatedVmsShareACpuByWeightWithinAQuantum(
      @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 16) Integer> sixtyFourths) {
    EsxiBench bench = EsxiBench.flat(1);
    List<Integer> weights = sixtyFourths.stream().map(w -> 64 * w).toList(); // whole shares
    long sum = 0;
    for (int weight : weights) {
      bench.busy("vm" + bench.vms.size(), Asked.of(1).weight(weight));
      sum += weight;
    }

    bench.model.run(20_000 * MS);

    for (int k = 1; k < weights.size(); k++) {
      int other = weights.get(k - 1);
      long aheadNs =
          bench.vms.get(k).ran() * sum / weights.get(k) - bench.vms.get(k - 1).ran() * sum / other;
      long quantumNs = QUANTUM * sum / Math.min(weights.get(k), other);
      assertThat(Math.abs(aheadNs)).isLessThanOrEqualTo(quantumNs * 101 / 100);
    }
  }

  @Property
  void reservationIsMetWhenItIsAskedFor(
      @ForAll @IntRange(min = 5, max = 95) int percent,
      @ForAll @IntRange(min = 1, max = 3) int hogs) {
    EsxiBench bench = EsxiBench.flat(1);
    Vm reserved = bench.busy("reserved", Asked.of(1).weight(1).reserving(percent));
    for (int i = 0; i < hogs; i++) {
      bench.busy("hog" + i, Asked.of(1));
    }

    bench.model.run(10_000 * MS);

    assertThat(reserved.ran()).isGreaterThanOrEqualTo(100 * MS * percent - QUANTUM);
  }

  @Property
  void noVmUsesMoreThanItsLimitAndAQuantumOfEachVcpuInAnyWindow(
      @ForAll @IntRange(min = 1, max = 3) int vcpus,
      @ForAll @IntRange(min = 5, max = 250) int percent,
      @ForAll @IntRange(min = 100, max = 3_000) int windowMs) {
    EsxiBench bench = EsxiBench.flat(4);
    Vm vm = bench.busy("vm", Asked.of(vcpus).cap(percent));
    long before = 0;
    for (long end = windowMs; end <= 6_000; end += windowMs) {
      bench.model.run(end * MS);
      bench.host.settleBooks();
      long used = vm.ran() - before;
      before = vm.ran();
      assertThat(used).isLessThanOrEqualTo(windowMs * MS * percent / 100 + vcpus * QUANTUM);
    }
    long all = Math.min(vcpus * 100, percent);
    long ranMs = 6_000 / windowMs * windowMs;
    assertThat(vm.ran()).isGreaterThanOrEqualTo(ranMs * MS * all / 100 - vcpus * QUANTUM);
  }

  @Property
  void aVmThatNeverWakesChangesNothing(
      @ForAll @IntRange(min = 1, max = 4) int cpus, @ForAll long seed) {
    long[][] ran = new long[2][];
    for (int k = 0; k < 2; k++) {
      EsxiBench bench = EsxiBench.flat(cpus);
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 3; i++) {
        Vm vm = bench.vm("vm" + i, Asked.of(2));
        bench.onOff(vm, "a" + i, random.nextLong(1, 20 * MS), random.nextLong(1, 10 * MS));
        bench.onOff(vm, "b" + i, random.nextLong(1, 20 * MS), random.nextLong(1, 10 * MS));
      }
      if (k == 1) {
        bench.vm("idle", Asked.of(4));
      }
      bench.model.run(300 * MS);
      ran[k] = new long[6];
      for (int i = 0; i < 6; i++) {
        ran[k][i] = bench.vms.get(i / 2).vcpus()[i % 2].timeNs(RunState.RUNNABLE);
      }
    }
    assertThat(ran[1]).isEqualTo(ran[0]);
  }

  @Property
  void wakingOneThatRunsOrWaitsDoesNothing(
      @ForAll @IntRange(min = 1, max = 3) int cpus, @ForAll long seed) {
    long[] hash = new long[2];
    for (int k = 0; k < 2; k++) {
      EsxiBench bench = EsxiBench.flat(cpus);
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 4; i++) {
        Vm vm = bench.vm("vm" + i, Asked.of(1));
        bench.onOff(vm, "t" + i, random.nextLong(1, 20 * MS), random.nextLong(1, 10 * MS));
      }
      boolean wakes = k == 1;
      for (int i = 1; i < 100; i++) {
        bench.model.at(
            i * MS,
            () ->
                bench.vms.forEach(
                    vm -> {
                      if (wakes && vm.vcpus()[0].state() != RunState.BLOCKED) {
                        bench.host.wake(vm.vcpus()[0]);
                      }
                    }));
      }
      bench.model.run(100 * MS);
      hash[k] = bench.model.hash.value();
    }
    assertThat(hash[1]).isEqualTo(hash[0]);
  }

  @Property
  void everybodyRunsAndBooksBalanceOnAnyTopology(
      @ForAll @IntRange(min = 1, max = 2) int sockets,
      @ForAll @IntRange(min = 1, max = 2) int threads,
      @ForAll @IntRange(min = 0, max = 2) int variant,
      @ForAll long seed) {
    Topology topology = new Topology(Shape.of(sockets, 2, threads), 1_000_000_000);
    String cosched = List.of("relaxed", "relaxed3x", "strict").get(variant);
    EsxiBench bench = new EsxiBench(topology, LevelCosts.NONE, Map.of("cosched", cosched));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 4; i++) {
      int vcpus = random.nextInt(1, topology.cpuCount() + 1);
      Asked asked = Asked.of(vcpus).weight(random.nextInt(64, 1_024));
      asked = random.nextInt(4) == 0 ? asked.cap(random.nextInt(20, 200)) : asked;
      asked = random.nextInt(4) == 0 ? asked.reserving(random.nextInt(1, 25)) : asked;
      Vm vm = bench.vm("vm" + i, asked);
      for (int t = 0; t < vcpus; t++) {
        bench.onOff(vm, "t" + t, random.nextLong(1, 50 * MS), random.nextLong(1, 50 * MS));
      }
    }

    bench.model.run(1_000 * MS);

    bench.vms.forEach(vm -> assertThat(vm.ran()).isPositive());
  }
}
