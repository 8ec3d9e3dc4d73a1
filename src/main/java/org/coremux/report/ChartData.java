package org.coremux.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Series;
import org.jfree.data.xy.AbstractIntervalXYDataset;
import org.jfree.data.xy.TableXYDataset;

/**
 * What a utilisation chart shows: pCPUs in use, averaged over each bucket, layer upon layer. In
 * every bucket the layers add up to the number of pCPUs.
 *
 * <p>A bucket is one item, with its middle as x, its beginning and its end as interval. Unit of x:
 * ms, s, min or h since the measured window began, whichever suits its length.
 */
final class ChartData extends AbstractIntervalXYDataset implements TableXYDataset {
  private static final long serialVersionUID = 1L;

  /**
   * Most guests with a layer of their own. Unit: guests. Source: assumed, as many as eyes follow.
   */
  static final int GUESTS_MAX = 12;

  private static final long MS_NS = 1_000_000L;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long MINUTE_NS = 60 * SECOND_NS;
  private static final long HOUR_NS = 60 * MINUTE_NS;

  /** What a layer stands for. */
  enum Kind {
    /** One guest's work, or that of several. */
    GUEST,
    /** A kind of overhead. */
    OVERHEAD,
    /** Nothing to do. */
    IDLE
  }

  private record Layer(String name, Kind kind, List<Double> pcpus, long totalNs) {}

  private final transient List<Layer> layers = new ArrayList<>();
  private final double[] edges;
  private final int pcpus;
  private final String unit;

  /** The layers of one host: guests from the bottom, overhead, idle on top. */
  ChartData(RunResult result, Series.HostSeries host) {
    Series series = result.series().orElseThrow();
    long durationNs = result.durationNs();
    unit = unit(durationNs);
    double unitNs = unitNs(unit);
    edges = new double[series.buckets(durationNs) + 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = Math.min(i * series.bucketNs(), durationNs) / unitNs;
    }
    pcpus =
        result.hosts().stream()
            .filter(one -> one.name().equals(host.host()))
            .mapToInt(HostResult::pcpus)
            .sum();
    for (Series.Band band : guestBands(host.guests())) {
      add(band, Kind.GUEST, series, durationNs);
    }
    for (Series.Band band : host.overhead()) {
      if (totalNs(band) > 0) {
        add(band, Kind.OVERHEAD, series, durationNs);
      }
    }
    add(host.idle(), Kind.IDLE, series, durationNs);
  }

  private void add(Series.Band band, Kind kind, Series series, long durationNs) {
    List<Double> used = new ArrayList<>();
    for (int i = 0; i < edges.length - 1; i++) {
      used.add((double) band.ns().get(i) / series.lengthNs(i, durationNs));
    }
    layers.add(new Layer(label(band.name(), kind), kind, used, totalNs(band)));
  }

  private static String label(String name, Kind kind) {
    if (kind == Kind.GUEST) {
      return Text.plain(name);
    }
    return switch (name) {
      case "exit" -> "VM exits";
      case "switch" -> "switches";
      case "vmm" -> "VMM";
      case "host_os" -> "host OS";
      default -> name;
    };
  }

  /** All bands, or the largest and the sum of the others. */
  private static List<Series.Band> guestBands(List<Series.Band> bands) {
    if (bands.size() <= GUESTS_MAX) {
      return bands;
    }
    Set<String> largest = new HashSet<>();
    bands.stream()
        .sorted(Comparator.comparingLong(ChartData::totalNs).reversed())
        .limit(GUESTS_MAX - 1)
        .forEach(band -> largest.add(band.name()));
    List<Series.Band> shown = new ArrayList<>();
    long[] othersNs = new long[bands.get(0).ns().size()];
    for (Series.Band band : bands) {
      if (largest.contains(band.name())) {
        shown.add(band);
      } else {
        for (int i = 0; i < othersNs.length; i++) {
          othersNs[i] += band.ns().get(i);
        }
      }
    }
    shown.add(Series.Band.of((bands.size() - shown.size()) + " others", othersNs));
    return shown;
  }

  private static long totalNs(Series.Band band) {
    return band.ns().stream().mapToLong(Long::longValue).sum();
  }

  /** pCPUs of the host: what the layers of each bucket add up to. */
  int pcpus() {
    return pcpus;
  }

  /** The unit of x. */
  String unit() {
    return unit;
  }

  /** The end of the window, in that unit. */
  double end() {
    return edges[edges.length - 1];
  }

  /** A layer's share of all pCPU time. */
  double share(int series) {
    double sumNs = 0;
    for (Layer layer : layers) {
      sumNs += layer.totalNs();
    }
    return layers.get(series).totalNs() / sumNs;
  }

  private static String unit(long durationNs) {
    if (durationNs < SECOND_NS) {
      return "ms";
    }
    if (durationNs <= 10 * MINUTE_NS) {
      return "s";
    }
    return durationNs <= 4 * HOUR_NS ? "min" : "h";
  }

  private static long unitNs(String unit) {
    return switch (unit) {
      case "ms" -> MS_NS;
      case "s" -> SECOND_NS;
      case "min" -> MINUTE_NS;
      default -> HOUR_NS;
    };
  }

  Kind kind(int series) {
    return layers.get(series).kind();
  }

  @Override
  public int getSeriesCount() {
    return layers.size();
  }

  @Override
  public Comparable<?> getSeriesKey(int series) {
    return layers.get(series).name();
  }

  @Override
  public int getItemCount() {
    return edges.length - 1;
  }

  @Override
  public int getItemCount(int series) {
    return getItemCount();
  }

  @Override
  public Number getX(int series, int item) {
    return (edges[item] + edges[item + 1]) / 2;
  }

  @Override
  public Number getStartX(int series, int item) {
    return edges[item];
  }

  @Override
  public Number getEndX(int series, int item) {
    return edges[item + 1];
  }

  @Override
  public Number getY(int series, int item) {
    return layers.get(series).pcpus().get(item);
  }

  @Override
  public Number getStartY(int series, int item) {
    return getY(series, item);
  }

  @Override
  public Number getEndY(int series, int item) {
    return getY(series, item);
  }
}
