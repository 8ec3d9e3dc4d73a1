package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.mux.Alarm;
import org.coremux.mux.BooksCheck;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TraceHash;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/**
 * One level under a fair policy, checked: the contract by CheckedScheduler, and after each instant
 * the books, and what must hold of every queue.
 */
class FairLevel {
  static final long US = 1_000;
  static final long MS = 1_000_000;
  static final long FOREVER_NS = 1L << 50;

  final Simulation simulation = new Simulation(1);
  final Site site = simulation.site("test");
  final Multiplexer mux;
  final List<Schedulable> all = new ArrayList<>();

  /** Who was dispatched when: {@code "4.000 b@0"}, times in ms. */
  final List<String> log = new ArrayList<>();

  /** How a policy is made. */
  @FunctionalInterface
  interface Maker {
    Scheduler make(Pool pool);
  }

  private FairScheduler fair;

  /** A fair policy, or for comparison any other, of which only books and contract are checked. */
  FairLevel(Topology topology, LevelCosts costs, Maker policy) {
    mux =
        new Multiplexer(site, "pcpu", new TraceHash(), costs, new SplittableRandom(1))
            .hardware(topology)
            .policy(
                pool ->
                    new CheckedScheduler(
                        pool,
                        inner -> {
                          Scheduler made = policy.make(inner);
                          fair = made instanceof FairScheduler scheduler ? scheduler : null;
                          return made;
                        }));
    mux.trace(
        (now, p, s, from, to) -> {
          if (to == RunState.RUNNING) {
            log.add(String.format("%d.%03d %s@%d", now / MS, now % MS / US, s, p.index()));
          }
        });
    BooksCheck books = new BooksCheck(mux);
    FairInvariants invariants = fair == null ? null : new FairInvariants(fair);
    site.afterInstant(
        () -> {
          books.run();
          if (invariants != null) {
            invariants.check(all);
          }
        });
  }

  Group group(String name, int weight) {
    return mux.group(name, null, weight, Group.Quota.NONE);
  }

  Group capped(String name, long quotaMs, long periodMs) {
    return mux.group(name, null, 100, new Group.Quota(quotaMs * MS, periodMs * MS, 0));
  }

  private Schedulable add(Schedulable s) {
    all.add(s);
    mux.admit(s);
    mux.start(s);
    return s;
  }

  /** A thread that computes for ever, asleep until it is woken. */
  Schedulable sleepingHog(String name, Group group, int weight, CpuMask affinity) {
    Schedulable[] self = new Schedulable[1];
    self[0] = Schedulable.thread(name, group, weight, affinity, now -> self[0].compute(FOREVER_NS));
    self[0].compute(FOREVER_NS);
    return add(self[0]);
  }

  /** A thread that computes for ever, from now on. */
  Schedulable hog(String name, Group group, int weight) {
    Schedulable s = sleepingHog(name, group, weight, null);
    mux.wake(s);
    return s;
  }

  Schedulable hog(String name) {
    return hog(name, null, 1024);
  }

  Schedulable pinnedHog(String name, int cpu) {
    Schedulable s = sleepingHog(name, null, 1024, CpuMask.of(cpu));
    mux.wake(s);
    return s;
  }

  /** A thread that computes and sleeps in turn, sleeping first, woken by a timer where it was. */
  Schedulable sleeper(
      String name, Group group, int weight, LongSupplier workNs, LongSupplier sleepNs) {
    return sleeper(Schedulable.thread(name, group, weight, null, now -> {}), workNs, sleepNs);
  }

  /** The same, where affinity matters: all but its body is taken from the example. */
  Schedulable sleeper(Schedulable like, LongSupplier workNs, LongSupplier sleepNs) {
    Schedulable[] self = new Schedulable[1];
    Alarm[] alarm = new Alarm[1];
    self[0] =
        Schedulable.thread(
            like.name(),
            like.group(),
            like.weight(),
            like.affinity(),
            now -> {
              self[0].compute(workNs.getAsLong());
              mux.block(self[0]);
              mux.arm(alarm[0], self[0].processor(), now + sleepNs.getAsLong());
            });
    add(self[0]);
    alarm[0] = mux.alarm(self[0].processor(), now -> mux.wake(self[0]));
    self[0].compute(workNs.getAsLong());
    mux.arm(alarm[0], self[0].processor(), site.nowNs() + sleepNs.getAsLong());
    return self[0];
  }

  void at(long ns, Runnable action) {
    site.arm(new Timer(now -> action.run()), ns);
  }

  void run(long untilNs) {
    simulation.runUntil(untilNs);
    mux.settleBooks();
  }

  long ranNs(Schedulable s) {
    mux.settleBooks();
    return s.timeNs(RunState.RUNNING);
  }

  FairScheduler fair() {
    return fair;
  }

  FairEntity entity(Schedulable s) {
    return fair.entity(s);
  }
}
