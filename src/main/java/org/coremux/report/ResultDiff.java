package org.coremux.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.coremux.experiment.Breakdown;
import org.coremux.experiment.CrossCalls;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.GroupResult;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.Latency;
import org.coremux.experiment.LockFigures;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.TickFigures;
import org.coremux.experiment.WorkloadResult;

/**
 * Two results side by side: what changed, and whether it is more than noise.
 *
 * <p>One run on each side says how far the mean of a latency can be trusted, by its batch means; of
 * any other figure the noise is unknown, and said to be.
 *
 * @param a the first result
 * @param b the second
 * @param rows hosts, groups and guests of both, in the order of A, those only in B after them
 */
public record ResultDiff(RunResult a, RunResult b, List<Row> rows) {
  /** What a row is about. */
  public enum Kind {
    /** A host. */
    HOST,
    /** A scenario entry. */
    GROUP,
    /** One guest. */
    GUEST
  }

  /** In which of the two results a row is. */
  public enum Side {
    /** In both. */
    BOTH,
    /** Only in A. */
    ONLY_A,
    /** Only in B. */
    ONLY_B
  }

  /** What can be said of a change. */
  public enum Noise {
    /** The confidence intervals are too wide for it. */
    WITHIN,
    /** Larger than the confidence intervals of both together. */
    BEYOND,
    /** One run on each side does not tell. */
    UNKNOWN
  }

  /** The unit of a figure. */
  public enum Unit {
    /** A ratio, shown in per cent. */
    RATIO,
    /** Seconds. */
    SECONDS,
    /** Milliseconds. */
    MILLISECONDS,
    /** Events per second. */
    PER_SECOND,
    /** A count. */
    COUNT
  }

  /**
   * One host, group or guest.
   *
   * @param kind what it is
   * @param name its name
   * @param members of a group how many guests it has (the larger number); otherwise 1
   * @param side where it is
   * @param changes the figures that differ; none if it is only in one
   * @param same how many figures are the same
   */
  public record Row(
      Kind kind, String name, int members, Side side, List<Change> changes, int same) {
    /** Copies the list. */
    public Row {
      changes = List.copyOf(changes);
    }
  }

  /**
   * A figure that differs.
   *
   * @param path of the figure in the JSON, below the row
   * @param label in words
   * @param unit of both values
   * @param a the value in A, empty if it does not exist there
   * @param b the value in B, empty if it does not exist there
   * @param noise whether the change is more than noise
   */
  public record Change(
      String path,
      String label,
      Unit unit,
      Optional<BigDecimal> a,
      Optional<BigDecimal> b,
      Noise noise) {
    /** B - A, if both exist. */
    public Optional<BigDecimal> difference() {
      return a.isPresent() && b.isPresent()
          ? Optional.of(b.get().subtract(a.get()))
          : Optional.empty();
    }
  }

  /** One figure of one result. */
  private record Figure(String label, Unit unit, BigDecimal value, OptionalLong halfWidthNs) {}

  /** Copies the list. */
  public ResultDiff {
    rows = List.copyOf(rows);
  }

  /** Compares two results. */
  public static ResultDiff of(RunResult a, RunResult b) {
    List<Row> rows = new ArrayList<>();
    Map<String, HostResult> hostsB = new LinkedHashMap<>();
    b.hosts().forEach(host -> hostsB.put(host.name(), host));
    for (HostResult host : a.hosts()) {
      HostResult other = hostsB.remove(host.name());
      rows.add(
          other == null
              ? only(Kind.HOST, host.name(), Side.ONLY_A)
              : row(Kind.HOST, host.name(), 1, figures(a, host), figures(b, other)));
    }
    hostsB.keySet().forEach(name -> rows.add(only(Kind.HOST, name, Side.ONLY_B)));
    groups(a, b, rows);
    Map<String, GuestResult> guestsB = new LinkedHashMap<>();
    b.guests().forEach(guest -> guestsB.put(guest.name(), guest));
    for (GuestResult guest : a.guests()) {
      GuestResult other = guestsB.remove(guest.name());
      rows.add(
          other == null
              ? only(Kind.GUEST, guest.name(), Side.ONLY_A)
              : row(Kind.GUEST, guest.name(), 1, figures(a, guest), figures(b, other)));
    }
    guestsB.keySet().forEach(name -> rows.add(only(Kind.GUEST, name, Side.ONLY_B)));
    return new ResultDiff(a, b, rows);
  }

  private static void groups(RunResult a, RunResult b, List<Row> rows) {
    Map<String, GroupResult> groupsB = new LinkedHashMap<>();
    b.groups().forEach(group -> groupsB.put(group.name(), group));
    for (GroupResult group : a.groups()) {
      GroupResult other = groupsB.remove(group.name());
      if (other == null) {
        rows.add(only(Kind.GROUP, group.name(), Side.ONLY_A));
      } else {
        int members = Math.max(group.members().size(), other.members().size());
        Map<String, Figure> figuresA = figures(a, group.totals());
        Map<String, Figure> figuresB = figures(b, other.totals());
        rows.add(row(Kind.GROUP, group.name(), members, figuresA, figuresB));
      }
    }
    groupsB.keySet().forEach(name -> rows.add(only(Kind.GROUP, name, Side.ONLY_B)));
  }

  /** Whether nothing at all differs. */
  public boolean isSame() {
    return rows.stream().allMatch(row -> row.side() == Side.BOTH && row.changes().isEmpty());
  }

  private static Row only(Kind kind, String name, Side side) {
    return new Row(kind, name, 1, side, List.of(), 0);
  }

  private static Row row(
      Kind kind, String name, int members, Map<String, Figure> a, Map<String, Figure> b) {
    Map<String, Figure> all = new LinkedHashMap<>(a);
    b.forEach(all::putIfAbsent);
    List<Change> changes = new ArrayList<>();
    int same = 0;
    for (Map.Entry<String, Figure> entry : all.entrySet()) {
      Optional<Figure> figureA = Optional.ofNullable(a.get(entry.getKey()));
      Optional<Figure> figureB = Optional.ofNullable(b.get(entry.getKey()));
      Optional<BigDecimal> valueA = figureA.map(Figure::value);
      Optional<BigDecimal> valueB = figureB.map(Figure::value);
      if (valueA.equals(valueB)) {
        same++;
      } else {
        Figure either = entry.getValue();
        Noise noise = noise(figureA, figureB);
        changes.add(
            new Change(entry.getKey(), either.label(), either.unit(), valueA, valueB, noise));
      }
    }
    return new Row(kind, name, members, Side.BOTH, changes, same);
  }

  /** Two means differ if they are further apart than the root of the squared half widths' sum. */
  private static Noise noise(Optional<Figure> a, Optional<Figure> b) {
    if (a.isEmpty()
        || b.isEmpty()
        || a.get().halfWidthNs().isEmpty()
        || b.get().halfWidthNs().isEmpty()) {
      return Noise.UNKNOWN;
    }
    double halfA = (double) a.get().halfWidthNs().getAsLong();
    double halfB = (double) b.get().halfWidthNs().getAsLong();
    BigDecimal apart = a.get().value().subtract(b.get().value()).abs();
    boolean beyond = Decimal.nsOfMilliseconds(apart) > StrictMath.hypot(halfA, halfB);
    return beyond ? Noise.BEYOND : Noise.WITHIN;
  }

  private static Map<String, Figure> figures(RunResult result, HostResult host) {
    Collector figures = new Collector();
    figures.ratio("utilization", "used", host.utilisation());
    figures.ratio("steal", "steal", result.steal(host));
    for (Breakdown.Part part : host.time().parts().parts()) {
      figures.seconds("time_s." + part.name(), part.name().replace('_', ' '), part.amount());
    }
    if (host.time().forcedIdleNs() > 0) {
      figures.seconds("forced_idle_s", "forced idle", host.time().forcedIdleNs());
    }
    figures.count("context_switches", "context switches", host.contextSwitches());
    figures.count("migrations", "migrations", host.migrations());
    return figures.all;
  }

  private static Map<String, Figure> figures(RunResult result, GuestResult guest) {
    Collector figures = new Collector();
    figures.count("vcpus", "vCPUs", guest.vcpus());
    figures.ratio("steal", "steal", guest.steal());
    figures.seconds("work_s", "work", guest.workNs());
    figures.seconds("time_s.running", "running", guest.time().runningNs());
    figures.seconds("time_s.runnable", "runnable", guest.time().runnableNs());
    figures.seconds("time_s.blocked", "blocked", guest.time().blockedNs());
    figures.seconds("time_s.offline", "offline", guest.time().offlineNs());
    for (Breakdown.Part part : guest.lostNs().parts()) {
      figures.seconds("lost_s." + part.name(), "lost to " + part.name(), part.amount());
    }
    figures.count("switches", "switches", guest.dispatches().switches());
    figures.count("preemptions", "preemptions", guest.dispatches().preemptions());
    figures.count("migrations", "migrations", guest.dispatches().migrations());
    for (Breakdown.Part part : guest.exits().parts()) {
      figures.count("exits." + part.name(), "exits: " + part.name(), part.amount());
    }
    for (Breakdown.Part part : guest.overheadNs().parts()) {
      figures.seconds("overhead_s." + part.name(), "overhead: " + part.name(), part.amount());
    }
    figures.latency("dispatch_latency_ms", "dispatch", guest.dispatchLatency());
    guest.ticks().ifPresent(figures::ticks);
    for (int i = 0; i < guest.workloads().size(); i++) {
      figures.workload("workloads[" + i + "].", guest.workloads().get(i), result.durationNs());
    }
    return figures.all;
  }

  private static final class Collector {
    private final Map<String, Figure> all = new LinkedHashMap<>();

    void ratio(String path, String label, BigDecimal value) {
      put(path, label, Unit.RATIO, value);
    }

    void seconds(String path, String label, long ns) {
      put(path, label, Unit.SECONDS, Decimal.seconds(ns));
    }

    void count(String path, String label, long count) {
      put(path, label, Unit.COUNT, BigDecimal.valueOf(count));
    }

    private void put(String path, String label, Unit unit, BigDecimal value) {
      all.put(path, new Figure(label, unit, value, OptionalLong.empty()));
    }

    void workload(String path, WorkloadResult workload, long durationNs) {
      String kind = workload.kind();
      count(path + "completed", kind + " completed", workload.completed());
      count(path + "unfinished", kind + " unfinished", workload.unfinished());
      count(path + "dropped", kind + " dropped", workload.dropped());
      BigDecimal throughput = workload.throughput(durationNs);
      put(path + "throughput_per_s", kind + " per s", Unit.PER_SECOND, throughput);
      workload.extras().missed().ifPresent(n -> count(path + "missed", kind + " missed", n));
      workload.extras().locks().ifPresent(locks -> locks(path + "locks.", locks));
      workload.extras().crossCalls().ifPresent(calls -> crossCalls(path, kind, calls));
      workload
          .extras()
          .charged()
          .ifPresent(
              charged -> {
                seconds(path + "cpu_time_s.charged", kind + " charged", charged.chargedNs());
                seconds(path + "cpu_time_s.ran", kind + " ran", charged.ranNs());
              });
      latency(path + "latency_ms", kind, workload.latency());
    }

    void ticks(TickFigures ticks) {
      count("ticks.due", "ticks due", ticks.due());
      count("ticks.delivered", "ticks delivered", ticks.delivered());
      count("ticks.late", "ticks late", ticks.late().count());
      seconds("ticks.late_s", "ticks late, s", ticks.late().ns());
      seconds("ticks.late_max_s", "ticks late, max", ticks.late().maxNs());
      count("ticks.collapsed", "ticks collapsed", ticks.collapsed());
      count("ticks.dropped", "ticks dropped", ticks.dropped());
      seconds("ticks.lag_s", "tick clock lag", ticks.lagNs());
      seconds("ticks.stolen_s", "ticks charged to steal", ticks.stolenNs());
    }

    private void locks(String path, LockFigures locks) {
      String holders = "lock holders preempted";
      String waiters = "lock waiters preempted";
      count(path + "holder_preemptions", holders, locks.holders().count());
      seconds(path + "holder_stall_s", holders + ", s", locks.holders().ns());
      count(path + "waiter_preemptions", waiters, locks.waiters().count());
      seconds(path + "waiter_stall_s", waiters + ", s", locks.waiters().ns());
      seconds(path + "spin_s", "spinning", locks.spinNs());
      count(path + "halts", "lock halts", locks.halts());
      count(path + "kicks", "lock kicks", locks.kicks());
    }

    private void crossCalls(String path, String kind, CrossCalls calls) {
      count(path + "cross_calls.ipis", kind + " IPIs", calls.interrupts());
      count(path + "cross_calls.late", kind + " IPIs without a pCPU", calls.late());
      count(path + "cross_calls.deferred", kind + " left over", calls.deferred());
      seconds(path + "cross_calls.stall_s", kind + " stalled", calls.stalledNs());
    }

    void latency(String path, String label, Latency latency) {
      if (latency.count() == 0) {
        return;
      }
      BigDecimal mean = Decimal.milliseconds(latency.meanNs());
      all.put(
          path + ".mean",
          new Figure(label + " mean", Unit.MILLISECONDS, mean, latency.halfWidthNs()));
      milliseconds(path + ".p50", label + " p50", latency.p50Ns());
      milliseconds(path + ".p95", label + " p95", latency.p95Ns());
      milliseconds(path + ".p99", label + " p99", latency.p99Ns());
      milliseconds(path + ".max", label + " max", latency.maxNs());
    }

    private void milliseconds(String path, String label, long ns) {
      put(path, label, Unit.MILLISECONDS, Decimal.milliseconds(ns));
    }
  }
}
