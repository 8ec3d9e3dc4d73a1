package org.coremux.mux;

import org.coremux.engine.Timer;
import org.coremux.metric.LatencyHistogram;
import org.coremux.topology.CpuMask;

/**
 * What a processor is given to: a vCPU, a thread, a nested vCPU. It provides at most one processor
 * to the level above; one that provides none is a leaf and executes bursts of work.
 *
 * <p>To a policy it is an identity with parameters: index, weight, group, affinity. Its state and
 * its books are its {@link Multiplexer}'s alone to change.
 */
public final class Schedulable extends Debtor {
  /** What a leaf does next. */
  @FunctionalInterface
  public interface Body {
    /** The burst is over: begin another with {@link Schedulable#compute}, or block, or exit. */
    void done(long nowNs);
  }

  /** A burst without an end of its own: it spins until it is finished from outside. */
  public static final long SPIN = Timer.NEVER;

  static final long NOT_WOKEN = -1;

  private final String name;
  Group group;
  int weight;
  CpuMask affinity;
  final Body body;

  int index = -1;
  private int realTime;
  private int cameFrom = -1;
  private boolean handedOver;
  int traceId;
  Multiplexer mux;
  Processor processor;
  Processor lastOn;
  Processor provided;

  /** Where its state is still in the registers although it no longer runs; null once saved. */
  Processor leaving;

  RunState state = RunState.OFFLINE;
  Hold held;
  boolean stopping;
  boolean wakeWanted;
  boolean retiring;

  /** Was released, or started, before its processor had let it go: it wakes when that has. */
  boolean returning;

  /** What follows as soon as it has paid what it owes; null where it just goes on. */
  Stall stalling;

  /** Is blocked in the middle of what it does, and no wake-up but one changes that. */
  boolean stalled;

  long bornNs;
  long sinceNs;
  long clockAtNs;
  long chargedAtNs;
  long wokenNs = NOT_WOKEN;
  final long[] timeNs = new long[RunState.values().length];
  final long[] heldNs = new long[Hold.values().length];
  long stalledNs;
  final long[] overheadNs;

  /** Grows whenever something is added to its overhead. */
  long paidVersion;

  final long[] lostNs = new long[SpeedFactor.COUNT];
  final long[] exits = new long[ExitReason.COUNT];
  long executedNs;
  long tickedNs;
  TimeSplit split;

  /** What it has in caches; null for nothing worth a word. */
  Footprint footprint;

  final Pace pace = new Pace();
  boolean paced;
  long workNs;
  long burstNs;
  boolean finished;
  long dispatches;
  long switches;
  long preemptions;
  long migrations;
  LatencyHistogram dispatchLatency;

  private Schedulable(String name, Group group, int weight, CpuMask affinity, Body body) {
    super(body == null ? Slot.COUNT : Slot.PLAIN);
    if (weight <= 0) {
      throw new IllegalArgumentException(name + ": weight " + weight + "; allowed: over 0");
    }
    this.name = name;
    this.group = group;
    this.weight = weight;
    this.affinity = affinity;
    this.body = body;
    overheadNs = new long[debtNs.length];
  }

  /** A leaf: it executes bursts, and its body says what comes after each. */
  public static Schedulable thread(
      String name, Group group, int weight, CpuMask affinity, Body body) {
    return new Schedulable(name, group, weight, affinity, body);
  }

  /** A vCPU: whoever multiplexes it further attaches a processor to it. */
  public static Schedulable vcpu(String name, Group group, int weight, CpuMask affinity) {
    return new Schedulable(name, group, weight, affinity, null);
  }

  // ---- identity and parameters: all that a policy may read ----

  /** Its name, as people know it. */
  public String name() {
    return name;
  }

  /** Dense within its pool, from 0; reused after it has retired; -1 for an idle one. */
  public int index() {
    return index;
  }

  /** The group that it is in; null for none. */
  public Group group() {
    return group;
  }

  /** Its weight, in the unit of its policy. */
  public int weight() {
    return weight;
  }

  /** Whether it was made to provide a processor, and does not execute bursts. */
  public boolean isVcpu() {
    return body == null;
  }

  /** Its real-time priority, from 1 up, above all that have none; 0 for none. */
  public int realTime() {
    return realTime;
  }

  /** Gives it a real-time priority; before it is admitted. */
  public void realTime(int priority) {
    realTime = priority;
  }

  /** Says that it was there before, on the processor with that index; before it is admitted. */
  public void cameFrom(int processorIndex) {
    cameFrom = processorIndex;
  }

  /** Whether nobody has ever scheduled it, here or before. */
  public boolean isNew() {
    return cameFrom < 0;
  }

  /** Says that whoever wakes it next does so by a hand-over, or does not. */
  public void handedOver(boolean yes) {
    handedOver = yes;
  }

  /** Whether it is being woken by one that says it is about to block itself: a hand-over. */
  public boolean isHandedOver() {
    return handedOver;
  }

  /** The processors that it may run on; null for all. */
  public CpuMask affinity() {
    return affinity;
  }

  /** Whether it may run on the processor. */
  public boolean allows(Processor p) {
    return affinity == null || affinity.contains(p.index());
  }

  /** Where it runs, or ran last, or is queued. */
  public Processor processor() {
    return processor;
  }

  // ---- what it does ----

  /** The processor that it provides to the level above; null for a leaf. */
  public Processor provided() {
    return provided;
  }

  /** Its state, as its own level sees it. */
  public RunState state() {
    return state;
  }

  /** Why it is kept from running; null when it is not. */
  public Hold held() {
    return held;
  }

  /** Whether it has ended, and does not return. */
  public boolean hasEnded() {
    return retiring;
  }

  /** Whether it wants to run and nobody keeps it. */
  public boolean isRunnable() {
    return wants() && held == null && !returning;
  }

  /** The next burst of a leaf: so much work, in ns at nominal speed, or {@link #SPIN}. */
  public void compute(long nextWorkNs) {
    burstNs = nextWorkNs;
    finished = false;
  }

  /** Where the time from a wake-up to the next dispatch is recorded; null for nowhere. */
  public void dispatchLatency(LatencyHistogram histogram) {
    dispatchLatency = histogram;
  }

  /** How fast it is by its frequent operations: those that walk page tables, and all others. */
  public void pace(int memory, int overhead) {
    pace.operations(memory, overhead);
    paced = pace.isOwn();
  }

  /** How fast it is on all processors but these, from which its memory is near. */
  public void near(CpuMask from, int elsewhere) {
    pace.near(from, elsewhere);
    paced = pace.isOwn();
  }

  /** From where its memory is near; null when that makes no difference to it. */
  public CpuMask near() {
    return pace.near();
  }

  /** How much of its time it waits for memory, in hundredths of a percent; before it is started. */
  public void memoryBound(int hundredths) {
    pace.memoryBound(hundredths);
  }

  /** So much memory it goes on using, which others displace from the caches. Unit: KiB. */
  public void workingSet(long kib) {
    footprint = new Footprint(Math.max(kib, footprint == null ? 0 : footprint.kib()));
  }

  /** From now on its time is split by cause; before it is started. */
  public void splitTime() {
    split = new TimeSplit(this);
  }

  /** Where its time went, up to the last settlement; null unless it is split. */
  public TimeSplit split() {
    return split;
  }

  // ---- its books, up to the last settlement ----

  /** Books everything up to now: for one that has ended, whom its pool has forgotten. */
  public void settleBooks() {
    book(mux.nowNs());
  }

  /** Time in the state since it was admitted, in ns. */
  public long timeNs(RunState inState) {
    return timeNs[inState.ordinal()];
  }

  /** Part of its runnable time during which it was held for this reason, in ns. */
  public long heldNs(Hold why) {
    return heldNs[why.ordinal()];
  }

  /** Part of its blocked time during which it was stalled in the middle of something, in ns. */
  public long stalledNs() {
    return stalledNs;
  }

  /** Processor time of the kind of overhead that it caused, in ns; not for WORK or IDLE. */
  public long overheadNs(Cost kind) {
    long sum = overheadNs[Slot.of(kind)];
    for (int slot = Slot.PLAIN + kind.ordinal(); slot < overheadNs.length; slot += Cost.DEBTS) {
      sum += overheadNs[slot];
    }
    return sum;
  }

  /** The part of it that exits for this reason have caused, in ns; 0 for a thread. */
  public long overheadNs(Cost kind, ExitReason why) {
    int slot = Slot.of(kind, why);
    return slot < overheadNs.length ? overheadNs[slot] : 0;
  }

  /** Work that a factor has cost it, in ns at nominal speed. */
  public long lostNs(SpeedFactor factor) {
    return lostNs[factor.ordinal()];
  }

  /** Processor time that went into what runs above: bursts, or the provided processor; in ns. */
  public long executedNs() {
    return executedNs;
  }

  /** What ticks have charged it where CPU time is accounted by them, in ns. */
  public long tickedNs() {
    return tickedNs;
  }

  /** Work done by a leaf, in ns at nominal speed. */
  public long workNs() {
    return workNs;
  }

  /** Work that it owes before it executes anything else, in ns at nominal speed. */
  public long debtNs() {
    return totalDebtNs();
  }

  /** What is left of the current burst, in ns of work; {@link #SPIN} when it has no end. */
  public long burstNs() {
    return burstNs;
  }

  /** How often it left guest mode for this reason. */
  public long exits(ExitReason why) {
    return exits[why.ordinal()];
  }

  /** How often it was given a processor, whoever was there before. */
  public long dispatches() {
    return dispatches;
  }

  /** Dispatches on a processor on which another one ran last. */
  public long switches() {
    return switches;
  }

  /** How often it lost its processor while it still wanted to run. */
  public long preemptions() {
    return preemptions;
  }

  /** Dispatches on another processor than the last. */
  public long migrations() {
    return migrations;
  }

  // ---- for its multiplexer ----

  boolean wants() {
    return (state == RunState.RUNNING || state == RunState.RUNNABLE) && !stopping;
  }

  /** On which processor it was before it was admitted; -1 for none. */
  int cameFrom() {
    return cameFrom;
  }

  /** Books the time since the last change: on a vCPU that does not execute it was runnable. */
  void book(long nowNs) {
    long wall = nowNs - sinceNs;
    if (wall == 0 && state != RunState.RUNNING && split == null) {
      return;
    }
    sinceNs = nowNs;
    if (split != null) {
      split.add(nowNs, wall);
    }
    if (state == RunState.RUNNING) {
      processor.settle(nowNs);
      long ran = processor.clockNs - clockAtNs;
      clockAtNs = processor.clockNs;
      timeNs[RunState.RUNNING.ordinal()] += ran;
      timeNs[RunState.RUNNABLE.ordinal()] += wall - ran;
    } else {
      timeNs[state.ordinal()] += wall;
      if (held != null && state == RunState.RUNNABLE) {
        heldNs[held.ordinal()] += wall;
      }
      if (stalled && state == RunState.BLOCKED) {
        stalledNs += wall;
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
