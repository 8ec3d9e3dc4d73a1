package org.coremux.sched;

import java.util.function.Consumer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Xen's policy for partitions in the manner of ARINC 653: a table says who runs when within each
 * major frame, and begins again with the next. What one leaves of its entry nobody gets, and so
 * nobody can notice what another does.
 *
 * <p>A unit runs in its entries, if it wants to, on the processor that is its home; one that wakes
 * within its entry runs at once, another waits for its entry, for up to a whole frame. In an entry
 * whose unit does not want to run, and after the last one until the frame ends, everybody idles.
 * One that is in no entry never runs. A processor that decides late goes on where the table is by
 * then.
 *
 * <p>Model: in Xen, before a table is given, each vCPU of the control domain has an entry of 10 ms,
 * the frame grows with each, and no other domain runs. Here that is so for whoever is admitted, up
 * to 64, in the order of admission, so that a scenario runs without a table. The table does not
 * change during a run but for that; an entry that comes during a run counts from the next frame.
 *
 * <p>The table and the place in it are shared by all processors of the pool, one entry at a time,
 * as in Xen, which for that reason wants one processor for each pool: more of them stand idle.
 *
 * <p>Cost: O(entries that have passed since the last decision). Allocation: only in {@link #admit}.
 *
 * <p>Order: that of the table.
 *
 * <p>Source: xen/common/sched/arinc653.c and public/sysctl.h at c447b7308b13 (2026), by way of
 * schedulers.md, section 6; S. VanderLeest, "ARINC 653 hypervisor", DASC 2010.
 */
public final class Arinc653 implements Scheduler {
  private final Pool pool;
  private final boolean isGiven;
  private final String[] names = new String[ArincTable.ENTRIES_MAX];
  private final long[] runtimeNs = new long[ArincTable.ENTRIES_MAX];

  /** Whose the entries are; null for one that is not there, and for nobody. */
  private final Schedulable[] units = new Schedulable[ArincTable.ENTRIES_MAX];

  private int count;

  /** Unit: ns. */
  private long frameNs;

  /** Which entry it is; {@link #count} from the end of the last one to that of the frame. */
  private int at;

  /** When the next frame begins; frames begin at 0. Unit: ns. */
  private long nextFrameNs;

  /** When the next entry begins. Unit: ns. */
  private long nextSwitchNs;

  /** Who is in no entry. */
  private final IndexQueue left = new IndexQueue();

  /** A policy for the pool. */
  public Arinc653(Pool pool, ArincTable table) {
    this.pool = pool;
    isGiven = !table.entries().isEmpty();
    for (ArincTable.Entry entry : table.entries()) {
      names[count] = entry.unit();
      runtimeNs[count++] = entry.runtimeNs();
    }
    frameNs = table.frameNs();
  }

  @Override
  public void admit(Schedulable s) {
    left.admit(s);
    boolean isIn = false;
    for (int i = 0; i < count; i++) {
      if (units[i] == null && names[i].equals(s.name())) {
        units[i] = s;
        isIn = true;
      }
    }
    if (isIn) {
      return;
    }
    if (isGiven || count == names.length) {
      left.add(s);
      return;
    }
    names[count] = s.name();
    units[count] = s;
    runtimeNs[count++] = ArincTable.STANDARD_NS;
    frameNs += ArincTable.STANDARD_NS;
  }

  @Override
  public void retire(Schedulable s) {
    left.remove(s);
    for (int i = 0; i < count; i++) {
      if (units[i] == s) {
        units[i] = null;
      }
    }
  }

  // ---- waking and running ----

  @Override
  public void wake(Schedulable s) {
    pool.kick(s.processor()); // whoever's entry it is, as coded
  }

  @Override
  public void sleep(Schedulable s) {
    // whoever runs is asked whether it still wants to
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    // time passes, whoever runs
  }

  @Override
  public Schedulable pickNext(Processor p) {
    if (count == 0) {
      return pool.idle(p);
    }
    long nowNs = pool.nowNs();
    goTo(nowNs);
    pool.limit(p, nextSwitchNs - nowNs);
    Schedulable s = at == count ? null : units[at];
    boolean runs = s != null && s.processor() == p && pool.isRunnable(s) && s.allows(p);
    return runs ? s : pool.idle(p);
  }

  /** Where the table is at that time. */
  private void goTo(long nowNs) {
    if (nowNs >= nextFrameNs) {
      long intoNs = (nowNs - nextFrameNs) % frameNs;
      at = 0;
      nextFrameNs = nowNs - intoNs + frameNs;
      nextSwitchNs = nowNs - intoNs + runtimeNs[0];
    }
    while (nowNs >= nextSwitchNs) { // ends: the frame does so after now
      at++;
      nextSwitchNs = at < count ? nextSwitchNs + runtimeNs[at] : nextFrameNs;
    }
  }

  @Override
  public void describe(Consumer<String> line) {
    line.accept("arinc653, a frame of " + frameNs + " ns, the next from " + nextFrameNs + " ns");
    for (int i = 0; i < count; i++) {
      line.accept("  " + names[i] + ": " + runtimeNs[i] + " ns" + note(i));
    }
    for (Schedulable s = left.first(); s != null; s = left.after(s)) {
      line.accept("  " + s + ": in no entry, never runs");
    }
  }

  private String note(int entry) {
    boolean isHere = units[entry] != null || names[entry].equals(ArincTable.NOBODY);
    return (isHere ? "" : ", not here") + (entry == at ? ", now" : "");
  }

  @Override
  public String toString() {
    return "arinc653";
  }
}
