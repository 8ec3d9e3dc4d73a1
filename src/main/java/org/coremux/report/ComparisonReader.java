package org.coremux.report;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.experiment.Causes;
import org.coremux.experiment.ComparedWorkload;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.Estimate;
import org.coremux.experiment.RunHeader;
import org.coremux.experiment.Sensitivity;
import org.coremux.experiment.Waterfall;

/** Reads what {@link ComparisonJson} writes. */
final class ComparisonReader {
  private ComparisonReader() {}

  static ComparisonResult read(Path file) {
    return ResultNode.read(file, ComparisonResult.FORMAT, ComparisonReader::result);
  }

  private static ComparisonResult result(ResultNode root) {
    List<ComparedWorkload> workloads = new ArrayList<>();
    for (ResultNode one : root.list("workloads")) {
      workloads.add(
          new ComparedWorkload(
              one.at("name").text(),
              one.at("kind").text(),
              one.at("judged_by").text().equals("latency")));
    }
    List<ComparisonResult.Side> sides = new ArrayList<>();
    for (ResultNode one : root.list("alternatives")) {
      sides.add(side(one));
    }
    return new ComparisonResult(
        head(root),
        workloads,
        sides,
        root.has("sharing") ? waterfall(root.at("sharing")) : Optional.empty(),
        root.has("sensitivity") ? Optional.of(sensitivity(root)) : Optional.empty(),
        root.has("compares") ? Optional.of(contest(root)) : Optional.empty());
  }

  private static ComparisonResult.Contest contest(ResultNode root) {
    List<ComparisonResult.Refused> refused = new ArrayList<>();
    for (ResultNode one : root.list("refused")) {
      refused.add(new ComparisonResult.Refused(one.at("name").text(), one.at("reason").text()));
    }
    return new ComparisonResult.Contest(refused);
  }

  private static ComparisonResult.Head head(ResultNode root) {
    ResultNode generator = root.at("generator");
    return new ComparisonResult.Head(
        root.at("scenario").text(),
        root.has("question") ? Optional.of(root.at("question").text()) : Optional.empty(),
        new RunHeader.Generator(generator.at("version").text(), generator.at("random").text()),
        root.count("seed"),
        root.seconds("duration_s"),
        new ComparisonResult.Effort(
            Math.toIntExact(root.count("replications")),
            decimal(root.at("precision")),
            root.at("precise").yes(),
            root.count("events")));
  }

  private static ComparisonResult.Side side(ResultNode side) {
    List<String> schedulers = new ArrayList<>();
    side.list("schedulers").forEach(one -> schedulers.add(one.text()));
    List<ComparisonResult.LatencyStep> latencies = new ArrayList<>();
    for (ResultNode one : side.list("latency_attribution")) {
      Causes steps = Causes.NONE;
      for (ResultNode step : one.list("steps")) {
        steps = steps.with(step.at("step").text(), step.milliseconds("ms"));
      }
      latencies.add(
          new ComparisonResult.LatencyStep(
              one.at("workload").text(),
              one.at("at").text(),
              new Waterfall(one.milliseconds("from_ms"), one.milliseconds("to_ms"), steps)));
    }
    Map<String, Waterfall> byEntry = new LinkedHashMap<>();
    side.at("attribution_by_guest")
        .members()
        .forEach((name, one) -> waterfall(one).ifPresent(known -> byEntry.put(name, known)));
    return new ComparisonResult.Side(
        side.at("name").text(),
        schedulers,
        side.has("slowdown") ? Optional.of(estimate(side.at("slowdown"))) : Optional.empty(),
        estimates(side.at("slowdowns")),
        estimates(side.at("metrics")),
        estimates(side.at("exits_per_s")),
        waterfall(side),
        byEntry,
        latencies);
  }

  private static Optional<Waterfall> waterfall(ResultNode of) {
    if (!of.has("from_s")) {
      return Optional.empty();
    }
    Causes steps = Causes.NONE;
    for (ResultNode step : of.list("attribution_s")) {
      steps = steps.with(step.at("step").text(), step.seconds("seconds"));
    }
    return Optional.of(new Waterfall(of.seconds("from_s"), of.seconds("to_s"), steps));
  }

  private static List<Sensitivity> sensitivity(ResultNode root) {
    List<Sensitivity> all = new ArrayList<>();
    for (ResultNode one : root.list("sensitivity")) {
      ResultNode slowdown = one.at("slowdown");
      all.add(
          new Sensitivity(
              one.at("alternative").text(),
              one.at("figure").text(),
              one.at("value").text(),
              decimal(slowdown.at("halved")),
              decimal(slowdown.at("as_is")),
              decimal(slowdown.at("doubled")),
              one.at("beyond_chance").yes()));
    }
    return all;
  }

  private static Map<String, Estimate> estimates(ResultNode all) {
    Map<String, Estimate> estimates = new LinkedHashMap<>();
    all.members().forEach((name, one) -> estimates.put(name, estimate(one)));
    return estimates;
  }

  private static Estimate estimate(ResultNode of) {
    Optional<BigDecimal> merged =
        of.has("merged") ? Optional.of(decimal(of.at("merged"))) : Optional.empty();
    return new Estimate(
        decimal(of.at("mean")), decimal(of.at("low")), decimal(of.at("high")), merged);
  }

  /** As it was written: with all its zeros. */
  private static BigDecimal decimal(ResultNode of) {
    return of.number().setScale(Decimal.RATIO_PLACES);
  }
}
