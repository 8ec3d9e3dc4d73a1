package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.coremux.engine.Parameters;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Schedulable;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Run queues: which CPUs share one, who is first in it, and how its load is averaged. */
class Credit2RunQueueTest {
  private static final long CLOCK_HZ = 2_000_000_000;

  private static Credit2RunQueue[] queues(Shape shape, Map<String, ?> settings) {
    return new Credit2Bench(new Topology(shape, CLOCK_HZ), LevelCosts.NONE, settings)
        .policy.runQueues();
  }

  private static List<Integer> counts(Shape shape, Map<String, ?> settings) {
    List<Integer> counts = new ArrayList<>();
    for (Credit2RunQueue queue : queues(shape, settings)) {
      counts.add(queue.cpuCount());
    }
    return counts;
  }

  @Test
  void twoSocketsOf32ThreadsMakeFourQueuesOf16() {
    assertThat(counts(Shape.of(2, 16, 2), Map.of())).containsExactly(16, 16, 16, 16);
  }

  @Test
  void aSocketThatFitsIsOneQueue() {
    assertThat(counts(Shape.of(2, 4, 2), Map.of())).containsExactly(8, 8);
    assertThat(counts(Shape.of(1, 16, 1), Map.of())).containsExactly(16);
  }

  @Test
  void queuesAreNoLargerThanTheyNeedToBe() {
    assertThat(counts(Shape.of(1, 24, 1), Map.of())).containsExactly(12, 12);
  }

  @Test
  void cpusAreArrangedAsTold() {
    Shape shape = Shape.of(2, 4, 2);
    assertThat(counts(shape, Map.of("runQueue", "cpu"))).hasSize(16).containsOnly(1);
    assertThat(counts(shape, Map.of("runQueue", "core"))).hasSize(8).containsOnly(2);
    assertThat(counts(shape, Map.of("runQueue", "node"))).containsExactly(8, 8);
    assertThat(counts(shape, Map.of("runQueue", "all"))).containsExactly(16);
    assertThat(counts(shape, Map.of("cpusPerRunQueue", 4L))).containsExactly(4, 4, 4, 4);
  }

  @Test
  void theThreadsOfACoreAreInOneQueue() {
    for (int cores = 1; cores <= 20; cores++) {
      Topology topology = new Topology(Shape.of(2, cores, 2), CLOCK_HZ);
      for (Credit2RunQueue queue : queues(Shape.of(2, cores, 2), Map.of())) {
        assertThat(queue.cpuCount()).isBetween(2, 16);
        for (int slot = 0; slot < queue.cpuCount(); slot += 2) {
          assertThat(topology.core(queue.cpu(slot))).isEqualTo(topology.core(queue.cpu(slot + 1)));
          assertThat(topology.socket(queue.cpu(slot))).isEqualTo(topology.socket(queue.cpu(0)));
        }
      }
    }
  }

  @Test
  void theNextInACycleWrapsRound() {
    assertThat(Credit2RunQueue.orCycle(2, 0b0110)).isEqualTo(2);
    assertThat(Credit2RunQueue.orCycle(0, 0b0110)).isEqualTo(1);
    assertThat(Credit2RunQueue.orCycle(3, 0b0110)).isEqualTo(1);
    assertThat(Credit2RunQueue.orCycle(63, 0b0110)).isEqualTo(1);
  }

  @Property
  void theQueueIsByCreditAndAmongEqualsFirstInFirstOut(@ForAll long seed) {
    Credit2Units units = new Credit2Units();
    Credit2Parameters parameters = Credit2Parameters.defaults();
    Credit2RunQueue queue =
        new Credit2RunQueue(0, new int[1], new long[] {1}, units, new Credit2Load(parameters));
    Credit2Bench bench = Credit2Bench.flat(1);
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> plain = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      units.admit(bench.hog("u" + i, null, 256, null));
    }
    for (int step = 0; step < 100; step++) {
      int i = random.nextInt(40);
      if (plain.contains(i)) {
        plain.remove((Integer) i);
        queue.remove(i);
      } else {
        units.credit[i] = random.nextInt(6);
        int place = 0;
        while (place < plain.size() && units.credit[plain.get(place)] >= units.credit[i]) {
          place++;
        }
        plain.add(place, i);
        queue.insert(i);
      }
      List<Integer> order = new ArrayList<>();
      for (int place = queue.waiting() - 1; place >= 0; place--) {
        order.add(queue.at(place));
      }
      assertThat(order).isEqualTo(plain);
    }
  }

  @Test
  void loadIsAveragedInExactIntegers() {
    Credit2Load loads =
        new Credit2Load(Credit2Parameters.of(Parameters.defaults(Credit2Parameters.declared())));
    long one = 1 << 18;
    assertThat(loads.of(3)).isEqualTo(3 * one);
    assertThat(loads.half()).isEqualTo(one / 2);
    assertThat(loads.power(-3)).isEqualTo(one / 8);
    assertThat(loads.at(1_000_000)).isEqualTo(976); // 1 ms in steps of 1,024 ns
    // a quarter of the window of 2^20 steps: a quarter of the way
    assertThat(loads.average(0, 2, 1 << 18)).isEqualTo(one / 2);
    assertThat(loads.average(one, 0, 1 << 18)).isEqualTo(one - one / 4);
    // both terms are rounded down by themselves
    assertThat(loads.average(1_001, 1, 3)).isEqualTo(1_001);
    assertThat(loads.average(12_345, 5, (1 << 20) + 1)).isEqualTo(5 * one);
  }

  @Test
  void aNewUnitCountsHalfWhereItIsAssigned() {
    Credit2Bench bench =
        new Credit2Bench(new Topology(Shape.of(2, 2, 1), CLOCK_HZ), LevelCosts.NONE, Map.of());
    List<Integer> homes = new ArrayList<>();
    for (int k = 0; k < 6; k++) {
      Schedulable s = bench.hog("s" + k, null, 256, null);
      homes.add(bench.policy.units().home[s.index()]);
    }

    assertThat(homes).containsExactly(0, 2, 1, 3, 0, 2);
    assertThat(bench.policy.runQueues()[0].expectedLoad()).isEqualTo(3L << 17);
  }
}
