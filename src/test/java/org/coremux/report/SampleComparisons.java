package org.coremux.report;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.experiment.Causes;
import org.coremux.experiment.ComparedWorkload;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Estimate;
import org.coremux.experiment.Percentile;
import org.coremux.experiment.RunHeader;
import org.coremux.experiment.Sensitivity;
import org.coremux.experiment.Waterfall;

/** Comparisons made by hand. */
public final class SampleComparisons {
  private SampleComparisons() {}

  /** Three platforms, of which the last is slow because its guests wait; requests are split. */
  public static ComparisonResult small() {
    return of("two-guests", "kvm", "hosted");
  }

  /** The same with this name for the scenario, its entry and the slow platform. */
  public static ComparisonResult named(String name) {
    return of(name, "kvm", name);
  }

  private static ComparisonResult of(String scenario, String quick, String slow) {
    String web = scenario.equals("two-guests") ? "web" : scenario;
    return new ComparisonResult(
        new ComparisonResult.Head(
            scenario,
            Optional.of("Which is slower?"),
            new RunHeader.Generator("1", "XO_SHI_RO_256_PP"),
            7,
            200_000_000,
            new ComparisonResult.Effort(5, new BigDecimal("0.050000"), false, 1_234)),
        List.of(
            new ComparedWorkload(web, "server", true),
            new ComparedWorkload("batch", "compute", false)),
        List.of(
            side("bare-metal", web, "1", "1", 0),
            side(quick, web, "1.01", "0.2", 10_000_000),
            side(slow, web, "1.5", "0.1", 300_000_000)),
        Optional.of(
            new Waterfall(
                1_000_000_000L, 1_100_000_000L, Causes.NONE.with("waiting", 100_000_000L))),
        Optional.of(
            List.of(
                new Sensitivity(
                    slow, "injection", "300 cycles", d("1.4"), d("1.5"), d("1.7"), true),
                new Sensitivity(
                    quick, "hrtimer", "300 ns", d("1.01"), d("1.01"), d("1.01"), false))));
  }

  private static ComparisonResult.Side side(
      String name, String web, String slowdown, String width, long waitedNs) {
    boolean isBaseline = name.equals("bare-metal");
    Map<String, Estimate> metrics = new LinkedHashMap<>();
    metrics.put(web + ".throughput", estimate("800", "1"));
    metrics.put(web + ".latency.mean", estimate("2.5", "0.1"));
    for (Percentile one : Percentile.values()) {
      Estimate plain = estimate("7", "0.5");
      metrics.put(
          web + ".latency." + one.key(),
          new Estimate(plain.mean(), plain.low(), plain.high(), Optional.of(d("7.25"))));
    }
    metrics.put(web + ".cpu_per_transaction", estimate("1.1", "0"));
    metrics.put("batch.work", estimate("1.9", "0.01"));
    Causes steps =
        Causes.NONE.with("waiting", waitedNs).with("exit", waitedNs / 100).with("smt", -3);
    Waterfall way =
        new Waterfall(
            1_100_000_000L,
            1_100_000_000L + steps.totalNs(),
            isBaseline ? Causes.NONE.with("waiting", steps.totalNs()) : steps);
    return new ComparisonResult.Side(
        name,
        List.of("eevdf"),
        Optional.of(isBaseline ? estimate("1", "0") : estimate(slowdown, width)),
        Map.of(web, estimate(slowdown, isBaseline ? "0" : width)),
        metrics,
        isBaseline ? Map.of() : Map.of("halt", estimate("840", "3"), "io", estimate("0", "0")),
        Optional.of(way),
        Map.of(web, way),
        isBaseline ? List.of() : List.of(request(web, "mean"), request(web, "p99")));
  }

  private static ComparisonResult.LatencyStep request(String web, String at) {
    return new ComparisonResult.LatencyStep(
        web,
        at,
        new Waterfall(
            2_000_000, 2_600_000, Causes.NONE.with("waiting", 700_000).with("exit", -100_000)));
  }

  private static BigDecimal d(String decimal) {
    return new BigDecimal(decimal).setScale(6);
  }

  private static Estimate estimate(String mean, String width) {
    return new Estimate(
        d(mean), d(mean).subtract(d(width)), d(mean).add(d(width)), Optional.empty());
  }
}
