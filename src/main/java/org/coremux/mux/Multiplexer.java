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
  private LevelCosts costs;

  /** Whether vCPUs here poll before they block. */
  private boolean polls;

  private final Exits exits;
  private final RandomGenerator random;
  private final Roster roster = new Roster();
  private final Changes changes = new Changes(this);
  Trace trace = Trace.NONE;
  private Topology topology;
  private final Timekeeping timekeeping = new Timekeeping();
  private PolicyPool pool;
  private Scheduler policy;
  private Processor[] processors = new Processor[0];
  private SiblingThreads siblings;
  private Switches switches;
  private RunStates states;
  private int groupCount;

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
    prices(costs);
    exits = new Exits(this);
    this.random = random;
  }

  // ---- set-up ----

  /** Gives it the pCPUs of a machine. */
  public Multiplexer hardware(Topology machine) {
    topology = machine;
    for (int cpu = 0; cpu < machine.cpuCount(); cpu++) {
      add(null);
    }
    siblings = SiblingThreads.of(processors, machine);
    return this;
  }

  /** Gives it the processors that these vCPUs provide, in this order. */
  public Multiplexer on(Schedulable... vcpus) {
    topology = Topology.flat(vcpus.length);
    for (Schedulable vcpu : vcpus) {
      vcpu.provided = add(vcpu);
    }
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
    switches = new Switches(this, pool, policy, siblings);
    states = new RunStates(this, pool, policy);
    return this;
  }

  /** How its kernel keeps time. */
  public Timekeeping timekeeping() {
    return timekeeping;
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

  /**
   * Takes the schedulable in, OFFLINE until {@link #start}.
   *
   * @throws IllegalStateException when it was admitted before; one that has ended does not return
   */
  public void admit(Schedulable s) {
    if (s.mux != null) {
      throw new IllegalStateException(s + " has been admitted to " + s.mux.name);
    }
    s.bornNs = nowNs();
    s.sinceNs = s.bornNs;
    enlist(s);
  }

  void enlist(Schedulable s) {
    s.index = roster.add(s);
    s.mux = this;
    s.traceId = hash.nextId();
    s.processor = Roster.home(s, processors);
    policy.admit(s);
  }

  // ---- run states ----

  /**
   * Brings it from OFFLINE to BLOCKED; a wake-up that came meanwhile takes effect.
   *
   * @throws IllegalStateException when it has ended
   */
  public void start(Schedulable s) {
    states.start(s);
  }

  /** Takes it OFFLINE, at the next decision where it runs; {@link #start} brings it back. */
  public void stop(Schedulable s) {
    states.stop(s);
  }

  /** Wakes it, by whoever acts on this level; nothing happens unless it is blocked. */
  public void wake(Schedulable s) {
    states.wake(s, acting);
  }

  /** Wakes it, by something on the processor, or from outside when that is null. */
  public void wake(Schedulable s, Processor waker) {
    states.wake(s, waker);
  }

  /** Blocks the one that executes; its processor decides in this instant. */
  public void block(Schedulable s) {
    states.pause(s, RunState.BLOCKED);
  }

  /** Ends the one that executes: it goes OFFLINE, and is forgotten once it is saved. */
  public void exit(Schedulable s) {
    s.retiring = true;
    states.pause(s, RunState.OFFLINE);
  }

  /** Ends a burst from outside, such as a spin: now if it executes, else as soon as it does. */
  public void finish(Schedulable s) {
    s.finished = true;
    if (s.state == RunState.RUNNING) {
      s.processor.settle(nowNs());
      s.processor.execute(nowNs());
    }
  }

  /** A leaf only waits for others from now on when it has a processor, or no longer does. */
  public void spins(Schedulable s, boolean yes) {
    trace.spins(nowNs(), s, yes);
  }

  /** Would rather see another run, or anybody when {@code to} is null. */
  public void yield(Schedulable s, Schedulable to) {
    pool.settle(s.processor);
    if (s.isRunnable()) { // else it is about to leave anyway
      policy.yield(s, to);
    }
    s.processor.interrupts.kick();
  }

  /** It owes so much work of the kind, in ns; paid before it executes anything else. */
  public void owe(Schedulable s, Cost kind, long workNs) {
    if (workNs > 0) {
      exits.owe(s, kind, workNs);
    }
  }

  /** A vCPU of this level leaves guest mode for this reason. */
  public void leave(Schedulable vcpu, ExitReason why) {
    exits.leave(vcpu, why);
  }

  /**
   * A vCPU of this level leaves guest mode so many times for this reason, each of which takes so
   * much work by kind: not what the reason costs as a rule, but a packet of a device. Unit: ns.
   */
  public void leave(Schedulable vcpu, ExitReason why, long[] priceNs, int times) {
    exits.leave(vcpu, why, priceNs, times);
  }

  /** What becomes another during a run: shares, and where somebody may run. */
  public Changes changes() {
    return changes;
  }

  /**
   * A vCPU of this level that executes refers to a page that is not there: it leaves guest mode,
   * pays for that, and then blocks until {@link #resume}. Until then no interrupt wakes it.
   */
  public void fault(Schedulable vcpu, Stall then) {
    vcpu.stalling = then;
    if (!exits.leave(vcpu, ExitReason.FAULT)) {
      vcpu.processor.execute(nowNs());
    }
  }

  /** The one that executes cannot go on: it blocks in the middle of it until {@link #resume}. */
  public void stall(Schedulable s, Stall then) {
    s.stalling = then;
    s.processor.settle(nowNs());
    s.processor.execute(nowNs());
  }

  /** One that was stalled can go on. */
  public void resume(Schedulable s) {
    states.resume(s);
  }

  // ---- interrupts of this level ----

  /** A timer of this level, for whoever is scheduled here; idle until it is armed. */
  public Alarm alarm(Processor at, Timer.Handler handler) {
    return new Alarm(at, handler);
  }

  /** Makes the alarm due at the deadline, as an interrupt of the processor. */
  public void arm(Alarm alarm, Processor at, long deadlineNs) {
    alarm.at.interrupts.withdraw(alarm);
    alarm.at = at;
    site.arm(alarm, deadlineNs);
    if (acting != null && acting.provider != null) {
      acting.interrupts.program(deadlineNs);
    }
  }

  /** Takes the alarm back, whether it is armed or due and pending. */
  public void cancel(Alarm alarm) {
    alarm.at.interrupts.withdraw(alarm);
    site.cancel(alarm);
  }

  /** A device interrupts the processor now; {@link Alarm} says what follows. */
  public void raise(Alarm alarm, Processor at) {
    if (!alarm.pending) {
      alarm.at = at;
      at.interrupts.raise(alarm, nowNs());
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

  /** Where it is at home; where it was, or by turns. */
  Processor homeOf(Schedulable s) {
    return Roster.home(s, processors);
  }

  Processor acting() {
    return acting;
  }

  boolean polls() {
    return polls;
  }

  /** What everything costs from now on. */
  void prices(LevelCosts now) {
    costs = now;
    polls = now.pollMaxNs() > 0;
  }

  LevelCosts costs() {
    return costs;
  }

  Exits exits() {
    return exits;
  }

  RunStates states() {
    return states;
  }

  Switches switches() {
    return switches;
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
}
