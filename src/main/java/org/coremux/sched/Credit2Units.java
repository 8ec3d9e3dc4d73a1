package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Schedulable;

/**
 * What {@link Credit2} keeps for each unit (Xen's word for what is scheduled), by index.
 *
 * <p>Allocation: only in {@link #admit}.
 */
final class Credit2Units {
  static final int NONE = -1;
  private static final int CAPACITY_MIN = 8;

  Schedulable[] unit = new Schedulable[CAPACITY_MIN];

  /** Where it queues, with all units that are assigned there. */
  Credit2RunQueue[] runQueue = new Credit2RunQueue[CAPACITY_MIN];

  /** Where it is to move once it is saved; null for nowhere. */
  Credit2RunQueue[] migrateTo = new Credit2RunQueue[CAPACITY_MIN];

  /** Its cap, shared with others; null for none. */
  Credit2Domain[] domain = new Credit2Domain[CAPACITY_MIN];

  /** What is left of its virtual time. Unit: ns of the heaviest unit's time. */
  long[] credit = new long[CAPACITY_MIN];

  /** What the last burn could not divide. Unit: weight * ns. */
  long[] residual = new long[CAPACITY_MIN];

  int[] weight = new int[CAPACITY_MIN];

  /** What it may still run of the domain's budget, below zero when it has overrun. Unit: ns. */
  long[] budget = new long[CAPACITY_MIN];

  /** When it was last switched in. Unit: ns. */
  long[] switchInNs = new long[CAPACITY_MIN];

  /** Its share of a processor, averaged. Unit: 2^-18 of one by default. */
  long[] averageLoad = new long[CAPACITY_MIN];

  /** When that was. Unit: 2^10 ns. */
  long[] loadAt = new long[CAPACITY_MIN];

  /** Which CPUs of its run queue it may run on, as a mask of slots. */
  long[] hard = new long[CAPACITY_MIN];

  /** Which CPUs at all it would rather run on; null when it does not matter. */
  CpuSet[] preferred = new CpuSet[CAPACITY_MIN];

  /** Those of its run queue, as slots; all when it does not matter. */
  long[] soft = new long[CAPACITY_MIN];

  /** The CPU that it ran on last, or is to run on. */
  int[] home = new int[CAPACITY_MIN];

  /** The CPU that was asked to decide for its sake. */
  int[] tickledCpu = new int[CAPACITY_MIN];

  /** Waits in its run queue. */
  boolean[] queued = new boolean[CAPACITY_MIN];

  /** Runs, or is being saved. */
  boolean[] scheduled = new boolean[CAPACITY_MIN];

  /** Wants to run, and is queued as soon as it is saved. */
  boolean[] delayedAdd = new boolean[CAPACITY_MIN];

  boolean[] yielded = new boolean[CAPACITY_MIN];

  /** How often it has been compensated for a move since it was last given credit. */
  int[] moves = new int[CAPACITY_MIN];

  /** Takes a new unit in, asleep and with nothing but its identity and weight. */
  void admit(Schedulable s) {
    int i = s.index();
    if (i >= unit.length) {
      grow(Math.max(i + 1, 2 * unit.length));
    }
    unit[i] = s;
    weight[i] = s.weight();
    runQueue[i] = null;
    migrateTo[i] = null;
    domain[i] = null;
    residual[i] = 0;
    budget[i] = 0;
    switchInNs[i] = 0;
    tickledCpu[i] = NONE;
    queued[i] = false;
    scheduled[i] = false;
    delayedAdd[i] = false;
    yielded[i] = false;
    moves[i] = 0;
  }

  private void grow(int length) {
    unit = Arrays.copyOf(unit, length);
    runQueue = Arrays.copyOf(runQueue, length);
    migrateTo = Arrays.copyOf(migrateTo, length);
    domain = Arrays.copyOf(domain, length);
    credit = Arrays.copyOf(credit, length);
    residual = Arrays.copyOf(residual, length);
    weight = Arrays.copyOf(weight, length);
    budget = Arrays.copyOf(budget, length);
    switchInNs = Arrays.copyOf(switchInNs, length);
    averageLoad = Arrays.copyOf(averageLoad, length);
    loadAt = Arrays.copyOf(loadAt, length);
    hard = Arrays.copyOf(hard, length);
    preferred = Arrays.copyOf(preferred, length);
    soft = Arrays.copyOf(soft, length);
    home = Arrays.copyOf(home, length);
    tickledCpu = Arrays.copyOf(tickledCpu, length);
    queued = Arrays.copyOf(queued, length);
    scheduled = Arrays.copyOf(scheduled, length);
    delayedAdd = Arrays.copyOf(delayedAdd, length);
    yielded = Arrays.copyOf(yielded, length);
    moves = Arrays.copyOf(moves, length);
  }
}
