package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.coremux.engine.Parameters;
import org.coremux.engine.Timer;
import org.coremux.metric.LatencyHistogram;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/**
 * One host under credit, with threads directly on its CPUs. After each instant the books are
 * checked, and what schedulers.md 3.6 says holds at all times.
 */
final class CreditBench {
  static final long US = TestLevel.US;
  static final long MS = TestLevel.MS;
  static final long TSLICE_NS = 30 * MS;

  final TestLevel model = new TestLevel();
  final Multiplexer host;
  final List<Schedulable> all = new ArrayList<>();
  Credit policy;

  /** For how long each has been charged. Unit: ns. */
  final Map<Schedulable, Long> charged = new HashMap<>();

  CreditBench(Topology topology, LevelCosts costs, Map<String, ?> settings) {
    CreditParameters parameters =
        CreditParameters.of(Parameters.of(CreditParameters.declared(), settings));
    host =
        model.hardware(
            topology,
            costs,
            pool ->
                new CheckedScheduler(
                    pool,
                    inner -> {
                      policy = new Credit(inner, parameters);
                      return new ChargeLog(policy, charged);
                    }));
    model.site.afterInstant(this::checkInvariants);
  }

  static CreditBench flat(int cpus) {
    return flat(cpus, Map.of());
  }

  static CreditBench flat(int cpus, Map<String, ?> settings) {
    return new CreditBench(Topology.flat(cpus), LevelCosts.NONE, settings);
  }

  static CreditBench smt(int cores, Map<String, ?> settings) {
    return new CreditBench(
        new Topology(Shape.of(1, cores, 2), 1_000_000_000, 65_536), LevelCosts.NONE, settings);
  }

  /** Without a look at everything after each instant; for what runs long. */
  CreditBench unchecked() {
    model.site.afterInstant(null);
    return this;
  }

  Group capped(String name, int percent) {
    return host.group(name, null, 256, new Group.Quota(percent * MS, 100 * MS, 0));
  }

  Group domain(String name) {
    return host.group(name, null, 256, Group.Quota.NONE);
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
    return add(self[0]);
  }

  /** A hog that is awake from now on. */
  Schedulable hog(String name, int weight) {
    Schedulable s = hog(name, null, weight, null);
    host.wake(s);
    return s;
  }

  /** Computes so long each time that it is woken. */
  Schedulable burst(String name, Group group, CpuMask affinity, long workNs) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(
            name,
            group,
            256,
            affinity,
            now -> {
              self[0].compute(workNs);
              host.block(self[0]);
            });
    self[0].compute(workNs);
    return add(self[0]);
  }

  /** Runs between ticks only: it sleeps for so long before and after each. */
  Schedulable dodger(String name, Group group, long marginNs) {
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> host.wake(self[0]));
    Timer end = new Timer(now -> host.finish(self[0]));
    self[0] =
        Schedulable.thread(
            name,
            group,
            256,
            null,
            now -> {
              self[0].compute(Schedulable.SPIN);
              host.block(self[0]);
            });
    self[0].compute(Schedulable.SPIN);
    add(self[0]);
    Timer[] each = new Timer[1];
    each[0] =
        new Timer(
            now -> {
              model.site.arm(wake, now + marginNs);
              model.site.arm(end, now + 10 * MS - marginNs);
              model.site.arm(each[0], now + 10 * MS);
            });
    model.site.arm(each[0], 0);
    return self[0];
  }

  /** Computes and sleeps for random times for ever, from now on. */
  Schedulable onOff(Schedulable.Body[] ends, Schedulable s, long meanNs, SplittableRandom random) {
    Timer wake = new Timer(now -> host.wake(s));
    ends[0] =
        now -> {
          s.compute(random.nextLong(1, 2 * meanNs));
          host.block(s);
          model.site.arm(wake, now + random.nextLong(1, 2 * meanNs));
        };
    s.compute(random.nextLong(1, 2 * meanNs));
    add(s);
    host.wake(s);
    return s;
  }

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
    Schedulable.Body[] ends = new Schedulable.Body[1];
    Schedulable s = Schedulable.thread(name, group, weight, affinity, now -> ends[0].done(now));
    return onOff(ends, s, meanNs, random);
  }

  static long ran(Schedulable s) {
    return s.timeNs(RunState.RUNNING);
  }

  double share(Schedulable s) {
    return (double) ran(s) / model.site.nowNs();
  }

  long credit(Schedulable s) {
    return policy.units().credit[s.index()];
  }

  int priority(Schedulable s) {
    return policy.units().priority[s.index()];
  }

  LatencyHistogram latency(Schedulable s) {
    LatencyHistogram latency = new LatencyHistogram(1_000 * MS);
    s.dispatchLatency(latency);
    return latency;
  }

  /** When it begins and ends to run, as {@code "30 off"}, in ms. */
  List<String> bursts(Schedulable s) {
    List<String> log = new ArrayList<>();
    host.trace(
        (now, p, who, from, to) -> {
          if (who == s && to == RunState.RUNNING) {
            log.add(now / MS + " on");
          } else if (who == s && from == RunState.RUNNING) {
            log.add(now / MS + " off");
          }
        });
    return log;
  }

  // ---- what holds at all times ----

  private void checkInvariants() {
    long weight = 0;
    for (int i = 0; i < host.roster().indices(); i++) {
      Schedulable s = host.roster().at(i);
      if (s != null) {
        checkUnit(i, s);
        weight += policy.units().active[i] ? policy.units().domain[i].weight : 0;
      }
    }
    assertThat(policy.accounting().weight()).as("weight").isEqualTo(weight);
  }

  private void checkUnit(int i, Schedulable s) {
    CreditUnits units = policy.units();
    boolean runs = policy.cpus().running[units.home[i]] == i;
    assertThat(runs).as(s + " runs").isEqualTo(s.state() == RunState.RUNNING);
    if (!units.moving[i]) {
      assertThat(units.queued[i]).as(s + " waits").isEqualTo(s.isRunnable() && !runs);
    }
  }
}
