package org.coremux.report.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Series;
import org.jfree.data.xy.AbstractIntervalXYDataset;
import org.jfree.data.xy.TableXYDataset;

/**
 * What a utilisation chart shows: pCPUs in use, averaged over each bucket, layer upon layer. In
 * every bucket the layers add up to the number of pCPUs.
 *
 * <p>A bucket is one item, with its middle as x, its beginning and its end as interval. x is time
 * since the start of the run, in the unit of its scale.
 */
final class UtilisationData extends AbstractIntervalXYDataset implements TableXYDataset {
  private static final long serialVersionUID = 1L;

  private static final String HOST_OS = "host OS";

  /** How many times the other overhead hides it. Source: assumed. */
  private static final double HIDING = 4;

  /** What a layer stands for. */
  enum Kind {
    /** One guest's work, or that of several. */
    GUEST,
    /** A kind of overhead. */
    OVERHEAD,
    /** Nothing to do. */
    IDLE
  }

  /** Of one layer: its height in each bucket, and its part of all pCPU time. */
  private record Layer(String name, Kind kind, Color fill, List<Double> heights, double share) {}

  private final transient List<Layer> layers;
  private final transient TimeScale scale;
  private final double[] edges;
  private final boolean isWithoutHostOs;

  private UtilisationData(
      List<Layer> layers, TimeScale scale, double[] edges, boolean isWithoutHostOs) {
    this.isWithoutHostOs = isWithoutHostOs;
    this.layers = layers;
    this.scale = scale;
    this.edges = edges;
  }

  /** The layers of one host: guests from the bottom, overhead, idle on top. */
  static UtilisationData of(RunResult result, Series.HostSeries host, Color idle) {
    return new Maker(result, host).make(idle);
  }

  /**
   * The layers of overhead alone, in per cent of all pCPUs; may be none. The host's own load is
   * left out where it would hide the others.
   */
  UtilisationData overhead() {
    double pcpus = pcpus();
    double all = 0;
    double hostOs = 0;
    for (Layer layer : layers) {
      all += layer.kind() == Kind.OVERHEAD ? layer.share() : 0;
      hostOs += layer.name().equals(HOST_OS) ? layer.share() : 0;
    }
    boolean isHiding = all > hostOs && hostOs > HIDING * (all - hostOs);
    List<Layer> some = new ArrayList<>();
    for (Layer layer : layers) {
      if (layer.kind() == Kind.OVERHEAD && !(isHiding && layer.name().equals(HOST_OS))) {
        List<Double> percent = layer.heights().stream().map(one -> 100 * one / pcpus).toList();
        some.add(new Layer(layer.name(), layer.kind(), layer.fill(), percent, layer.share()));
      }
    }
    return new UtilisationData(some, scale, edges, isHiding);
  }

  /** Whether they are layers of overhead without the host's own load. */
  boolean isWithoutHostOs() {
    return isWithoutHostOs;
  }

  private static final class Maker {
    private final Series series;
    private final Series.HostSeries host;
    private final GuestColours colours;
    private final long durationNs;
    private final double[] edges;
    private final TimeScale scale;
    private final List<Layer> layers = new ArrayList<>();
    private final double wholeNs;

    Maker(RunResult result, Series.HostSeries host) {
      this.host = host;
      series = result.series().orElseThrow();
      colours = new GuestColours(result, host.host());
      durationNs = result.durationNs();
      long beganNs = result.header().span().warmupNs();
      scale = TimeScale.of(beganNs, beganNs + durationNs);
      edges = new double[series.buckets(durationNs) + 1];
      for (int i = 0; i < edges.length; i++) {
        edges[i] = scale.of(beganNs + Math.min(i * series.bucketNs(), durationNs));
      }
      long sumNs = totalNs(host.idle());
      for (Series.Band band : host.guests()) {
        sumNs += totalNs(band);
      }
      for (Series.Band band : host.overhead()) {
        sumNs += totalNs(band);
      }
      wholeNs = sumNs;
    }

    UtilisationData make(Color idle) {
      long[] othersNs = new long[edges.length - 1];
      int others = 0;
      for (Series.Band band : host.guests()) {
        if (colours.isOwn(band.name())) {
          add(band, Look.name(band.name()), Kind.GUEST, colours.of(band.name()));
        } else {
          others++;
          for (int i = 0; i < othersNs.length; i++) {
            othersNs[i] += band.ns().get(i);
          }
        }
      }
      if (others > 0) {
        String name = others + (others == 1 ? " other" : " others");
        add(Series.Band.of(name, othersNs), name, Kind.GUEST, Palette.OTHERS);
      }
      for (Series.Band band : host.overhead()) {
        if (totalNs(band) > 0) {
          add(band, words(band.name()), Kind.OVERHEAD, Palette.overhead(band.name()));
        }
      }
      add(host.idle(), "idle", Kind.IDLE, idle);
      return new UtilisationData(layers, scale, edges, false);
    }

    private void add(Series.Band band, String name, Kind kind, Color fill) {
      List<Double> used = new ArrayList<>();
      for (int i = 0; i < edges.length - 1; i++) {
        used.add((double) band.ns().get(i) / series.lengthNs(i, durationNs));
      }
      layers.add(new Layer(name, kind, fill, used, totalNs(band) / wholeNs));
    }
  }

  private static String words(String kind) {
    return switch (kind) {
      case "exit" -> "VM exits";
      case "switch" -> "switches";
      case "vmm" -> "VMM";
      case "host_os" -> HOST_OS;
      default -> Look.name(kind);
    };
  }

  private static long totalNs(Series.Band band) {
    return band.ns().stream().mapToLong(Long::longValue).sum();
  }

  /** pCPUs of the host: what the layers of each bucket add up to. */
  int pcpus() {
    return (int) Math.round(top(getSeriesCount() - 1, 0));
  }

  /** The time that it covers. */
  TimeScale scale() {
    return scale;
  }

  /** A layer's share of all pCPU time. */
  double share(int series) {
    return layers.get(series).share();
  }

  /** What a layer stands for. */
  Kind kind(int series) {
    return layers.get(series).kind();
  }

  /** A layer's colour. */
  Color fill(int series) {
    return layers.get(series).fill();
  }

  /** The height of a layer's top, all below it included. */
  double top(int series, int item) {
    double sum = 0;
    for (int i = 0; i <= series; i++) {
      sum += layers.get(i).heights().get(item);
    }
    return sum;
  }

  /** The highest of all tops. */
  double highest() {
    double most = 0;
    for (int i = 0; i < getItemCount(); i++) {
      most = Math.max(most, top(getSeriesCount() - 1, i));
    }
    return most;
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
    return layers.get(series).heights().get(item);
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
