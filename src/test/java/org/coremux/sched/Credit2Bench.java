package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.coremux.engine.Parameters;
import org.coremux.engine.Timer;
import org.coremux.metric.LatencyHistogram;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/**
 * One host under credit2, with threads directly on its CPUs. After each instant the books are
 * checked, and everything that schedulers.md 4.6 says holds at all times.
 */
final class Credit2Bench {
  static final long US = TestLevel.US;
  static final long MS = TestLevel.MS;

  final TestLevel model = new TestLevel();
  final Multiplexer host;
  final List<Schedulable> all = new ArrayList<>();
  final Map<String, Long> budgetSums = new HashMap<>();
  Credit2 policy;
  private final boolean asCoded;
  private final Topology topology;
  private final Set<Integer> resisted = new HashSet<>();

  Credit2Bench(Topology topology, LevelCosts costs, Map<String, ?> settings) {
    Credit2Parameters parameters =
        Credit2Parameters.of(Parameters.of(Credit2Parameters.declared(), settings));
    this.topology = topology;
    asCoded = parameters.asCoded();
    host =
        model.hardware(
            topology,
            costs,
            pool -> new CheckedScheduler(pool, inner -> policy = new Credit2(inner, parameters)));
    model.site.afterInstant(
        () -> {
          model.checkBooks();
          checkInvariants();
        });
  }

  static Credit2Bench flat(int cpus) {
    return new Credit2Bench(Topology.flat(cpus), LevelCosts.NONE, Map.of());
  }

  static Credit2Bench flat(int cpus, Map<String, ?> settings) {
    return new Credit2Bench(Topology.flat(cpus), LevelCosts.NONE, settings);
  }

  /** Without a look at everything after each instant; for what runs long. */
  Credit2Bench unchecked() {
    model.site.afterInstant(null);
    return this;
  }

  Group capped(String name, int percent) {
    return host.group(name, null, 256, new Group.Quota(percent * MS, 100 * MS, 0));
  }

  Schedulable add(Schedulable s) {
    all.add(s);
    return TestLevel.add(host, s);
  }

  /** Computes for ever once it is woken. */
  Schedulable hog(String name, Group group, int weight, CpuMask affinity) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(
            name, group, weight, affinity, now -> self[0].compute(TestLevel.FOREVER_NS));
    self[0].compute(TestLevel.FOREVER_NS);
    add(self[0]);
    return self[0];
  }

  /** A hog that is awake from now on. */
  Schedulable hog(String name, int weight) {
    Schedulable s = hog(name, null, weight, null);
    host.wake(s);
    return s;
  }

  /** Computes and sleeps for random times for ever, from now on. */
  Schedulable onOff(
      String name, int weight, CpuMask affinity, long meanNs, SplittableRandom random) {
    return onOff(name, null, weight, affinity, meanNs, random);
  }

  Schedulable onOff(
      String name,
      Group group,
      int weight,
      CpuMask affinity,
      long meanNs,
      SplittableRandom random) {
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> host.wake(self[0]));
    self[0] =
        Schedulable.thread(
            name,
            group,
            weight,
            affinity,
            now -> {
              self[0].compute(random.nextLong(1, 2 * meanNs));
              host.block(self[0]);
              model.site.arm(wake, now + random.nextLong(1, 2 * meanNs));
            });
    self[0].compute(random.nextLong(1, 2 * meanNs));
    add(self[0]);
    host.wake(self[0]);
    return self[0];
  }

  static long ran(Schedulable s) {
    return s.timeNs(RunState.RUNNING);
  }

  double share(Schedulable s) {
    return (double) ran(s) / model.site.nowNs();
  }

  LatencyHistogram latency(Schedulable s) {
    LatencyHistogram latency = new LatencyHistogram(1_000 * MS);
    s.dispatchLatency(latency);
    return latency;
  }

  /** Resets of the first run queue. */
  long resets() {
    return policy.runQueues()[0].resets();
  }

  // ---- what holds at all times ----

  void checkInvariants() {
    for (int i = 0; i < host.roster().indices(); i++) {
      if (host.roster().at(i) != null) {
        checkUnit(i);
      }
    }
    for (Credit2RunQueue queue : policy.runQueues()) {
      checkQueue(queue);
    }
    checkBudgets();
  }

  private void checkUnit(int i) {
    Credit2Units units = policy.units();
    Schedulable s = host.roster().at(i);
    assertThat(units.credit[i]).as(s + " credit").isBetween(-10 * MS, 10_500 * US + 5 * MS);
    boolean runs = policy.running(units.home[i]) == i;
    assertThat(runs).as(s + " runs").isEqualTo(s.state() == RunState.RUNNING);
    if (!units.queued[i]) {
      resisted.remove(i);
    } else if (units.credit[i] < -9_500 * US) {
      resisted.add(i); // as coded, idle CPUs do not take it, and are not asked again
    }
    if (units.queued[i]) {
      assertThat(s.isRunnable() && !units.scheduled[i]).as(s + " waits").isTrue();
    } else if (s.isRunnable() && !runs) {
      assertThat(units.scheduled[i] && units.delayedAdd[i]).as(s + " is delayed").isTrue();
    }
  }

  private void checkQueue(Credit2RunQueue queue) {
    Credit2Units units = policy.units();
    int running = 0;
    long idle = 0;
    for (int slot = 0; slot < queue.cpuCount(); slot++) {
      Processor p = host.processor(queue.cpu(slot));
      if (p.current() == host.pool().idle(p)) {
        idle |= 1L << slot;
      } else {
        running++;
      }
    }
    assertThat(queue.idle()).as("idle").isEqualTo(idle);
    int heaviest = 0;
    int scheduled = 0;
    for (int k = 0; k < queue.memberCount(); k++) {
      heaviest = Math.max(heaviest, units.weight[queue.member(k)]);
      scheduled += units.scheduled[queue.member(k)] ? 1 : 0;
    }
    assertThat(queue.maxWeight()).as("heaviest").isEqualTo(heaviest);
    assertThat(scheduled).as("scheduled").isGreaterThanOrEqualTo(running);
    assertThat(queue.load()).as("load").isEqualTo(scheduled + queue.waiting());
    for (int place = 1; place < queue.waiting(); place++) {
      assertThat(units.credit[queue.at(place - 1)])
          .as("order")
          .isLessThanOrEqualTo(units.credit[queue.at(place)]);
    }
    checkSmtIdle(queue);
    checkWorkConservation(queue);
  }

  private void checkSmtIdle(Credit2RunQueue queue) {
    long free = queue.idle() & ~queue.tickled();
    for (int slot = 0; slot < queue.cpuCount(); slot++) {
      boolean all = true;
      for (int other = 0; other < queue.cpuCount(); other++) {
        all &=
            topology.core(queue.cpu(slot)) != topology.core(queue.cpu(other))
                || (free >>> other & 1) != 0;
      }
      assertThat((queue.smtIdle() >>> slot & 1) != 0).as("core idle").isEqualTo(all);
    }
  }

  /**
   * No CPU idles, unless it is asked, while a unit waits that it could run. As coded there are two
   * exceptions: one whose credit was too low to be taken, and one that asked a CPU which then went
   * on with its current one.
   */
  private void checkWorkConservation(Credit2RunQueue queue) {
    Credit2Units units = policy.units();
    for (int place = 0; place < queue.waiting(); place++) {
      int i = queue.at(place);
      long able = queue.idle() & ~queue.tickled() & units.hard[i];
      if (asCoded && (resisted.contains(i) || units.tickledCpu[i] != Credit2Units.NONE)) {
        able = 0;
      }
      assertThat(able).as("idle CPUs that could run " + units.unit[i]).isZero();
    }
  }

  /** Nothing is lost of a budget: pool, units and what was used add up to what was granted. */
  private void checkBudgets() {
    Credit2Units units = policy.units();
    for (int cpu = 0; cpu < host.processorCount(); cpu++) {
      host.pool().settle(host.processor(cpu));
    }
    for (int index = 0; index < policy.domains().indices(); index++) {
      Credit2Domain domain = policy.domains().at(index);
      if (domain == null) {
        continue;
      }
      long sum = domain.budgetNs();
      for (Schedulable s : all) {
        if (s.group() == domain.group) {
          sum += ran(s);
          sum += host.roster().at(s.index()) == s ? units.budget[s.index()] : 0;
        }
      }
      long before = budgetSums.getOrDefault(domain.group.name(), domain.totalNs());
      long now = model.site.nowNs();
      boolean replenished = now > 0 && domain.nextReplenishmentNs() == now + 10 * MS;
      assertThat(sum - before)
          .as("granted to " + domain.group)
          .isBetween(replenished ? Long.MIN_VALUE : 0L, replenished ? domain.totalNs() : 0L);
      budgetSums.put(domain.group.name(), sum);
    }
  }
}
