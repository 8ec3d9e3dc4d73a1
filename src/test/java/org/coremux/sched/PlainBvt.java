package org.coremux.sched;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Borrowed virtual time, slow and obvious: those who wait are a list that is searched each time,
 * and virtual times are found anew from what each has run.
 */
final class PlainBvt implements Scheduler {
  private final Pool pool;
  private final long mcuNs;
  private final long allowanceNs;
  private final Map<Integer, Domain> domains = new TreeMap<>();

  /** Those who wait, as they were queued, with their E of then. */
  private final List<Domain> waiting = new ArrayList<>();

  /** Of whom each that runs was told as the next, by E; nobody of whom it runs without an end. */
  private final Map<Processor, Long> nextE = new HashMap<>();

  private long virtualTime;

  private static final class Domain {
    final Schedulable s;

    /** A when it was given a processor, or woke. */
    long actualThen;

    long ranSinceNs;
    long queuedAt;
    boolean wants;
    long warp;
    long warpLimitNs;
    long unwarpNs;
    boolean warps;
    long warpedNs;
    long unwarpedSinceNs;

    Domain(Schedulable s) {
      this.s = s;
    }
  }

  PlainBvt(Pool pool, long mcuNs, long allowanceNs) {
    this.pool = pool;
    this.mcuNs = mcuNs;
    this.allowanceNs = allowanceNs;
  }

  private long advance(Domain d) {
    return mcuNs * 256 / d.s.weight();
  }

  private long mcus(Domain d) {
    return -Math.floorDiv(-d.ranSinceNs, mcuNs);
  }

  private long actual(Domain d) {
    return d.actualThen + mcus(d) * advance(d);
  }

  private long effective(Domain d) {
    return actual(d) - (d.warps ? d.warp : 0);
  }

  private void newStint(Domain d) {
    d.actualThen = actual(d);
    d.ranSinceNs = 0;
  }

  /** The least A of all who want to run. */
  private long virtualTime() {
    virtualTime =
        domains.values().stream()
            .filter(d -> d.wants)
            .mapToLong(this::actual)
            .min()
            .orElse(virtualTime);
    return virtualTime;
  }

  @Override
  public void admit(Schedulable s) {
    Domain d = new Domain(s);
    d.actualThen = virtualTime;
    Parameters said = s.group() == null ? null : s.group().settings();
    if (said != null && said.durationNs("warp") > 0) {
      d.warp = said.durationNs("warp");
      d.warpLimitNs = said.durationNs("warpLimit");
      d.unwarpNs = said.durationNs("unwarp");
      d.warps = true;
    }
    domains.put(s.index(), d);
  }

  @Override
  public void retire(Schedulable s) {
    domains.remove(s.index());
  }

  @Override
  public void wake(Schedulable s) {
    Domain d = domains.get(s.index());
    for (int i = 0; i < pool.processorCount(); i++) {
      pool.settle(pool.processor(i));
    }
    newStint(d);
    d.actualThen = Math.max(d.actualThen, virtualTime());
    warpAgain(d);
    d.wants = true;
    queue(d);
    if (!kickIdle(s, null)) {
      kickFarthest(s);
      tell(d, null);
    }
  }

  /** All that run and do not know of one with so little E. */
  private void tell(Domain d, Processor except) {
    for (int i = 0; i < pool.processorCount(); i++) {
      Processor p = pool.processor(i);
      boolean runs = p != except && pool.current(p) != pool.idle(p);
      if (runs && d.s.allows(p) && effective(d) < nextE.getOrDefault(p, Long.MAX_VALUE)) {
        pool.kick(p);
      }
    }
  }

  private void queue(Domain d) {
    d.queuedAt = effective(d);
    waiting.add(d);
  }

  private void warpAgain(Domain d) {
    if (d.warp > 0 && pool.nowNs() - d.unwarpedSinceNs >= d.unwarpNs) {
      d.warps = true;
      d.warpedNs = 0;
    }
  }

  private void kickFarthest(Schedulable s) {
    List<Processor> busy = new ArrayList<>();
    for (int i = 0; i < pool.processorCount(); i++) {
      Processor p = pool.processor(i);
      if (s.allows(p) && pool.current(p) != pool.idle(p)) {
        busy.add(p);
      }
    }
    // the first of those who are ahead by the most: sorting keeps the order of equal ones
    busy.sort(Comparator.comparing(p -> -effective(domains.get(pool.current(p).index()))));
    if (!busy.isEmpty()) {
      pool.kick(busy.get(0));
    }
  }

  private boolean kickIdle(Schedulable s, Processor except) {
    Processor p = idleFor(s, except);
    if (p != null) {
      pool.kick(p);
    }
    return p != null;
  }

  private Processor idleFor(Schedulable s, Processor except) {
    for (int i = -1; i < pool.processorCount(); i++) {
      Processor p = i < 0 ? s.processor() : pool.processor(i);
      if (p != except && pool.isIdle(p) && s.allows(p)) {
        return p;
      }
    }
    return null;
  }

  @Override
  public void sleep(Schedulable s) {
    Domain d = domains.get(s.index());
    virtualTime();
    d.wants = false;
    waiting.remove(d);
    if (d.warps) {
      d.unwarpedSinceNs = pool.nowNs();
    }
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    Domain d = domains.get(s.index());
    d.ranSinceNs += ranNs;
    if (d.warps) {
      d.warpedNs += ranNs;
      if (d.warpLimitNs > 0 && d.warpedNs >= d.warpLimitNs) {
        d.warps = false;
        d.unwarpedSinceNs = pool.nowNs();
      }
    } else {
      warpAgain(d);
    }
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    Domain running = current == pool.idle(p) ? null : domains.get(current.index());
    if (running != null && pool.isRunnable(current) && !waiting.contains(running)) {
      Domain next = least(p);
      if (next == null || effective(running) <= effective(next) + allowanceNs) {
        return run(running, next, p);
      }
      queue(running);
      if (idleFor(current, p) == null) {
        tell(running, p);
      }
    }
    Domain next = least(p);
    if (next == null) {
      return pool.idle(p);
    }
    waiting.remove(next);
    newStint(next);
    List<Domain> others = new ArrayList<>(waiting);
    others.sort(Comparator.comparing(d -> d.s.index()));
    for (Domain other : others) {
      kickIdle(other.s, p);
    }
    return run(next, least(p), p);
  }

  private Domain least(Processor p) {
    Domain least = null;
    for (Domain d : waiting) {
      if (d.s.allows(p) && (least == null || d.queuedAt < least.queuedAt)) {
        least = d;
      }
    }
    return least;
  }

  /** For as many MCUs as it takes to be too far ahead, one by one. */
  private Schedulable run(Domain d, Domain next, Processor p) {
    nextE.remove(p);
    if (next == null) {
      return d.s;
    }
    nextE.put(p, effective(next));
    long more = 1;
    while (effective(d) + more * advance(d) <= effective(next) + allowanceNs) {
      more++;
    }
    long sliceNs = Math.max(1, (mcus(d) + more) * mcuNs - d.ranSinceNs);
    if (d.warp > 0 && !d.warps) {
      sliceNs = Math.min(sliceNs, Math.max(1, d.unwarpedSinceNs + d.unwarpNs - pool.nowNs()));
    } else if (d.warp > 0 && d.warpLimitNs > 0) {
      sliceNs = Math.min(sliceNs, Math.max(1, d.warpLimitNs - d.warpedNs));
    }
    pool.limit(p, sliceNs);
    return d.s;
  }

  @Override
  public String toString() {
    return "plain bvt";
  }
}
