package org.coremux.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.Latency;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Series;

/**
 * How long the vCPUs of each guest of a host waited for a pCPU.
 *
 * @param guests in the order of the result
 * @param left how many more guests there are, which waited less
 * @param edgesNs where buckets begin and the last one ends, since the start of the run; empty when
 *     it is not known what happened when
 */
record StealData(List<One> guests, int left, List<Long> edgesNs) {
  /**
   * One guest.
   *
   * @param name of it
   * @param steal of the time that it wanted to run, the part in which it waited
   * @param overTime the same in each bucket, {@code NaN} where it wanted nothing; may be empty
   * @param dispatch from a wake-up to the first nanosecond on a pCPU
   */
  record One(String name, double steal, List<Double> overTime, Latency dispatch) {}

  /** Those of a host; of more guests than there is room for those that waited longest. */
  static StealData of(RunResult result, String host, int most) {
    List<GuestResult> all =
        result.guests().stream().filter(guest -> result.machine(guest).equals(host)).toList();
    List<GuestResult> shown = StatesData.longest(all, most);
    Series.HostSeries series = result.series().flatMap(one -> one.of(host)).orElse(null);
    boolean isKnown = series != null && !series.waiting().isEmpty();
    Map<String, List<Long>> waited = isKnown ? bands(series.waiting()) : Map.of();
    Map<String, List<Long>> ran = isKnown ? bands(series.guests()) : Map.of();
    List<One> guests = new ArrayList<>();
    for (GuestResult guest : shown) {
      guests.add(
          new One(
              guest.name(),
              guest.steal().doubleValue(),
              overTime(
                  waited.getOrDefault(guest.name(), List.of()),
                  ran.getOrDefault(guest.name(), List.of())),
              guest.dispatchLatency()));
    }
    return new StealData(guests, all.size() - shown.size(), isKnown ? edges(result) : List.of());
  }

  private static Map<String, List<Long>> bands(List<Series.Band> bands) {
    return bands.stream().collect(Collectors.toMap(Series.Band::name, Series.Band::ns));
  }

  private static List<Double> overTime(List<Long> waitedNs, List<Long> ranNs) {
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < Math.min(waitedNs.size(), ranNs.size()); i++) {
      double wantedNs = (double) waitedNs.get(i) + ranNs.get(i);
      shares.add(wantedNs == 0 ? Double.NaN : waitedNs.get(i) / wantedNs);
    }
    return shares;
  }

  private static List<Long> edges(RunResult result) {
    Series series = result.series().orElseThrow();
    long beganNs = result.header().span().warmupNs();
    List<Long> edges = new ArrayList<>();
    for (int i = 0; i <= series.buckets(result.durationNs()); i++) {
      edges.add(beganNs + Math.min(i * series.bucketNs(), result.durationNs()));
    }
    return edges;
  }

  /** The largest share of all buckets of all guests. */
  double highest() {
    return guests.stream()
        .flatMap(guest -> guest.overTime().stream())
        .filter(share -> !share.isNaN())
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(0);
  }
}
