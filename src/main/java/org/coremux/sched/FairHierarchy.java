package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.mux.Group;
import org.coremux.mux.Pool;

/**
 * The queues of all processors: of each the root, and one for each group, whose entity stands on
 * the queue above. To choose is to go down from the root; to join or leave is to go up.
 *
 * <p>Cost: O(depth * log n) per change. Allocation: only when a group is met for the first time.
 */
final class FairHierarchy {
  private final Pool pool;
  private final FairParameters parameters;
  private final FairQueue.Maker queues;
  final FairCpu[] cpus;
  private final FairQueue[] roots;
  private FairGroup[] groups = new FairGroup[0];

  /** How busy all of them have been of late. */
  final LoadTracking loads;

  /** Processors with somebody who waits beside the current one. */
  int overloaded;

  FairHierarchy(Pool pool, FairParameters parameters, FairQueue.Maker queues) {
    this.pool = pool;
    this.parameters = parameters;
    this.queues = queues;
    int count = pool.processorCount();
    cpus = new FairCpu[count];
    roots = new FairQueue[count];
    for (int i = 0; i < count; i++) {
      roots[i] = queues.make(i, null, null);
      cpus[i] = new FairCpu(pool.processor(i), roots[i]);
    }
    loads = new LoadTracking(pool, cpus);
  }

  /** Makes the queues of the group and of those that it is in, unless they are there. */
  void admit(Group group) {
    if (group == null || group.index() < groups.length && groups[group.index()] != null) {
      return;
    }
    admit(group.parent());
    if (group.index() >= groups.length) {
      groups = Arrays.copyOf(groups, group.index() + 1);
    }
    FairQueue[] parents = group.parent() == null ? roots : groups[group.parent().index()].queues;
    Bandwidth bandwidth = group.isCapped() ? new Bandwidth(pool, this, parameters, group) : null;
    groups[group.index()] = new FairGroup(group, parents, queues, bandwidth);
  }

  /** The group has another weight or cap. */
  void changed(Group group) {
    if (group.index() >= groups.length || groups[group.index()] == null) {
      return;
    }
    FairGroup known = groups[group.index()];
    known.weigh();
    for (FairQueue queue : known.queues) {
      refresh(queue.owner);
    }
    if (known.bandwidth != null) {
      known.bandwidth.restart();
      known.bandwidth = group.isCapped() ? known.bandwidth : null;
    } else if (group.isCapped()) {
      known.bandwidth = new Bandwidth(pool, this, parameters, group);
    }
  }

  /** Looks at every queue, those above first; cold. */
  void each(Consumer<FairQueue> look) {
    for (FairQueue root : roots) {
      look.accept(root);
    }
    for (FairGroup group : groups) {
      for (int i = 0; group != null && i < group.queues.length; i++) {
        look.accept(group.queues[i]);
      }
    }
  }

  int groupCount() {
    return groups.length;
  }

  /** The group with this index; null when none of its members was admitted. */
  FairGroup group(int index) {
    return groups[index];
  }

  FairQueue queue(Group group, int cpu) {
    return group == null ? roots[cpu] : groups[group.index()].queues[cpu];
  }

  // ---- joining and leaving ----

  /** Queues a schedulable on {@code task.queue}, and its groups above as far as they are not. */
  void enqueue(FairEntity task) {
    FairCpu cpu = cpus[task.queue.cpu];
    if (!task.tracked) {
      loads.attach(task);
    }
    for (FairEntity e = task; e != null; e = e.queue.owner) {
      FairQueue queue = e.queue;
      loads.advance(e);
      if (e.isGroup()) {
        reweigh(e, e.members.group.weightOn(e.members));
        queue.ask(e);
      }
      if (!e.onQueue) {
        queue.add(e);
      }
      e.delayed = false;
      queue.tasks++;
    }
    if (cpu.root.tasks == 2) {
      overloaded++;
    }
    cpu.list(task);
  }

  /**
   * One that is woken while it is delayed, or in a group that is, forfeits what it has earned since
   * it fell asleep. Whoever runs has not been charged since the last accounting when that is looked
   * at, so it hardly ever is anything: it keeps its place behind whoever ran meanwhile, and
   * preempts that one.
   *
   * <p>Source: recordings of Linux 6.18: nearly all who are woken while delayed preempt.
   */
  static void forfeit(FairEntity task) {
    for (FairEntity e = task; e != null; e = e.queue.owner) {
      if (e.onQueue && e.delayed) {
        e.queue.forfeit(e);
      }
    }
  }

  /** Takes a schedulable out, and each group that it leaves empty. */
  void dequeue(FairEntity task, boolean asleep) {
    FairCpu cpu = cpus[task.queue.cpu];
    boolean leaves = true;
    for (FairEntity e = task; e != null; e = e.queue.owner) {
      FairQueue queue = e.queue;
      loads.advance(e);
      leaves = leaves && leave(e, asleep, asleep);
      queue.tasks--;
    }
    if (cpu.root.tasks == 1) {
      overloaded--;
    }
    cpu.unlist(task);
    if (cpu.running == task) {
      cpu.running = null;
    }
  }

  /** A delayed one has paid, or must not wait for that: out it goes. */
  void finish(FairEntity delayed, boolean asleep) {
    boolean leaves = true;
    boolean mayDelay = false;
    for (FairEntity e = delayed; leaves && e != null; e = e.queue.owner) {
      loads.advance(e);
      leaves = leave(e, asleep, mayDelay);
      mayDelay = asleep;
    }
  }

  /** Takes it off its queue; true when that is empty now, so that the group above leaves too. */
  private boolean leave(FairEntity e, boolean asleep, boolean mayDelay) {
    FairQueue queue = e.queue;
    if (mayDelay && queue.delay(e)) {
      return false;
    }
    queue.remove(e, asleep);
    if (queue.count > 0) {
      refresh(queue.owner);
      if (asleep && queue.owner != null) {
        queue.owner.queue.leftBehind(queue.owner);
      }
      return false;
    }
    if (queue.group != null && queue.group.bandwidth != null) {
      queue.group.bandwidth.giveBack(queue);
    }
    return true;
  }

  /** A queue has changed: the group above has another part of the load now, and so on up. */
  void refresh(FairEntity changed) {
    for (FairEntity e = changed; e != null; e = e.queue.owner) {
      loads.advance(e);
      reweigh(e, e.members.group.weightOn(e.members));
      e.queue.ask(e);
    }
  }

  private void reweigh(FairEntity e, long next) {
    if (next != e.weight) {
      loads.reweigh(e, next);
      e.queue.reweigh(e, next);
    }
  }

  /** A schedulable has another weight. */
  void changed(FairEntity task, long weight) {
    loads.advance(task);
    reweigh(task, weight);
    if (task.onQueue) {
      refresh(task.queue.owner);
    }
  }

  /** Whoever is on no queue belongs to another one, once it is queued again. */
  void belong(FairEntity task, FairQueue next) {
    loads.detach(task);
    task.queue = next;
  }

  /** Moves one that does not run to the queue of the same group on another processor. */
  void migrate(FairEntity task, FairCpu target) {
    dequeue(task, false);
    belong(task, queue(task.who.group(), target.index));
    enqueue(task);
  }

  // ---- running ----

  /** Who should run on the processor; null for nobody. */
  FairEntity pick(FairCpu cpu) {
    FairQueue queue = cpu.root;
    while (queue.count > 0) {
      FairEntity e = queue.pick();
      if (e.delayed) {
        finish(e, true);
        queue = cpu.root;
      } else if (!e.isGroup()) {
        return e;
      } else if (isOverdrawn(e.members)) {
        e.members.group.bandwidth.throttle(e.members);
        queue = cpu.root;
      } else {
        queue = e.members;
      }
    }
    return null;
  }

  private static boolean isOverdrawn(FairQueue queue) {
    return queue.group.bandwidth != null && queue.group.bandwidth.isOverdrawn(queue);
  }

  /** It is the current one from now on, and so is each group that it is in. */
  void take(FairEntity task) {
    FairCpu cpu = cpus[task.queue.cpu];
    if (cpu.running == task) {
      return;
    }
    for (FairEntity e = task; e != null; e = e.queue.owner) {
      FairQueue queue = e.queue;
      if (queue.current != e) {
        putBack(queue);
        queue.take(e);
      }
    }
    cpu.running = task;
    cpu.unlist(task);
    cpu.list(task);
  }

  /** Nobody of the queue, or of the groups below, is the current one any more. */
  void putBack(FairQueue top) {
    FairQueue queue = top;
    while (queue.current != null) {
      FairQueue below = queue.current.members;
      queue.putBack();
      if (below == null) {
        return;
      }
      queue = below;
    }
  }

  /** Charges it and its groups; remembers when that is the end of a slice or of a quota. */
  void charge(FairEntity task, long ranNs) {
    FairCpu cpu = cpus[task.queue.cpu];
    LoadTracking.ran(task, ranNs);
    for (FairEntity e = task; e != null; e = e.queue.owner) {
      FairQueue queue = e.queue;
      queue.joined = ranNs > 0 ? null : queue.joined; // whose lag is another since then
      boolean ends = queue.charge(ranNs);
      if (queue.group != null && queue.group.bandwidth != null) {
        ends |= queue.group.bandwidth.charge(queue, ranNs);
      }
      cpu.resched |= ends;
    }
  }

  /** A tick: shares are those of now, and whoever has run for long enough is looked at. */
  void tick(FairCpu cpu) {
    FairEntity task = cpu.running;
    loads.advance(task);
    refresh(task.queue.owner);
    for (FairEntity e = task; e != null; e = e.queue.owner) {
      cpu.resched |= e.queue.isOverAtTick();
    }
  }
}
