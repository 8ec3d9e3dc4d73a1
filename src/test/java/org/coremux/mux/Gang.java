package org.coremux.mux;

import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Timer;

/**
 * Strict gangs: one group at a time, its k-th member on processor k, all in one instant.
 *
 * <p>Source: J. Ousterhout, "Scheduling techniques for concurrent systems", ICDCS 1982.
 */
final class Gang implements Scheduler {
  private final Pool pool;
  private final long slotNs;
  private final List<List<Schedulable>> gangs = new ArrayList<>();
  private final Timer slot;
  private int turn;

  Gang(Pool pool, long slotNs) {
    this.pool = pool;
    this.slotNs = slotNs;
    slot = pool.timer(pool.processor(0), now -> turn());
    pool.arm(slot, slotNs);
  }

  @Override
  public void admit(Schedulable s) {
    for (List<Schedulable> gang : gangs) {
      if (gang.get(0).group() == s.group()) {
        gang.add(s);
        return;
      }
    }
    gangs.add(new ArrayList<>(List.of(s)));
  }

  @Override
  public void retire(Schedulable s) {
    gangs.forEach(gang -> gang.remove(s));
  }

  @Override
  public void wake(Schedulable s) {
    kickAll();
  }

  @Override
  public void sleep(Schedulable s) {}

  @Override
  public void charge(Schedulable s, long ranNs) {}

  private void turn() {
    for (int i = 0; i < gangs.size(); i++) {
      turn = (turn + 1) % gangs.size();
      if (gangs.get(turn).stream().anyMatch(pool::isRunnable)) {
        break;
      }
    }
    kickAll();
    pool.arm(slot, pool.nowNs() + slotNs);
  }

  private void kickAll() {
    for (int i = 0; i < pool.processorCount(); i++) {
      pool.kick(pool.processor(i));
    }
  }

  @Override
  public Schedulable pickNext(Processor p) {
    List<Schedulable> gang = gangs.get(turn);
    if (p.index() < gang.size() && pool.isRunnable(gang.get(p.index()))) {
      return gang.get(p.index());
    }
    return pool.idle(p);
  }
}
