package org.coremux.experiment;

import java.util.Optional;

/**
 * What a guest that accounts by ticks believes that the threads of a workload ran, beside what they
 * did run.
 *
 * @param chargedNs what ticks have charged them; ns
 * @param ranNs for how long they had a vCPU that ran; ns
 */
public record TickCharge(long chargedNs, long ranNs) {
  /** Refuses negative figures. */
  public TickCharge {
    if (chargedNs < 0 || ranNs < 0) {
      throw new IllegalArgumentException(
          "negative: charged %d ns, ran %d ns".formatted(chargedNs, ranNs));
    }
  }

  /** Two guests' together; of one where the other has none. */
  static Optional<TickCharge> plus(Optional<TickCharge> one, Optional<TickCharge> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return Optional.of(
        new TickCharge(
            Math.addExact(one.get().chargedNs, other.get().chargedNs),
            Math.addExact(one.get().ranNs, other.get().ranNs)));
  }
}
