package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/** The vCPUs of a VM, which run together under {@link Gang}, and where. */
final class GangMembers {
  static final int NONE = -1;

  Schedulable[] members = new Schedulable[4];

  /** On which pCPU each is to run, or NONE. */
  int[] columns = new int[4];

  /** Whether each has something to do. */
  private boolean[] awake = new boolean[4];

  int count;
  private int awakeCount;

  /** The row of the matrix that it is in; NONE for none. */
  int row = NONE;

  /** The next one that was put into its row; null for none. */
  GangMembers nextInRow;

  /** Whether its columns are its own now. */
  boolean runs;

  /** The number of the slot in which it ran last. */
  long lastSlot = NONE;

  void add(Schedulable s) {
    if (count == members.length) {
      members = Arrays.copyOf(members, 2 * count);
      columns = Arrays.copyOf(columns, 2 * count);
      awake = Arrays.copyOf(awake, 2 * count);
    }
    columns[count] = NONE;
    awake[count] = false;
    members[count++] = s;
  }

  void remove(Schedulable s) {
    int place = placeOf(s);
    note(place, false);
    count--;
    for (int k = place; k < count; k++) {
      members[k] = members[k + 1];
      columns[k] = columns[k + 1];
      awake[k] = awake[k + 1];
    }
    members[count] = null;
  }

  int placeOf(Schedulable s) {
    int place = 0;
    while (members[place] != s) {
      place++;
    }
    return place;
  }

  boolean isAwake(Schedulable s) {
    return awake[placeOf(s)];
  }

  /** Whether the member has something to do from now on. */
  void note(int member, boolean isAwake) {
    if (awake[member] != isAwake) {
      awake[member] = isAwake;
      awakeCount += isAwake ? 1 : -1;
    }
  }

  /** Whether anybody of it has something to do. */
  boolean wants() {
    return awakeCount > 0;
  }

  /** How many pCPUs that takes: one for each member, or for each that has something to do. */
  int needs(boolean all) {
    return all ? count : awakeCount;
  }

  /**
   * Finds a pCPU for each member, or for each that has something to do: the one that it had before,
   * else the first; false if there are too few.
   *
   * @param taken by pCPU, whose places are taken
   * @param from where the row begins in that
   */
  boolean findColumns(Pool pool, boolean all, boolean[] taken, int from) {
    boolean fits = true;
    for (int k = 0; k < count; k++) {
      boolean needs = all || awake[k];
      int column = needs ? freeColumn(pool, k, taken, from) : NONE;
      columns[k] = column;
      if (column != NONE) {
        taken[from + column] = true;
      }
      fits &= !needs || column != NONE;
    }
    if (!fits) {
      giveBack(taken, from);
    }
    return fits;
  }

  /** Whoever it has places in that row leaves them. */
  void giveBack(boolean[] taken, int from) {
    for (int k = 0; k < count; k++) {
      if (columns[k] != NONE) {
        taken[from + columns[k]] = false;
        columns[k] = NONE;
      }
    }
  }

  /** One that had nothing to do when the slot began needs a pCPU, too; false if there is none. */
  boolean findColumn(Pool pool, int member, boolean[] taken) {
    columns[member] = freeColumn(pool, member, taken, 0);
    if (columns[member] == NONE) {
      return false;
    }
    taken[columns[member]] = true;
    return true;
  }

  private int freeColumn(Pool pool, int member, boolean[] taken, int from) {
    Schedulable s = members[member];
    int before = s.processor().index();
    if (!taken[from + before] && s.allows(s.processor())) {
      return before;
    }
    for (int column = 0; column < pool.processorCount(); column++) {
      Processor p = pool.processor(column);
      if (!taken[from + column] && s.allows(p)) {
        return column;
      }
    }
    return NONE;
  }
}
