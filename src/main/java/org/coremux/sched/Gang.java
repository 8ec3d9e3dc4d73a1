package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.engine.Timer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Strict gangs: time is divided in slots, and all vCPUs of a VM run in the same slots or not at
 * all. They start and stop in the same instant, as far as one request to decide takes equally long
 * to each pCPU.
 *
 * <p>Ousterhout's matrix has a row for each slot and a column for each pCPU. VMs are put into the
 * first row that has pCPUs for all of their vCPUs. The row that has waited longest has the next
 * slot; those without anything to do are left out. A pCPU whose vCPU has nothing to do idles, and
 * so does one that is nobody's in this row: holes. With {@code fill} gangs of other rows that fit
 * into the holes run, too. With {@code gang: runnable} only vCPUs that have something to do need a
 * pCPU; when one more wakes in the middle of the slot and there is none for it, all stop.
 *
 * <p>Model: the matrix is made anew for each slot before which anything changed. A slot in which
 * nobody has anything to do any more ends at once. Weights and caps are not looked at. Threads of
 * the host that serve a VM are gangs of one each; without vCPUs a group's threads are a gang.
 *
 * <p>Known oddity, kept: a VM with one vCPU has the machine for itself in every other slot beside
 * one that needs all pCPUs.
 *
 * <p>Invariant: of the vCPUs of a VM that have something to do all run, or none.
 *
 * <p>Cost: O(VMs) once a slot, and O(VMs * rows with room * vCPUs * pCPUs) when somebody has come,
 * gone, woken, fallen asleep or moved since the last, as the matrix is packed anew then; a wake-up
 * O(vCPUs of the VM), with fill O(vCPUs of all); a decision O(1). Allocation: only in {@link
 * #admit}.
 *
 * <p>Order: of rows, who waited longest, then the first; of VMs, as they were admitted.
 *
 * <p>Source: J. Ousterhout, "Scheduling techniques for concurrent systems", ICDCS 1982, as in
 * schedulers.md 18.5; that ESX 2 did so: VMware, "The CPU Scheduler in VMware ESX 4", 2010.
 */
public final class Gang implements Scheduler {
  private static final int NONE = GangMembers.NONE;

  private final Pool pool;
  private final GangParameters parameters;
  private final Timer slotEnd;

  /** Who is to run on each pCPU; null for nobody. */
  private final Schedulable[] assigned;

  /** Whose pCPUs are taken in this slot. */
  private final boolean[] taken;

  private final GangRows rows;

  /** Somebody came, went, woke, fell asleep or moved since the gangs were put into rows. */
  private boolean stale = true;

  /** Who runs on each pCPU; null for nobody. */
  private final Schedulable[] runs;

  /** Where each runs, by index; null for nowhere. */
  private Processor[] runsOn = new Processor[8];

  private GangMembers[] gangs = new GangMembers[4];
  private GangMembers[] gangOf = new GangMembers[8];
  private int count;

  /** How many of them have this slot. */
  private int running;

  private long slot;

  /** A policy for the pool. */
  public Gang(Pool pool, GangParameters parameters) {
    this.pool = pool;
    this.parameters = parameters;
    assigned = new Schedulable[pool.processorCount()];
    runs = new Schedulable[pool.processorCount()];
    taken = new boolean[pool.processorCount()];
    rows = new GangRows(pool, parameters.all());
    slotEnd = pool.timer(pool.processor(0), now -> turn());
  }

  // ---- who there is ----

  @Override
  public void admit(Schedulable s) {
    if (s.index() >= gangOf.length) {
      gangOf = Arrays.copyOf(gangOf, 2 * s.index());
      runsOn = Arrays.copyOf(runsOn, 2 * s.index());
    }
    GangMembers gang = ofGroup(s);
    if (gang == null) {
      gang = newGang();
    }
    gang.add(s);
    gangOf[s.index()] = gang;
    stale = true;
  }

  private GangMembers newGang() {
    if (count == gangs.length) {
      gangs = Arrays.copyOf(gangs, 2 * count);
    }
    gangs[count] = new GangMembers();
    rows.grow(count + 1);
    return gangs[count++];
  }

  /** The gang that it is one of; null for none yet. */
  private GangMembers ofGroup(Schedulable s) {
    GangMembers threads = null;
    for (int g = 0; g < count && s.group() != null; g++) {
      Schedulable first = gangs[g].members[0];
      if (first.group() == s.group() && first.provided() != null) {
        return s.provided() == null ? null : gangs[g]; // what serves a VM is none of its vCPUs
      }
      threads = first.group() == s.group() ? gangs[g] : threads;
    }
    return s.provided() == null ? threads : null;
  }

  @Override
  public void retire(Schedulable s) {
    GangMembers gang = gangOf[s.index()];
    gangOf[s.index()] = null;
    int column = gang.columns[gang.placeOf(s)];
    if (gang.runs && column != NONE) {
      assigned[column] = null;
      taken[column] = false;
    }
    gang.remove(s);
    stale = true;
    if (gang.count == 0) {
      int place = 0;
      while (gangs[place] != gang) {
        place++;
      }
      count--;
      System.arraycopy(gangs, place + 1, gangs, place, count - place);
      gangs[count] = null;
    }
  }

  @Override
  public void changed(Schedulable s) {
    GangMembers gang = gangOf[s.index()];
    stale = true;
    if (gang.runs) {
      leave(gang); // it may run elsewhere, from its next slot on
      fillOrTurn();
    }
  }

  // ---- wake and sleep ----

  @Override
  public void wake(Schedulable s) {
    GangMembers gang = gangOf[s.index()];
    int member = gang.placeOf(s);
    gang.note(member, true);
    stale = true;
    if (!gang.runs) {
      if (!slotEnd.isArmed()) {
        turn(); // nobody has this slot
      } else {
        join(gang);
      }
      return;
    }
    if (gang.columns[member] != NONE || gang.findColumn(pool, member, taken)) {
      assigned[gang.columns[member]] = s;
      pool.kick(pool.processor(gang.columns[member]));
    } else {
      leave(gang); // there is none for it, and so for nobody
      fillOrTurn();
    }
  }

  /** It had nothing to do when this slot began: it has a row now, and runs if it is this one. */
  private void join(GangMembers gang) {
    if (gang.row == NONE) {
      rows.place(gang);
    }
    if (parameters.fill() || isInThisRow(gang)) {
      enter(gang);
    }
  }

  /** Whether its row has this slot. */
  private boolean isInThisRow(GangMembers gang) {
    for (int g = 0; g < count; g++) {
      if (gangs[g].runs && gangs[g].row == gang.row) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void sleep(Schedulable s) {
    GangMembers gang = gangOf[s.index()];
    gang.note(gang.placeOf(s), false);
    stale = true;
    if (runsOn[s.index()] != null) {
      runs[runsOn[s.index()].index()] = null;
      runsOn[s.index()] = null;
    }
    if (gang.runs && !gang.wants()) {
      leave(gang);
      fillOrTurn();
    }
  }

  @Override
  public void charge(Schedulable s, long ranNs) {}

  // ---- slots ----

  private void turn() {
    for (int column = 0; running > 0; column++) {
      if (assigned[column] != null) {
        leave(gangOf[assigned[column].index()]);
      }
    }
    if (stale) {
      rows.pack(gangs, count);
      stale = false;
    }
    slot++;
    int row = next();
    GangMembers gang = row == NONE ? null : rows.first(row);
    while (gang != null) {
      enter(gang);
      gang = gang.nextInRow;
    }
    fill();
    if (row == NONE) {
      pool.cancel(slotEnd);
    } else {
      pool.arm(slotEnd, pool.nowNs() + parameters.slotNs());
    }
  }

  /** The row with the gang that has waited longest; NONE when nobody has anything to do. */
  private int next() {
    GangMembers longest = null;
    for (int g = 0; g < count; g++) {
      GangMembers gang = gangs[g];
      if (gang.row != NONE
          && gang.wants()
          && (longest == null || gang.lastSlot < longest.lastSlot)) {
        longest = gang;
      }
    }
    return longest == null ? NONE : longest.row;
  }

  /** It runs from now on, if it has something to do, and there is a pCPU for each. */
  private void enter(GangMembers gang) {
    if (gang.runs || !gang.wants() || !gang.findColumns(pool, parameters.all(), taken, 0)) {
      return;
    }
    gang.runs = true;
    running++;
    gang.lastSlot = slot;
    for (int k = 0; k < gang.count; k++) {
      if (gang.columns[k] != NONE) {
        assigned[gang.columns[k]] = gang.members[k];
        pool.kick(pool.processor(gang.columns[k]));
      }
    }
  }

  /** None of it runs any more. */
  private void leave(GangMembers gang) {
    for (int k = 0; k < gang.count; k++) {
      if (gang.columns[k] != NONE) {
        assigned[gang.columns[k]] = null;
        pool.kick(pool.processor(gang.columns[k]));
      }
    }
    gang.giveBack(taken, 0);
    gang.runs = false;
    running--;
  }

  /** Holes have come up, or nobody is left in the slot. */
  private void fillOrTurn() {
    if (running > 0) {
      fill();
    } else {
      turn();
    }
  }

  private void fill() {
    for (int g = 0; g < count && parameters.fill(); g++) {
      enter(gangs[g]);
    }
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable next = assigned[p.index()];
    boolean mayRun =
        next != null
            && gangOf[next.index()].isAwake(next)
            && (runsOn[next.index()] == null || runsOn[next.index()] == p);
    Schedulable before = runs[p.index()];
    runs[p.index()] = mayRun ? next : null;
    if (before != null && before != runs[p.index()]) {
      letGo(before);
    }
    if (!mayRun) {
      return pool.idle(p);
    }
    runsOn[next.index()] = p;
    stale |= next.processor() != p; // another place is its first choice from now on
    return next;
  }

  /** Its pCPU has let it go; another one may have been kept waiting for that. */
  private void letGo(Schedulable s) {
    runsOn[s.index()] = null;
    GangMembers gang = gangOf[s.index()];
    int column = gang.columns[gang.placeOf(s)];
    if (gang.runs && column != NONE) {
      pool.kick(pool.processor(column));
    }
  }

  @Override
  public void describe(Consumer<String> line) {
    line.accept("gangs, slot " + slot + ", ends at " + slotEnd.deadlineNs() + " ns");
    for (int g = 0; g < count; g++) {
      GangMembers gang = gangs[g];
      StringBuilder text = new StringBuilder("  row " + gang.row + ":");
      for (int k = 0; k < gang.count; k++) {
        text.append(' ').append(gang.members[k]);
      }
      line.accept(text.append(gang.runs ? ", has this slot" : ", waits").toString());
    }
  }

  @Override
  public String toString() {
    return "gang";
  }
}
