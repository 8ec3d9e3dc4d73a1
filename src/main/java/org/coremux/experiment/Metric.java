package org.coremux.experiment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A figure of a guest or a group in a result, with its two names: the path in the JSON below {@code
 * groups.NAME} or {@code guests.NAME}, and the short one, which speaks of the group.
 *
 * <p>Figures of a workload are those of the first one unless another is named before them: by its
 * place, as in {@code web.workloads[1].latency.p99}, or in the short form by its kind where only
 * one workload is of that kind, as in {@code web.batch.latency.p99}.
 *
 * @param shortName as in {@code web.latency.p99}, without the group
 * @param path as in {@code groups.web.workloads[0].latency_ms.p99}, without the group
 * @param unit empty for a ratio or a count
 * @param meaning one sentence without a full stop
 */
public record Metric(String shortName, String path, String unit, String meaning) {
  private static final String WORKLOAD = "workloads[0].";

  /** A workload by its place, and the figure that is asked of it. */
  private static final Pattern PLACE = Pattern.compile("workloads\\[(\\d{1,9})]\\.(.*)");

  /** How a figure is read off the totals of a group; empty when it does not exist. */
  private interface Reading {
    Optional<BigDecimal> of(GuestResult guest, int workload, long durationNs);
  }

  private record Known(Metric metric, Reading reading) {}

  private static final List<Known> KNOWN = known();

  /** All that have a short name, in the order in which they are listed. */
  public static List<Metric> all() {
    List<Metric> all = new ArrayList<>();
    KNOWN.forEach(known -> all.add(known.metric));
    all.addAll(MigrationMetric.all());
    return List.copyOf(all);
  }

  /**
   * The value of a metric: {@code web.latency.p99}, {@code groups.web.steal} or {@code
   * guests.web-1.steal}; a name with a dot, a space or a bracket stands in double quotes. Empty
   * when the figure does not exist, such as a percentile of nothing.
   *
   * @throws IllegalArgumentException that says what there is, if there is no such metric
   */
  public static Optional<BigDecimal> value(RunResult result, String name) {
    boolean ofGuest = name.startsWith("guests.");
    boolean isPath = ofGuest || name.startsWith("groups.");
    String rest = isPath ? name.substring("guests.".length()) : name;
    String owner = owner(rest);
    String figure = rest.substring(Math.min(rest.length(), owner.length() + 1));
    String plain = owner.startsWith("\"") ? owner.substring(1, owner.length() - 1) : owner;
    Optional<GuestResult> found =
        ofGuest ? result.guest(plain) : result.group(plain).map(GroupResult::totals);
    if (found.isEmpty()) {
      List<String> names = new ArrayList<>();
      result.guests().forEach(guest -> names.add(guest.name()));
      if (!ofGuest) {
        names.clear();
        result.groups().forEach(group -> names.add(group.name()));
      }
      throw new IllegalArgumentException(
          "there is no "
              + (ofGuest ? "guest " : "group ")
              + plain
              + " in "
              + name
              + "; there are "
              + String.join(", ", names));
    }
    if (MigrationMetric.isNamed(figure)) {
      List<String> guests = ofGuest ? List.of(plain) : result.group(plain).orElseThrow().members();
      return MigrationMetric.value(result, guests, figure);
    }
    return value(found.get(), result.durationNs(), figure, isPath);
  }

  /** The name that comes first, with its quotes. */
  private static String owner(String path) {
    int end = path.startsWith("\"") ? path.indexOf('"', 1) + 1 : path.indexOf('.');
    return end <= 0 ? path : path.substring(0, end);
  }

  private static Optional<BigDecimal> value(
      GuestResult guest, long durationNs, String figure, boolean isPath) {
    Asked asked = asked(guest, figure, isPath);
    for (Known known : KNOWN) {
      boolean ofWorkload = known.metric.path.startsWith(WORKLOAD);
      if (known.metric.named(isPath).equals(asked.figure) && (ofWorkload || !asked.isNamed)) {
        return ofWorkload && guest.workloads().isEmpty()
            ? Optional.empty()
            : known.reading.of(guest, asked.workload, durationNs);
      }
    }
    throw new IllegalArgumentException(
        "there is no metric "
            + figure
            + "; there are "
            + String.join(", ", KNOWN.stream().map(known -> known.metric.named(isPath)).toList()));
  }

  private String named(boolean isPath) {
    return isPath ? path : shortName;
  }

  // ---- which workload ----

  /** A figure as it is named of a first workload, the place of the workload, and whether said. */
  private record Asked(String figure, int workload, boolean isNamed) {}

  private static Asked asked(GuestResult guest, String figure, boolean isPath) {
    List<String> kinds = guest.workloads().stream().map(WorkloadResult::kind).toList();
    Matcher place = PLACE.matcher(figure);
    if (place.matches()) {
      int index = Integer.parseInt(place.group(1));
      if (index >= Math.max(1, kinds.size())) {
        throw new IllegalArgumentException(
            "there is no workloads[" + index + "] in " + guest.name() + places(kinds));
      }
      return new Asked((isPath ? WORKLOAD : "") + place.group(2), index, true);
    }
    int dot = figure.indexOf('.');
    String kind = figure.substring(0, Math.max(0, dot));
    int index = kinds.indexOf(kind);
    if (isPath || index < 0 || isFigure(figure)) {
      return new Asked(figure, 0, false);
    }
    if (index != kinds.lastIndexOf(kind)) {
      throw new IllegalArgumentException(
          "several workloads of " + guest.name() + " are of the kind " + kind + places(kinds));
    }
    return new Asked(figure.substring(dot + 1), index, true);
  }

  private static boolean isFigure(String shortName) {
    return KNOWN.stream().anyMatch(known -> known.metric.shortName.equals(shortName));
  }

  private static String places(List<String> kinds) {
    List<String> places = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      places.add("workloads[" + i + "] (" + kinds.get(i) + ")");
    }
    return "; there are " + (places.isEmpty() ? "none" : String.join(", ", places));
  }

  // ---- what there is ----

  private static List<Known> known() {
    List<Known> known = new ArrayList<>();
    latencies(known, "latency", WORKLOAD + "latency_ms", "of a workload's requests");
    workload(known);
    locks(known);
    time(known);
    ticks(known);
    latencies(known, "dispatch", "dispatch_latency_ms", "from a wake-up to a processor");
    return List.copyOf(known);
  }

  private static void latencies(List<Known> known, String name, String path, String of) {
    boolean ofWorkload = path.startsWith(WORKLOAD);
    Known count =
        new Known(
            new Metric(name + ".count", path + ".count", "", "How many latencies " + of),
            (guest, w, ns) ->
                Optional.of(BigDecimal.valueOf(latency(guest, w, ofWorkload).count())));
    known.add(count);
    String[] keys = {"mean", "p50", "p95", "p99", "max"};
    String[] words = {"Mean", "Median", "95th percentile", "99th percentile", "Longest"};
    for (int i = 0; i < keys.length; i++) {
      int which = i;
      known.add(
          new Known(
              new Metric(
                  name + "." + keys[i], path + "." + keys[i], "ms", words[i] + " latency " + of),
              (guest, w, ns) -> percentile(latency(guest, w, ofWorkload), which)));
    }
  }

  private static Latency latency(GuestResult guest, int workload, boolean ofWorkload) {
    return ofWorkload ? guest.workloads().get(workload).latency() : guest.dispatchLatency();
  }

  private static Optional<BigDecimal> percentile(Latency latency, int which) {
    long[] ns = {
      latency.meanNs(), latency.p50Ns(), latency.p95Ns(), latency.p99Ns(), latency.maxNs()
    };
    return latency.count() == 0 ? Optional.empty() : Optional.of(Decimal.milliseconds(ns[which]));
  }

  private static void workload(List<Known> known) {
    known.add(
        new Known(
            new Metric("throughput", WORKLOAD + "throughput_per_s", "1/s", "Completed per second"),
            (guest, w, ns) -> Optional.of(guest.workloads().get(w).throughput(ns))));
    count(known, WORKLOAD + "completed", "Completed in the window", w -> w.completed());
    count(known, WORKLOAD + "unfinished", "Under way at its end", w -> w.unfinished());
    count(known, WORKLOAD + "dropped", "Found the queue full", w -> w.dropped());
    known.add(
        new Known(
            new Metric("missed", WORKLOAD + "missed", "", "Deadlines missed"),
            (guest, w, ns) -> {
              OptionalLong missed = guest.workloads().get(w).extras().missed();
              return missed.isPresent()
                  ? Optional.of(BigDecimal.valueOf(missed.getAsLong()))
                  : Optional.empty();
            }));
    charged(known, "charged", "Charged to its threads by ticks", TickCharge::chargedNs);
    charged(known, "ran", "What they ran in fact, where charged by ticks", TickCharge::ranNs);
    known.add(
        new Known(
            new Metric(
                "stall", WORKLOAD + "cross_calls.stall_s", "s", "Waited for vCPUs to answer"),
            (guest, w, ns) ->
                guest
                    .workloads()
                    .get(w)
                    .extras()
                    .crossCalls()
                    .map(calls -> Decimal.seconds(calls.stalledNs()))));
  }

  private static void charged(
      List<Known> known, String key, String meaning, ToLongFunction<TickCharge> ns) {
    known.add(
        new Known(
            new Metric(key, WORKLOAD + "cpu_time_s." + key, "s", meaning),
            (guest, w, window) ->
                guest
                    .workloads()
                    .get(w)
                    .extras()
                    .charged()
                    .map(of -> Decimal.seconds(ns.applyAsLong(of)))));
  }

  private static void locks(List<Known> known) {
    lock(
        known,
        "holder_preemptions",
        "",
        "Lost the processor holding a lock",
        f -> count(f.holders()));
    lock(
        known, "holder_stall_s", "s", "Time in which holders did not run", f -> stall(f.holders()));
    lock(
        known, "waiter_preemptions", "", "Locks given to one not running", f -> count(f.waiters()));
    lock(
        known, "waiter_stall_s", "s", "Time in which such locks lay idle", f -> stall(f.waiters()));
    lock(known, "spin_s", "s", "Processor time spent spinning", f -> Decimal.seconds(f.spinNs()));
    lock(known, "halts", "", "Halts of vCPUs that waited", f -> BigDecimal.valueOf(f.halts()));
    lock(known, "kicks", "", "Wake-ups out of these", f -> BigDecimal.valueOf(f.kicks()));
  }

  private static BigDecimal count(LockFigures.Stalls of) {
    return BigDecimal.valueOf(of.count());
  }

  private static BigDecimal stall(LockFigures.Stalls of) {
    return Decimal.seconds(of.ns());
  }

  private static void lock(
      List<Known> known,
      String key,
      String unit,
      String meaning,
      Function<LockFigures, BigDecimal> figure) {
    String shortName = key.replace("_preemptions", "s").replaceFirst("_s$", "");
    known.add(
        new Known(
            new Metric("locks." + shortName, WORKLOAD + "locks." + key, unit, meaning),
            (guest, w, ns) -> guest.workloads().get(w).extras().locks().map(figure)));
  }

  private interface Count {
    long of(WorkloadResult workload);
  }

  private static void count(List<Known> known, String path, String meaning, Count count) {
    known.add(
        new Known(
            new Metric(path.substring(WORKLOAD.length()), path, "", meaning),
            (guest, w, ns) -> Optional.of(BigDecimal.valueOf(count.of(guest.workloads().get(w))))));
  }

  private interface Nanoseconds {
    long of(GuestResult guest);
  }

  private static void seconds(List<Known> known, Metric metric, Nanoseconds ns) {
    known.add(new Known(metric, (guest, w, window) -> Optional.of(Decimal.seconds(ns.of(guest)))));
  }

  private static void time(List<Known> known) {
    known.add(
        new Known(
            new Metric("steal", "steal", "", "Of the time it wanted to run, the share it waited"),
            (guest, w, ns) -> Optional.of(guest.steal())));
    seconds(
        known,
        new Metric("work", "work_s", "s", "Work done, at nominal speed"),
        GuestResult::workNs);
    String states = "vCPU time ";
    seconds(
        known,
        new Metric("running", "time_s.running", "s", states + "on a processor"),
        guest -> guest.time().runningNs());
    seconds(
        known,
        new Metric("runnable", "time_s.runnable", "s", states + "stolen"),
        guest -> guest.time().runnableNs());
    seconds(
        known,
        new Metric("blocked", "time_s.blocked", "s", states + "with nothing to do"),
        guest -> guest.time().blockedNs());
    seconds(
        known,
        new Metric("offline", "time_s.offline", "s", states + "not started or ended"),
        guest -> guest.time().offlineNs());
    seconds(
        known,
        new Metric("waiting", "runnable_s.waiting", "s", "Of the stolen: queued"),
        guest -> guest.time().waitingNs());
    seconds(
        known,
        new Metric("capped", "runnable_s.capped", "s", "Of the stolen: its cap used up"),
        guest -> guest.time().cappedNs());
    seconds(
        known,
        new Metric("costopped", "runnable_s.costopped", "s", "Of the stolen: held for siblings"),
        guest -> guest.time().costoppedNs());
    dispatches(
        known,
        "switches",
        "Dispatches of another than the last one there",
        dispatches -> dispatches.switches());
    dispatches(
        known,
        "preemptions",
        "Lost the processor while still runnable",
        dispatches -> dispatches.preemptions());
    dispatches(
        known,
        "migrations",
        "Dispatches on another processor than the last",
        dispatches -> dispatches.migrations());
  }

  private static void ticks(List<Known> known) {
    tick(known, "due", "due", "Timer ticks due", f -> count(f.due()));
    tick(known, "delivered", "delivered", "Ticks delivered", f -> count(f.delivered()));
    tick(known, "late", "late", "Of these, late for want of a pCPU", f -> count(f.late().count()));
    tick(known, "lateness", "late_s", "By how much, in all", f -> Decimal.seconds(f.late().ns()));
    tick(
        known,
        "latest",
        "late_max_s",
        "By how much at most",
        f -> Decimal.seconds(f.late().maxNs()));
    tick(
        known,
        "collapsed",
        "collapsed",
        "Ticks that had one in common with others",
        f -> count(f.collapsed()));
    tick(known, "dropped", "dropped", "Ticks that never came", f -> count(f.dropped()));
    tick(
        known,
        "lag",
        "lag_s",
        "How slow a clock is that counts ticks",
        f -> Decimal.seconds(f.lagNs()));
    tick(
        known,
        "stolen",
        "stolen_s",
        "What ticks have charged to steal",
        f -> Decimal.seconds(f.stolenNs()));
  }

  private static BigDecimal count(long of) {
    return BigDecimal.valueOf(of);
  }

  private static void tick(
      List<Known> known,
      String name,
      String key,
      String meaning,
      Function<TickFigures, BigDecimal> figure) {
    String unit = key.endsWith("_s") ? "s" : "";
    known.add(
        new Known(
            new Metric("ticks." + name, "ticks." + key, unit, meaning),
            (guest, w, ns) -> guest.ticks().map(figure)));
  }

  private interface Dispatch {
    long of(GuestResult.Dispatches dispatches);
  }

  private static void dispatches(List<Known> known, String name, String meaning, Dispatch count) {
    known.add(
        new Known(
            new Metric(name, name, "", meaning),
            (guest, w, ns) -> Optional.of(BigDecimal.valueOf(count.of(guest.dispatches())))));
  }
}
