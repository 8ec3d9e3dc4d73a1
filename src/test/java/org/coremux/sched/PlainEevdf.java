package org.coremux.sched;

import java.math.BigInteger;
import org.coremux.mux.Pool;

/** EEVDF on pinned tasks, slow and obvious: virtual times are summed up exactly, each time anew. */
final class PlainEevdf extends PlainFair {
  /** Versions, to be compared by their order. */
  enum Version {
    V6_6,
    V6_12,
    V6_17,
    LATEST
  }

  private final Version version;
  private final long slice;

  PlainEevdf(Pool pool, long tickNs, Version version) {
    super(pool, tickNs);
    this.version = version;
    long floorLog = 0;
    while (2L << floorLog <= Math.min(8, pool.processorCount())) {
      floorLog++;
    }
    slice = (1 + floorLog) * (since(Version.V6_17) ? 700_000 : 750_000);
  }

  private boolean since(Version first) {
    return version.compareTo(first) >= 0;
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private static BigInteger weights(Cpu cpu) {
    return cpu.all().stream().map(t -> big(t.weight())).reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static BigInteger weighted(Cpu cpu) {
    return cpu.all().stream()
        .map(t -> big(t.weight()).multiply(big(t.v)))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** The mean, rounded down; of an empty queue what it was last. */
  private static long virtualTime(Cpu cpu) {
    if (!cpu.all().isEmpty()) {
      BigInteger[] parts = weighted(cpu).divideAndRemainder(weights(cpu));
      cpu.least = parts[0].longValueExact() - (parts[1].signum() < 0 ? 1 : 0);
    }
    return cpu.least;
  }

  private static boolean isEligible(Task t) {
    return big(t.v).multiply(weights(t.cpu)).compareTo(weighted(t.cpu)) <= 0;
  }

  @Override
  void place(Task t) {
    Cpu cpu = t.cpu;
    t.v = virtualTime(cpu);
    if (!cpu.all().isEmpty()) {
      BigInteger all = weights(cpu);
      BigInteger inflated = big(t.lag).multiply(all.add(big(t.weight()))).divide(all);
      t.v -= inflated.longValueExact();
    }
    if (t.relative) {
      t.relative = false;
      t.deadline += t.v;
    } else {
      t.deadline = t.v + (t.fresh ? t.virtual(slice) / 2 : t.virtual(slice));
    }
  }

  /**
   * As of when it was still queued: {@link #left} is told afterwards, and puts it back for that.
   */
  private void keepLag(Task t) {
    long lag = virtualTime(t.cpu) - t.v;
    long limit = since(Version.LATEST) ? slice + tickNs : Math.max(2 * slice, tickNs);
    lag = Math.max(-t.virtual(limit), Math.min(t.virtual(limit), lag));
    t.lag = t.delayed ? Math.min(0, Math.max(lag, t.lag)) : lag;
  }

  @Override
  void left(Task t, boolean asleep) {
    t.cpu.waiting.add(t);
    keepLag(t);
    t.cpu.waiting.remove(t);
    if (since(Version.V6_12) && !asleep) {
      t.deadline -= t.v;
      t.relative = true;
    }
    t.cpu.next = t.cpu.next == t ? null : t.cpu.next;
  }

  @Override
  boolean staysQueued(Task t) {
    if (!since(Version.V6_12) || isEligible(t)) {
      return false;
    }
    keepLag(t);
    t.delayed = true;
    return true;
  }

  @Override
  void wokenDelayed(Task t) {
    if (virtualTime(t.cpu) - t.v > 0) {
      remove(t, true);
      t.lag = 0;
      enqueue(t);
    }
  }

  @Override
  void taken(Task t) {
    t.isProtected = true;
    t.protection = t.deadline;
    tighten(t);
  }

  private void tighten(Task t) {
    if (since(Version.V6_17)) {
      t.protection = Math.min(t.protection, t.v + t.virtual(slice));
    }
  }

  private boolean holdsOn(Task t) {
    boolean lasts = since(Version.V6_17) ? t.v < t.protection : t.deadline == t.protection;
    return t.isProtected && lasts;
  }

  @Override
  void charged(Task t, long ranNs) {
    t.v += t.virtual(ranNs);
    boolean served = t.v >= t.deadline;
    if (served) {
      t.deadline = t.v + t.virtual(slice);
    }
    boolean over =
        served
            || since(Version.V6_17) && !holdsOn(t)
            || version == Version.V6_12 && !holdsOn(t) && !isEligible(t);
    t.cpu.resched |= over && t.cpu.all().size() > 1;
  }

  @Override
  void chargedLate(Task t, long ranNs) {
    t.lag -= t.virtual(ranNs);
  }

  @Override
  boolean isOverAtTick(Task t) {
    return false;
  }

  @Override
  Task pick(Cpu cpu) {
    if (cpu.all().size() == 1) {
      return cpu.all().get(0);
    }
    if (since(Version.V6_17) && cpu.next != null && !cpu.next.delayed && isEligible(cpu.next)) {
      return cpu.next;
    }
    Task current = cpu.current != null && isEligible(cpu.current) ? cpu.current : null;
    if (current != null && holdsOn(current)) {
      return current;
    }
    Task best = null;
    for (Task t : cpu.waiting) {
      if (isEligible(t) && (best == null || t.deadline < best.deadline)) {
        best = t;
      }
    }
    return best == null || current != null && current.deadline < best.deadline ? current : best;
  }

  @Override
  boolean preempts(Cpu cpu, Task woken, boolean fresh) {
    if (fresh) {
      return false;
    }
    if (pick(cpu) == woken) {
      return true;
    }
    tighten(cpu.current);
    return false;
  }

  @Override
  void gaveUp(Task t) {
    if (t.cpu.all().size() == 1) {
      return;
    }
    if (!since(Version.LATEST)) {
      t.deadline += t.virtual(slice);
    } else if (isEligible(t)) {
      t.v = t.deadline;
      t.deadline += t.virtual(slice);
    }
  }
}
