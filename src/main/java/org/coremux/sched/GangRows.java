package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Pool;

/**
 * Ousterhout's matrix: which gangs share a slot. Each is put into the first row that has pCPUs for
 * all of it.
 *
 * <p>Cost: O(rows with room * vCPUs * pCPUs) for a gang. Allocation: only in {@link #grow}.
 *
 * <p>Order: in a row, as they were put there.
 */
final class GangRows {
  private final Pool pool;
  private final boolean all;
  private final int columns;

  /** Which pCPUs are taken, row after row. */
  private boolean[] taken = new boolean[0];

  /** How many places of each row are free. */
  private int[] free = new int[0];

  /** Who was put into each row first, and last; the others are linked between them. */
  private GangMembers[] first = new GangMembers[0];

  private GangMembers[] last = new GangMembers[0];

  /** How many rows there can be. */
  private int count;

  /** All rows before this one are full. */
  private int firstFree;

  /**
   * No rows yet.
   *
   * @param all whether each vCPU needs a pCPU, or only those that have something to do
   */
  GangRows(Pool pool, boolean all) {
    this.pool = pool;
    this.all = all;
    columns = pool.processorCount();
  }

  /** There can be so many rows, one for each gang. */
  void grow(int gangs) {
    if (gangs > count) {
      taken = Arrays.copyOf(taken, gangs * columns);
      free = Arrays.copyOf(free, gangs);
      first = Arrays.copyOf(first, gangs);
      last = Arrays.copyOf(last, gangs);
      Arrays.fill(free, count, gangs, columns);
      count = gangs;
    }
  }

  /** Puts each gang that has something to do into a row, from the first on. */
  void pack(GangMembers[] gangs, int gangCount) {
    Arrays.fill(taken, false);
    Arrays.fill(free, columns);
    Arrays.fill(first, null);
    firstFree = 0;
    for (int g = 0; g < gangCount; g++) {
      gangs[g].row = GangMembers.NONE;
      if (all || gangs[g].wants()) {
        place(gangs[g]);
      }
    }
  }

  void place(GangMembers gang) {
    int needs = gang.needs(all);
    int row = firstFree;
    while (row < count && !fits(gang, needs, row)) {
      row++;
    }
    gang.row = row < count ? row : GangMembers.NONE;
    if (row < count) {
      free[row] -= needs;
      append(gang, row);
    }
    while (firstFree < count && free[firstFree] == 0) {
      firstFree++;
    }
  }

  private boolean fits(GangMembers gang, int needs, int row) {
    return free[row] >= needs && gang.findColumns(pool, all, taken, row * columns);
  }

  private void append(GangMembers gang, int row) {
    gang.nextInRow = null;
    if (first[row] == null) {
      first[row] = gang;
    } else {
      last[row].nextInRow = gang;
    }
    last[row] = gang;
  }

  /** Who was put into the row first; the others follow it. */
  GangMembers first(int row) {
    return first[row];
  }
}
