package org.coremux.sched;

import java.util.Arrays;

/**
 * Who waits for one pCPU under {@link Esxi}, by virtual time.
 *
 * <p>Cost: O(n) to add and remove, by moving ints; O(1) for the first, O(n) with reservations.
 * Allocation: only when it outgrows the largest that it has been.
 *
 * <p>Order: those below their reservation first; then by virtual time, then by index.
 */
final class EsxiQueue {
  private static final int NONE = EsxiWorlds.NONE;

  private final EsxiWorlds worlds;
  private int[] members = new int[8];
  private int count;

  /** How many of them are of VMs with a reservation. */
  private int reserved;

  EsxiQueue(EsxiWorlds worlds) {
    this.worlds = worlds;
  }

  int count() {
    return count;
  }

  /** The world in this place, from 0. */
  int at(int place) {
    return members[place];
  }

  void add(int i) {
    if (count == members.length) {
      members = Arrays.copyOf(members, 2 * count);
    }
    int place = count++;
    while (place > 0 && isBefore(i, members[place - 1])) {
      members[place] = members[place - 1];
      place--;
    }
    members[place] = i;
    reserved += worlds.vm[i].reserves() ? 1 : 0;
  }

  void remove(int i) {
    int place = 0;
    while (members[place] != i) {
      place++;
    }
    count--;
    System.arraycopy(members, place + 1, members, place, count - place);
    reserved -= worlds.vm[i].reserves() ? 1 : 0;
  }

  private boolean isBefore(int i, int other) {
    long difference = worlds.vtimeNs[i] - worlds.vtimeNs[other];
    return difference < 0 || difference == 0 && i < other;
  }

  /** Who is next; NONE when nobody waits. */
  int first(long nowNs) {
    if (reserved > 0) {
      for (int place = 0; place < count; place++) {
        if (worlds.vm[members[place]].isBelowReservation(nowNs)) {
          return members[place];
        }
      }
    }
    return count == 0 ? NONE : members[0];
  }

  /** Whether somebody of the VM waits here. */
  boolean has(EsxiVm vm) {
    for (int place = 0; place < count; place++) {
      if (worlds.vm[members[place]] == vm) {
        return true;
      }
    }
    return false;
  }
}
