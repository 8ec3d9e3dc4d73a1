package org.coremux.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.coremux.experiment.Causes;
import org.coremux.experiment.ComparedWorkload;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Estimate;
import org.coremux.experiment.Sensitivity;
import org.coremux.experiment.Waterfall;

/**
 * A comparison for people: the answer, the figures of each workload, exits, and the way from the
 * baseline to each alternative step by step. In 80 columns; on a wider terminal with intervals, and
 * longer bars.
 */
public final class ComparisonTable {
  /** Most steps that have a line of their own. Source: assumed. */
  private static final int STEPS_MAX = 8;

  /** Most assumed figures that are listed. Source: assumed. */
  private static final int ASSUMED_MAX = 6;

  /** Most workloads that are listed. Source: assumed, as many as anybody reads. */
  private static final int WORKLOADS_MAX = 12;

  /** Most policies of which everything is told. Source: assumed, as much as anybody reads. */
  private static final int DETAILED_MAX = 3;

  /** From here on there is room for intervals. Unit: columns. */
  private static final int WIDE = 116;

  private static final int NAME_MIN = 10;
  private static final int NAME_MAX = 15;
  private static final int FIGURE = 8;
  private static final int STEP = 27;
  private static final int MS = 10;
  private static final int BAR_MIN = 20;
  private static final int BAR_MAX = 60;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** Smaller steps have no line. Unit: ns, per second of work or per request. */
  private static final long SMALL_NS = 1_000;

  private final ComparisonResult result;
  private final Text text;
  private final Paint paint;
  private final int columns;
  private final int name;
  private final List<String> lines = new ArrayList<>();

  private ComparisonTable(ComparisonResult result, Device device) {
    this.result = result;
    text = new Text(device.charset());
    paint = new Paint(device.hasColour());
    columns = device.columns();
    int longest = NAME_MIN;
    for (ComparisonResult.Side side : result.alternatives()) {
      longest = Math.max(longest, Text.width(text.shown(side.name())));
    }
    name = Math.min(NAME_MAX, longest);
  }

  /** The table in 80 columns, its lines ending with {@code \n}. */
  public static String text(ComparisonResult result, Charset charset) {
    return text(result, Device.plain(charset));
  }

  /** The table for a terminal. */
  public static String text(ComparisonResult result, Device device) {
    ComparisonTable table = new ComparisonTable(result, device);
    table.header();
    if (result.contest().isEmpty() || result.alternatives().size() <= DETAILED_MAX) {
      table.slowdowns();
      table.workloads();
      table.exits();
      table.attribution();
      table.sensitivity();
      table.legend();
    }
    if (result.contest().isPresent()) {
      table.lines.addAll(ContestTable.lines(result, device));
    }
    StringBuilder all = new StringBuilder();
    for (String line : table.lines) {
      all.append(line.stripTrailing()).append('\n');
    }
    return all.toString();
  }

  private void header() {
    ComparisonResult.Head head = result.head();
    add(paint.heading(text.shown(head.scenario())));
    head.question().ifPresent(question -> wrapped("", text.shown(question)));
    wrapped(
        "",
        String.join(
            text.dot(),
            Figure.duration(head.measuredNs()),
            "seed " + head.seed(),
            head.effort().replications() + " replications of each",
            Figure.count(head.effort().events()) + " events"));
    add("");
    ComparisonAnswer answer = new ComparisonAnswer(result);
    wrapped("", text.shown(answer.sentence()));
    answer.more().forEach(sentence -> wrapped("", text.shown(sentence)));
  }

  private void slowdowns() {
    add("");
    add(
        paint.heading(
            "  "
                + text.left("slowdown", name)
                + text.right("times", FIGURE)
                + "   "
                + text.left("95 % interval", 18)
                + "scheduler"));
    for (ComparisonResult.Side side : result.alternatives()) {
      boolean isBaseline = result.isBaseline(side);
      String times = side.slowdown().map(one -> ratio(one.mean())).orElse(text.none());
      String interval =
          side.slowdown().map(one -> ratio(one.low()) + " to " + ratio(one.high())).orElse("");
      add(
          "  "
              + text.left(text.shown(side.name()), name)
              + text.right(times, FIGURE)
              + "   "
              + text.left(isBaseline ? "the baseline" : interval, 18)
              + text.shown(String.join(", ", side.schedulers())));
    }
  }

  /** What the alternatives are. */
  private String kind() {
    return result.contest().isPresent() ? "scheduler" : "platform";
  }

  // ---- workloads ----

  private void workloads() {
    List<ComparedWorkload> all = result.workloads();
    for (ComparedWorkload workload : all.subList(0, Math.min(WORKLOADS_MAX, all.size()))) {
      add("");
      if (workload.hasLatency()) {
        requests(workload);
      } else {
        work(workload);
      }
      suffering(workload);
    }
    if (all.size() > WORKLOADS_MAX) {
      add("and " + (all.size() - WORKLOADS_MAX) + " workloads more, which the files have");
    }
  }

  private void suffering(ComparedWorkload workload) {
    List<String> rows = new SufferingTable(result, workload).lines(text, kind(), name);
    for (int i = 0; i < rows.size(); i++) {
      add(i == 0 ? paint.heading(rows.get(i)) : rows.get(i));
    }
  }

  private void requests(ComparedWorkload workload) {
    boolean isWide = columns >= WIDE;
    StringBuilder heading = new StringBuilder("  ").append(text.left(kind(), name));
    heading.append(text.right("slowdown", FIGURE + 1)).append(text.right("per s", FIGURE));
    heading.append(text.right("CPU ms", FIGURE)).append(text.right("mean ms", FIGURE));
    heading.append(isWide ? text.right("interval", 18) : "");
    heading.append(text.right("p50", FIGURE - 1)).append(text.right("p95", FIGURE - 1));
    heading.append(text.right("p99", FIGURE - 1));
    heading.append(isWide ? text.right("interval", 18) : "");
    heading.append(text.right("p99.9", FIGURE - 1));
    add(title(workload) + ": requests, in ms");
    add(paint.heading(heading.toString()));
    for (ComparisonResult.Side side : result.alternatives()) {
      String of = workload.name();
      StringBuilder row = new StringBuilder("  ");
      row.append(text.left(text.shown(side.name()), name));
      Optional<Estimate> slowdown = Optional.ofNullable(side.slowdowns().get(of));
      row.append(
          text.right(slowdown.map(one -> ratio(one.mean())).orElse(text.none()), FIGURE + 1));
      row.append(figure(side, of + ".throughput", FIGURE));
      row.append(figure(side, of + ".cpu_per_transaction", FIGURE));
      row.append(figure(side, of + ".latency.mean", FIGURE));
      row.append(isWide ? interval(side, of + ".latency.mean") : "");
      row.append(figure(side, of + ".latency.p50", FIGURE - 1));
      row.append(figure(side, of + ".latency.p95", FIGURE - 1));
      row.append(figure(side, of + ".latency.p99", FIGURE - 1));
      row.append(isWide ? interval(side, of + ".latency.p99") : "");
      row.append(figure(side, of + ".latency.p99.9", FIGURE - 1));
      add(row.toString());
    }
    add("  " + paint.faint(widest(workload)));
  }

  /** How exact it is, where there is no room for each interval. */
  private String widest(ComparedWorkload workload) {
    double mean = 0;
    double p99 = 0;
    for (ComparisonResult.Side side : result.alternatives()) {
      mean = Math.max(mean, share(side, workload.name() + ".latency.mean"));
      p99 = Math.max(p99, share(side, workload.name() + ".latency.p99"));
    }
    String plusMinus = text.shown("±").equals("±") ? "±" : "+-";
    return "95 %% sure: means %s%s %%, p99 %s%s %%, or better"
        .formatted(plusMinus, perCent(mean), plusMinus, perCent(p99));
  }

  private static double share(ComparisonResult.Side side, String metric) {
    Estimate estimate = side.metrics().get(metric);
    return estimate == null ? 0 : estimate.relativeHalfWidth();
  }

  private static String perCent(double share) {
    return BigDecimal.valueOf(Math.min(share, 9.99))
        .multiply(HUNDRED)
        .setScale(1, RoundingMode.CEILING)
        .toPlainString();
  }

  private void work(ComparedWorkload workload) {
    String of = workload.name();
    boolean completes =
        result.alternatives().stream().anyMatch(s -> s.metrics().containsKey(of + ".throughput"));
    String metric = completes ? ".throughput" : ".work";
    add(
        title(workload)
            + (completes ? ": completed per second" : ": work done, in seconds per second"));
    add(
        paint.heading(
            "  "
                + text.left(kind(), name)
                + text.right("slowdown", FIGURE + 1)
                + text.right("per s", FIGURE)
                + text.right("interval", 20)));
    for (ComparisonResult.Side side : result.alternatives()) {
      Optional<Estimate> slowdown = Optional.ofNullable(side.slowdowns().get(of));
      add(
          "  "
              + text.left(text.shown(side.name()), name)
              + text.right(slowdown.map(one -> ratio(one.mean())).orElse(text.none()), FIGURE + 1)
              + figure(side, group(of) + metric, FIGURE)
              + "  "
              + interval(side, group(of) + metric));
    }
  }

  /** Work is counted for all workloads of a guest together. */
  private static String group(String workload) {
    return workload.replaceFirst("\\.workloads\\[\\d+]$", "");
  }

  private String title(ComparedWorkload workload) {
    return text.shown(workload.name()) + " (" + text.shown(workload.kind()) + ")";
  }

  private String figure(ComparisonResult.Side side, String metric, int width) {
    Estimate estimate = side.metrics().get(metric);
    String figure = estimate == null ? text.none() : Figure.brief(estimate.shown());
    return " " + text.right(figure, width - 1);
  }

  private String interval(ComparisonResult.Side side, String metric) {
    Estimate estimate = side.metrics().get(metric);
    return text.right(
        estimate == null
            ? ""
            : Figure.brief(estimate.low()) + " to " + Figure.brief(estimate.high()),
        18);
  }

  private static String ratio(BigDecimal slowdown) {
    return slowdown.setScale(3, RoundingMode.HALF_UP).toPlainString();
  }

  // ---- exits ----

  private void exits() {
    Set<String> reasons = new LinkedHashSet<>();
    List<ComparisonResult.Side> virtual = new ArrayList<>();
    for (ComparisonResult.Side side : result.alternatives()) {
      side.exitsPerSecond()
          .forEach((reason, rate) -> addIf(rate.mean().signum() > 0, reasons, reason));
      if (!side.exitsPerSecond().isEmpty()) {
        virtual.add(side);
      }
    }
    if (reasons.isEmpty()) {
      return;
    }
    int most = Math.max(1, (columns - 16) / 13);
    for (int from = 0; from < virtual.size(); from += most) {
      exits(reasons, virtual.subList(from, Math.min(virtual.size(), from + most)));
    }
  }

  private static void addIf(boolean condition, Set<String> reasons, String reason) {
    if (condition) {
      reasons.add(reason);
    }
  }

  private void exits(Set<String> reasons, List<ComparisonResult.Side> sides) {
    add("");
    StringBuilder heading = new StringBuilder(text.left("  VM exits per s", 16));
    sides.forEach(side -> heading.append(" ").append(text.right(text.shown(side.name()), 12)));
    add(paint.heading(heading.toString()));
    for (String reason : reasons) {
      StringBuilder row = new StringBuilder("  ").append(text.left(text.shown(reason), 14));
      for (ComparisonResult.Side side : sides) {
        Estimate rate = side.exitsPerSecond().get(reason);
        row.append(" ")
            .append(text.right(rate == null ? text.none() : Figure.brief(rate.mean()), 12));
      }
      add(row.toString());
    }
  }

  // ---- waterfalls ----

  private void attribution() {
    if (result.sharing().isPresent() && isSmall(result.sharing().get())) {
      add("");
      add("Before: sharing costs nothing here, against each guest alone on its cores");
    } else if (result.sharing().isPresent()) {
      Waterfall sharing = result.sharing().get();
      add("");
      add("Before: what sharing costs, from each guest alone on its cores to bare metal");
      waterfall("alone", result.baseline().name(), sharing);
    }
    for (ComparisonResult.Side side : result.others()) {
      if (side.attribution().isPresent()) {
        add("");
        add(
            "Why: from %s to %s, CPU time and waiting for each second of work"
                .formatted(text.shown(result.baseline().name()), text.shown(side.name())));
        waterfall(result.baseline().name(), side.name(), side.attribution().get());
      }
      for (ComparedWorkload workload : result.workloads()) {
        requests(side, workload);
      }
    }
  }

  /** A column for each percentile, of which each adds up. */
  private void requests(ComparisonResult.Side side, ComparedWorkload workload) {
    List<ComparisonResult.LatencyStep> ways =
        side.latencies().stream().filter(one -> one.workload().equals(workload.name())).toList();
    if (ways.isEmpty()) {
      return;
    }
    add("");
    add(
        "Why: from %s to %s, a request of %s, in ms"
            .formatted(
                text.shown(result.baseline().name()),
                text.shown(side.name()),
                text.shown(workload.name())));
    StringBuilder heading = new StringBuilder("  ").append(text.left("", STEP));
    ways.forEach(way -> heading.append(text.right(way.at(), FIGURE + 1)));
    add(paint.heading(heading.toString()));
    row(text.shown(result.baseline().name()), ways, way -> ms(way.waterfall().fromNs()));
    Set<String> steps = new LinkedHashSet<>();
    for (ComparisonResult.LatencyStep way : ways) {
      way.waterfall()
          .steps()
          .parts()
          .forEach(step -> addIf(Math.abs(step.ns()) >= SMALL_NS, steps, step.name()));
    }
    for (String step : steps) {
      row(
          "  " + text.shown(StepWords.label(step)),
          ways,
          way -> signed(way.waterfall().steps().ns(step)));
    }
    row(text.shown(side.name()), ways, way -> ms(way.waterfall().toNs()));
  }

  private void row(
      String label,
      List<ComparisonResult.LatencyStep> ways,
      Function<ComparisonResult.LatencyStep, String> cell) {
    StringBuilder row = new StringBuilder("  ").append(text.left(label, STEP));
    ways.forEach(way -> row.append(text.right(cell.apply(way), FIGURE + 1)));
    add(row.toString());
  }

  private static String signed(long ns) {
    return (ns > 0 ? "+" : "") + ms(ns);
  }

  private static boolean isSmall(Waterfall waterfall) {
    return waterfall.steps().parts().stream().allMatch(step -> Math.abs(step.ns()) < SMALL_NS);
  }

  private void waterfall(String from, String to, Waterfall waterfall) {
    Causes steps = waterfall.steps().folded(STEPS_MAX, SMALL_NS);
    long low = Math.min(waterfall.fromNs(), waterfall.toNs());
    long high = Math.max(waterfall.fromNs(), waterfall.toNs());
    long atNs = waterfall.fromNs();
    for (Causes.Cause step : steps.parts()) {
      atNs += step.ns();
      low = Math.min(low, atNs);
      high = Math.max(high, atNs);
    }
    int room = Math.max(BAR_MIN, Math.min(BAR_MAX, columns - STEP - MS - 8));
    add("  " + text.left(text.shown(from), STEP) + text.right(ms(waterfall.fromNs()), MS) + " ms");
    atNs = waterfall.fromNs();
    for (Causes.Cause step : steps.parts()) {
      long nextNs = atNs + step.ns();
      add(
          "    "
              + text.left(text.shown(StepWords.label(step.name())), STEP - 2)
              + text.right(signed(step.ns()), MS)
              + " ms  "
              + bar(atNs, nextNs, low, (double) room / Math.max(1, high - low)));
      atNs = nextNs;
    }
    add("  " + text.left(text.shown(to), STEP) + text.right(ms(waterfall.toNs()), MS) + " ms");
  }

  /** From where the last step ended to where this one does. */
  private String bar(long fromNs, long toNs, long low, double perNs) {
    int begin = (int) Math.round((Math.min(fromNs, toNs) - low) * perNs);
    int end = (int) Math.round((Math.max(fromNs, toNs) - low) * perNs);
    String fill = text.fill(toNs > fromNs ? 0 : 2);
    String drawn = fill.repeat(Math.max(1, end - begin));
    return " ".repeat(begin) + (toNs > fromNs ? paint.bad(drawn) : paint.good(drawn));
  }

  private static String ms(long ns) {
    return Figure.milliseconds(ns);
  }

  // ---- what it rests on ----

  private void sensitivity() {
    if (result.sensitivity().isEmpty()) {
      return;
    }
    List<Sensitivity> all = result.sensitivity().get();
    List<Sensitivity> sure = all.stream().filter(Sensitivity::isSure).toList();
    add("");
    if (sure.isEmpty()) {
      wrapped(
          "",
          "No assumed figure of these platforms, halved or doubled, changes the slowdown by more"
              + " than chance.");
      return;
    }
    add("Assumed figures on which the slowdown depends most, with half and twice as much");
    add(
        paint.heading(
            "  "
                + text.left(kind(), name)
                + " "
                + text.left("figure", 16)
                + text.left("assumed", 20)
                + text.right("half", FIGURE)
                + text.right("as is", FIGURE)
                + text.right("twice", FIGURE)));
    for (Sensitivity one : sure.subList(0, Math.min(ASSUMED_MAX, sure.size()))) {
      add(
          "  "
              + text.left(text.shown(one.alternative()), name)
              + " "
              + text.left(text.shown(one.figure()), 16)
              + text.left(text.shown(one.value()), 20)
              + text.right(ratio(one.halved()), FIGURE)
              + text.right(ratio(one.asIs()), FIGURE)
              + text.right(ratio(one.doubled()), FIGURE));
    }
    if (sure.size() > ASSUMED_MAX) {
      add("  and " + (sure.size() - ASSUMED_MAX) + " more, which change less");
    }
    if (all.size() > sure.size()) {
      add("  " + (all.size() - sure.size()) + " others change it by no more than chance");
    }
  }

  private void legend() {
    add("");
    wrapped(
        "",
        "slowdown: how many times as long as on "
            + text.shown(result.baseline().name())
            + ", by mean latencies, where there are none by work done; over all workloads their"
            + " geometric mean. CPU ms: what the guests' processors ran for a request. Steps add up"
            + " exactly; here they are rounded.");
  }

  private void wrapped(String indent, String words) {
    lines.addAll(Text.wrap(indent, words));
  }

  private void add(String line) {
    lines.add(line);
  }
}
