package org.coremux.mux;

import java.util.Arrays;

/** The schedulables of a pool by index: dense, and reused after they have retired. */
public final class Roster {
  private static final int CAPACITY_MIN = 8;

  private Schedulable[] members = new Schedulable[CAPACITY_MIN];
  private int indices;
  private int[] free = new int[CAPACITY_MIN];
  private int freeCount;
  private long retiredRunningNs;

  Roster() {}

  /** How many indices are in use, or have been. */
  public int indices() {
    return indices;
  }

  /** The schedulable with this index; null when it has retired. */
  public Schedulable at(int index) {
    return members[index];
  }

  int add(Schedulable s) {
    int index = freeCount > 0 ? free[--freeCount] : indices++;
    if (index == members.length) {
      members = Arrays.copyOf(members, 2 * index);
    }
    members[index] = s;
    retiredRunningNs -= s.timeNs(RunState.RUNNING); // what it has run elsewhere
    return index;
  }

  /** For how long those who have retired were running, in ns. */
  long retiredRunningNs() {
    return retiredRunningNs;
  }

  void remove(Schedulable s) {
    retiredRunningNs += s.timeNs(RunState.RUNNING);
    members[s.index()] = null;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, 2 * freeCount);
    }
    free[freeCount++] = s.index();
  }

  /** Where one is at home until it is placed: where it was before, else by turns, if allowed. */
  static Processor home(Schedulable s, Processor[] processors) {
    int before = s.cameFrom();
    if (before >= 0 && before < processors.length && s.allows(processors[before])) {
      return processors[before];
    }
    for (int i = 0; i < processors.length; i++) {
      Processor p = processors[(s.index() + i) % processors.length];
      if (s.allows(p)) {
        return p;
      }
    }
    throw new IllegalArgumentException(s + ": its affinity has no processor of " + s.mux.name());
  }
}
