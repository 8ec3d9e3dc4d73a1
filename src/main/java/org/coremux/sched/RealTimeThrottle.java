package org.coremux.sched;

import org.coremux.engine.Timer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;

/**
 * Real-time threads may run so long on each processor in a period; then they stand still there
 * until it ends, even if nobody else wants to run and the processor idles. What they overran,
 * because it is noticed at ticks, they get less in the next one.
 *
 * <p>A period of all processors begins when a thread wakes after one without any.
 *
 * <p>How long and of how much is {@link RealTimeParameters}'s to say, for all stacks alike.
 *
 * <p>Model: whoever stands still is not taken over by another processor, and the others do not lend
 * their runtime (RT_RUNTIME_SHARE off, as by default since 5.10). Time of deadline tasks does not
 * count. Books are brought up to date when they are looked at, so that no timer is needed but for
 * the end of a stand-still.
 *
 * <p>Cost: O(1) per charge and decision, O(processors) when the first thread wakes. Allocation:
 * none after set-up.
 *
 * <p>Source: schedulers.md 13; Linux rt.c up to 6.11 as it is documented in sched-rt-group.
 */
final class RealTimeThrottle implements RealTimeBound {
  private final Pool pool;
  private final RealTimeParameters parameters;

  /** When the first of the periods began that are counted; -1 before there is any. Unit: ns. */
  private long originNs = -1;

  /** By index of the processor: what they have run, and up to the end of how many periods. */
  private final long[] ranNs;

  private final long[] periods;
  private final boolean[] throttled;
  private final Timer[] ends;

  RealTimeThrottle(Pool pool, RealTimeParameters parameters) {
    this.pool = pool;
    this.parameters = parameters;
    int count = pool.processorCount();
    ranNs = new long[count];
    periods = new long[count];
    throttled = new boolean[count];
    ends = new Timer[count];
    for (int i = 0; i < count; i++) {
      Processor p = pool.processor(i);
      ends[i] = pool.timer(p, now -> pool.kick(p));
    }
  }

  @Override
  public void begins() {
    boolean isOver = originNs < 0 || pool.nowNs() >= originNs + parameters.periodNs();
    for (int i = 0; i < ranNs.length && originNs >= 0; i++) {
      refill(i, pool.nowNs());
      isOver &= ranNs[i] == 0;
    }
    if (isOver) {
      originNs = pool.nowNs();
      for (int i = 0; i < ranNs.length; i++) {
        periods[i] = 0;
      }
    }
  }

  /** Takes off what each period since has given. */
  private void refill(int cpu, long nowNs) {
    long passed = (nowNs - originNs) / parameters.periodNs() - periods[cpu];
    if (passed > 0) {
      periods[cpu] += passed;
      ranNs[cpu] -= Math.min(ranNs[cpu], passed * parameters.runtimeNs());
    }
  }

  private long periodEndsNs(int cpu) {
    return originNs + (periods[cpu] + 1) * parameters.periodNs();
  }

  @Override
  public void ran(Processor p, long ran) {
    int cpu = p.index();
    long nowNs = pool.nowNs();
    long atNs = Math.max(originNs, nowNs - ran);
    refill(cpu, atNs);
    for (long endsNs = periodEndsNs(cpu); endsNs <= nowNs; endsNs = periodEndsNs(cpu)) {
      ranNs[cpu] += endsNs - atNs;
      atNs = endsNs;
      refill(cpu, atNs);
    }
    ranNs[cpu] += nowNs - atNs;
  }

  @Override
  public boolean givesWay(Processor p) {
    int cpu = p.index();
    if (originNs < 0) {
      return false;
    }
    refill(cpu, pool.nowNs());
    boolean isOut = ranNs[cpu] >= parameters.runtimeNs();
    if (isOut) {
      pool.arm(ends[cpu], periodEndsNs(cpu));
    } else if (throttled[cpu]) {
      pool.cancel(ends[cpu]);
    }
    throttled[cpu] = isOut;
    return isOut;
  }

  @Override
  public boolean standsStill(Processor p) {
    return p.index() < throttled.length && throttled[p.index()];
  }

  @Override
  public void limit(Processor p) {
    int cpu = p.index();
    long nowNs = pool.nowNs();
    long leftNs = parameters.runtimeNs() - ranNs[cpu];
    long untilPeriodNs = periodEndsNs(cpu) - nowNs;
    if (leftNs >= untilPeriodNs) {
      leftNs = untilPeriodNs + parameters.runtimeNs(); // all is given back on the way
    }
    if (parameters.tickNs() > 0) {
      long tickNs = parameters.tickNs();
      leftNs = Math.floorDiv(nowNs + leftNs + tickNs - 1, tickNs) * tickNs - nowNs;
    }
    pool.limit(p, leftNs);
  }
}
