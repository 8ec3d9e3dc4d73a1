package org.coremux.guest;

import org.coremux.engine.Timer;
import org.coremux.mux.Alarm;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TimeSplit;
import org.coremux.topology.CpuMask;

/**
 * A thread of a guest: a leaf of the scheduling hierarchy, which executes its {@link Program} step
 * by step.
 *
 * <p>A sleep is an alarm of the processor on which the thread went to sleep, as in a kernel with a
 * timer queue per CPU: it ends late when the vCPU waits for a pCPU.
 */
public final class GuestThread implements Schedulable.Body {
  /** More work than any run has time for. Unit: ns. */
  private static final long FOR_EVER_NS = 1L << 60;

  /** What a scheduler is told of a thread. */
  record Spec(String name, Group group, int weight, CpuMask affinity, int realTime, int cameFrom) {}

  private final Multiplexer mux;
  private final Schedulable schedulable;
  private final Program program;
  private final Alarm alarm;
  private Lanes lanes;
  private boolean hasLane;

  /** What is left of its turn on the lane that it has. Unit: ns of work. */
  private long turnNs;

  private long leftNs;

  /** Since when it waits for a lane; and for how long it has, before that. Unit: ns. */
  private long laneSinceNs = Timer.NEVER;

  private long laneWaitNs;

  private boolean spins;

  /** Ends what {@link #runUntil} began. */
  private final Timer end = new Timer(this::endRun);

  GuestThread(Multiplexer mux, Spec spec, Program program) {
    this.mux = mux;
    this.program = program;
    schedulable =
        Schedulable.thread(spec.name(), spec.group(), spec.weight(), spec.affinity(), this);
    schedulable.realTime(spec.realTime());
    schedulable.cameFrom(spec.cameFrom());
    mux.admit(schedulable);
    alarm = mux.alarm(schedulable.processor(), now -> mux.wake(schedulable));
  }

  /** It is there from now on, and runnable: with its guest, or forked by another thread. */
  void begin() {
    mux.start(schedulable);
    unpark();
  }

  /** Where it is scheduled. */
  public Multiplexer multiplexer() {
    return mux;
  }

  /** Time in the state since it was created, up to now. Unit: ns. */
  long timeNs(RunState state) {
    schedulable.settleBooks();
    return schedulable.timeNs(state);
  }

  /** The time of its level. Unit: ns since the start of the run. */
  long nowNs() {
    return mux.pool().nowNs();
  }

  /** What the scheduler knows of it. */
  public Schedulable schedulable() {
    return schedulable;
  }

  /** From now on it needs one of these to compute. */
  void lanes(Lanes shared) {
    lanes = shared;
  }

  /** When a sleep ends, in ns since the start of the run; {@link Timer#NEVER} without one. */
  public long wakesAtNs() {
    return alarm.deadlineNs();
  }

  /** Work left before its program says what comes next, in ns at nominal speed. */
  public long leftNs() {
    long burstNs = schedulable.burstNs();
    return burstNs == Schedulable.SPIN ? Schedulable.SPIN : leftNs + burstNs;
  }

  /** Where its time went, up to now; only where time is split. */
  TimeSplit split() {
    schedulable.settleBooks();
    return schedulable.split();
  }

  // ---- what a program says comes next ----

  /** Next: so much work, in ns at nominal speed; at least 1. */
  public void compute(long workNs) {
    leftNs = Math.max(1, workNs);
    if (lanes == null) {
      burst(leftNs);
    } else if (hasLane) {
      computeOnLane();
    } else {
      waitForLane();
    }
  }

  /** Next: spin, which is no work, until somebody calls {@link #endSpin}. */
  void spin() {
    spin(Schedulable.SPIN);
  }

  /** Next: spin for at most so long, in ns of work at nominal speed; {@link #endSpin} ends it. */
  void spin(long atMostNs) {
    leftNs = 0;
    schedulable.compute(atMostNs);
    spins(true);
  }

  /** Ends a {@link #spin}: now if it executes, else as soon as it does. */
  void endSpin() {
    mux.finish(schedulable);
  }

  /** Whether it only waits for others when it has a processor: for a lock, a barrier, a call. */
  public boolean spins() {
    return spins;
  }

  private void spins(boolean now) {
    if (spins != now) {
      spins = now;
      mux.spins(schedulable, now);
    }
  }

  /** Next: work until the instant, in ns since the start of the run, however much that is. */
  public void runUntil(long instantNs) {
    compute(FOR_EVER_NS);
    mux.site().arm(end, Math.max(instantNs, nowNs()));
  }

  private void endRun(long nowNs) {
    leftNs = 0;
    mux.finish(schedulable);
  }

  /**
   * Passes a point at which a kernel accounts CPU time and looks whether the scheduler should be
   * called, such as reading the thread's own CPU clock; what comes next is said as well.
   */
  public void account() {
    Processor p = schedulable.processor();
    mux.pool().settle(p);
    mux.pool().kick(p);
  }

  /** Next: nothing for so long, in ns. */
  public void sleep(long ns) {
    sleepUntil(nowNs() + ns);
  }

  /** Next: nothing until the instant, in ns since the start of the run; at once if it is past. */
  public void sleepUntil(long instantNs) {
    if (instantNs != Timer.NEVER) {
      mux.arm(alarm, schedulable.processor(), Math.max(instantNs, nowNs()));
    }
    park();
  }

  /** Next: nothing until somebody calls {@link #unpark}. */
  public void park() {
    mux.block(schedulable);
    spins(false);
    leaveLane();
  }

  /** Ends a {@link #park}; nothing happens to a thread that is not blocked. */
  public void unpark() {
    mux.wake(schedulable);
  }

  /** The same by another thread that hands data over, and so may be about to block itself. */
  void handOver() {
    schedulable.handedOver(true);
    unpark();
    schedulable.handedOver(false);
  }

  /** Next: nothing, ever. */
  public void exit() {
    mux.exit(schedulable);
    spins(false);
    leaveLane();
  }

  // ---- execution ----

  @Override
  public void done(long nowNs) {
    if (leftNs == 0) {
      program.next(this, nowNs);
    } else if (hasLane) {
      computeOnLane();
    } else {
      waitForLane();
    }
  }

  /** Goes on, or makes way for others when its turn is over. */
  private void computeOnLane() {
    if (turnNs == 0 && lanes.isWanted()) {
      hasLane = false;
      lanes.leave();
      waitForLane();
    } else {
      turnNs = turnNs == 0 ? Lanes.QUANTUM_NS : turnNs;
      burstOnLane();
    }
  }

  private void burstOnLane() {
    long workNs = Math.min(leftNs, turnNs);
    turnNs -= workNs;
    burst(workNs);
  }

  private void burst(long workNs) {
    leftNs -= workNs;
    schedulable.compute(workNs);
    spins(false);
  }

  private void waitForLane() {
    if (lanes.take(this)) {
      hasLane = true;
      turnNs = Lanes.QUANTUM_NS;
      burstOnLane();
    } else {
      laneSinceNs = nowNs();
      mux.block(schedulable);
      spins(false);
    }
  }

  /** For how long it has waited for a lane so far, in ns. */
  public long waitedForLaneNs() {
    boolean waits = laneSinceNs != Timer.NEVER;
    return laneWaitNs + (waits ? nowNs() - laneSinceNs : 0);
  }

  /** It waited for a lane, and has one now. */
  void enterLane() {
    laneWaitNs = waitedForLaneNs();
    laneSinceNs = Timer.NEVER;
    hasLane = true;
    turnNs = Lanes.QUANTUM_NS;
    burstOnLane();
    mux.wake(schedulable);
  }

  private void leaveLane() {
    if (hasLane) {
      hasLane = false;
      lanes.leave();
    }
  }

  @Override
  public String toString() {
    return schedulable.name();
  }
}
