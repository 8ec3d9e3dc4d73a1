package org.coremux.sched;

import java.util.function.Consumer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Xen's policy for partitions in the manner of ARINC 653: a table says who runs when within each
 * major frame, and begins again with the next. What a partition leaves of its entry nobody gets,
 * and so none can notice what another does.
 *
 * <p>A unit runs in its entries if it wants to, on its own processor, and idles there else; one
 * that wakes within its entry runs at once. At the end of the table everybody idles until the frame
 * ends. A processor that comes late goes on where the table is by then.
 *
 * <p>Model: in Xen, before a table is given, each vCPU of Domain 0 has an entry of 10 ms and nobody
 * else has any; here everybody has, in the order in which they are admitted, up to 64, so that a
 * scenario runs without a table. One who is in no entry never runs. The table does not change
 * during a run. It is the same for all processors of the pool, one entry at a time, as in Xen,
 * which for that reason wants one processor for each pool.
 *
 * <p>Cost: O(entries) per decision, of which all but those that have passed since the last are
 * skipped. Allocation: only in {@link #admit}.
 *
 * <p>Order: that of the table.
 *
 * <p>Source: schedulers.md 6, written from xen/common/sched/arinc653.c; VanderLeest, "ARINC 653
 * hypervisor", DASC 2010.
 */
public final class Arinc653 implements Scheduler {
  private final Pool pool;

  /** Whose the entries are; null for one who is not there. */
  private final Schedulable[] units;

  /** By name; null where there is no table, and everybody gets one. */
  private final String[] names;

  private final long[] runtimeNs;
  private int count;
  private long frameNs;

  /** Which entry it is; {@code count} from the last one to the end of the frame. */
  private int at;

  private long nextFrameNs;
  private long nextSwitchNs;

  /** A policy for the pool. */
  public Arinc653(Pool pool, ArincTable table) {
    this.pool = pool;
    count = table.entries().size();
    frameNs = table.frameNs();
    units = new Schedulable[Math.max(count, ArincTable.ENTRIES_MAX)];
    runtimeNs = new long[units.length];
    names = count == 0 ? null : new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = table.entries().get(i).unit();
      runtimeNs[i] = table.entries().get(i).runtimeNs();
    }
  }

  @Override
  public void admit(Schedulable s) {
    if (names == null) {
      add(s);
      return;
    }
    for (int i = 0; i < count; i++) {
      if (names[i].equals(s.name())) {
        units[i] = s;
      }
    }
  }

  /** Another entry of a table that nobody has given. */
  private void add(Schedulable s) {
    for (int i = 0; i < count; i++) {
      if (units[i] == null) { // of one who has gone
        units[i] = s;
        return;
      }
    }
    if (count < units.length) {
      units[count] = s;
      runtimeNs[count++] = ArincTable.STANDARD_NS;
      frameNs = Math.max(frameNs, count * ArincTable.STANDARD_NS);
      nextFrameNs = pool.nowNs(); // a new table is in force at once
      for (int i = 0; i < pool.processorCount(); i++) {
        if (pool.current(pool.processor(i)) != pool.idle(pool.processor(i))) {
          pool.kick(pool.processor(i));
        }
      }
    }
  }

  @Override
  public void retire(Schedulable s) {
    for (int i = 0; i < count; i++) {
      units[i] = units[i] == s ? null : units[i];
    }
  }

  // ---- waking and running ----

  @Override
  public void wake(Schedulable s) {
    pool.kick(s.processor());
  }

  @Override
  public void sleep(Schedulable s) {
    // its processor decides anyway, and looks whether it wants to run
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
    goTo(pool.nowNs());
    pool.limit(p, nextSwitchNs - pool.nowNs());
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
    while (nowNs >= nextSwitchNs && at < count) {
      at++;
      nextSwitchNs = at < count ? nextSwitchNs + runtimeNs[at] : nextFrameNs;
    }
  }

  @Override
  public void describe(Consumer<String> line) {
    line.accept("major frame " + frameNs + " ns, until " + nextFrameNs + " ns");
    for (int i = 0; i < count; i++) {
      String name = names == null ? String.valueOf(units[i]) : names[i];
      line.accept("  " + name + ": " + runtimeNs[i] + " ns" + (i == at ? ", now" : ""));
    }
  }

  @Override
  public String toString() {
    return "arinc653";
  }
}
