package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * Who waits under {@link HyperVClassic}: those that may have a reserve in a short list, all others
 * by virtual time, together and once more by the logical processor where each waits. So whoever is
 * to run on one is the first there, or the first of all, whose time counts as more.
 *
 * <p>Cost: O(log waiting) to add and remove; to find the first O(waiting with a reserve), and
 * O(waiting) where it may not run. Allocation: only in {@link #admit}.
 *
 * <p>Order: by reserve left, then by virtual time; among equals first in first out.
 */
final class HyperVQueue {
  private final HyperVBudgets budgets;

  /** How much more the time of one counts where it does not wait. Unit: ns. */
  private final long marginNs;

  /** All, first in first out. */
  private final IndexQueue all = new IndexQueue();

  /** Those that have a reserve in each period, whether or not it is used up. */
  private final IndexQueue reserved = new IndexQueue();

  /** The others. */
  private final KeyHeap byTime = new KeyHeap();

  /** The same, by index of the logical processor; null if there is but one. */
  private final KeyHeap[] byHome;

  /** Virtual time, by index of the schedulable. Unit: ns. */
  private long[] timeNs = new long[8];

  /** Lower for who came before. */
  private long[] order = new long[8];

  /** Index of the logical processor where it waits. */
  private int[] home = new int[8];

  private boolean[] hasReserve = new boolean[8];
  private long arrivals;

  HyperVQueue(Pool pool, HyperVBudgets budgets, long marginNs) {
    this.budgets = budgets;
    this.marginNs = marginNs;
    int indices = 0;
    for (int k = 0; k < pool.processorCount(); k++) { // a decorator's may be some of many
      indices = Math.max(indices, pool.processor(k).index() + 1);
    }
    byHome = pool.processorCount() == 1 ? null : new KeyHeap[indices];
    for (int k = 0; byHome != null && k < indices; k++) {
      byHome[k] = new KeyHeap();
    }
  }

  void admit(Schedulable s) {
    int i = s.index();
    if (i >= timeNs.length) {
      timeNs = Arrays.copyOf(timeNs, 2 * i);
      order = Arrays.copyOf(order, 2 * i);
      home = Arrays.copyOf(home, 2 * i);
      hasReserve = Arrays.copyOf(hasReserve, 2 * i);
    }
    hasReserve[i] = budgets.reservedNs(s) > 0;
    all.admit(s);
    reserved.admit(s);
    byTime.admit(s);
    for (int k = 0; byHome != null && k < byHome.length; k++) {
      byHome[k].admit(s);
    }
  }

  int count() {
    return all.count();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  boolean contains(Schedulable s) {
    return all.contains(s);
  }

  /** Who came first; null for nobody. */
  Schedulable oldest() {
    return all.first();
  }

  /** Who came next; null for the last. */
  Schedulable after(Schedulable s) {
    return all.after(s);
  }

  // ---- coming and going ----

  /** Waits where it is, with that virtual time. */
  void add(Schedulable s, long virtualNs) {
    int i = s.index();
    timeNs[i] = virtualNs;
    order[i] = arrivals++;
    home[i] = s.processor().index();
    all.add(s);
    if (hasReserve[i]) {
      reserved.add(s);
      return;
    }
    byTime.add(s, virtualNs, order[i]);
    if (byHome != null) {
      byHome[home[i]].add(s, virtualNs, order[i]);
    }
  }

  /** Takes it out; nothing happens when it is not in. */
  void remove(Schedulable s) {
    all.remove(s);
    reserved.remove(s);
    byTime.remove(s);
    if (byHome != null) {
      byHome[home[s.index()]].remove(s);
    }
  }

  /** Its virtual time is another; nothing happens when it is not in. */
  void reorder(Schedulable s, long virtualNs) {
    int i = s.index();
    timeNs[i] = virtualNs;
    byTime.rekey(s, virtualNs, order[i]);
    if (byHome != null) {
      byHome[home[i]].rekey(s, virtualNs, order[i]);
    }
  }

  // ---- who is first ----

  /** Of those that wait and may run there the one to run next; null for none. */
  Schedulable first(Processor p) {
    Schedulable best = byTime.firstAllowed(p);
    if (best != null && home[best.index()] != p.index()) {
      best = better(byHome[p.index()].firstAllowed(p), best, p);
    }
    for (Schedulable s = reserved.first(); s != null; s = reserved.after(s)) {
      if (s.allows(p)) {
        best = better(s, best, p);
      }
    }
    return best;
  }

  /** That of the two which goes before the other there; either may be null. */
  private Schedulable better(Schedulable one, Schedulable other, Processor p) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    long reservedNs = budgets.reservedNs(one) - budgets.reservedNs(other);
    if (reservedNs != 0) {
      return reservedNs > 0 ? one : other;
    }
    long timeNs = timeNs(one, p) - timeNs(other, p);
    boolean isOlder = order[one.index()] < order[other.index()];
    return timeNs < 0 || timeNs == 0 && isOlder ? one : other;
  }

  private long timeNs(Schedulable s, Processor p) {
    return timeNs[s.index()] + (home[s.index()] == p.index() ? 0 : marginNs);
  }
}
