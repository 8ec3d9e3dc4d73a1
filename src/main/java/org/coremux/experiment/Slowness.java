package org.coremux.experiment;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * How long one run took over each workload: its mean latency where it has one, else the inverse of
 * its throughput.
 *
 * @param meanLatencyNs by workload; only of those that have latencies above 0
 * @param perSecond throughput by workload: completed, or where nothing can complete the work of its
 *     guests, per second; only of those above 0
 */
record Slowness(Map<String, Double> meanLatencyNs, Map<String, Double> perSecond) {
  Slowness {
    meanLatencyNs = Map.copyOf(meanLatencyNs);
    perSecond = Map.copyOf(perSecond);
  }

  /** How many times as long as the baseline it took over a workload; empty when unknown. */
  OptionalDouble against(Slowness baseline, String workload) {
    Double own = meanLatencyNs.get(workload);
    Double other = baseline.meanLatencyNs.get(workload);
    if (own != null && other != null) {
      return OptionalDouble.of(own / other);
    }
    own = perSecond.get(workload);
    other = baseline.perSecond.get(workload);
    return own == null || other == null ? OptionalDouble.empty() : OptionalDouble.of(other / own);
  }

  /** The geometric mean over the workloads that both have; empty without any. */
  OptionalDouble against(Slowness baseline, Iterable<String> workloads) {
    double logarithms = 0;
    int count = 0;
    for (String workload : workloads) {
      OptionalDouble one = against(baseline, workload);
      if (one.isPresent()) {
        logarithms += StrictMath.log(one.getAsDouble());
        count++;
      }
    }
    return count == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(StrictMath.exp(logarithms / count));
  }
}
