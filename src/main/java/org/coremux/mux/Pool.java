package org.coremux.mux;

import java.util.random.RandomGenerator;
import org.coremux.engine.Timer;
import org.coremux.topology.Topology;

/**
 * What a multiplexer offers its policy, and the only way in which a policy touches the world: a set
 * of processors that share one policy. Times are ns since the start of the run.
 */
public interface Pool {
  /** The wall clock. */
  long nowNs();

  /** How many processors there are. */
  int processorCount();

  /** The processor with this index, from 0. */
  Processor processor(int index);

  /** Where the processors are: which share a core, a cache, a socket, a node. */
  Topology topology();

  /** Who is on the processor; the idle one when nobody is. */
  Schedulable current(Processor p);

  /** The schedulable that stands for nobody on this processor. */
  Schedulable idle(Processor p);

  /** Whether it is idle and nobody has asked it to decide yet. */
  boolean isIdle(Processor p);

  /** Whether it has been asked to decide, or has nobody since one left, and has not decided yet. */
  boolean isAsked(Processor p);

  /**
   * Whether the vCPU that provides the processor waits for a pCPU, as the steal page of a guest
   * that has one tells; never where nobody provides it, or nobody tells.
   */
  default boolean isPreempted(Processor p) {
    return false;
  }

  /** Whether it wants to run and is not held. */
  boolean isRunnable(Schedulable s);

  /** Its books so far, in ns. */
  long timeNs(Schedulable s, RunState state);

  /** How much of its running time went into what runs above, and into no overhead, in ns. */
  long executedNs(Schedulable s);

  /** Speed of the processor; {@link Processor#NOMINAL} is nominal. */
  int speed(Processor p);

  /** Charges the processor's current one up to now. */
  void settle(Processor p);

  /** Asks the processor to decide; coalesced; a remote one hears it after the kick latency. */
  void kick(Processor p);

  /** Within {@link Scheduler#pickNext}: for at most so long; without a call there is no limit. */
  void limit(Processor p, long sliceNs);

  /** Keeps it from running although it wants to: {@link Scheduler#sleep} follows if it does. */
  void hold(Schedulable s, Hold why);

  /** No longer keeps it: {@link Scheduler#wake} follows if it still wants to run. */
  void release(Schedulable s);

  /**
   * From now on the processor idles because it must, although somebody may want to run, or no
   * longer: such time is counted apart.
   */
  default void forceIdle(Processor p, boolean forced) {}

  /**
   * Within {@link Scheduler#pickNext} with the idle one as its answer: the processor does not go
   * idle, but stands still for a moment; whoever comes next takes over from who ran before.
   */
  default void standStill(Processor p) {}

  /** For how long processors have idled because they had to, in ns. */
  default long forcedIdleNs() {
    return 0;
  }

  /** How many it stands for: more than one where a decorator shows units of several. */
  default int width(Schedulable s) {
    return 1;
  }

  /** A timer that takes effect only while {@code at} runs; for set-up. */
  Timer timer(Processor at, Timer.Handler handler);

  /**
   * The same, for one that is armed again each time, for the next multiple of the period: the tick
   * of a processor, of which some may be lost while it does not run.
   */
  default Timer tick(Processor at, long periodNs, Timer.Handler handler) {
    return timer(at, handler);
  }

  /** Makes the timer due at the deadline. */
  void arm(Timer timer, long deadlineNs);

  /** Takes the timer back. */
  void cancel(Timer timer);

  /** The policy's own stream of random numbers. */
  RandomGenerator random();
}
