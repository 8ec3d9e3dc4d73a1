package org.coremux.evidence.published;

import java.util.OptionalDouble;

/**
 * A published figure and the model's.
 *
 * @param row what was published
 * @param simulated the model's figure, in the row's unit; empty where it has none
 */
public record Outcome(PublishedRow row, OptionalDouble simulated) {
  /** Simulated over published less one; empty where there is no such figure. */
  public OptionalDouble error() {
    return simulated.isEmpty() || row.published() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(simulated.getAsDouble() / row.published() - 1);
  }

  /** How far off it is, whichever way. */
  double size() {
    return StrictMath.abs(error().orElse(0));
  }
}
