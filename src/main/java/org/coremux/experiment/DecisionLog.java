package org.coremux.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.coremux.engine.Timer;
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
final class DecisionLog implements Scheduler {
  /** What a policy was doing when it asked a processor to decide. */
  private enum Cause {
    NONE,
    WAKE,
    SLEEP,
    HOLD,
    RELEASE,
    YIELD,
    TIMER,
    SAVED,
    DECISION,
    OTHER
  }

  /** What is known of one processor. */
  private static final class Entry {
    Cause asked = Cause.NONE;
    Schedulable who;
    int more;
    long atNs = -1;
    String why;
    Schedulable from;
    Schedulable to;
    long untilNs;
  }

  /** A timer of the policy's own, and the processor whose interrupt it is. */
  record PolicyTimer(Processor at, Timer timer) {}

  private final Pool pool;
  private final Scheduler inner;
  private final Entry[] entries;
  private final List<PolicyTimer> timers = new ArrayList<>();
  private Consumer<Decision> listener = decision -> {};
  private Cause doing = Cause.OTHER;
  private Schedulable about;
  private long limitNs;

  /** Wraps the policy that {@code create} makes. */
  DecisionLog(Pool pool, Function<Pool, Scheduler> create) {
    this.pool = pool;
    entries = new Entry[pool.processorCount()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = new Entry();
    }
    inner = create.apply(new ObservedPool(pool, this));
  }

  /** Who is told of each decision. */
  void onDecision(Consumer<Decision> told) {
    listener = told;
  }

  /** The policy's own timers. */
  List<PolicyTimer> timers() {
    return timers;
  }

  /** The last decision for the processor; null when there was none. */
  Decision last(Processor p) {
    Entry entry = entries[p.index()];
    return entry.atNs < 0 ? null : decision(entry, p);
  }

  // ---- what the policy does ----

  void asks(Processor p) {
    asks(p, doing, about);
  }

  private void asks(Processor p, Cause cause, Schedulable who) {
    Entry entry = entries[p.index()];
    if (entry.asked == Cause.NONE) {
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
      asks(s.processor(), Cause.HOLD, s);
    }
  }

  Timer timer(Processor at, Timer.Handler handler) {
    Timer timer = pool.timer(at, now -> during(Cause.TIMER, null, () -> handler.expire(now)));
    timers.add(new PolicyTimer(at, timer));
    return timer;
  }

  void releases(Schedulable s) {
    during(Cause.RELEASE, s, () -> pool.release(s));
  }

  private void during(Cause cause, Schedulable who, Runnable call) {
    Cause doingBefore = doing;
    Schedulable aboutBefore = about;
    // A wake-up because of a release is told as the release.
    if (doing != Cause.RELEASE || cause != Cause.WAKE) {
      doing = cause;
      about = who;
    }
    call.run();
    doing = doingBefore;
    about = aboutBefore;
  }

  // ---- what the level asks ----

  @Override
  public void admit(Schedulable s) {
    inner.admit(s);
  }

  @Override
  public void retire(Schedulable s) {
    inner.retire(s);
  }

  @Override
  public void changed(Schedulable s) {
    inner.changed(s);
  }

  @Override
  public Processor place(Schedulable s, Processor waker) {
    return inner.place(s, waker);
  }

  @Override
  public void wake(Schedulable s) {
    during(Cause.WAKE, s, () -> inner.wake(s));
  }

  @Override
  public void sleep(Schedulable s) {
    during(Cause.SLEEP, s, () -> inner.sleep(s));
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    asks(s.processor(), Cause.YIELD, s);
    during(Cause.YIELD, s, () -> inner.yield(s, to));
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    inner.charge(s, ranNs);
  }

  @Override
  public void saved(Schedulable s, Processor p) {
    during(Cause.SAVED, s, () -> inner.saved(s, p));
  }

  @Override
  public void describe(Consumer<String> line) {
    inner.describe(line);
  }

  @Override
  public Schedulable pickNext(Processor p) {
    Entry entry = entries[p.index()];
    Schedulable before = entry.to == null ? pool.idle(p) : entry.to;
    String why = why(entry, before, p);
    limitNs = Timer.NEVER;
    doing = Cause.DECISION;
    Schedulable next = inner.pickNext(p);
    doing = Cause.OTHER;
    long nowNs = pool.nowNs();
    entry.asked = Cause.NONE;
    entry.who = null;
    entry.untilNs = limitNs == Timer.NEVER ? Timer.NEVER : nowNs + limitNs;
    if (entry.atNs == nowNs && next == before) {
      return next; // asked again with nothing changed: the reason stands
    }
    entry.atNs = nowNs;
    entry.why = why;
    entry.from = before;
    entry.to = next;
    listener.accept(decision(entry, p));
    return next;
  }

  private Decision decision(Entry entry, Processor p) {
    return new Decision(
        p.multiplexer().name(),
        p.index(),
        entry.atNs,
        entry.why,
        name(entry.from, p),
        name(entry.to, p),
        entry.untilNs);
  }

  private String name(Schedulable s, Processor p) {
    return s == pool.idle(p) ? Decision.IDLE : s.name();
  }

  private String why(Entry entry, Schedulable before, Processor p) {
    if (before != pool.idle(p) && pool.current(p) != before) {
      return before.name() + (before.state() == RunState.OFFLINE ? " ended" : " blocked");
    }
    String more = entry.more == 0 ? "" : " (and " + entry.more + " more)";
    return switch (entry.asked) {
      case WAKE -> entry.who.name() + " woke up" + more;
      case RELEASE -> entry.who.name() + " was held no longer" + more;
      case HOLD -> entry.who.name() + " is held: " + held(entry.who) + more;
      case YIELD -> entry.who.name() + " yielded" + more;
      case SLEEP -> entry.who.name() + " left the queue" + more;
      case TIMER -> "a timer of the policy" + more;
      case SAVED -> entry.who.name() + " was saved and queued" + more;
      case DECISION -> "a decision elsewhere" + more;
      case OTHER -> "the policy asked" + more;
      case NONE -> unasked(entry, before);
    };
  }

  private String unasked(Entry entry, Schedulable before) {
    if (entry.atNs >= 0 && pool.nowNs() >= entry.untilNs) {
      return "the slice of " + before.name() + " ended";
    }
    return pool.isRunnable(before) ? "asked from outside" : before.name() + " has to leave";
  }

  private static String held(Schedulable s) {
    return s.held() == Hold.CAP ? "its cap is used up" : "co-stopped";
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
