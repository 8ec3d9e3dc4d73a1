package org.coremux.evidence;

import org.coremux.guest.ReplayMeter.Figures;

/**
 * One process of a recorded schedule: what it got on the real kernel, and what two policies give
 * it.
 *
 * @param process as its guest is named
 * @param recorded on the machine
 * @param eevdf predicted by the kernel's own policy
 * @param roundRobin predicted by a policy that knows nothing: round robin, 4 ms
 * @param verdict whether the goal for it is met
 */
public record KernelRow(
    String process, Figures recorded, Figures eevdf, Figures roundRobin, Verdict verdict) {
  /** Of a delay, at least this part of the run time is taken to compare with. Source: study. */
  private static final double RUN_PART = 0.02;

  /** And at least so much. Unit: ns. Source: replaying-schedules.md by way of the goals. */
  private static final double DELAY_MIN_NS = 20_000_000;

  private static final int PERCENT = 100;

  /** Whether a goal is met. */
  public enum Verdict {
    /** It is. */
    MET,
    /** It is not. */
    MISSED,
    /** There is none. */
    NO_GOAL
  }

  /** Error of a predicted run delay. Unit: percent, 0 or more. */
  public double delayError(Figures predicted) {
    return Math.abs(signedDelayError(predicted));
  }

  /** The same, below zero when less was predicted. */
  public double signedDelayError(Figures predicted) {
    double base = Math.max(recorded.runnableNs(), recorded.runningNs() * RUN_PART);
    double off = predicted.runnableNs() - recorded.runnableNs();
    return PERCENT * off / Math.max(base, DELAY_MIN_NS);
  }

  /** Error of the predicted switches. Unit: percent, 0 or more. */
  public double switchesError(Figures predicted) {
    return Math.abs(error(recorded.switches(), predicted.switches()));
  }

  /** What is predicted against what was recorded. Unit: percent; 0 when both are 0. */
  public static double error(long recorded, long predicted) {
    return recorded == predicted
        ? 0
        : PERCENT * (predicted - recorded) / (double) Math.max(1, recorded);
  }

  KernelRow judged(KnownRecording known) {
    Verdict verdict =
        known
            .goal(process)
            .map(goal -> goal.isMet(this) ? Verdict.MET : Verdict.MISSED)
            .orElse(Verdict.NO_GOAL);
    return new KernelRow(process, recorded, eevdf, roundRobin, verdict);
  }
}
