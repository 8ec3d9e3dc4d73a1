package org.coremux.sched;

import org.coremux.mux.Pool;

/**
 * Whose load counts where: each entity has averages of its own ({@link LoadAverage}), which are
 * part of those of its queue for as long as it belongs there, asleep or not. One that goes to
 * another processor takes its part along, and the groups around it follow.
 *
 * <p>Whoever changes what is queued brings the averages up to now first ({@link #advance}).
 *
 * <p>Model: one that has never been queued begins as if it had always wanted to run, and had run
 * for half of what the processor had to spare; of one that was there before nothing is known. How
 * often somebody runs is tracked of tasks and of processors, not of groups.
 *
 * <p>Cost: O(1) per level of groups. Allocation: none.
 *
 * <p>Source: schedulers.md, section 11, PELT; what follows from moving, and how a new one begins,
 * recalled from fair.c, propagate_entity_load_avg and post_init_entity_util_avg.
 */
final class LoadTracking {
  /** Of each load this much is kept when two are multiplied, so that nothing overflows. */
  private static final int ROUGH = 10;

  private final Pool pool;
  private final FairCpu[] cpus;

  LoadTracking(Pool pool, FairCpu[] cpus) {
    this.pool = pool;
    this.cpus = cpus;
  }

  /** Brings up to now what is known of it and of its queue, before either changes. */
  void advance(FairEntity e) {
    long nowNs = pool.nowNs();
    e.average.advance(nowNs, 0, e.onQueue ? 1 : 0);
    e.queue.average.advance(nowNs, e.queue.weight, e.queue.tasks);
  }

  /** The task has run for so long. */
  static void ran(FairEntity task, long ranNs) {
    task.average.ranNs += ranNs;
  }

  /** Somebody runs on the processor from now on, or nobody. */
  void busy(FairCpu cpu, boolean busy) {
    of(cpu).busy = busy;
  }

  /** It gets another weight. */
  void reweigh(FairEntity e, long next) {
    e.queue.average.load += (next - e.weight) * e.average.tasks;
  }

  // ---- who belongs where ----

  /** A task belongs to its queue from now on, with all that is known of it. */
  void attach(FairEntity task) {
    advance(task);
    task.tracked = true;
    if (task.fresh) {
      begin(task.average, root(task));
    }
    move(task, 1);
    long more = task.average.tasks;
    for (FairEntity e = task.queue.owner; e != null && more > 0; e = e.queue.owner) {
      advance(e);
      more = Math.min(LoadAverage.ONE - e.average.tasks, more);
      follow(e, more);
    }
  }

  private static void begin(LoadAverage fresh, LoadAverage cpu) {
    fresh.tasks = LoadAverage.ONE;
    fresh.util = Math.max(0, LoadAverage.ONE - cpu.util) / 2;
  }

  /** A task does not belong to its queue any more. */
  void detach(FairEntity task) {
    advance(task);
    if (!task.tracked) {
      return;
    }
    move(task, -1);
    task.tracked = false;
    for (FairEntity e = task.queue.owner; e != null; e = e.queue.owner) {
      advance(e);
      FairQueue members = e.members;
      long most = members.weight == 0 ? 0 : members.average.load / members.weight;
      follow(e, Math.min(0, most - e.average.tasks));
    }
  }

  private void move(FairEntity task, int sign) {
    LoadAverage queue = task.queue.average;
    queue.load = Math.max(0, queue.load + sign * task.weight * task.average.tasks);
    LoadAverage cpu = root(task);
    cpu.tasks = Math.max(0, cpu.tasks + sign * task.average.tasks);
    cpu.util = Math.max(0, cpu.util + sign * task.average.util);
  }

  /** A group has been queued for more or less of the time, as it were. */
  private static void follow(FairEntity group, long change) {
    group.average.tasks += change;
    LoadAverage above = group.queue.average;
    above.load = Math.max(0, above.load + group.weight * change);
  }

  private LoadAverage root(FairEntity task) {
    return of(cpus[task.queue.cpu]);
  }

  // ---- what is asked for ----

  /** Brings the averages of the processor up to now. */
  LoadAverage of(FairCpu cpu) {
    cpu.root.average.advance(pool.nowNs(), cpu.root.weight, cpu.root.tasks);
    return cpu.root.average;
  }

  /** Weight that has been queued on the processor of late. */
  long load(FairCpu cpu) {
    return of(cpu).load >> LoadAverage.SHIFT;
  }

  /** Weight that the task has had on its processor of late, seen from the root. */
  long load(FairEntity task) {
    advance(task);
    long load = task.weight * task.average.tasks >> ROUGH;
    for (FairEntity e = task.queue.owner; e != null; e = e.queue.owner) {
      advance(e);
      long own = e.weight * e.average.tasks >> ROUGH;
      load = load * own / ((e.members.average.load >> ROUGH) + 1);
    }
    return load >> LoadAverage.SHIFT - ROUGH;
  }
}
