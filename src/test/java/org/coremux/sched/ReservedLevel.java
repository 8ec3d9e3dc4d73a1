package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.coremux.engine.Parameters;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.SchedulerProvider;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/** Threads in groups that say something to the policy of a level, held to its contract. */
final class ReservedLevel {
  static final long MS = TestLevel.MS;
  private static final long FOREVER_NS = 1L << 50;

  final TestLevel model = new TestLevel();
  final Multiplexer host;

  /** Every dispatch, as {@code 1.5 name@0}, in ms. */
  final List<String> log = new ArrayList<>();

  private final SchedulerProvider provider;

  ReservedLevel(int cpus, String policy, Map<String, ?> parameters) {
    this(cpus, policy, parameters, LevelCosts.NONE);
  }

  ReservedLevel(int cpus, String policy, Map<String, ?> parameters, LevelCosts costs) {
    provider = provider(policy);
    Parameters set = Parameters.of(provider.parameters(), parameters);
    host =
        model.hardware(
            Topology.flat(cpus),
            costs,
            pool -> new CheckedScheduler(pool, inner -> provider.create(inner, set)));
    host.trace(
        (now, p, s, from, to) -> {
          if (to == RunState.RUNNING) {
            log.add(String.format(Locale.ROOT, "%.1f %s@%d", now / (double) MS, s, p.index()));
          }
        });
  }

  static SchedulerProvider provider(String name) {
    return ServiceLoader.load(SchedulerProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  Group group(String name, Map<String, ?> settings) {
    return host.group(name, null, 100, Group.Quota.NONE)
        .settings(Parameters.of(provider.guestParameters(), settings));
  }

  /** Of each period so much, in the words of the policy, and no more. */
  Group reserving(String name, long budgetNs, long periodNs) {
    return switch (provider.name()) {
      case "rtds" ->
          group(name, Map.of("budget", budgetNs, "period", periodNs, "extratime", false));
      case "sedf" -> group(name, Map.of("slice", budgetNs, "period", periodNs, "extratime", false));
      case "deadline" -> group(name, Map.of("runtime", budgetNs, "period", periodNs));
      default -> host.group(name, null, 1, new Group.Quota(budgetNs, periodNs, 0));
    };
  }

  /** Asleep; wants to run for ever once it is woken. */
  Schedulable sleepingHog(String name, Group group, CpuMask affinity) {
    Schedulable[] self = new Schedulable[1];
    self[0] = Schedulable.thread(name, group, 1024, affinity, now -> self[0].compute(FOREVER_NS));
    self[0].compute(FOREVER_NS);
    return TestLevel.add(host, self[0]);
  }

  Schedulable hog(String name, Group group) {
    Schedulable s = sleepingHog(name, group, null);
    host.wake(s);
    return s;
  }

  /** Asleep; computes so long whenever it is woken. */
  Schedulable burst(String name, Group group, long workNs) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(
            name,
            group,
            1024,
            null,
            now -> {
              self[0].compute(workNs);
              host.block(self[0]);
            });
    self[0].compute(workNs);
    return TestLevel.add(host, self[0]);
  }

  void wakeAt(Schedulable s, double ms) {
    model.at((long) (ms * MS), () -> host.wake(s));
  }

  long ranNs(Schedulable s) {
    host.settleBooks();
    return s.timeNs(RunState.RUNNING);
  }

  void run(double ms) {
    model.run((long) (ms * MS));
  }

  /** Jobs of so much work, one at the beginning of each period, due at its end. */
  final class Jobs {
    private final long workNs;
    private final long periodNs;
    private final Schedulable worker;
    private long released;
    private long done;
    private long late;

    Jobs(String name, Group group, long workNs, long periodNs) {
      this.workNs = workNs;
      this.periodNs = periodNs;
      worker = Schedulable.thread(name, group, 1024, null, this::done);
      worker.compute(workNs);
      TestLevel.add(host, worker);
      Timer[] release = new Timer[1];
      release[0] =
          new Timer(
              now -> {
                released++;
                host.wake(worker);
                model.site.arm(release[0], now + periodNs);
              });
      model.site.arm(release[0], 0);
    }

    private void done(long nowNs) {
      late += nowNs > (done + 1) * periodNs ? 1 : 0;
      done++;
      worker.compute(workNs);
      if (done >= released) {
        host.block(worker);
      }
    }

    /** Finished after their deadlines, or not at all although those have passed. */
    long misses() {
      return late + Math.max(0, model.site.nowNs() / periodNs - done);
    }
  }
}
