package org.coremux.experiment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.coremux.scenario.Scenario;

/**
 * The same guests and draws on several alternatives, each as often as it takes to be sure.
 *
 * <p>Replication n of every alternative has the same seed and the same random streams, so what
 * differs between them is the alternative. Runs are spread over threads; as each is a world of its
 * own, and all are taken in by alternative and replication, the result is the same for any number
 * of threads. The first alternative is the baseline.
 *
 * <p>Model: after the least replications of {@link Precision}, then each time half as many more, it
 * looks whether all intervals are tight enough, and goes on until they are. Looking often makes an
 * interval a little too narrow; so it looks at few stages and not after each replication.
 */
public final class Comparison {
  private final List<Replications> sides = new ArrayList<>();
  private final Optional<Replications> unshared;
  private final Settings settings;
  private final Bench bench;

  /** Those that cannot be compared; null where it is not policies that are compared. */
  private List<ComparisonResult.Refused> refused;

  /**
   * How it is done.
   *
   * @param precision when there are enough replications
   * @param threads how many runs at once; changes nothing of the result
   * @param sensitivity whether assumed figures are moved, which takes more runs than the rest
   */
  public record Settings(Precision precision, int threads, boolean sensitivity) {}

  /**
   * A comparison that has not begun.
   *
   * @param alternatives the baseline first
   * @param unshared the scenario with cores of its own for each guest: what the baseline adds to it
   *     is what sharing costs; empty where that says nothing
   * @throws IllegalArgumentException if there is none, or two have one name
   */
  public Comparison(
      List<Alternative> alternatives, Optional<Alternative> unshared, Settings settings) {
    if (alternatives.isEmpty()) {
      throw new IllegalArgumentException("a comparison needs an alternative");
    }
    if (alternatives.stream().map(Alternative::name).distinct().count() < alternatives.size()) {
      throw new IllegalArgumentException("two alternatives have one name");
    }
    alternatives.forEach(one -> sides.add(new Replications(one)));
    this.unshared = unshared.map(Replications::new);
    this.settings = settings;
    bench = new Bench(settings.threads());
  }

  /**
   * Compares them as policies: also by all {@link Yardstick}s, and not with guests that share
   * nothing, which only say what guests want.
   *
   * @param others those that cannot run the scenario, which are only told of
   */
  public Comparison ofPolicies(List<ComparisonResult.Refused> others) {
    refused = List.copyOf(others);
    bench.watchPolicies();
    return this;
  }

  /** Who is told how far it has come; called from several threads. */
  public Comparison onProgress(Bench.Listener listener) {
    bench.listener(listener);
    return this;
  }

  /**
   * Runs everything.
   *
   * @throws org.coremux.scenario.ScenarioException when an alternative cannot be run
   */
  public ComparisonResult toEnd() {
    try (bench) {
      int count = settings.precision().least();
      replicate(count);
      while (!isEnough(count)) {
        count = settings.precision().after(count);
        replicate(count);
      }
      Optional<List<Sensitivity>> sensitivity =
          settings.sensitivity()
              ? Optional.of(new SensitivityStudy(bench, sides, Precision.USUAL.events()).toEnd())
              : Optional.empty();
      return result(count, sensitivity);
    }
  }

  private List<Replications> all() {
    return Stream.concat(sides.stream(), unshared.stream()).toList();
  }

  private void replicate(int until) {
    List<Bench.Job> jobs = new ArrayList<>();
    for (Replications side : all()) {
      for (int replication = side.count(); replication < until; replication++) {
        jobs.add(new Bench.Job(side.alternative(), replication));
      }
    }
    String stage = sides.size() + " alternatives, up to replication " + until;
    List<Replicate> runs = bench.run(stage, jobs);
    int next = 0;
    for (Replications side : all()) {
      while (side.count() < until) {
        side.add(runs.get(next++));
      }
    }
  }

  private boolean isEnough(int count) {
    Precision precision = settings.precision();
    long events = all().stream().mapToLong(Replications::events).sum();
    return count >= precision.most() || events >= precision.events() || isTight();
  }

  private boolean isTight() {
    return sides.stream().allMatch(side -> side.isTight(sides.get(0), settings.precision()));
  }

  // ---- what it found ----

  private ComparisonResult result(int count, Optional<List<Sensitivity>> sensitivity) {
    Replications baseline = sides.get(0);
    Scenario scenario = baseline.alternative().scenario();
    RunHeader header = baseline.run(0).header();
    BigDecimal precision =
        BigDecimal.valueOf(settings.precision().ofMean())
            .setScale(Decimal.RATIO_PLACES, RoundingMode.HALF_UP);
    ComparisonResult.Effort effort =
        new ComparisonResult.Effort(
            count, precision, isTight(), all().stream().mapToLong(Replications::events).sum());
    return new ComparisonResult(
        new ComparisonResult.Head(
            header.scenario(),
            header.question(),
            header.generator(),
            header.seed(),
            scenario.measuredNsMax(),
            effort),
        baseline.run(0).workloads(),
        sides.stream().map(this::side).toList(),
        refused == null
            ? unshared.flatMap(
                alone -> Waterfall.perSecondOfWork(alone.attribution(), baseline.attribution()))
            : Optional.empty(),
        sensitivity,
        Optional.ofNullable(refused).map(ComparisonResult.Contest::new));
  }

  private ComparisonResult.Side side(Replications of) {
    Replications baseline = sides.get(0);
    Map<String, Estimate> slowdowns = new LinkedHashMap<>();
    for (ComparedWorkload workload : of.run(0).workloads()) {
      of.slowdown(baseline, workload.name()).ifPresent(one -> slowdowns.put(workload.name(), one));
    }
    Map<String, Waterfall> byEntry = new LinkedHashMap<>();
    of.byEntry()
        .forEach(
            (entry, to) ->
                Waterfall.perSecondOfWork(
                        baseline.byEntry().getOrDefault(entry, Attribution.NONE), to)
                    .ifPresent(one -> byEntry.put(entry, one)));
    return new ComparisonResult.Side(
        of.alternative().name(),
        of.run(0).schedulers(),
        of.slowdown(baseline),
        slowdowns,
        metrics(of),
        of.exits(),
        Waterfall.perSecondOfWork(baseline.attribution(), of.attribution()),
        byEntry,
        latencies(baseline, of));
  }

  /** All figures by name; of policies those of all guests first. */
  private Map<String, Estimate> metrics(Replications of) {
    Map<String, Estimate> own = of.metrics();
    if (refused == null) {
      return own;
    }
    Optional<Estimate> fairness = unshared.flatMap(of::fairness);
    Map<String, Estimate> all = new LinkedHashMap<>();
    for (Yardstick one : Yardstick.values()) {
      Optional.ofNullable(own.get(one.key()))
          .or(() -> one == Yardstick.FAIRNESS ? fairness : Optional.empty())
          .ifPresent(estimate -> all.put(one.key(), estimate));
    }
    own.forEach(all::putIfAbsent);
    return all;
  }

  private static List<ComparisonResult.LatencyStep> latencies(
      Replications baseline, Replications of) {
    List<ComparisonResult.LatencyStep> steps = new ArrayList<>();
    of.splits()
        .forEach(
            (workload, split) -> {
              LatencySplit from = baseline.splits().getOrDefault(workload, LatencySplit.NONE);
              if (from.isEmpty() || split.isEmpty()) {
                return;
              }
              steps.add(step(workload, "mean", from.all(), split.all()));
              for (Percentile one : Percentile.values()) {
                steps.add(
                    step(workload, one.key(), from.at(one.percent()), split.at(one.percent())));
              }
            });
    return steps;
  }

  private static ComparisonResult.LatencyStep step(
      String workload,
      String at,
      Optional<LatencySplit.Bucket> from,
      Optional<LatencySplit.Bucket> to) {
    return new ComparisonResult.LatencyStep(
        workload, at, Waterfall.perRequest(from.orElseThrow(), to.orElseThrow()));
  }
}
