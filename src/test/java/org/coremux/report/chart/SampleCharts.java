package org.coremux.report.chart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.coremux.experiment.Doing;
import org.coremux.experiment.GroupResult;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.HostTime;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.coremux.experiment.Series;
import org.coremux.experiment.Timeline;
import org.coremux.experiment.Why;

/** Results and timelines to draw, and what is drawn of them. */
public final class SampleCharts {
  /** Unit: ns. */
  static final long MS_NS = 1_000_000L;

  private SampleCharts() {}

  /** The chart of a name. */
  public static Chart chart(RunResult result, Optional<Timeline> timeline, String name) {
    return Charts.of(result, timeline, Theme.LIGHT).stream()
        .filter(chart -> chart.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  public static String svg(RunResult result, String name) throws IOException {
    return svg(chart(result, Optional.empty(), name));
  }

  public static String svg(Chart chart) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    chart.writeSvg(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  static byte[] png(Chart chart) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    chart.writePng(out);
    return out.toByteArray();
  }

  /** The web and batch guests, who waited all in the first bucket. */
  public static RunResult withWaiting() {
    RunResult plain = SampleResults.webAndBatch();
    Series series = plain.series().orElseThrow();
    Series.HostSeries host = series.hosts().get(0);
    List<Series.Band> waiting = new ArrayList<>();
    for (GuestResult guest : plain.guests()) {
      long[] ns = new long[series.buckets(plain.durationNs())];
      ns[0] = guest.time().runnableNs();
      waiting.add(Series.Band.of(guest.name(), ns));
    }
    Series.HostSeries more =
        new Series.HostSeries(host.host(), host.guests(), host.overhead(), host.idle(), waiting);
    return with(plain, plain.hosts(), new Series(series.bucketNs(), List.of(more)));
  }

  /** The same guests beside a host that has much to do itself. */
  public static RunResult withHostLoad() {
    RunResult plain = SampleResults.webAndBatch();
    Series series = plain.series().orElseThrow();
    Series.HostSeries bands = series.hosts().get(0);
    List<Series.Band> overhead = new ArrayList<>(bands.overhead());
    overhead.set(3, new Series.Band("host_os", bands.idle().ns()));
    Series.Band none = Series.Band.of("idle", new long[bands.idle().ns().size()]);
    HostResult host = plain.hosts().get(0);
    HostTime time = host.time();
    HostTime loaded =
        new HostTime(
            time.guestNs(),
            time.exitNs(),
            time.switchNs(),
            time.vmmNs(),
            time.idleNs(),
            time.hypervisorNs(),
            0);
    HostResult busy =
        new HostResult(
            host.name(),
            host.platform(),
            host.scheduler(),
            host.pcpus(),
            loaded,
            host.contextSwitches(),
            host.migrations(),
            host.domain0());
    Series.HostSeries all =
        new Series.HostSeries(bands.host(), bands.guests(), overhead, none, List.of());
    return with(plain, List.of(busy), new Series(series.bucketNs(), List.of(all)));
  }

  private static RunResult with(RunResult plain, List<HostResult> hosts, Series series) {
    return new RunResult(
        plain.header(), hosts, plain.guests(), plain.groups(), List.of(), Optional.of(series));
  }

  /** The same result of guests with other names. */
  public static RunResult renamed(RunResult plain, UnaryOperator<String> name) {
    List<GuestResult> guests = plain.guests().stream().map(one -> renamed(one, name)).toList();
    List<GroupResult> groups = new ArrayList<>();
    for (GroupResult group : plain.groups()) {
      List<String> members = group.members().stream().map(name).toList();
      groups.add(new GroupResult(members, renamed(group.totals(), name)));
    }
    Series series = plain.series().orElseThrow();
    List<Series.HostSeries> hosts = new ArrayList<>();
    for (Series.HostSeries host : series.hosts()) {
      hosts.add(
          new Series.HostSeries(
              host.host(),
              renamed(host.guests(), name),
              host.overhead(),
              host.idle(),
              renamed(host.waiting(), name)));
    }
    return new RunResult(
        plain.header(),
        plain.hosts(),
        guests,
        groups,
        List.of(),
        Optional.of(new Series(series.bucketNs(), hosts)));
  }

  private static List<Series.Band> renamed(List<Series.Band> bands, UnaryOperator<String> name) {
    return bands.stream().map(band -> new Series.Band(name.apply(band.name()), band.ns())).toList();
  }

  private static GuestResult renamed(GuestResult guest, UnaryOperator<String> name) {
    return new GuestResult(
        name.apply(guest.name()),
        guest.host(),
        guest.vcpus(),
        guest.time(),
        guest.lostNs(),
        guest.workNs(),
        guest.dispatches(),
        guest.exits(),
        guest.overheadNs(),
        guest.dispatchLatency(),
        guest.workloads());
  }

  /**
   * Two vCPUs of each guest of a result taking turns on one of eight pCPUs, 3 ms and 1 ms, within
   * its measured window; the first guest's thread besides, and a vCPU that does nothing.
   */
  public static Timeline timeline(RunResult result) {
    Timeline.RunKey run = Timeline.RunKey.of(result);
    List<HostTimeline.Level> levels =
        List.of(
            new HostTimeline.Level("node", "credit2", false),
            new HostTimeline.Level("web-1", "eevdf", true));
    List<HostTimeline.OneProcessor> processors = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      processors.add(new HostTimeline.OneProcessor(0, i, Timeline.NONE));
    }
    processors.add(new HostTimeline.OneProcessor(1, 0, 0));
    List<HostTimeline.Member> members = new ArrayList<>();
    for (GuestResult guest : result.guests()) {
      members.add(new HostTimeline.Member(guest.name() + ".v0", guest.name(), 0, List.of()));
      members.add(new HostTimeline.Member(guest.name() + ".v1", guest.name(), 0, List.of(0, 1)));
    }
    int still = members.size();
    String first = result.guests().get(0).name();
    members.add(new HostTimeline.Member("still.v0", first, 0, List.of()));
    members.add(new HostTimeline.Member(first + ".t0", first, 1, List.of()));
    HostTimeline.Changes changes = new HostTimeline.Changes();
    changes.add(run.warmupNs() - 5, still, Doing.BLOCKED, 0);
    changes.add(run.warmupNs() - 7, still + 1, Doing.RUNNING, 8);
    HostTimeline.Decisions decisions = new HostTimeline.Decisions();
    for (long ms = 0; ms < 40; ms += 4) {
      long atNs = run.warmupNs() + ms * MS_NS;
      for (int g = 0; g < result.guests().size(); g++) {
        changes.add(atNs, 2 * g, Doing.RUNNING, g);
        changes.add(atNs, 2 * g + 1, Doing.WAITING, g);
      }
      decisions.add(atNs, 0, Why.SLICE_ENDED, new HostTimeline.Whom(1, 2, 1, 0), atNs + 3 * MS_NS);
      for (int g = 0; g < result.guests().size(); g++) {
        changes.add(atNs + 3 * MS_NS, 2 * g + 1, Doing.RUNNING, g);
        changes.add(atNs + 3 * MS_NS, 2 * g, Doing.CAPPED, g);
      }
    }
    HostTimeline.Span span =
        new HostTimeline.Span(run.warmupNs(), run.warmupNs() + 40 * MS_NS, true);
    return new Timeline(
        run,
        List.of(
            new HostTimeline(
                "node",
                span,
                levels,
                processors,
                members,
                changes,
                decisions,
                List.of(new HostTimeline.Words(run.warmupNs(), "pCPU 0: \"web-1\"\n")))));
  }
}
