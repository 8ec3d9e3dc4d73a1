package org.coremux.sched;

import java.util.Arrays;
import java.util.Objects;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.StandIn;
import org.coremux.topology.CpuMask;

/**
 * Who is with whom in a unit: as many as a core has threads, of one guest, in the order in which
 * they come; vCPUs and threads of a host not in one. Threads that are in no guest are the host's
 * own, and trust each other; vCPUs that are in no group are each a guest.
 *
 * <p>Cost: O(units) to admit, else O(1). Allocation: only in {@link #admit}.
 */
final class CoreUnits {
  private static final int CAPACITY_MIN = 8;

  private final int threads;
  private CoreUnit.Member[] members = new CoreUnit.Member[CAPACITY_MIN];
  private CoreUnit[] units = new CoreUnit[CAPACITY_MIN];

  CoreUnits(int threads) {
    this.threads = threads;
  }

  /** How many are in a unit at most. */
  int threads() {
    return threads;
  }

  /** What is known of a real one. */
  CoreUnit.Member member(Schedulable s) {
    return members[s.index()];
  }

  /** The unit that the policy knows as this. */
  CoreUnit unit(Schedulable standIn) {
    return units[standIn.index()];
  }

  /**
   * Takes it into a unit; a new one is at home there.
   *
   * @param affinity the cores that it may run on; null for all
   */
  CoreUnit admit(Schedulable s, CpuMask affinity, Processor home) {
    CoreUnit unit = open(s, affinity);
    if (unit == null) {
      int index = 0;
      while (index < units.length && units[index] != null) {
        index++;
      }
      if (index == units.length) {
        units = Arrays.copyOf(units, 2 * index);
      }
      unit = new CoreUnit(StandIn.schedulable(s, index, affinity, home), threads);
      units[index] = unit;
    }
    if (s.index() >= members.length) {
      members = Arrays.copyOf(members, 2 * s.index());
    }
    int slot = unit.freeSlot();
    members[s.index()] = new CoreUnit.Member(s, unit, slot);
    unit.members[slot] = members[s.index()];
    unit.memberCount++;
    return unit;
  }

  private CoreUnit open(Schedulable s, CpuMask affinity) {
    for (CoreUnit unit : units) {
      if (unit != null && !unit.ended && unit.memberCount < threads && fits(s, affinity, unit)) {
        return unit;
      }
    }
    return null;
  }

  private static boolean fits(Schedulable s, CpuMask affinity, CoreUnit unit) {
    int slot = 0;
    while (unit.members[slot] == null) {
      slot++;
    }
    boolean isThread = StandIn.isThread(s);
    return s.group() == unit.who.group()
        && isThread == StandIn.isThread(unit.members[slot].who)
        && (isThread || s.group() != null)
        && s.realTime() == unit.who.realTime()
        && s.weight() == unit.who.weight()
        && Objects.equals(affinity, unit.who.affinity());
  }

  /** It leaves its unit. */
  void retire(CoreUnit.Member member) {
    members[member.who.index()] = null;
    member.unit.members[member.slot] = null;
    member.unit.memberCount--;
  }

  /** All its members are gone, and the policy has forgotten it. */
  void end(CoreUnit unit) {
    units[unit.who.index()] = null;
  }
}
