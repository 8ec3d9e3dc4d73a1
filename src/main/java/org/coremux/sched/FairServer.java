package org.coremux.sched;

import org.coremux.engine.Timer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;

/**
 * Fair threads have 50 ms of each second reserved on each processor. Real-time threads go first
 * nevertheless: only when what is left of the 50 ms is all that is left of the second do they give
 * way, for that long. If no fair thread wants to run then, they go on.
 *
 * <p>The second begins when a fair thread wakes after there was none, unless what is left of the 50
 * ms fits the rest of the old one; and when they have had their 50 ms otherwise.
 *
 * <p>Model: it starts where a fair thread wakes or runs, not where one is only moved to; it ends
 * when a fair thread is asked for in vain; the server has its way over real-time threads alone,
 * those with deadlines go before it; its budget ends exactly.
 *
 * <p>Cost: O(1) per charge, wake-up and decision. Allocation: none after set-up.
 *
 * <p>Source: schedulers.md 13; Linux 6.8 and later, the deferred fair_server, as its authors
 * describe it.
 */
final class FairServer implements RealTimeBound {
  private static final long RUNTIME_NS = RealTimeParameters.FAIR_RUNTIME_NS;
  private static final long PERIOD_NS = RealTimeParameters.FAIR_PERIOD_NS;

  private final Pool pool;

  /** By index of the processor: whether fair ones are known to want to run. */
  private final boolean[] active;

  private final long[] leftNs;
  private final long[] deadlineNs;
  private final boolean[] runsRealTime;
  private final Timer[] looks;

  FairServer(Pool pool) {
    this.pool = pool;
    int count = pool.processorCount();
    active = new boolean[count];
    leftNs = new long[count];
    deadlineNs = new long[count];
    runsRealTime = new boolean[count];
    looks = new Timer[count];
    for (int i = 0; i < count; i++) {
      Processor p = pool.processor(i);
      looks[i] = pool.timer(p, now -> pool.kick(p));
    }
  }

  @Override
  public void fairWakes(Processor p) {
    int cpu = p.index();
    if (!active[cpu]) {
      start(cpu, pool.nowNs());
      if (runsRealTime[cpu]) {
        limit(p);
      }
    }
  }

  private void start(int cpu, long nowNs) {
    active[cpu] = true;
    long restNs = deadlineNs[cpu] - nowNs;
    if (restNs <= 0 || leftNs[cpu] * (PERIOD_NS / RUNTIME_NS) > restNs) {
      renew(cpu, nowNs);
    }
  }

  private void renew(int cpu, long nowNs) {
    deadlineNs[cpu] = nowNs + PERIOD_NS;
    leftNs[cpu] = RUNTIME_NS;
  }

  @Override
  public void fairRan(Processor p, long ranNs) {
    int cpu = p.index();
    long nowNs = pool.nowNs();
    if (!active[cpu]) {
      start(cpu, Math.max(0, nowNs - ranNs));
    }
    boolean isServed = nowNs - ranNs >= deadlineNs[cpu] - leftNs[cpu];
    leftNs[cpu] -= ranNs;
    if (leftNs[cpu] <= 0 && !isServed) {
      renew(cpu, nowNs); // they have had it without the server
    }
  }

  @Override
  public boolean givesWay(Processor p) {
    int cpu = p.index();
    long nowNs = pool.nowNs();
    if (runsRealTime[cpu]) {
      runsRealTime[cpu] = false;
      pool.cancel(looks[cpu]);
    }
    if (!active[cpu]) {
      return false;
    }
    if (nowNs >= deadlineNs[cpu]) {
      long periods = (nowNs - deadlineNs[cpu]) / PERIOD_NS + 1;
      deadlineNs[cpu] += periods * PERIOD_NS;
      leftNs[cpu] = RUNTIME_NS;
    }
    boolean isServed = leftNs[cpu] > 0 && nowNs >= deadlineNs[cpu] - leftNs[cpu];
    if (isServed) {
      pool.arm(looks[cpu], nowNs + leftNs[cpu]);
    }
    return isServed;
  }

  @Override
  public boolean goesOn(Processor p) {
    active[p.index()] = false;
    pool.cancel(looks[p.index()]);
    return true;
  }

  @Override
  public void limit(Processor p) {
    int cpu = p.index();
    runsRealTime[cpu] = true;
    if (active[cpu]) {
      // with nothing left there is something again at the deadline
      pool.arm(looks[cpu], deadlineNs[cpu] - Math.max(0, leftNs[cpu]));
    }
  }
}
