package org.coremux.mux;

import java.util.Arrays;
import java.util.Objects;
import org.coremux.topology.CpuMask;

/**
 * Time for which processors of a level idled while somebody waited who may run there: was RUNNABLE,
 * held by nobody, and allowed there. A policy that conserves work wastes none but that of kicks
 * under way.
 *
 * <p>Model: each processor counts, also where fewer wait than idle. A switch to nobody is no idle
 * time; a kick under way is.
 *
 * <p>Cost: one look at each processor where somebody begins or ceases to wait; nothing unless it is
 * the trace of its level. Allocates only when the roster grows. Reads the books and settles none.
 *
 * <p>Source: the invariant of J.-P. Lozi et al., "The Linux Scheduler: a Decade of Wasted Cores",
 * EuroSys 2016: no core stays idle while another has threads that wait.
 */
public final class Waste implements Trace {
  private final Multiplexer level;

  /** Of each processor, how many wait who may run there. */
  private final int[] waiting;

  /** How long it had idled when somebody began to wait. Unit: ns. */
  private final long[] sinceNs;

  private final long[] wastedNs;

  /** By the index of who waits: whether it does, and where it may run. */
  private boolean[] isCounted;

  private CpuMask[] where;

  /** From now on, for which it has to be told of what happens at the level. */
  public Waste(Multiplexer level) {
    this.level = level;
    waiting = new int[level.processorCount()];
    sinceNs = new long[waiting.length];
    wastedNs = new long[waiting.length];
    isCounted = new boolean[level.roster().indices()];
    where = new CpuMask[isCounted.length];
    for (int i = 0; i < level.roster().indices(); i++) {
      if (level.roster().at(i) != null) {
        look(level.nowNs(), level.roster().at(i));
      }
    }
  }

  @Override
  public void changed(long nowNs, Processor p, Schedulable s, RunState from, RunState to) {
    look(nowNs, s);
  }

  @Override
  public void held(long nowNs, Schedulable s, Hold why) {
    look(nowNs, s);
  }

  @Override
  public void allowed(long nowNs, Schedulable s) {
    look(nowNs, s);
  }

  private void look(long nowNs, Schedulable s) {
    int index = s.index;
    if (index >= isCounted.length) {
      isCounted = Arrays.copyOf(isCounted, 2 * index + 1);
      where = Arrays.copyOf(where, 2 * index + 1);
    }
    boolean waits = s.state == RunState.RUNNABLE && s.held == null;
    if (isCounted[index]) {
      if (waits && Objects.equals(where[index], s.affinity)) {
        return;
      }
      ceases(nowNs, where[index]);
    }
    isCounted[index] = waits;
    where[index] = s.affinity;
    if (waits) {
      begins(nowNs, s.affinity);
    }
  }

  private void begins(long nowNs, CpuMask mask) {
    for (int i = 0; i < waiting.length; i++) {
      if ((mask == null || mask.contains(i)) && waiting[i]++ == 0) {
        sinceNs[i] = idleNs(level.processor(i), nowNs);
      }
    }
  }

  private void ceases(long nowNs, CpuMask mask) {
    for (int i = 0; i < waiting.length; i++) {
      if ((mask == null || mask.contains(i)) && --waiting[i] == 0) {
        wastedNs[i] += idleNs(level.processor(i), nowNs) - sinceNs[i];
      }
    }
  }

  /** How long the processor has idled up to now, whether or not its books are settled. */
  private static long idleNs(Processor p, long nowNs) {
    boolean idles = !p.dispatched || p.current == p.idle && p.idle.owesNothing();
    return p.spentNs(Cost.IDLE) + (idles && p.running ? nowNs - p.lastNs : 0);
  }

  /** All of it up to now, over all processors, in ns. */
  public long ns() {
    long sum = 0;
    for (int i = 0; i < waiting.length; i++) {
      sum += wastedNs[i];
      if (waiting[i] > 0) {
        sum += idleNs(level.processor(i), level.nowNs()) - sinceNs[i];
      }
    }
    return sum;
  }

  @Override
  public String toString() {
    return "waste of " + level.name();
  }
}
