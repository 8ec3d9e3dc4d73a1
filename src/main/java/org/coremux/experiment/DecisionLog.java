package org.coremux.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.coremux.engine.Timer;
import org.coremux.mux.ForwardingScheduler;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Stands between a level and its policy and remembers, for each processor, the last decision and
 * what asked for it. Changes nothing of what either says to the other.
 */
final class DecisionLog implements ForwardingScheduler {
  /** What is known of one processor: its last decision, and who has asked for the next. */
  private static final class Entry {
    final LastDecision last;
    Why asked;
    Schedulable who;
    int more;

    Entry(Processor p) {
      last = new LastDecision(p);
    }
  }

  /** A timer of the policy's own, and the processor whose interrupt it is. */
  record PolicyTimer(Processor at, Timer timer) {}

  private final Pool pool;
  private final Scheduler inner;
  private final Entry[] entries;
  private final List<PolicyTimer> timers = new ArrayList<>();
  private Observer observer = (nowNs, p, s, from, to) -> {};
  private Why doing = Why.POLICY;
  private Schedulable about;
  private long limitNs;

  /** Wraps the policy that {@code create} makes. */
  DecisionLog(Pool pool, Function<Pool, Scheduler> create) {
    this.pool = pool;
    entries = new Entry[pool.processorCount()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = new Entry(pool.processor(i));
    }
    inner = create.apply(new ObservedPool(pool, this));
  }

  /** Who is told of each decision and wake-up. */
  void observer(Observer told) {
    observer = told;
  }

  /** The policy's own timers. */
  List<PolicyTimer> timers() {
    return timers;
  }

  /** The last decision for the processor; null when there was none. */
  Decision last(Processor p) {
    LastDecision last = entries[p.index()].last;
    return last.atNs < 0 ? null : last.saved();
  }

  // ---- what the policy does ----

  void asks(Processor p) {
    asks(p, doing, about);
  }

  private void asks(Processor p, Why cause, Schedulable who) {
    Entry entry = entries[p.index()];
    if (entry.asked == null) {
      entry.asked = cause;
      entry.who = who;
      entry.more = 0;
    } else if (entry.who != who) {
      entry.more++;
    }
  }

  void limits(long sliceNs) {
    limitNs = sliceNs;
  }

  void holds(Schedulable s) {
    if (s.state() == RunState.RUNNING) {
      asks(s.processor(), s.held() == Hold.CAP ? Why.CAPPED : Why.COSTOPPED, s);
    }
  }

  Timer timer(Processor at, Timer.Handler handler) {
    return known(at, pool.timer(at, now -> expire(handler, now)));
  }

  Timer tick(Processor at, long periodNs, Timer.Handler handler) {
    return known(at, pool.tick(at, periodNs, now -> expire(handler, now)));
  }

  private Timer known(Processor at, Timer timer) {
    timers.add(new PolicyTimer(at, timer));
    return timer;
  }

  void releases(Schedulable s) {
    Why doingBefore = doing;
    Schedulable aboutBefore = about;
    begin(Why.RELEASED, s);
    pool.release(s);
    goBack(doingBefore, aboutBefore);
  }

  private void expire(Timer.Handler handler, long nowNs) {
    Why doingBefore = doing;
    Schedulable aboutBefore = about;
    begin(Why.TIMER, null);
    handler.expire(nowNs);
    goBack(doingBefore, aboutBefore);
  }

  private void begin(Why cause, Schedulable who) {
    // A wake-up because of a release is told as the release.
    if (doing != Why.RELEASED || cause != Why.WOKE) {
      doing = cause;
      about = who;
    }
  }

  private void goBack(Why doingBefore, Schedulable aboutBefore) {
    doing = doingBefore;
    about = aboutBefore;
  }

  // ---- what the level asks ----

  @Override
  public Scheduler inner() {
    return inner;
  }

  @Override
  public Processor place(Schedulable s, Processor waker) {
    if (doing != Why.RELEASED) {
      observer.woken(pool.nowNs(), s, waker);
    }
    return inner.place(s, waker);
  }

  @Override
  public void wake(Schedulable s) {
    Why doingBefore = doing;
    Schedulable aboutBefore = about;
    begin(Why.WOKE, s);
    inner.wake(s);
    goBack(doingBefore, aboutBefore);
  }

  @Override
  public void sleep(Schedulable s) {
    Why doingBefore = doing;
    Schedulable aboutBefore = about;
    begin(Why.LEFT, s);
    inner.sleep(s);
    goBack(doingBefore, aboutBefore);
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    asks(s.processor(), Why.YIELDED, s);
    Why doingBefore = doing;
    Schedulable aboutBefore = about;
    begin(Why.YIELDED, s);
    inner.yield(s, to);
    goBack(doingBefore, aboutBefore);
  }

  @Override
  public void saved(Schedulable s, Processor p) {
    Why doingBefore = doing;
    Schedulable aboutBefore = about;
    begin(Why.SAVED, s);
    inner.saved(s, p);
    goBack(doingBefore, aboutBefore);
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Entry entry = entries[p.index()];
    LastDecision last = entry.last;
    Schedulable before = last.to;
    boolean isAsked = entry.asked != null;
    Why why = why(entry, before, p);
    limitNs = Timer.NEVER;
    doing = Why.ELSEWHERE;
    about = null;
    Schedulable next = inner.pickNext(p);
    doing = Why.POLICY;
    long nowNs = pool.nowNs();
    Schedulable to = next == pool.idle(p) ? null : next;
    boolean isNew = last.atNs != nowNs || to != before; // else the reason stands
    last.untilNs = limitNs == Timer.NEVER ? Timer.NEVER : nowNs + limitNs;
    if (isNew) {
      last.atNs = nowNs;
      last.why = why;
      boolean isOfBefore = !isAsked || why == Why.ENDED || why == Why.BLOCKED;
      last.who = isOfBefore ? before : entry.who;
      last.more = isOfBefore ? 0 : entry.more;
      last.from = before;
      last.to = to;
    }
    entry.asked = null;
    entry.who = null;
    if (isNew) {
      observer.decided(nowNs, last);
    }
    return next;
  }

  private Why why(Entry entry, Schedulable before, Processor p) {
    if (before != null && pool.current(p) != before) {
      return before.state() == RunState.OFFLINE ? Why.ENDED : Why.BLOCKED;
    }
    if (entry.asked != null) {
      return entry.asked;
    }
    if (before != null && pool.nowNs() >= entry.last.untilNs) {
      return Why.SLICE_ENDED;
    }
    return before == null || pool.isRunnable(before) ? Why.OUTSIDE : Why.HAS_TO_LEAVE;
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
