package org.coremux.mux;

import org.coremux.topology.CpuMask;

/**
 * A processor, or a schedulable, that stands for several: what a decorator shows to the policy
 * within, which needs an identity with parameters and nothing else. Nobody executes on such a
 * processor, and no multiplexer knows such a schedulable; who made it says what becomes of it.
 *
 * <p>Cost: O(1). Allocation: only when one is made.
 */
public final class StandIn {
  private StandIn() {}

  /** A processor with that index among its like, on the level that the real ones are of. */
  public static Processor processor(Multiplexer level, int index) {
    return new Processor(level, index, null);
  }

  /**
   * A schedulable with that index among its like, asleep, with the parameters of the real one.
   *
   * @param affinity the stand-in processors that it may run on; null for all
   * @param at where it is at home
   */
  public static Schedulable schedulable(Schedulable of, int index, CpuMask affinity, Processor at) {
    Schedulable made = Schedulable.vcpu(of.name(), of.group, of.weight, affinity);
    made.index = index;
    made.realTime(of.realTime());
    made.processor = at;
    if (!of.isNew()) {
      made.cameFrom(at.index());
    }
    made.state = RunState.BLOCKED;
    made.bornNs = of.bornNs;
    made.sinceNs = of.bornNs;
    return made;
  }

  /** Whether it is a thread, and not a vCPU. */
  public static boolean isThread(Schedulable s) {
    return s.body != null;
  }

  /** It is in that state from now on. */
  public static void become(Schedulable standIn, RunState state, long nowNs) {
    timeNs(standIn, state, nowNs);
    standIn.state = state;
  }

  /** Time in the state since it was made, in ns. */
  public static long timeNs(Schedulable standIn, RunState state, long nowNs) {
    standIn.timeNs[standIn.state.ordinal()] += nowNs - standIn.sinceNs;
    standIn.sinceNs = nowNs;
    return standIn.timeNs[state.ordinal()];
  }

  /** It is there from now on. */
  public static void move(Schedulable standIn, Processor to) {
    standIn.processor = to;
  }

  /** It is kept from running; null for no longer. */
  public static void hold(Schedulable standIn, Hold why) {
    standIn.held = why;
  }

  /** It has this weight from now on, and may run there; null for everywhere. */
  public static void share(Schedulable standIn, int weight, CpuMask affinity) {
    standIn.weight = weight;
    standIn.affinity = affinity;
  }
}
