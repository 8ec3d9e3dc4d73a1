package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.coremux.engine.Parameters;
import org.coremux.mux.Cost;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Strict gangs: all of a VM's vCPUs that have something to do run, or none. */
class GangTest {
  /** A host with VMs whose guests are round robin. */
  private static final class Bench {
    final TestLevel model = new TestLevel();
    final Multiplexer host;
    final List<Schedulable[]> vms = new ArrayList<>();
    final List<Multiplexer> guests = new ArrayList<>();

    Bench(int cpus, LevelCosts costs, GangParameters parameters) {
      host =
          model.hardware(
              Topology.flat(cpus),
              costs,
              pool -> new CheckedScheduler(pool, inner -> new Gang(inner, parameters)));
    }

    Bench(int cpus, boolean all, boolean fill) {
      this(cpus, LevelCosts.NONE, new GangParameters(50 * MS, all, fill));
    }

    int vm(int vcpus) {
      Schedulable[] its = new Schedulable[vcpus];
      String name = "vm" + vms.size();
      var group = host.group(name, null, 256, org.coremux.mux.Group.Quota.NONE);
      for (int i = 0; i < vcpus; i++) {
        its[i] = TestLevel.add(host, Schedulable.vcpu(name + ".v" + i, group, 256, null));
      }
      vms.add(its);
      guests.add(model.guest(name, LevelCosts.NONE, TestLevel.roundRobin(10 * MS), its));
      return vms.size() - 1;
    }

    int busy(int vcpus) {
      int vm = vm(vcpus);
      for (int i = 0; i < vcpus; i++) {
        hog(vm);
      }
      return vm;
    }

    void hog(int vm) {
      guests.get(vm).wake(model.hog(guests.get(vm), "hog", null));
    }

    void onOff(int vm, long runNs, long sleepNs) {
      Schedulable[] self = new Schedulable[1];
      Multiplexer guest = guests.get(vm);
      self[0] =
          TestLevel.thread(
              "t",
              null,
              now -> {
                self[0].compute(runNs);
                guest.block(self[0]);
                model.at(now + sleepNs, () -> guest.wake(self[0]));
              });
      self[0].compute(runNs);
      TestLevel.add(guest, self[0]);
      guest.wake(self[0]);
    }

    long ran(int vm) {
      long sum = 0;
      for (Schedulable v : vms.get(vm)) {
        sum += v.timeNs(RunState.RUNNING);
      }
      return sum;
    }

    long idleNs() {
      long sum = 0;
      for (int i = 0; i < host.processorCount(); i++) {
        sum += host.processor(i).spentNs(Cost.IDLE);
      }
      return sum;
    }

    void assertAllOrNone() {
      for (Schedulable[] vm : vms) {
        int running = 0;
        int waiting = 0;
        for (Schedulable v : vm) {
          running += v.state() == RunState.RUNNING ? 1 : 0;
          waiting += v.state() == RunState.RUNNABLE ? 1 : 0;
        }
        assertThat(running == 0 || waiting == 0)
            .as("%s: %d run, %d wait", vm[0], running, waiting)
            .isTrue();
      }
    }
  }

  /** P9 of schedulers.md 22. */
  @Test
  void twoVmsOfThreeOnFourCpusLeaveAQuarterIdleThoughOneWaits() {
    Bench bench = new Bench(4, true, false);
    int a = bench.busy(3);
    int b = bench.busy(3);

    bench.model.run(1_000 * MS);

    assertThat(bench.idleNs()).isEqualTo(1_000 * MS);
    assertThat(bench.ran(a)).isEqualTo(1_500 * MS);
    assertThat(bench.ran(b)).isEqualTo(1_500 * MS);
    assertThat(bench.vms.get(a)[0].timeNs(RunState.RUNNABLE)).isEqualTo(500 * MS);
  }

  @Test
  void vmWithOneVcpuHasTheMachineForItselfBesideOneThatNeedsAll() {
    Bench bench = new Bench(4, true, false);
    int wide = bench.busy(4);
    int one = bench.busy(1);

    bench.model.run(1_000 * MS);

    assertThat(bench.ran(wide)).isEqualTo(2_000 * MS);
    assertThat(bench.ran(one)).isEqualTo(500 * MS);
    assertThat(bench.idleNs()).isEqualTo(1_500 * MS);
  }

  @Test
  void firstFitPutsVmsThatFitSideBySideIntoOneRow() {
    Bench bench = new Bench(4, true, false);
    int a = bench.busy(3);
    int b = bench.busy(2);
    int c = bench.busy(1);
    int d = bench.busy(2);

    bench.model.run(1_000 * MS);

    for (int vm : new int[] {a, b, c, d}) {
      assertThat(bench.ran(vm)).isEqualTo(500 * MS * bench.vms.get(vm).length);
    }
    assertThat(bench.idleNs()).isZero();
  }

  @Test
  void gangsArePackedAnewAfterAVcpuHasFallenAsleep() {
    Bench bench = new Bench(2, false, false);
    int narrow = bench.busy(1);
    bench.vm(2);
    bench.hog(1);
    bench.onOff(1, 120 * MS, 10_000 * MS); // its second vCPU, for a while
    bench.model.run(500 * MS);
    long narrowNs = bench.ran(narrow);
    long otherNs = bench.ran(1);

    bench.model.run(1_000 * MS);

    assertThat(bench.ran(narrow) - narrowNs).isEqualTo(500 * MS);
    assertThat(bench.ran(1) - otherNs).isEqualTo(500 * MS);
  }

  /** The one that may run on both stays where it filled a hole, and so has a place in each row. */
  @Test
  void gangsArePackedAnewAfterOneHasMovedSoThatNobodyStarves() {
    Bench bench = new Bench(2, true, true);
    Schedulable[] threads = {
      Schedulable.thread("both", null, 256, null, now -> {}),
      Schedulable.thread("first", null, 256, CpuMask.of(0), now -> {}),
      Schedulable.thread("second", null, 256, CpuMask.of(1), now -> {})
    };
    for (Schedulable thread : threads) {
      thread.compute(10_000 * MS);
      bench.host.wake(TestLevel.add(bench.host, thread));
    }

    bench.model.run(1_200 * MS);

    for (Schedulable thread : threads) {
      assertThat(thread.timeNs(RunState.RUNNING)).as("%s", thread).isGreaterThan(500 * MS);
    }
  }

  @Test
  void alternateSelectionFillsHolesWithGangsThatFit() {
    Bench plain = new Bench(4, true, false);
    Bench filled = new Bench(4, true, true);
    for (Bench bench : List.of(plain, filled)) {
      bench.busy(3);
      bench.busy(3);
      bench.busy(1);
      bench.model.run(3_000 * MS);
    }

    assertThat(plain.ran(2)).isEqualTo(1_500 * MS); // in the row of the first
    assertThat(filled.ran(2)).isEqualTo(3_000 * MS);
    assertThat(filled.idleNs()).isZero();
  }

  @Test
  void idleVcpusHaveACpuEachUnlessOnlyRunnableOnesCount() {
    Bench all = new Bench(2, true, false);
    Bench runnable = new Bench(2, false, false);
    for (Bench bench : List.of(all, runnable)) {
      bench.hog(bench.vm(2));
      bench.hog(bench.vm(2));
      bench.model.run(1_000 * MS);
    }

    assertThat(all.ran(0)).isEqualTo(500 * MS);
    assertThat(runnable.ran(0)).isEqualTo(1_000 * MS);
    assertThat(runnable.ran(1)).isEqualTo(1_000 * MS);
  }

  @Test
  void slotInWhichNobodyHasAnythingToDoIsNotWaitedFor() {
    Bench bench = new Bench(2, true, false);
    int hog = bench.busy(2);
    int sleeper = bench.vm(2);
    bench.onOff(sleeper, MS, 49 * MS);

    bench.model.run(1_000 * MS);

    assertThat(bench.ran(sleeper)).isBetween(9 * MS, 20 * MS);
    assertThat(bench.ran(hog)).isGreaterThan(2 * 970 * MS);
  }

  @Test
  void allStartWithinOneKick() {
    LevelCosts costs = new TestLevel.Costs(2 * US, 0, US);
    Bench bench = new Bench(4, costs, new GangParameters(50 * MS, true, false));
    bench.busy(4);
    bench.busy(4);
    bench.model.run(10 * MS);
    int[] mixed = new int[1];
    long[] sinceNs = {-1};
    bench.model.site.afterInstant(
        () -> {
          long now = bench.model.site.nowNs();
          boolean isMixed = false;
          for (int cpu = 1; cpu < 4; cpu++) {
            isMixed |=
                bench.host.processor(cpu).current().group()
                    != bench.host.processor(0).current().group();
          }
          sinceNs[0] = !isMixed ? -1 : sinceNs[0] < 0 ? now : sinceNs[0];
          mixed[0] += isMixed ? 1 : 0;
          assertThat(sinceNs[0] < 0 || now - sinceNs[0] <= US).isTrue();
        });

    bench.model.run(1_000 * MS);

    assertThat(mixed[0]).isPositive();
  }

  @Test
  void whoEndsInItsSlotLeavesItsPlaceToOthers() {
    Bench bench = new Bench(2, false, true);
    var pair = bench.host.group("pair", null, 256, org.coremux.mux.Group.Quota.NONE);
    bench.host.wake(bench.model.hog(bench.host, "stays", pair));
    Schedulable[] ends = new Schedulable[1];
    ends[0] = TestLevel.thread("ends", pair, now -> bench.host.exit(ends[0]));
    ends[0].compute(10 * MS);
    bench.host.wake(TestLevel.add(bench.host, ends[0]));
    bench.model.run(20 * MS);

    bench.busy(1);
    bench.model.run(520 * MS);

    assertThat(bench.ran(0)).isEqualTo(500 * MS);
  }

  @Test
  void refusesAVmThatIsWiderThanTheHost() {
    GangProvider provider = new GangProvider();
    Parameters defaults = Parameters.defaults(provider.parameters());

    assertThat(provider.refuses(4, defaults, List.of(new GuestSettings("a", 4, null)))).isEmpty();
    assertThat(provider.refuses(4, defaults, List.of(new GuestSettings("a", 5, null)))).hasSize(1);
  }

  @Property
  void ofAVmAllRunOrNoneWhateverHappens(
      @ForAll @IntRange(min = 1, max = 6) int cpus,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 6) Integer> widths,
      @ForAll boolean all,
      @ForAll boolean fill,
      @ForAll long seed) {
    Bench bench = new Bench(cpus, LevelCosts.NONE, new GangParameters(5 * MS, all, fill));
    SplittableRandom random = new SplittableRandom(seed);
    for (int width : widths) {
      int vm = bench.vm(Math.min(width, cpus));
      for (int i = 0; i < Math.min(width, cpus); i++) {
        bench.onOff(vm, random.nextLong(1, 20 * MS), random.nextLong(1, 20 * MS));
      }
    }
    bench.model.site.afterInstant(bench::assertAllOrNone);

    bench.model.run(200 * MS);

    for (int vm = 0; vm < widths.size(); vm++) {
      assertThat(bench.ran(vm)).isPositive();
    }
  }
}
