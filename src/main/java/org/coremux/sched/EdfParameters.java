package org.coremux.sched;

import org.coremux.engine.Parameters;

/**
 * What {@link Edf} can be told.
 *
 * @param periodNs period of every reservation; 0 for that of its group's cap. Unit: ns. Source:
 *     none, a cap's is 100 ms as in Linux cpu.max
 * @param isHard whether a reservation that is used up waits for its next period, so that a cap
 *     holds. Source: Linux SCHED_DEADLINE; without it as in Abeni and Buttazzo 1998
 * @param quantumNs turn of those without a reservation. Unit: ns. Default 10 ms. Source: assumed,
 *     as of round robin
 */
public record EdfParameters(long periodNs, boolean isHard, long quantumNs) {
  /** The period of each cap, hard. Source: Linux SCHED_DEADLINE. */
  public static final EdfParameters STANDARD =
      new EdfParameters(0, true, RoundRobinParameters.QUANTUM_NS);

  /** Checks the ranges. */
  public EdfParameters {
    if (periodNs < 0 || quantumNs <= 0) {
      throw new IllegalArgumentException(
          "period " + periodNs + " ns, quantum " + quantumNs + " ns");
    }
  }

  static EdfParameters of(Parameters parameters) {
    return new EdfParameters(
        parameters.has("period") ? parameters.durationNs("period") : 0,
        parameters.on("hard"),
        parameters.durationNs("quantum"));
  }
}
