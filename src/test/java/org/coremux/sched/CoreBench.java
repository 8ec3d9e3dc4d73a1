package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/**
 * A machine whose cores are given away as wholes. After each instant all books are checked, and
 * that no two guests share a core, and that everybody is on the thread that is theirs.
 */
final class CoreBench {
  static final long US = TestLevel.US;
  static final long MS = TestLevel.MS;

  final TestLevel model = new TestLevel();
  final Multiplexer host;
  final int threads;
  final List<Schedulable> all = new ArrayList<>();
  private final List<Integer> slots = new ArrayList<>();

  CoreBench(
      Shape shape,
      int threads,
      LevelCosts costs,
      long rendezvousNs,
      Function<Pool, Scheduler> policy) {
    this.threads = threads;
    host =
        model.hardware(
            new Topology(shape, 1_000_000_000),
            costs,
            pool ->
                new CheckedScheduler(
                    pool,
                    outer ->
                        new CoreScheduling(
                            outer,
                            threads,
                            rendezvousNs,
                            inner -> new CheckedScheduler(inner, policy))));
    model.site.afterInstant(
        () -> {
          model.checkBooks();
          check();
        });
  }

  /** On a machine of so many cores of two threads, where nothing costs anything. */
  static CoreBench free(int cores, Function<Pool, Scheduler> policy) {
    return new CoreBench(Shape.of(1, cores, 2), 2, LevelCosts.NONE, 0, policy);
  }

  private void check() {
    for (int core = 0; core < host.processorCount() / threads; core++) {
      Schedulable first = null;
      for (int k = 0; k < threads; k++) {
        Schedulable s = host.processor(core * threads + k).current();
        if (s.index() >= 0) {
          assertThat(first == null || first.group() == s.group())
              .as("%s and %s on core %d at %d", first, s, core, model.site.nowNs())
              .isTrue();
          first = s;
        }
      }
    }
    for (int i = 0; i < all.size(); i++) {
      Schedulable s = all.get(i);
      if (s.state() == RunState.RUNNING) {
        int slot = s.processor().index() % threads;
        if (slots.get(i) < 0) {
          slots.set(i, slot);
        }
        assertThat(slot).as("thread of " + s).isEqualTo(slots.get(i));
      }
    }
  }

  Group guest(String name) {
    return host.group(name, null, 100, Group.Quota.NONE);
  }

  /** One that computes for ever once it is woken. */
  Schedulable hog(String name, Group group, CpuMask affinity) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(
            name, group, 256, affinity, now -> self[0].compute(TestLevel.FOREVER_NS));
    self[0].compute(TestLevel.FOREVER_NS);
    return add(self[0]);
  }

  /** A hog that is awake. */
  Schedulable hog(String name, Group group) {
    Schedulable s = hog(name, group, null);
    host.wake(s);
    return s;
  }

  /** Computes and sleeps at random for ever, from now on. */
  Schedulable onOff(String name, Group group, CpuMask affinity, SplittableRandom random) {
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> host.wake(self[0]));
    self[0] =
        Schedulable.thread(
            name,
            group,
            256,
            affinity,
            now -> {
              self[0].compute(random.nextLong(1, 4 * MS));
              host.block(self[0]);
              model.site.arm(wake, now + random.nextLong(1, 4 * MS));
            });
    self[0].compute(random.nextLong(1, 4 * MS));
    add(self[0]);
    host.wake(self[0]);
    return self[0];
  }

  private Schedulable add(Schedulable s) {
    all.add(s);
    slots.add(-1);
    return TestLevel.add(host, s);
  }

  long ranNs(Schedulable s) {
    return host.pool().timeNs(s, RunState.RUNNING);
  }

  long idleNs() {
    long sum = 0;
    for (int i = 0; i < host.processorCount(); i++) {
      Processor p = host.processor(i);
      sum += p.spentNs(org.coremux.mux.Cost.IDLE);
    }
    return sum;
  }
}
