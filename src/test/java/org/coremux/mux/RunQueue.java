package org.coremux.mux;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Credit2's bones: one queue, tickles, and a current one that stays out until it is saved. */
class RunQueue implements Scheduler {
  final List<String> log = new ArrayList<>();
  private final Pool pool;
  private final long sliceNs;
  private final ArrayDeque<Schedulable> queue = new ArrayDeque<>();
  private final BitSet tickled = new BitSet();
  private final BitSet scheduled = new BitSet();
  private final BitSet delayedAdd = new BitSet();

  RunQueue(Pool pool, long sliceNs) {
    this.pool = pool;
    this.sliceNs = sliceNs;
  }

  @Override
  public void admit(Schedulable s) {}

  @Override
  public void retire(Schedulable s) {}

  @Override
  public void wake(Schedulable s) {
    if (scheduled.get(s.index())) {
      delayedAdd.set(s.index());
      log.add(pool.nowNs() + " " + s + " wakes while it is being saved");
    } else {
      queue.add(s);
      tickle(s);
    }
  }

  private void tickle(Schedulable s) {
    for (int i = 0; i < pool.processorCount(); i++) {
      Processor p = pool.processor(i);
      if (!tickled.get(i) && pool.current(p) == pool.idle(p)) {
        tickled.set(i);
        log.add(pool.nowNs() + " tickle " + p + " for " + s);
        pool.kick(p);
        return;
      }
    }
  }

  @Override
  public void sleep(Schedulable s) {
    queue.remove(s);
    delayedAdd.clear(s.index());
  }

  @Override
  public void charge(Schedulable s, long ranNs) {}

  @Override
  public Schedulable pickNext(Processor p) {
    tickled.clear(p.index());
    Schedulable current = pool.current(p);
    boolean goesOn = current != pool.idle(p) && pool.isRunnable(current);
    if (goesOn && queue.isEmpty()) {
      pool.limit(p, sliceNs);
      return current;
    }
    Schedulable next = queue.poll();
    if (goesOn) {
      delayedAdd.set(current.index());
    }
    if (next == null) {
      return pool.idle(p);
    }
    scheduled.set(next.index());
    pool.limit(p, sliceNs);
    return next;
  }

  @Override
  public void saved(Schedulable s, Processor p) {
    scheduled.clear(s.index());
    if (delayedAdd.get(s.index()) && pool.isRunnable(s)) {
      delayedAdd.clear(s.index());
      log.add(pool.nowNs() + " saved " + s + ", queued");
      queue.add(s);
      tickle(s);
    }
  }
}
