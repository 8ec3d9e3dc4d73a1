package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;
import static org.coremux.mux.TestLevel.roundRobin;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/**
 * Random hierarchies, in which everything that can happen happens at random: whatever it is, the
 * books are exact after each instant, nobody runs twice, no wake-up is lost, and the same seed does
 * the same.
 */
class HierarchyPropertyTest {
  private static final long DISTURBED_NS = 40 * MS;
  private static final long END_NS = DISTURBED_NS + 1_500 * MS;

  @Property(tries = 60)
  void keepsExactBooksAndLosesNoWakeUp(
      @ForAll @IntRange(min = 1, max = 3) int levels,
      @ForAll @IntRange(min = 1, max = 4) int cores,
      @ForAll boolean smt,
      @ForAll long seed) {
    Hierarchy model = new Hierarchy(levels, Shape.of(1, cores, smt ? 2 : 1), seed);

    model.level.run(DISTURBED_NS); // books are checked after each instant
    model.calm();
    long[] burstsBefore = model.bursts();
    model.level.site.afterInstant(null);
    model.level.run(END_NS);

    long[] bursts = model.bursts();
    for (int i = 0; i < bursts.length; i++) {
      Worker thread = model.threads.get(i);
      if (!thread.ended) {
        assertThat(bursts[i]).as(thread.self + " went on").isGreaterThan(burstsBefore[i]);
      }
    }
    Hierarchy again = new Hierarchy(levels, Shape.of(1, cores, smt ? 2 : 1), seed);
    again.level.site.afterInstant(null);
    again.level.run(DISTURBED_NS);
    again.calm();
    again.level.run(END_NS);
    assertThat(again.level.hash.value()).isEqualTo(model.level.hash.value());
    assertThat(again.level.site.events()).isEqualTo(model.level.site.events());
  }

  /** Levels of processors, threads at each, and somebody outside who interferes. */
  private static final class Hierarchy {
    final TestLevel level = new TestLevel();
    final List<Worker> threads = new ArrayList<>();
    private final List<Schedulable> vcpus = new ArrayList<>();
    private final SplittableRandom random;
    private final boolean splits;

    Hierarchy(int levels, Shape shape, long seed) {
      random = new SplittableRandom(seed);
      splits = random.nextBoolean();
      Multiplexer host =
          level.hardware(new Topology(shape, 1_000_000_000), costs(), roundRobin(quantum()));
      populate(host, levels - 1);
      for (int i = 0; i < 60; i++) {
        level.at(random.nextLong(DISTURBED_NS), this::interfere);
      }
    }

    private long quantum() {
      return random.nextLong(100 * US, 3 * MS);
    }

    private LevelCosts costs() {
      Prices prices = new Prices();
      if (random.nextBoolean()) {
        prices.eachSwitch(random.nextLong(3 * US)).switchToIdle(random.nextLong(2 * US));
      }
      if (random.nextBoolean()) {
        prices.kick(random.nextLong(3 * US)).leavingIdle(random.nextLong(20 * US));
      }
      if (random.nextBoolean()) {
        prices.poll(random.nextLong(1, 50 * US), random.nextLong(50 * US, 500 * US));
      }
      for (ExitReason why : ExitReason.values()) {
        if (random.nextBoolean()) {
          prices.exit(why, random.nextLong(4 * US));
        }
      }
      return prices;
    }

    private void populate(Multiplexer on, int levelsAbove) {
      int own = random.nextInt(levelsAbove == 0 ? 1 : 0, 4);
      for (int i = 0; i < own; i++) {
        Worker worker = new Worker(on, on.name() + ".t" + i, random);
        threads.add(worker);
        worker.self.pace(random.nextInt(40_000, 70_000), random.nextInt(40_000, 70_000));
        if (splits) {
          worker.self.splitTime();
        }
      }
      int guests = levelsAbove == 0 ? 0 : random.nextInt(1, 3);
      for (int g = 0; g < guests; g++) {
        Schedulable[] provided = new Schedulable[random.nextInt(1, 4)];
        for (int i = 0; i < provided.length; i++) {
          provided[i] = TestLevel.vcpu(on.name() + "." + g + ".v" + i, null);
          vcpus.add(TestLevel.add(on, provided[i]));
          if (splits) {
            provided[i].splitTime();
          }
        }
        Multiplexer guest =
            level.guest(on.name() + "." + g, costs(), roundRobin(quantum()), provided);
        guest.timekeeping().stealClock(random.nextBoolean());
        populate(guest, levelsAbove - 1);
      }
    }

    private void interfere() {
      int pick = random.nextInt(threads.size() + vcpus.size());
      Worker thread = pick < threads.size() ? threads.get(pick) : null;
      if (thread != null && thread.ended) {
        return;
      }
      Schedulable s = thread != null ? thread.self : vcpus.get(pick - threads.size());
      switch (random.nextInt(thread != null ? 7 : 6)) {
        case 0 -> s.mux.stop(s);
        case 1 -> s.mux.start(s);
        case 2 -> s.mux.pool().hold(s, random.nextBoolean() ? Hold.CAP : Hold.COSTOP);
        case 3 -> s.mux.pool().release(s);
        case 4 -> s.mux.owe(s, Cost.of(random.nextInt(Cost.DEBTS)), random.nextLong(5 * US));
        case 5 -> s.mux.pool().kick(s.processor());
        default -> s.mux.finish(s);
      }
    }

    /** Nobody is held or offline any more, but who has ended. */
    void calm() {
      List<Schedulable> all = new ArrayList<>(vcpus);
      threads.stream().filter(thread -> !thread.ended).forEach(thread -> all.add(thread.self));
      for (Schedulable s : all) {
        s.mux.pool().release(s);
        s.mux.start(s);
      }
    }

    long[] bursts() {
      return threads.stream().mapToLong(thread -> thread.bursts).toArray();
    }
  }

  /** Computes, sleeps, yields and perhaps ends. */
  private static final class Worker {
    final Schedulable self;
    private final Multiplexer level;
    private final Alarm alarm;
    private final SplittableRandom random;
    long bursts;
    boolean ended;

    Worker(Multiplexer level, String name, SplittableRandom random) {
      this.level = level;
      this.random = random.split();
      self = TestLevel.add(level, TestLevel.thread(name, null, this::done));
      alarm = level.alarm(self.processor(), now -> level.wake(self));
      self.compute(MS);
      level.wake(self);
    }

    private void done(long nowNs) {
      bursts++;
      self.compute(random.nextInt(8) == 0 ? random.nextLong(3) : random.nextLong(1, 2 * MS));
      int next = random.nextInt(100);
      if (next == 0) {
        ended = true;
        level.exit(self);
      } else if (next < 60) {
        level.block(self);
        level.arm(alarm, self.processor(), nowNs + random.nextLong(1 + random.nextInt(3) * MS));
      } else if (next < 75) {
        level.yield(self, null);
      }
    }
  }
}
