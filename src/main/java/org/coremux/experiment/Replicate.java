package org.coremux.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coremux.hypervisor.Guest;
import org.coremux.metric.LatencyHistogram;
import org.coremux.platform.MixCosts;
import org.coremux.scenario.Model;

/**
 * What a comparison keeps of one run of one alternative.
 *
 * @param header what was run
 * @param schedulers of its hosts
 * @param workloads all of them, in the order of the scenario
 * @param values figures by name, such as {@code web.latency.p99} in ms; those that exist
 * @param shares what each guest got that is in no other; none unless policies are compared
 * @param exitsPerSecond VM exits of all guests by reason
 * @param slowness how long it took over each workload
 * @param attribution what the guests' time went to
 * @param byEntry the same by entry of the scenario
 * @param latencies merged over the guests of each entry, by workload; those that have any
 * @param splits why requests took as long as they did, by workload; those that are known
 */
record Replicate(
    RunHeader header,
    List<String> schedulers,
    List<ComparedWorkload> workloads,
    Map<String, Double> values,
    List<Fairness.Share> shares,
    Map<String, Double> exitsPerSecond,
    Slowness slowness,
    Attribution attribution,
    Map<String, Attribution> byEntry,
    Map<String, LatencyHistogram> latencies,
    Map<String, LatencySplit> splits) {

  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_SECOND = 1e9;

  /** Runs it to its end. */
  static Replicate of(Run run) {
    RunResult result = run.toEnd();
    return new Reading(run.model(), result, run.times()).replicate(run.watch());
  }

  /** The same without what was merged into sums already. */
  Replicate light() {
    return new Replicate(
        header,
        schedulers,
        workloads,
        values,
        shares,
        exitsPerSecond,
        slowness,
        attribution,
        byEntry,
        Map.of(),
        Map.of());
  }

  /** How a workload is called: its guests' entry, and its place where it is not the first. */
  static String name(String entry, int workload) {
    String quoted = entry.matches(".*[. \\[\\]\"=].*") ? '"' + entry + '"' : entry;
    return workload == 0 ? quoted : quoted + ".workloads[" + workload + "]";
  }

  /** Reads figures off a run that has ended. */
  private static final class Reading {
    private final Model model;
    private final TimeLedger times;
    private final RunResult result;
    private final double seconds;
    private final List<ComparedWorkload> workloads = new ArrayList<>();
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Map<String, Double> meanLatencyNs = new LinkedHashMap<>();
    private final Map<String, Double> perSecond = new LinkedHashMap<>();
    private final Map<String, LatencyHistogram> latencies = new LinkedHashMap<>();
    private final Map<String, Attribution> byEntry = new LinkedHashMap<>();
    private final Map<String, LatencySplit> splits = new LinkedHashMap<>();

    Reading(Model model, RunResult result, TimeLedger times) {
      this.model = model;
      this.times = times;
      this.result = result;
      seconds = result.durationNs() / NS_PER_SECOND;
    }

    Replicate replicate(PolicyWatch watch) {
      if (watch != null) {
        watch.values(result).forEach((one, value) -> put(one.key(), value));
      }
      for (int entry = 0; entry < result.groups().size(); entry++) {
        group(entry, result.groups().get(entry).totals());
      }
      return new Replicate(
          result.header(),
          result.hosts().stream().map(HostResult::scheduler).distinct().toList(),
          List.copyOf(workloads),
          values,
          watch == null ? List.of() : watch.shares(result),
          exits(),
          new Slowness(meanLatencyNs, perSecond),
          times.all(),
          byEntry,
          latencies,
          splits);
    }

    private void group(int entry, GuestResult totals) {
      long completed = 0;
      for (int w = 0; w < totals.workloads().size(); w++) {
        completed += totals.workloads().get(w).completed();
        String workload = name(totals.name(), w);
        workload(workload, totals, w, merged(entry, w));
        LatencySplit split = split(entry, w);
        if (!split.isEmpty()) {
          splits.put(workload, split);
        }
      }
      String name = name(totals.name(), 0);
      Attribution spent = Attribution.NONE;
      for (Guest guest : guests(entry)) {
        spent = spent.plus(times.of(guest));
      }
      byEntry.put(name, spent);
      if (completed > 0) {
        put(name + ".cpu_per_transaction", cpuNs(totals) / NS_PER_MS / completed);
      }
      put(name + ".work", totals.workNs() / NS_PER_SECOND / seconds);
      put(name + ".steal", totals.steal().doubleValue());
      for (Breakdown.Part part : totals.exits().parts()) {
        put(name + ".exits." + part.name(), part.amount() / seconds);
      }
    }

    /** What its vCPUs ran, and those who serve its devices. */
    private static long cpuNs(GuestResult totals) {
      return totals.time().runningNs() + totals.overheadNs().amount("backend");
    }

    private void workload(String name, GuestResult totals, int w, LatencyHistogram latency) {
      WorkloadResult workload = totals.workloads().get(w);
      boolean hasLatency = latency.count() > 0;
      workloads.add(new ComparedWorkload(name, workload.kind(), hasLatency));
      double throughput = workload.completed() / seconds;
      if (throughput > 0) {
        put(name + ".throughput", throughput);
      }
      double asSlowness = throughput > 0 ? throughput : totals.workNs() / NS_PER_SECOND / seconds;
      if (asSlowness > 0) {
        perSecond.put(name, asSlowness);
      }
      Suffering suffered = Suffering.of(workload, seconds);
      suffered.values().forEach((by, value) -> put(name + "." + by.key(), value));
      if (!hasLatency) {
        return;
      }
      latencies.put(name, latency);
      double meanNs = latency.meanNs().getAsDouble();
      if (meanNs > 0) {
        meanLatencyNs.put(name, meanNs);
      }
      put(name + ".latency.mean", meanNs / NS_PER_MS);
      for (Percentile percentile : Percentile.values()) {
        put(
            name + ".latency." + percentile.key(),
            latency.percentileNs(percentile.percent().doubleValue()).getAsLong() / NS_PER_MS);
      }
    }

    /** Of all guests of the entry together. */
    private LatencyHistogram merged(int entry, int w) {
      LatencyHistogram all = null;
      for (Guest guest : guests(entry)) {
        LatencyHistogram one = guest.meters().get(w).latency();
        if (all == null) {
          all = new LatencyHistogram(one.longestNs());
        }
        all.add(one);
      }
      return all;
    }

    private List<Guest> guests(int entry) {
      return model.guests().stream()
          .filter(placed -> placed.entry() == entry)
          .map(Model.Placed::guest)
          .toList();
    }

    /** Why its requests took as long as they did, of all guests of the entry together. */
    private LatencySplit split(int entry, int w) {
      LatencySplit all = LatencySplit.NONE;
      for (Guest guest : guests(entry)) {
        List<LatencySplit.Bucket> buckets = new ArrayList<>();
        MixCosts mix = guest.mixes().get(w);
        guest
            .meters()
            .get(w)
            .causes()
            .forEachBucket(
                (highNs, count, clocks) -> {
                  StepSums sums = new StepSums();
                  sums.addJourney(clocks, guest.isVirtual(), mix);
                  Causes causes = sums.all();
                  buckets.add(new LatencySplit.Bucket(highNs, count, causes.totalNs(), causes));
                });
        all = all.plus(new LatencySplit(buckets));
      }
      return all;
    }

    private Map<String, Double> exits() {
      Breakdown exits = Breakdown.NONE;
      for (GuestResult guest : result.guests()) {
        exits = exits.plus(guest.exits());
      }
      Map<String, Double> all = new LinkedHashMap<>();
      exits.parts().forEach(part -> all.put(part.name(), part.amount() / seconds));
      return all;
    }

    private void put(String name, double value) {
      values.put(name, value);
    }
  }
}
