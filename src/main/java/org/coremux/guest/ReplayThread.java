package org.coremux.guest;

import org.coremux.engine.Timer;
import org.coremux.mux.RunState;

/**
 * A recorded thread, done again: its own steps at its own pace, and what others did to it when they
 * do it now.
 */
final class ReplayThread implements Program {
  private static final int NONE = ReplayProgram.NONE;

  /** Who is told that a thread has nothing more to do. */
  @FunctionalInterface
  interface EndListener {
    void ended(WorkloadMeter meter);
  }

  private final int number;
  private final ReplayProgram program;
  private final ReplayStage stage;
  private final WorkloadMeter meter;

  /** Blocks that others have ended, one bit each. */
  private final long[] ended;

  private GuestThread self;
  private ReplayStage.Doorbell doorbell;
  private EndListener onEnd;
  private int step;
  private int blocks;

  /** The block that it is in and that another thread has to end; {@code NONE} for none. */
  private int waitingIn = NONE;

  private long childrenWanted;
  private long childrenEnded;
  private boolean hasBegun;
  private boolean isOver;
  private boolean inStretch;
  private long beganNs;
  private long runnableBeforeNs;

  ReplayThread(int number, ReplayProgram program, ReplayStage stage, WorkloadMeter meter) {
    this.number = number;
    this.program = program;
    this.stage = stage;
    this.meter = meter;
    ended = new long[program.blocks() / Long.SIZE + 1];
  }

  /** Gives it the thread that does it. */
  void on(GuestThread thread, ReplayStage.Doorbell interrupt, EndListener listener) {
    self = thread;
    doorbell = interrupt;
    onEnd = listener;
    hasBegun = !program.isBorn();
  }

  /** The guest has begun; who was forked by somebody that is not there begins by itself. */
  void begin(long nowNs) {
    beganNs = nowNs;
    if (program.isBorn() && stage.isGone(program.other(0))) {
      long atNs = nowNs + program.value(0);
      self.multiplexer().site().arm(new Timer(now -> endBlock(0, null, false)), atNs);
    }
  }

  boolean isOver() {
    return isOver;
  }

  // ---- what others do to it ----

  /** Another thread ends the block, which may be still to come. */
  void endBlock(int block, GuestThread by, boolean isHandOver) {
    if (block >= program.blocks()) {
      return; // of a program that somebody has cut
    }
    ended[block / Long.SIZE] |= 1L << block;
    if (!hasBegun) {
      hasBegun = true;
      self.begin();
    } else if (waitingIn == block) {
      goOn(by, isHandOver);
    }
  }

  /** A child of it has ended. */
  void childEnded(GuestThread by) {
    childrenEnded++;
    if (waitingIn != NONE && childrenWanted > 0 && childrenEnded >= childrenWanted) {
      goOn(by, true);
    }
  }

  /** Woken on its own level, or, from another guest, by an interrupt. */
  private void goOn(GuestThread by, boolean isHandOver) {
    waitingIn = NONE;
    childrenWanted = 0;
    if (by != null && by.multiplexer() != self.multiplexer()) {
      doorbell.ring(number);
    } else if (isHandOver) {
      self.handOver();
    } else {
      self.unpark();
    }
  }

  /** The interrupt of another guest has come. */
  void unpark() {
    self.unpark();
  }

  // ---- its own steps ----

  @Override
  public void next(GuestThread thread, long nowNs) {
    if (!inStretch) {
      beginStretch();
    }
    while (!does(nowNs)) {
      step++;
    }
    step++;
  }

  /** Does one step; false when it takes no time and the next one follows. */
  private boolean does(long nowNs) {
    if (step == program.count()) {
      park();
      return true;
    }
    long value = program.value(step);
    int other = program.other(step);
    switch (program.step(step)) {
      case RUN -> self.compute(value);
      case UNTIL -> {
        if (beganNs + value <= nowNs) {
          return false;
        }
        self.runUntil(beganNs + value);
      }
      case WAKE -> {
        stage.endBlock(other, (int) value, self, false);
        return false;
      }
      case HAND -> {
        stage.endBlock(other, (int) value, self, true);
        return false;
      }
      case LEAVE -> {
        stage.childEnded(other, self);
        return false;
      }
      case ACCOUNT -> {
        self.account();
        return false;
      }
      case SLEEP -> sleep(value);
      case WAIT -> {
        return waits(value, other);
      }
      case WAIT_CHILD -> {
        return waitsForChild(value);
      }
      case PARK -> park();
      case EXIT -> {
        end();
        self.exit();
      }
    }
    return true;
  }

  private void sleep(long ns) {
    blocks++;
    endStretch();
    self.sleep(ns);
  }

  private boolean waits(long recordedNs, int waker) {
    int block = blocks++;
    if ((ended[block / Long.SIZE] >>> block & 1) != 0) {
      return false; // it was woken before it came to sleep
    }
    endStretch();
    if (stage.isGone(waker)) {
      self.sleep(recordedNs);
    } else {
      waitingIn = block;
      self.park();
    }
    return true;
  }

  private boolean waitsForChild(long count) {
    int block = blocks++;
    if (childrenEnded >= count) {
      return false;
    }
    endStretch();
    waitingIn = block;
    childrenWanted = count;
    self.park();
    return true;
  }

  private void park() {
    end();
    self.park();
  }

  private void end() {
    endStretch();
    isOver = true;
    onEnd.ended(meter);
  }

  // ---- what is counted: stretches from a wake-up to a block ----

  private void beginStretch() {
    inStretch = true;
    meter.begun();
  }

  private void endStretch() {
    if (inStretch) {
      inStretch = false;
      meter.completed();
      long runnableNs = self.timeNs(RunState.RUNNABLE);
      meter.replay().orElseThrow().delayed(runnableNs - runnableBeforeNs);
      runnableBeforeNs = runnableNs;
    }
  }

  @Override
  public String toString() {
    return program.name();
  }
}
