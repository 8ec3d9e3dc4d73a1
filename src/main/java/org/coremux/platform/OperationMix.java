package org.coremux.platform;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How often a workload does what its platform may have to help with: the same on every platform,
 * which alone decides what it costs.
 *
 * @param ratesPerSecond by operation, as often in each second of its work at nominal speed; those
 *     of scope MIX alone
 * @param kernelShareHundredths how much of its work is its guest's kernel. Unit: hundredths of a
 *     percent
 */
public record OperationMix(Map<Operation, Long> ratesPerSecond, int kernelShareHundredths) {
  /** Nothing is said: user code that does none of it. */
  public static final OperationMix NONE = new OperationMix(Map.of(), 0);

  /** More often, nobody does anything. Unit: 1/s. Source: assumed, one in each nanosecond. */
  public static final long RATE_MAX = 1_000_000_000L;

  /** All of the work. Unit: hundredths of a percent. Source: as a scenario's percentages. */
  public static final int WHOLE = 10_000;

  /**
   * Checks and copies the rates.
   *
   * @throws IllegalArgumentException if an operation is not of a mix, or a figure is out of range
   */
  public OperationMix {
    EnumMap<Operation, Long> copy = new EnumMap<>(Operation.class);
    copy.putAll(ratesPerSecond);
    for (Map.Entry<Operation, Long> rate : copy.entrySet()) {
      if (rate.getKey().scope() != Operation.Scope.MIX) {
        throw new IllegalArgumentException(rate.getKey().key() + " is not of a mix");
      }
      if (rate.getValue() < 0 || rate.getValue() > RATE_MAX) {
        throw new IllegalArgumentException(
            rate.getKey().key() + " is " + rate.getValue() + "/s; allowed: 0/s to 1000000000/s");
      }
    }
    if (kernelShareHundredths < 0 || kernelShareHundredths > WHOLE) {
      throw new IllegalArgumentException("the kernel's share is not within 0 and 100 %");
    }
    ratesPerSecond = Collections.unmodifiableMap(copy);
  }

  /** How often in a second of work; 0 when it is not said. */
  public long ratePerSecond(Operation operation) {
    return ratesPerSecond.getOrDefault(operation, 0L);
  }

  /** Whether nothing is said. */
  public boolean isEmpty() {
    return ratesPerSecond.isEmpty() && kernelShareHundredths == 0;
  }
}
