package org.coremux.experiment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.coremux.metric.LatencyHistogram;

/** All runs of one alternative so far, in the order of their replications. */
final class Replications {
  private final Alternative alternative;
  private final List<Replicate> runs = new ArrayList<>();
  private final Map<String, LatencyHistogram> latencies = new LinkedHashMap<>();
  private final Map<String, LatencySplit> splits = new LinkedHashMap<>();
  private final Map<String, Attribution> byEntry = new LinkedHashMap<>();
  private Attribution attribution = Attribution.NONE;
  private long events;

  Replications(Alternative alternative) {
    this.alternative = alternative;
  }

  Alternative alternative() {
    return alternative;
  }

  /** Takes the next one in. */
  void add(Replicate run) {
    runs.add(run.light());
    run.latencies()
        .forEach(
            (name, one) ->
                latencies
                    .computeIfAbsent(name, n -> new LatencyHistogram(one.longestNs()))
                    .add(one));
    run.splits().forEach((name, one) -> splits.merge(name, one, LatencySplit::plus));
    attribution = attribution.plus(run.attribution());
    run.byEntry().forEach((name, one) -> byEntry.merge(name, one, Attribution::plus));
    events += run.header().events();
  }

  int count() {
    return runs.size();
  }

  long events() {
    return events;
  }

  Replicate run(int replication) {
    return runs.get(replication);
  }

  Attribution attribution() {
    return attribution;
  }

  Map<String, Attribution> byEntry() {
    return byEntry;
  }

  Map<String, LatencySplit> splits() {
    return splits;
  }

  /** Of a figure that every run has; empty otherwise. */
  private Optional<Estimate> estimate(Function<Replicate, Double> figure) {
    double[] values = new double[runs.size()];
    for (int i = 0; i < values.length; i++) {
      Double value = figure.apply(runs.get(i));
      if (value == null) {
        return Optional.empty();
      }
      values[i] = value;
    }
    return Estimate.of(values);
  }

  /** A figure by its name. */
  Optional<Estimate> metric(String name) {
    return estimate(run -> run.values().get(name));
  }

  /** All figures by name. */
  Map<String, Estimate> metrics() {
    Map<String, Estimate> all = new LinkedHashMap<>();
    for (String name : runs.get(0).values().keySet()) {
      metric(name).ifPresent(estimate -> all.put(name, merged(name, estimate)));
    }
    return all;
  }

  /** With the percentile of all observations, if it is one. */
  private Estimate merged(String name, Estimate estimate) {
    for (Percentile percentile : Percentile.values()) {
      String end = ".latency." + percentile.key();
      if (name.endsWith(end)) {
        OptionalLong ns =
            latencies
                .get(name.substring(0, name.length() - end.length()))
                .percentileNs(percentile.percent().doubleValue());
        return estimate.withMerged(BigDecimal.valueOf(ns.getAsLong(), Decimal.RATIO_PLACES));
      }
    }
    return estimate;
  }

  /**
   * How evenly guests got their due, replication by replication.
   *
   * @param alone the same guests, each alone on cores of its own: what they want
   */
  Optional<Estimate> fairness(Replications alone) {
    double[] values = new double[runs.size()];
    for (int i = 0; i < values.length; i++) {
      Map<String, Long> wantedNs = new LinkedHashMap<>();
      alone.run(i).shares().forEach(share -> wantedNs.put(share.name(), share.workNs()));
      OptionalDouble one = Fairness.of(runs.get(i).shares(), wantedNs);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      values[i] = one.getAsDouble();
    }
    return Estimate.of(values);
  }

  /** VM exits of all guests per second, by reason. */
  Map<String, Estimate> exits() {
    Map<String, Estimate> all = new LinkedHashMap<>();
    for (String reason : runs.get(0).exitsPerSecond().keySet()) {
      estimate(run -> run.exitsPerSecond().get(reason)).ifPresent(one -> all.put(reason, one));
    }
    return all;
  }

  /** How many times as long it takes as the baseline, replication by replication. */
  Optional<Estimate> slowdown(Replications baseline) {
    List<String> workloads = runs.get(0).workloads().stream().map(ComparedWorkload::name).toList();
    double[] values = new double[runs.size()];
    for (int i = 0; i < values.length; i++) {
      OptionalDouble one = runs.get(i).slowness().against(baseline.run(i).slowness(), workloads);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      values[i] = one.getAsDouble();
    }
    return Estimate.of(values);
  }

  /** The same of one workload. */
  Optional<Estimate> slowdown(Replications baseline, String workload) {
    double[] values = new double[runs.size()];
    for (int i = 0; i < values.length; i++) {
      OptionalDouble one = runs.get(i).slowness().against(baseline.run(i).slowness(), workload);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      values[i] = one.getAsDouble();
    }
    return Estimate.of(values);
  }

  /** Whether every interval that is judged is tight enough. */
  boolean isTight(Replications baseline, Precision precision) {
    boolean isTight = isTight(slowdown(baseline), precision.ofMean());
    for (ComparedWorkload workload : runs.get(0).workloads()) {
      String name = workload.name();
      isTight &= isTight(metric(name + ".latency.mean"), precision.ofMean());
      isTight &= isTight(metric(name + ".latency.p99"), precision.ofPercentile());
      isTight &= isTight(metric(name + ".throughput"), precision.ofMean());
    }
    return isTight;
  }

  /** What does not exist cannot be made tighter. */
  private static boolean isTight(Optional<Estimate> estimate, double share) {
    return estimate.isEmpty() || estimate.get().relativeHalfWidth() <= share;
  }
}
