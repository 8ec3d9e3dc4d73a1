package org.coremux.mux;

import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Timer;

/**
 * Groups that share by weighted virtual time, and of which some are capped: a quota per period is
 * handed out to processors in slices, what is left of a slice goes back, an overrun is debt, and a
 * group whose quota is empty is held until the next period. Walk-through 4.
 */
final class FairGroups implements Scheduler {
  private static final long QUOTA_SLICE_NS = 5_000_000;
  private static final int WEIGHT_UNIT = 1024;

  private final Pool pool;
  private final long sliceNs;
  private final List<Share> shares = new ArrayList<>();
  private final long[] virtualNs = new long[64];
  private final long[] takenNs = new long[64];
  private long floorNs;

  /** What the policy keeps for a group. */
  private static final class Share {
    final Group group;
    final List<Schedulable> members = new ArrayList<>();
    final List<Schedulable> queue = new ArrayList<>();
    Timer refill;
    long virtualNs;
    long quotaLeftNs;
    int running;
    boolean throttled;

    Share(Group group) {
      this.group = group;
      quotaLeftNs = group.quotaNs();
    }
  }

  FairGroups(Pool pool, long sliceNs) {
    this.pool = pool;
    this.sliceNs = sliceNs;
  }

  @Override
  public void admit(Schedulable s) {
    Share share = share(s);
    if (share == null) {
      share = new Share(s.group());
      shares.add(share);
      if (s.group().isCapped()) {
        begin(share);
      }
    }
    share.members.add(s);
  }

  private void begin(Share share) {
    share.refill = pool.timer(pool.processor(0), now -> refill(share));
    pool.arm(share.refill, pool.nowNs() + share.group.periodNs());
  }

  private Share share(Schedulable s) {
    return shares.stream().filter(share -> share.group == s.group()).findFirst().orElse(null);
  }

  @Override
  public void retire(Schedulable s) {
    share(s).members.remove(s);
  }

  @Override
  public void wake(Schedulable s) {
    Share share = share(s);
    if (share.throttled) {
      pool.hold(s, Hold.CAP);
      return;
    }
    for (Schedulable other : share.queue) {
      virtualNs[s.index()] = Math.max(virtualNs[s.index()], virtualNs[other.index()]);
    }
    if (share.queue.isEmpty() && share.running == 0) {
      share.virtualNs = Math.max(share.virtualNs, floorNs);
    }
    share.queue.add(s);
    for (int i = 0; i < pool.processorCount(); i++) {
      if (pool.isIdle(pool.processor(i))) {
        pool.kick(pool.processor(i));
        return;
      }
    }
  }

  @Override
  public void sleep(Schedulable s) {
    share(s).queue.remove(s);
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    Share share = share(s);
    virtualNs[s.index()] += ranNs * WEIGHT_UNIT / s.weight();
    share.virtualNs += ranNs * WEIGHT_UNIT / share.group.weight();
    if (share.group.isCapped()) {
      takenNs[s.processor().index()] -= ranNs;
    }
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Schedulable current = pool.current(p);
    if (current != pool.idle(p)) {
      putBack(current, p);
    }
    while (true) {
      Share best = null;
      for (Share share : shares) {
        boolean candidate = !share.throttled && !share.queue.isEmpty();
        if (candidate && (best == null || share.virtualNs < best.virtualNs)) {
          best = share;
        }
      }
      if (best == null) {
        return pool.idle(p);
      }
      if (!best.group.isCapped() || best.quotaLeftNs > 0) {
        return take(best, p);
      }
      best.throttled = true;
      for (Schedulable s : List.copyOf(best.queue)) {
        pool.hold(s, Hold.CAP); // those that run follow when their slice of the quota ends
      }
    }
  }

  private void putBack(Schedulable current, Processor p) {
    Share share = share(current);
    share.running--;
    if (share.group.isCapped()) {
      share.quotaLeftNs += takenNs[p.index()];
      takenNs[p.index()] = 0;
    }
    if (pool.isRunnable(current) && !share.queue.contains(current)) {
      if (share.throttled) {
        pool.hold(current, Hold.CAP);
      } else {
        share.queue.add(current);
      }
    }
  }

  private Schedulable take(Share share, Processor p) {
    floorNs = Math.max(floorNs, share.virtualNs);
    Schedulable next = share.queue.get(0);
    for (Schedulable s : share.queue) {
      if (virtualNs[s.index()] < virtualNs[next.index()]) {
        next = s;
      }
    }
    share.queue.remove(next);
    share.running++;
    long limitNs = sliceNs;
    if (share.group.isCapped()) {
      long takeNs = Math.min(QUOTA_SLICE_NS, share.quotaLeftNs);
      share.quotaLeftNs -= takeNs;
      takenNs[p.index()] = takeNs;
      limitNs = Math.min(limitNs, takeNs);
    }
    pool.limit(p, limitNs);
    return next;
  }

  private void refill(Share share) {
    share.quotaLeftNs = Math.min(share.quotaLeftNs + share.group.quotaNs(), share.group.quotaNs());
    if (share.quotaLeftNs > 0 && share.throttled) {
      share.throttled = false;
      share.members.forEach(pool::release);
    }
    for (int i = 0; i < pool.processorCount(); i++) {
      pool.kick(pool.processor(i));
    }
    pool.arm(share.refill, pool.nowNs() + share.group.periodNs());
  }
}
