package org.coremux.report;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.coremux.experiment.GroupResult;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Series;

/** The utilisation of guests over time, as shares of their vCPUs, in a few columns. */
final class Sparkline {
  private Sparkline() {}

  /** One guest's shares; empty where nothing was recorded. */
  static Optional<double[]> of(RunResult result, GuestResult guest, int columns) {
    return of(result, Set.of(guest.name()), guest.vcpus(), columns);
  }

  /** The shares of a group's guests together. */
  static Optional<double[]> of(RunResult result, GroupResult group, int columns) {
    return of(result, new HashSet<>(group.members()), group.totals().vcpus(), columns);
  }

  private static Optional<double[]> of(
      RunResult result, Set<String> names, int vcpus, int columns) {
    if (result.series().isEmpty() || vcpus == 0) {
      return Optional.empty();
    }
    Series series = result.series().get();
    double[] ns = new double[series.buckets(result.durationNs())];
    boolean found = false;
    for (Series.HostSeries host : series.hosts()) {
      for (Series.Band band : host.guests()) {
        if (names.contains(band.name())) {
          found = true;
          for (int i = 0; i < ns.length; i++) {
            ns[i] += band.ns().get(i);
          }
        }
      }
    }
    return found ? Optional.of(shares(result, ns, vcpus, columns)) : Optional.empty();
  }

  /**
   * Each column covers an equal stretch of the window; a bucket counts by how far it lies in it.
   */
  private static double[] shares(RunResult result, double[] ns, int vcpus, int columns) {
    Series series = result.series().orElseThrow();
    long durationNs = result.durationNs();
    int used = Math.min(columns, ns.length);
    double[] shares = new double[used];
    double columnNs = (double) durationNs / used;
    for (int column = 0; column < used; column++) {
      double fromNs = column * columnNs;
      double toNs = fromNs + columnNs;
      double sumNs = 0;
      int first = (int) (fromNs / series.bucketNs());
      for (int i = first; i < ns.length && (double) i * series.bucketNs() < toNs; i++) {
        double beginNs = (double) i * series.bucketNs();
        double lengthNs = series.lengthNs(i, durationNs);
        double overlapNs = Math.min(toNs, beginNs + lengthNs) - Math.max(fromNs, beginNs);
        sumNs += ns[i] * Math.max(0, overlapNs) / lengthNs;
      }
      shares[column] = sumNs / (vcpus * columnNs);
    }
    return shares;
  }
}
