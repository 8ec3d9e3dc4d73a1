package org.coremux.report.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coremux.experiment.GroupResult;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.Latency;
import org.coremux.experiment.LatencyCurve;
import org.coremux.experiment.Replayed;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.WorkloadResult;

/**
 * The latencies of the workloads of each scenario entry, of one result or of several.
 *
 * @param lines one for each workload that has a latency, result by result
 * @param left how many more there are, with fewer observations
 */
record LatencyData(List<Line> lines, int left) {
  /** Most lines of a result. Source: assumed, as many as eyes follow. */
  static final int LINES_MAX = 10;

  /** Fewer observations are no curve. Source: assumed. */
  static final int COUNT_MIN = 20;

  /**
   * One line.
   *
   * @param result which result's, from 0
   * @param workload which of all workloads with other names, from 0
   * @param name of the entry and its workload
   * @param colour of the entry
   * @param isDelay whether it is the run delay of a recorded process
   * @param latency what is drawn
   */
  record Line(
      int result, int workload, String name, Color colour, boolean isDelay, Latency latency) {
    /**
     * Its points: percentiles and ns. Without a curve those that every latency has. The longest is
     * put where one of so many is.
     */
    List<LatencyCurve.Point> points() {
      if (!latency.curve().points().isEmpty()) {
        return latency.curve().points();
      }
      return List.of(
          new LatencyCurve.Point(500_000, latency.p50Ns()),
          new LatencyCurve.Point(950_000, latency.p95Ns()),
          new LatencyCurve.Point(990_000, latency.p99Ns()),
          new LatencyCurve.Point(LatencyCurve.WHOLE_PPM, latency.maxNs()));
    }

    /** Where a percentile is on the axis: decades of what lies above. */
    double x(LatencyCurve.Point point) {
      double most = Math.max(2, Math.log10(Math.max(1, latency.count())));
      return point.ppm() == LatencyCurve.WHOLE_PPM ? most : x(point.ppm());
    }

    /** The same of any percentile below the last. */
    static double x(double ppm) {
      return -Math.log10(1 - ppm / LatencyCurve.WHOLE_PPM);
    }
  }

  /** Those of results; of one host those of the entries that are wholly on it. */
  static LatencyData of(List<RunResult> results, View view) {
    List<Line> lines = new ArrayList<>();
    Map<String, Integer> names = new LinkedHashMap<>();
    Map<String, Color> colours = new LinkedHashMap<>();
    int left = 0;
    for (int r = 0; r < results.size(); r++) {
      List<Line> all = lines(r, results.get(r), view);
      List<Line> most =
          all.stream()
              .filter(line -> line.latency().count() >= enough(all))
              .sorted(Comparator.comparingLong(line -> -line.latency().count()))
              .limit(LINES_MAX)
              .toList();
      left += all.size() - most.size();
      boolean isOneEach = most.stream().map(Line::colour).distinct().count() == most.size();
      for (Line line : all) {
        if (most.contains(line)) {
          int workload = names.computeIfAbsent(line.name(), name -> names.size());
          Color own =
              isOneEach ? line.colour() : Palette.GUESTS.get(workload % GuestColours.OWN_MAX);
          Color colour = colours.computeIfAbsent(line.name(), name -> own);
          lines.add(new Line(r, workload, line.name(), colour, line.isDelay(), line.latency()));
        }
      }
    }
    return new LatencyData(lines, left);
  }

  /** As many as tell something, if any line has so many. */
  private static long enough(List<Line> all) {
    long most = all.stream().mapToLong(line -> line.latency().count()).max().orElse(0);
    return Math.min(most, COUNT_MIN);
  }

  private static List<Line> lines(int number, RunResult result, View view) {
    List<Line> all = new ArrayList<>();
    for (GroupResult group : result.groups()) {
      if (view.has(result.machine(group.totals()))) {
        all.addAll(lines(number, group, colour(result, group)));
      }
    }
    return all;
  }

  /** That of the first member that has one of its own. */
  private static Color colour(RunResult result, GroupResult group) {
    for (String member : group.members()) {
      GuestResult guest = result.guest(member).orElseThrow();
      GuestColours colours = new GuestColours(result, result.machine(guest));
      if (colours.isOwn(member)) {
        return colours.of(member);
      }
    }
    return Palette.OTHERS;
  }

  private static List<Line> lines(int result, GroupResult group, Color colour) {
    List<Line> lines = new ArrayList<>();
    int members = group.members().size();
    String entry = Look.name(group.name()) + (members == 1 ? "" : " (" + members + ")");
    List<WorkloadResult> workloads = group.totals().workloads();
    for (int w = 0; w < workloads.size(); w++) {
      WorkloadResult workload = workloads.get(w);
      String name = entry + ", " + Look.name(workload.kind());
      long same = workloads.stream().filter(one -> one.kind().equals(workload.kind())).count();
      String number = same > 1 ? " " + w : "";
      if (workload.latency().count() > 0) {
        lines.add(new Line(result, 0, name + number, colour, false, workload.latency()));
      }
      Latency delay = workload.extras().replayed().map(Replayed::runDelay).orElse(Latency.NONE);
      if (delay.count() > 0) {
        String process = workload.extras().replayed().map(Replayed::process).orElse("");
        lines.add(new Line(result, 0, entry + ", " + Look.name(process), colour, true, delay));
      }
    }
    return lines;
  }
}
