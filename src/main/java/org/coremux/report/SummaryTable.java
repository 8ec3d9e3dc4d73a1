package org.coremux.report;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.coremux.experiment.Assumption;
import org.coremux.experiment.Breakdown;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.GroupResult;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.Happened;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.Latency;
import org.coremux.experiment.RunHeader;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.WorkloadResult;

/**
 * A result for people: what was asked, who got what, and where the rest went, in 80 columns; on a
 * wider terminal guests have more figures.
 *
 * <p>Up to {@link #ROWS_MAX} guests are shown one by one, and groups where they have several; of
 * more guests the groups and those that waited most. The figures are rounded; the files have all
 * digits.
 */
public final class SummaryTable {
  /** Most guests shown one by one. Unit: rows. Source: assumed, half a page. */
  public static final int ROWS_MAX = 24;

  /** Of more guests, how many are shown that waited most. Unit: rows. Source: assumed. */
  public static final int WORST = 10;

  private static final int ASSUMED_MAX = 8;
  private static final int HOSTS_MAX = 4;

  /** Most events told one by one. Unit: rows. Source: assumed. */
  private static final int EVENTS_MAX = 8;

  private static final double[] ROUND_SHARES = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5};
  private static final int WORKLOAD_NAME = 23;

  /** Before the name of a guest that is in the one above. */
  private static final String INSIDE = "  ";

  private final RunResult result;
  private final Text text;
  private final Paint paint;
  private final boolean demand;
  private final GuestColumns columns;
  private final double fullShare;
  private final List<String> lines = new ArrayList<>();

  private SummaryTable(RunResult result, Device device) {
    this.result = result;
    this.text = new Text(device.charset());
    this.paint = new Paint(device.hasColour());
    this.demand =
        result.guests().stream().anyMatch(guest -> GuestColumns.demandNs(guest).isPresent());
    this.columns = new GuestColumns(text, device, demand);
    this.fullShare = fullShare();
  }

  /**
   * The table in 80 columns, its lines ending with {@code \n}.
   *
   * @param charset of the device; where it lacks bars and dashes, plain ASCII is used
   */
  public static String text(RunResult result, Charset charset) {
    return text(result, Device.plain(charset));
  }

  /** The table for a terminal: the wider it is, the more it says of guests. */
  public static String text(RunResult result, Device device) {
    SummaryTable table = new SummaryTable(result, device);
    table.header();
    table.hosts();
    table.guests();
    table.groups();
    table.lines.addAll(new WaitTable(table.text).lines(result));
    table.workloads();
    table.lines.addAll(new MemoryTable(table.text).lines(result));
    table.lines.addAll(new LockTable(table.text).lines(result));
    table.lines.addAll(new TickTable(table.text).lines(result));
    table.lines.addAll(new ReplayedTable(table.text).lines(result));
    table.lines.addAll(new MigrationTable(table.text, table.paint).lines(result.migrations()));
    table.legend();
    table.assumed();
    StringBuilder all = new StringBuilder();
    for (String line : table.lines) {
      all.append(line.stripTrailing()).append('\n');
    }
    return all.toString();
  }

  private void header() {
    RunHeader header = result.header();
    add(paint.heading(text.shown(header.scenario())));
    header.question().ifPresent(question -> wrapped("", text.shown(question)));
    String span = Figure.duration(header.span().durationNs());
    if (header.span().warmupNs() > 0) {
      span += " after " + Figure.duration(header.span().warmupNs()) + " of warm-up";
    }
    String replication = header.replication() == 0 ? "" : ", replication " + header.replication();
    wrapped(
        "",
        String.join(
            text.dot(),
            span,
            "seed " + header.seed() + replication,
            Figure.count(header.events()) + " events",
            "trace " + header.traceHashText()));
    if (header.span().finish().equals(Optional.of(RunHeader.Finish.LIMIT_REACHED))) {
      wrapped("", "The limit was reached before all work was done.");
    }
    happened();
  }

  /** The events of the scenario; of many the first. */
  private void happened() {
    List<Happened> all = result.happened();
    for (Happened one : all.subList(0, Math.min(all.size(), EVENTS_MAX))) {
      wrapped("  ", Figure.duration(one.atNs()) + ": " + text.shown(one.words()));
    }
    if (all.size() > EVENTS_MAX) {
      add("  and " + Figure.count(all.size() - EVENTS_MAX) + " events more");
    }
  }

  private void hosts() {
    if (result.hosts().size() > HOSTS_MAX) {
      hostRows();
      return;
    }
    for (HostResult host : result.hosts()) {
      add("");
      add(
          "Host %s: %s, %s, %d %s"
              .formatted(
                  text.shown(host.name()),
                  text.shown(host.platform()),
                  text.shown(host.scheduler()),
                  host.pcpus(),
                  host.pcpus() == 1 ? "pCPU" : "pCPUs"));
      wrapped(
          "  ",
          String.join(
              text.dot(),
              Figure.percent(host.utilisation()) + " % used",
              "steal " + Figure.percent(result.steal(host)) + " %",
              Figure.count(host.contextSwitches()) + " context switches",
              Figure.count(host.migrations()) + " migrations"));
      hostTime(host);
    }
  }

  private void hostTime(HostResult host) {
    StringBuilder names = new StringBuilder(text.left("  pCPU time", 13));
    StringBuilder seconds = new StringBuilder(text.left("  seconds", 13));
    StringBuilder percents = new StringBuilder(text.left("  per cent", 13));
    String[] words = {"guests", "exits", "switches", "VMM", "host OS", "hypervisor", "idle"};
    int[] widths = {9, 8, 10, 9, 9, 12, 10};
    List<Breakdown.Part> parts = host.time().parts().parts();
    for (int i = 0; i < words.length; i++) {
      long ns = parts.get(i).amount();
      names.append(text.right(words[i], widths[i]));
      seconds.append(text.right(Figure.seconds(ns), widths[i]));
      BigDecimal share = Decimal.ratio(ns, host.time().totalNs());
      percents.append(text.right(Figure.percent(share), widths[i]));
    }
    add(paint.heading(names.toString()));
    add(seconds.toString());
    add(percents.toString());
    long forcedNs = host.time().forcedIdleNs();
    if (forcedNs > 0) {
      wrapped(
          "  ",
          "of the idle time "
              + Figure.seconds(forcedNs)
              + " s, "
              + Figure.percent(Decimal.ratio(forcedNs, host.time().totalNs()))
              + " % of all, are forced: threads of cores that another guest may not share");
    }
  }

  private void hostRows() {
    add("");
    add(
        paint.heading(
            "  host                  platform        pCPUs   used %  steal %   switches"));
    int shown = Math.min(result.hosts().size(), ROWS_MAX);
    for (HostResult host : result.hosts().subList(0, shown)) {
      add(
          "  "
              + text.left(text.shown(host.name()), 22)
              + text.left(text.shown(host.platform()), 15)
              + text.right(Figure.count(host.pcpus()), 6)
              + text.right(Figure.percent(host.utilisation()), 9)
              + text.right(Figure.percent(result.steal(host)), 9)
              + text.right(Figure.count(host.contextSwitches()), 11));
    }
    if (shown < result.hosts().size()) {
      add("  and " + Figure.count(result.hosts().size() - shown) + " hosts more");
    }
  }

  private boolean manyGuests() {
    return result.guests().size() > ROWS_MAX;
  }

  private List<GuestResult> shownGuests() {
    if (!manyGuests()) {
      return result.guests();
    }
    return result.guests().stream()
        .sorted(Comparator.comparing(GuestResult::steal).reversed())
        .limit(WORST)
        .toList();
  }

  private List<GroupResult> shownGroups() {
    boolean several = result.groups().stream().anyMatch(group -> group.members().size() > 1);
    return several && result.groups().size() <= ROWS_MAX ? result.groups() : List.of();
  }

  private void guests() {
    add("");
    if (manyGuests()) {
      wrapped(
          "",
          "Of %s guests, the %d that waited most"
              .formatted(Figure.count(result.guests().size()), WORST));
    }
    add(columns.heading("guest"));
    for (HostResult host : result.hosts()) {
      if (host.domain0().isPresent()) {
        String where = result.hosts().size() == 1 ? "" : " " + text.shown(host.name());
        add(columns.cells("domain 0" + where, host.domain0().get()));
      }
    }
    for (GuestResult guest : shownGuests()) {
      Optional<double[]> shares = Sparkline.of(result, guest, columns.pictureColumns());
      String name = INSIDE.repeat(result.depth(guest)) + text.shown(guest.name());
      add(columns.cells(name, guest) + "  " + sparkline(shares));
    }
  }

  private void groups() {
    if (shownGroups().isEmpty()) {
      return;
    }
    add("");
    add(columns.heading("group"));
    for (GroupResult group : shownGroups()) {
      Optional<double[]> shares = Sparkline.of(result, group, columns.pictureColumns());
      add(
          columns.cells(
                  columns.counted(text.shown(group.name()), group.members().size()), group.totals())
              + "  "
              + sparkline(shares));
    }
  }

  private String sparkline(Optional<double[]> shares) {
    if (shares.isEmpty()) {
      return "";
    }
    return text.sparkline(Arrays.stream(shares.get()).map(share -> share / fullShare).toArray());
  }

  /** What a full bar stands for: the smallest round share that no shown guest exceeds. */
  private double fullShare() {
    double peak = 0;
    for (GuestResult guest : shownGuests()) {
      double[] shares = Sparkline.of(result, guest, columns.pictureColumns()).orElse(new double[0]);
      peak = Math.max(peak, Arrays.stream(shares).max().orElse(0));
    }
    for (double round : ROUND_SHARES) {
      if (peak <= round) {
        return round;
      }
    }
    return 1;
  }

  private void workloads() {
    List<String> rows = new ArrayList<>();
    for (GuestResult guest : shownGuests()) {
      workloadRows(text.shown(guest.name()), guest, rows);
    }
    for (GroupResult group : shownGroups()) {
      if (group.members().size() > 1) {
        workloadRows(
            columns.counted(text.shown(group.name()), group.members().size()),
            group.totals(),
            rows);
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    add("");
    String heading =
        "  "
            + text.left("workload", WORKLOAD_NAME)
            + text.right("per s", 9)
            + text.right("unfinished", 11)
            + text.right("dropped", 8)
            + text.right("p50 ms", 9)
            + text.right("p95 ms", 9)
            + text.right("p99 ms", 9);
    add(paint.heading(heading));
    lines.addAll(rows);
  }

  /** A workload to which nothing happened that could be counted has no row: its guest has one. */
  private void workloadRows(String owner, GuestResult guest, List<String> rows) {
    for (WorkloadResult workload : guest.workloads()) {
      boolean isReplay = workload.extras().replayed().isPresent(); // has a table of its own
      if (isReplay || workload.completed() + workload.unfinished() + workload.dropped() == 0) {
        continue;
      }
      String kind = " " + text.shown(workload.kind());
      int room = Math.max(8, WORKLOAD_NAME - Text.width(kind));
      String name = text.left(owner, room).stripTrailing() + kind;
      Latency latency = workload.latency();
      rows.add(
          new Row(text, name, WORKLOAD_NAME)
              .cell(Figure.brief(workload.throughput(result.durationNs())), 9)
              .count(workload.unfinished(), 11)
              .count(workload.dropped(), 8)
              .milliseconds(latency, latency.p50Ns(), 9)
              .milliseconds(latency, latency.p95Ns(), 9)
              .milliseconds(latency, latency.p99Ns(), 9)
              .toString());
      notes(workload, rows);
    }
  }

  private static void notes(WorkloadResult workload, List<String> rows) {
    OptionalLong missed = workload.extras().missed();
    if (missed.isPresent()) {
      rows.add("    deadlines missed: " + Figure.count(missed.getAsLong()));
    }
    workload.extras().crossCalls().ifPresent(calls -> rows.addAll(CrossCallText.lines(calls)));
    if (workload.extras().redrawn() > 0) {
      rows.add("    draws below zero, drawn again: " + Figure.count(workload.extras().redrawn()));
    }
  }

  private void legend() {
    add("");
    wrapped(
        "",
        "util: share of its vCPUs' time that a guest ran. steal: of the time that it wanted to"
            + " run, the share that it waited. work: seconds at nominal speed."
            + (result.guests().stream().allMatch(result::isDirect)
                ? ""
                : " Indented: in the guest above, and what it ran is part of what that one ran.")
            + (demand ? " asked: the work that its trace asked for." : "")
            + columns.legend()
            + (result.series().isPresent()
                ? " over time: work per bucket, a full bar is %d\u00a0%% of its vCPUs."
                    .formatted(Math.round(fullShare * 100))
                : ""));
  }

  private void assumed() {
    List<Assumption> assumed = result.assumed();
    if (assumed.isEmpty()) {
      return;
    }
    List<String> named = new ArrayList<>();
    for (Assumption one : assumed.subList(0, Math.min(assumed.size(), ASSUMED_MAX))) {
      named.add(
          text.shown(one.figure())
              + ": "
              + text.shown(one.value())
              + (one.of().isEmpty() ? "" : " (" + text.shown(one.of()) + ")"));
    }
    if (assumed.size() > ASSUMED_MAX) {
      named.add("and " + (assumed.size() - ASSUMED_MAX) + " more");
    }
    wrapped("", "assumed, without a published source: " + String.join("; ", named) + ".");
  }

  private void wrapped(String indent, String words) {
    lines.addAll(Text.wrap(indent, words));
  }

  private void add(String line) {
    lines.add(line);
  }
}
