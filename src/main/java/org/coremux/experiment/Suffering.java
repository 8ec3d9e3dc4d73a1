package org.coremux.experiment;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a workload lost to locks and cross calls, as comparisons have it: for each second of the
 * measured time.
 *
 * @param values those that a workload of its kind can have
 */
record Suffering(Map<Yardstick, Double> values) {
  private static final double NS_PER_SECOND = 1e9;

  /** That of a workload in a window of some seconds. */
  static Suffering of(WorkloadResult workload, double seconds) {
    Map<Yardstick, Double> values = new EnumMap<>(Yardstick.class);
    WorkloadResult.Extras extras = workload.extras();
    extras
        .locks()
        .ifPresent(
            locks -> {
              values.put(Yardstick.HOLDERS, locks.holders().count() / seconds);
              values.put(Yardstick.SPIN, locks.spinNs() / NS_PER_SECOND / seconds);
            });
    extras
        .crossCalls()
        .ifPresent(
            calls -> values.put(Yardstick.STALL, calls.stalledNs() / NS_PER_SECOND / seconds));
    return new Suffering(values);
  }
}
