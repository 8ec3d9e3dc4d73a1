package org.coremux.mux;

import java.util.Arrays;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.topology.Topology;

/**
 * Binds one policy to a set of processors and to the schedulables that share them. It alone changes
 * run states and keeps the books; the policy only decides.
 *
 * <p>The same class multiplexes pCPUs among vCPUs, and a guest's vCPUs among its threads: the
 * processors of a level are provided by schedulables of the level below, or by nobody.
 *
 * <p>Cost: a constant number of steps per change, plus the policy's. Allocation: only when a
 * processor, a group or a schedulable is added.
 */
public final class Multiplexer {
  private final Site site;
  private final String name;
  private final TraceHash hash;
  private final LevelCosts costs;
  private final RandomGenerator random;
  private final Roster roster = new Roster();
  private Trace trace = Trace.NONE;
  private Topology topology;
  private boolean stealClock = true;
  private PolicyPool pool;
  private Scheduler policy;
  private Processor[] processors = new Processor[0];
  private Switches switches;
  private int groupCount;
  private long retiredRunningNs;

  /** On whose processor the code that runs now does run; null outside of any. */
  private Processor acting;

  /**
   * A multiplexer without processors yet.
   *
   * @param site whose clock it lives by
   * @param name as people know it, such as the host's or the guest's
   * @param hash of the host that it is part of
   */
  public Multiplexer(
      Site site, String name, TraceHash hash, LevelCosts costs, RandomGenerator random) {
    this.site = site;
    this.name = name;
    this.hash = hash;
    this.costs = costs;
    this.random = random;
  }

  // ---- set-up ----

  /** Gives it the pCPUs of a machine. */
  public Multiplexer hardware(Topology machine) {
    topology = machine;
    for (int cpu = 0; cpu < machine.cpuCount(); cpu++) {
      add(null);
    }
    switches = new Switches(this, costs, SiblingThreads.of(processors, machine));
    return this;
  }

  /** Gives it the processors that these vCPUs provide, in this order. */
  public Multiplexer on(Schedulable... vcpus) {
    topology = Topology.flat(vcpus.length);
    for (Schedulable vcpu : vcpus) {
      vcpu.provided = add(vcpu);
    }
    switches = new Switches(this, costs, null);
    return this;
  }

  private Processor add(Schedulable provider) {
    int index = processors.length;
    processors = Arrays.copyOf(processors, index + 1);
    processors[index] = new Processor(this, index, provider);
    return processors[index];
  }

  /** Binds the policy, once the processors are known. */
  public Multiplexer policy(Function<Pool, Scheduler> create) {
    pool = new PolicyPool(this);
    policy = create.apply(pool);
    return this;
  }

  /** Whether the level can tell steal from run time; else it charges the wall clock. */
  public Multiplexer stealClock(boolean on) {
    stealClock = on;
    return this;
  }

  /** Who is told of every change of run state here. */
  public Multiplexer trace(Trace listener) {
    trace = listener;
    return this;
  }

  /** A group of this pool; {@code parent} is null for one below the root. */
  public Group group(String groupName, Group parent, int weight, Group.Quota quota) {
    return new Group(groupName, groupCount++, parent, weight, quota);
  }

  /** Takes the schedulable in, OFFLINE until {@link #start}. */
  public void admit(Schedulable s) {
    s.index = roster.add(s);
    s.mux = this;
    s.traceId = hash.nextId();
    s.bornNs = nowNs();
    s.sinceNs = s.bornNs;
    s.processor = firstAllowed(s);
    policy.admit(s);
  }

  private Processor firstAllowed(Schedulable s) {
    for (int i = 0; i < processors.length; i++) {
      Processor p = processors[(s.index + i) % processors.length];
      if (s.allows(p)) {
        return p;
      }
    }
    throw new IllegalArgumentException(s + ": its affinity has no processor of " + name);
  }

  // ---- run states ----

  /** Brings it from OFFLINE to BLOCKED; a wake-up that came meanwhile takes effect. */
  public void start(Schedulable s) {
    if (s.stopping) { // it has not stopped yet
      s.stopping = false;
      if (s.held == null) {
        policy.wake(s);
      }
    }
    if (s.state != RunState.OFFLINE) {
      return;
    }
    change(s, RunState.BLOCKED);
    if (s.wakeWanted || s.provided != null && s.provided.hasPending()) {
      s.wakeWanted = false;
      wake(s);
    }
  }

  /** Takes it OFFLINE, at the next decision where it runs; {@link #start} brings it back. */
  public void stop(Schedulable s) {
    if (s.state == RunState.OFFLINE || s.stopping) {
      return;
    }
    boolean queued = s.wants() && s.held == null;
    s.wakeWanted = s.wants();
    s.stopping = s.state == RunState.RUNNING;
    if (queued) {
      policy.sleep(s);
    }
    if (s.stopping) {
      kick(s.processor);
    } else {
      change(s, RunState.OFFLINE);
    }
  }

  /** Wakes it, by whoever acts on this level; nothing happens unless it is blocked. */
  public void wake(Schedulable s) {
    wake(s, acting);
  }

  /** Wakes it, by something on the processor, or from outside when that is null. */
  public void wake(Schedulable s, Processor waker) {
    if (s.state != RunState.BLOCKED) {
      s.wakeWanted |= s.state == RunState.OFFLINE || s.stopping;
      return;
    }
    change(s, RunState.RUNNABLE);
    s.wokenNs = nowNs();
    if (s.held == null) {
      queue(s, waker);
    }
  }

  private void queue(Schedulable s, Processor waker) {
    Processor before = enter(waker);
    if (s.state != RunState.RUNNING) {
      s.processor = policy.place(s, waker);
    }
    policy.wake(s);
    leave(before);
  }

  /** Blocks the one that executes; its processor decides in this instant. */
  public void block(Schedulable s) {
    pause(s, RunState.BLOCKED);
  }

  /** Ends the one that executes: it goes OFFLINE, and is forgotten once it is saved. */
  public void exit(Schedulable s) {
    s.retiring = true;
    pause(s, RunState.OFFLINE);
  }

  private void pause(Schedulable s, RunState next) {
    Processor p = s.processor;
    if (s.state != RunState.RUNNING || p.current() != s) {
      throw new IllegalStateException(s + " cannot block while " + s.state + at());
    }
    settle(p);
    boolean queued = s.held == null && !s.stopping;
    change(s, s.stopping ? RunState.OFFLINE : next);
    s.stopping = false;
    p.dispatched = false;
    p.outgoing = s;
    s.leaving = p;
    if (s.provided != null) {
      s.provided.stop(nowNs());
    }
    if (queued) {
      policy.sleep(s);
    }
    p.kickNow();
  }

  /** Ends a burst from outside, such as a spin: now if it executes, else as soon as it does. */
  public void finish(Schedulable s) {
    s.finished = true;
    if (s.state == RunState.RUNNING) {
      s.processor.execute(nowNs());
    }
  }

  /** Would rather see another run, or anybody when {@code to} is null. */
  public void yield(Schedulable s, Schedulable to) {
    settle(s.processor);
    policy.yield(s, to);
    s.processor.kickNow();
  }

  /** It owes so much work of the kind, in ns; paid before it executes anything else. */
  public void owe(Schedulable s, Cost kind, long workNs) {
    boolean executes = interrupt(s);
    s.owe(kind, workNs);
    if (executes) {
      s.processor.execute(nowNs());
    }
  }

  /** A vCPU leaves guest mode: counted, and owed; false when it costs nothing here. */
  boolean exit(Schedulable vcpu, ExitReason why) {
    vcpu.exits[why.ordinal()]++;
    boolean owes = false;
    boolean executes = false;
    for (int kind = 0; kind < Cost.DEBTS; kind++) {
      long ns = costs.exitNs(why, Cost.of(kind));
      if (ns > 0) {
        executes |= !owes && interrupt(vcpu);
        vcpu.owe(Cost.of(kind), ns);
        owes = true;
      }
    }
    if (executes) {
      vcpu.processor.execute(nowNs());
    }
    return owes;
  }

  /** Settles it, and stops what it provides, if it is on a processor at all. */
  private boolean interrupt(Schedulable s) {
    boolean dispatched = s.state == RunState.RUNNING && s.processor.current() == s;
    if (dispatched) {
      s.processor.settle(nowNs());
      if (s.provided != null) {
        s.provided.stop(nowNs());
      }
    }
    return dispatched;
  }

  /** The only place where a run state changes. */
  void change(Schedulable s, RunState next) {
    RunState before = s.state;
    s.book(nowNs());
    s.state = next;
    hash.add(nowNs(), s.processor == null ? -1 : s.processor.traceId, s.traceId, next);
    trace.changed(nowNs(), s.processor, s, before, next);
  }

  // ---- decisions ----

  void decide(Processor p, long nowNs) {
    Processor before = enter(p);
    settle(p);
    pool.limitNs = Timer.NEVER;
    Schedulable next = policy.pickNext(p);
    switches.to(next, p, nowNs);
    p.sliceEndNs = pool.limitNs == Timer.NEVER ? Timer.NEVER : nowNs + pool.limitNs;
    leave(before);
    p.execute(nowNs);
  }

  /** The switch that followed a decision is paid, so its state may be loaded elsewhere. */
  void saved(Schedulable s, Processor p) {
    Processor before = enter(p);
    policy.saved(s, p);
    if (s.retiring) {
      s.book(nowNs());
      retiredRunningNs += s.timeNs(RunState.RUNNING);
      policy.retire(s);
      roster.remove(s);
    }
    leave(before);
  }

  // ---- interrupts of this level ----

  /** A timer of this level, for whoever is scheduled here; idle until it is armed. */
  public Alarm alarm(Processor at, Timer.Handler handler) {
    return new Alarm(at, handler);
  }

  /** Makes the alarm due at the deadline, as an interrupt of the processor. */
  public void arm(Alarm alarm, Processor at, long deadlineNs) {
    alarm.at.pending.withdraw(alarm);
    alarm.at = at;
    site.arm(alarm, deadlineNs);
    if (acting != null && acting.provider != null) {
      acting.programmed(deadlineNs);
    }
  }

  /** Takes the alarm back, whether it is armed or due and pending. */
  public void cancel(Alarm alarm) {
    alarm.at.pending.withdraw(alarm);
    site.cancel(alarm);
  }

  /** A device interrupts the processor now; {@link Alarm} says what follows. */
  public void raise(Alarm alarm, Processor at) {
    if (!alarm.pending) {
      alarm.at = at;
      at.interrupt(alarm, nowNs());
    }
  }

  // ---- who acts ----

  /** Where the code that acts on this level runs on the level below; null for outside. */
  Processor actingBelow() {
    return acting == null ? null : acting.provider.processor;
  }

  Processor enter(Processor p) {
    Processor before = acting;
    acting = p;
    return before;
  }

  void leave(Processor before) {
    acting = before;
  }

  long retiredRunningNs() {
    return retiredRunningNs;
  }

  /** Charges the processor's current one up to now. */
  void settle(Processor p) {
    p.settle(nowNs());
    Schedulable s = p.current();
    if (s == p.idle) {
      return;
    }
    long clockNs = chargeClockNs(p);
    long ranNs = clockNs - s.chargedAtNs;
    if (ranNs > 0) {
      s.chargedAtNs = clockNs;
      policy.charge(s, ranNs);
    }
  }

  /** What {@link Scheduler#charge} is told is measured on this clock. */
  long chargeClockNs(Processor p) {
    return stealClock ? p.clockNs : nowNs();
  }

  /** Asks the processor to decide, on behalf of whoever acts on this level. */
  void kick(Processor p) {
    Processor from = acting;
    if (p == from) {
      p.kickNow();
      return;
    }
    if (from != null && from.provider != null) {
      from.provider.mux.exit(from.provider, ExitReason.IPI);
    }
    long latencyNs = costs.kickNs(from, p);
    if (p.current() == p.idle) {
      latencyNs += costs.leaveIdleNs(p);
    }
    if (latencyNs == 0) {
      p.onKick(nowNs());
      return;
    }
    p.asked = true;
    if (!p.ipi.isArmed()) {
      site.arm(p.ipi, nowNs() + latencyNs);
    }
  }

  void hold(Schedulable s, Hold why) {
    if (s.held != null) {
      return;
    }
    s.book(nowNs());
    s.held = why;
    if (s.wants()) {
      policy.sleep(s);
    }
    if (s.state == RunState.RUNNING) {
      kick(s.processor);
    }
  }

  void release(Schedulable s) {
    if (s.held == null) {
      return;
    }
    s.book(nowNs());
    s.held = null;
    if (s.wants()) {
      queue(s, acting);
    }
  }

  long nowNs() {
    return site.nowNs();
  }

  RandomGenerator random() {
    return random;
  }

  // ---- for people and for those who keep results ----

  /** The site whose clock it lives by. */
  public Site site() {
    return site;
  }

  /** As people know it. */
  public String name() {
    return name;
  }

  /** How many processors there are. */
  public int processorCount() {
    return processors.length;
  }

  /** The processor with this index, from 0. */
  public Processor processor(int index) {
    return processors[index];
  }

  /** Where the processors are. */
  public Topology topology() {
    return topology;
  }

  /** What the policy sees of this level. */
  public Pool pool() {
    return pool;
  }

  /** The policy that decides here. */
  public Scheduler policy() {
    return policy;
  }

  /** Hash of the host that it is part of. */
  TraceHash hash() {
    return hash;
  }

  /** Who is admitted, by index. */
  public Roster roster() {
    return roster;
  }

  /** Books everything up to now, at this level and, as far as it executes, above. */
  public void settleBooks() {
    for (Processor p : processors) {
      p.settle(nowNs());
    }
    for (int i = 0; i < roster.indices(); i++) {
      if (roster.at(i) != null) {
        roster.at(i).book(nowNs());
      }
    }
  }

  private String at() {
    return " on " + name + " at " + nowNs() + " ns";
  }
}
