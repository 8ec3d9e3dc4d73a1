package org.coremux.mux;

import org.coremux.engine.Kickable;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;

/**
 * Executes at most one {@link Schedulable} at a time, at a speed, while its provider executes: a
 * pCPU, which nobody provides, or what a vCPU is to the level above.
 *
 * <p>Whoever is dispatched pays what it owes, kind by kind, and only then executes: a leaf its
 * burst, a vCPU the processor that it provides, which is started here and stopped as soon as the
 * vCPU owes something again, blocks, or is preempted.
 *
 * <p>Work is exact: {@code sum(ns * speed) = (sum(work) << 16) + carry} over any run; the carry
 * stays with the processor and goes to whatever it executes next.
 */
public final class Processor implements Kickable {
  /** Nominal speed: one ns of work per ns. */
  public static final int NOMINAL = Speed.NOMINAL;

  final Multiplexer mux;
  final Schedulable provider;
  final Schedulable idle;
  final int traceId;
  private final Site site;
  private final int index;
  private final int depth;
  private final int id;
  private final Timer event;
  final long[] spentNs = new long[Cost.COUNT];
  final Interrupts interrupts;
  private final Speed speed = new Speed();
  private final Halting halting;
  Schedulable current;

  /** What is to happen after so much work; null for nothing. */
  WorkAlarm workAlarm;

  /** Whose state is still in the registers until the switch under way is paid; null for none. */
  Schedulable outgoing;

  /** What all who ever ran here have touched, one after the other. Unit: KiB. */
  long touchedKib;

  /** Who ran here last, not counting the idle one. */
  Schedulable last;

  boolean running;
  boolean dispatched = true;
  boolean switching;
  boolean again;
  final long bornNs;
  long clockNs;

  /** Part of the time spent on switches after which nobody was dispatched. Unit: ns. */
  long idleSwitchNs;

  long sliceEndNs = Timer.NEVER;
  long lastNs;

  Processor(Multiplexer mux, int index, Schedulable provider) {
    this.mux = mux;
    this.index = index;
    this.provider = provider;
    site = mux.site();
    depth = provider == null ? 0 : provider.processor.depth + 1;
    id = site.enrol(depth);
    traceId = mux.hash().nextId();
    idle = Schedulable.thread(mux.name() + ".idle" + index, null, 1, null, null);
    idle.mux = mux;
    idle.processor = this;
    idle.state = RunState.RUNNING;
    current = idle;
    running = provider == null;
    bornNs = site.nowNs();
    lastNs = bornNs;
    event = new Timer(this::onEvent);
    interrupts = new Interrupts(this, site);
    halting = new Halting(this);
  }

  // ---- identity ----

  /** Its number within the pool, from 0. */
  public int index() {
    return index;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public String decider() {
    return mux.policy().toString();
  }

  /** The vCPU that provides it; null for a pCPU. */
  public Schedulable provider() {
    return provider;
  }

  /** The multiplexer that it belongs to. */
  public Multiplexer multiplexer() {
    return mux;
  }

  // ---- books ----

  /** Who is on it; the idle one when nobody is. */
  public Schedulable current() {
    return dispatched ? current : idle;
  }

  /** Whether the level below lets it run. */
  public boolean isRunning() {
    return running;
  }

  /** Time that it has run, in ns; a pCPU always runs. */
  public long clockNs() {
    return clockNs;
  }

  /** How much of its clock went into the kind, in ns. */
  public long spentNs(Cost kind) {
    return spentNs[kind.ordinal()];
  }

  /** Speed with all factors; {@link #NOMINAL} is nominal. */
  public int speed() {
    return speed.value();
  }

  /** What one factor of its speed is; {@link #NOMINAL} when it changes nothing. */
  public int speed(SpeedFactor factor) {
    return speed.factor(factor);
  }

  /** When the current one has to be decided about again; {@link Timer#NEVER} when never. */
  public long sliceEndNs() {
    return sliceEndNs;
  }

  /** What makes it look up: kicks and alarms. */
  public Interrupts interrupts() {
    return interrupts;
  }

  /** 65,536ths of a ns of work that are done and not yet given to anybody. */
  public long carry() {
    return speed.carry();
  }

  /** Books everything up to now, here and, through the current one, above. Idempotent. */
  void settle(long nowNs) {
    if (!running || nowNs == lastNs && speed.carry() < NOMINAL) {
      return; // nothing has been done since, nor in advance
    }
    long ns = nowNs - lastNs;
    lastNs = nowNs;
    clockNs += ns;
    Schedulable s = current;
    if (!dispatched || s == idle && s.owesNothing()) {
      spentNs[Cost.IDLE.ordinal()] += ns;
      return;
    }
    if (isWaiting(s)) {
      spentNs[Cost.SWITCH.ordinal()] += ns;
      s.overheadNs[Slot.of(Cost.SWITCH)] += ns;
      s.paidVersion++;
      return;
    }
    speed.bookLoss(s, ns);
    if (!s.owesNothing()) {
      settleDebt(s, ns);
    } else {
      spentNs[Cost.WORK.ordinal()] += ns;
      s.executedNs += ns;
      if (s.provided != null) {
        s.provided.settle(nowNs);
      } else {
        settleBurst(s, ns);
      }
    }
  }

  /** The switch to it is paid, but another processor has not saved it yet. */
  private static boolean isWaiting(Schedulable s) {
    return s.leaving != null && !s.owes(Cost.SWITCH);
  }

  private void settleDebt(Schedulable s, long ns) {
    int slot = s.firstDebt();
    Schedulable cause = s;
    if (s == idle) { // switching to idle is owed to whoever left
      idleSwitchNs += ns;
      cause = outgoing;
    }
    spentNs[Slot.kind(slot)] += ns;
    cause.overheadNs[Slot.booked(slot)] += ns;
    cause.paidVersion++;
    s.repay(slot, speed.upTo(s.debtNs[slot], speed.workIn(ns)));
  }

  private void settleBurst(Schedulable s, long ns) {
    long doneNs = speed.workIn(ns);
    if (s.burstNs != Schedulable.SPIN) {
      doneNs = speed.upTo(s.burstNs, doneNs);
      s.burstNs -= doneNs;
    }
    s.workNs += doneNs;
    if (workAlarm != null) {
      workAlarm.done(doneNs);
    }
  }

  // ---- execution ----

  /** Goes on with the current one, and looks again when the first thing ends. */
  void execute(long nowNs) {
    if (!running) {
      return;
    }
    mux.switches().finish(this, nowNs);
    if (!running) {
      return;
    }
    Schedulable s = current;
    if (s == idle && s.owesNothing() && halting.isDue()) {
      halt(nowNs);
      return;
    }
    if (s.stalling != null && executes(s)) {
      site.cancel(event);
      mux.states().stall(s);
      return;
    }
    speed.pace(s, this);
    long at = Math.max(nowNs, nextNs(s, nowNs)); // a slice may have ended while it stood still
    if (at == Timer.NEVER) {
      site.cancel(event);
    } else if (event.deadlineNs() != at) {
      site.arm(event, at);
    }
    if (executes(s) && s.provided != null && !s.provided.running) {
      s.provided.start(nowNs, speed.value()); // last: what happens there may come back here
    }
  }

  boolean executes(Schedulable s) {
    return dispatched && s != idle && s.owesNothing() && !switching;
  }

  private boolean executesBurst(Schedulable s) {
    return running && executes(s) && s.provided == null;
  }

  private long nextNs(Schedulable s, long nowNs) {
    if (!dispatched || isWaiting(s)) {
      return sliceEndNs;
    }
    if (!s.owesNothing()) {
      return Math.min(sliceEndNs, nowNs + speed.timeFor(s.debtNs[s.firstDebt()]));
    }
    if (s == idle) {
      return sliceEndNs;
    }
    if (s.provided == null) {
      if (s.finished || s.burstNs == 0) {
        return nowNs;
      }
      long work = workAlarm == null ? s.burstNs : workAlarm.limit(s.burstNs);
      if (work != Schedulable.SPIN) {
        return Math.min(sliceEndNs, nowNs + speed.timeFor(work));
      }
    }
    return Math.min(sliceEndNs, nowNs + Speed.STRETCH_MAX_NS);
  }

  private void onEvent(long nowNs) {
    settle(nowNs);
    if (sliceEndNs <= nowNs) {
      sliceEndNs = Timer.NEVER;
      interrupts.kick();
    }
    mux.switches().finish(this, nowNs); // before the burst of whoever came in can end
    Schedulable s = current;
    if (workAlarm != null && workAlarm.isDue() && executesBurst(s)) {
      Processor before = mux.enter(this);
      workAlarm.expire(nowNs);
      mux.leave(before);
    }
    if (executesBurst(s) && (s.finished || s.burstNs == 0)) {
      s.finished = false;
      Processor before = mux.enter(this);
      s.body.done(nowNs);
      mux.leave(before);
    }
    execute(nowNs);
  }

  // ---- kicks ----

  @Override
  public void decide(long nowNs) {
    if (!running) {
      interrupts.missed();
    } else if (switching) {
      again = true; // a switch is not interrupted: it decides when it has been paid
    } else {
      interrupts.answered();
      halting.begin();
      if (mux.polls()) {
        endPoll();
      }
      mux.switches().decide(this, nowNs);
    }
  }

  // ---- the link to the level below ----

  /** The level below lets it run: late alarms first, then a pending kick, then whoever was on. */
  private void start(long nowNs, int speedBelow) {
    running = true;
    lastNs = nowNs;
    speed.below(speedBelow);
    interrupts.resume(nowNs);
    execute(nowNs);
  }

  /** The level below has taken the processor away, and so everything above stands still. */
  void stop(long nowNs) {
    if (!running) {
      return;
    }
    settle(nowNs);
    if (current.provided != null) {
      current.provided.stop(nowNs);
    }
    running = false;
    site.cancel(event);
  }

  private void halt(long nowNs) {
    site.cancel(event);
    halting.step(nowNs);
    if (provider.state != RunState.RUNNING && sliceEndNs != Timer.NEVER) {
      site.arm(event, Math.max(nowNs, sliceEndNs)); // a slot left empty ends, halted or not
    }
  }

  /** How it goes idle, when it is a guest's. */
  Halting halting() {
    return halting;
  }

  /** Whoever polls here gives way: somebody else may want the processor. */
  void endPoll() {
    if (current.provided != null) {
      current.provided.halting.interrupted();
    }
  }

  // ---- speed ----

  /** One factor is another now: settles, and re-arms the chain up to the running leaf. */
  void factor(SpeedFactor factor, int value, long nowNs) {
    if (speed(factor) != value) {
      settle(nowNs);
      speed.factor(factor, value);
      pass(nowNs);
    }
  }

  private void speedBelow(int value, long nowNs) {
    settle(nowNs);
    speed.below(value);
    pass(nowNs);
  }

  private void pass(long nowNs) {
    if (running && current.provided != null && current.provided.running) {
      current.provided.speedBelow(speed.value(), nowNs);
    }
    execute(nowNs);
  }

  @Override
  public String toString() {
    return mux.name() + "/" + index;
  }
}
