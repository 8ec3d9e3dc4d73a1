package org.coremux.experiment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.commons.math3.stat.StatUtils;
import org.coremux.platform.Amount;
import org.coremux.platform.Operation;
import org.coremux.platform.Platform;
import org.coremux.platform.Primitive;
import org.coremux.scenario.HostSpec;
import org.coremux.scenario.Plugins;

/**
 * Which assumed figures an answer depends on: each is halved and doubled, and everything is run
 * again with the same draws.
 *
 * <p>Model: first each figure is doubled in the first replication. One whose run is then the same
 * to the last event is on no path that is taken, and is left out. The others are run again, halved
 * and doubled, in the first {@value #REPLICATIONS} replications.
 */
final class SensitivityStudy {
  /** Most replications of each. Source: assumed; with the same draws few are enough. */
  static final int REPLICATIONS = 12;

  /** Fewest replications of each, whatever the events. Source: assumed. */
  private static final int LEAST = 3;

  /** A run tells by itself which of them it has. */
  private static final List<Operation> ALL = List.of(Operation.values());

  private final Bench bench;
  private final Replications baseline;
  private final List<Replications> others;
  private final long eventsMax;

  /**
   * Of sides that have been run, the baseline first.
   *
   * @param eventsMax about so many events are spent on it at most, but for the fewest replications
   */
  SensitivityStudy(Bench bench, List<Replications> sides, long eventsMax) {
    this.eventsMax = eventsMax;
    this.bench = bench;
    baseline = sides.get(0);
    others = sides.subList(1, sides.size());
  }

  /** One figure of one alternative's platform, which some host has. */
  private record Case(Replications of, String platform, Primitive assumed) {
    Alternative times(int numerator, int denominator) {
      Plugins plugins = of.alternative().plugins();
      Platform changed =
          plugins
              .platform(platform)
              .with(
                  new Primitive(
                      assumed.name(),
                      scaled(assumed.cpu(), numerator, denominator),
                      scaled(assumed.latency(), numerator, denominator),
                      ratio(numerator, denominator),
                      assumed.evidence()));
      return of.alternative().with(plugins.with(platform, changed));
    }

    private int ratio(int numerator, int denominator) {
      if (!assumed.isRatio()) {
        return 0;
      }
      int scaled = assumed.ratio() * numerator / denominator;
      return Math.max(1, Math.min(Primitive.RATIO_MAX, scaled));
    }

    private static Amount scaled(Amount amount, int numerator, int denominator) {
      return new Amount(
          amount.cycles() * numerator / denominator, amount.ns() * numerator / denominator);
    }

    String value() {
      if (assumed.isRatio()) {
        BigDecimal ratio = BigDecimal.valueOf(assumed.ratio(), 3);
        return "times " + ratio.stripTrailingZeros().toPlainString();
      }
      String latency = assumed.latency() + " of latency";
      if (assumed.latency().isZero()) {
        return assumed.cpu().toString();
      }
      return assumed.cpu().isZero() ? latency : assumed.cpu() + " and " + latency;
    }
  }

  /** Those that matter, the most important first; those that may be chance at the end. */
  List<Sensitivity> toEnd() {
    List<Case> cases = thatMatter();
    int count = replications(cases);
    List<Bench.Job> jobs = new ArrayList<>();
    for (Case one : cases) {
      for (int replication = 0; replication < count; replication++) {
        jobs.add(new Bench.Job(one.times(1, 2), replication));
        jobs.add(new Bench.Job(one.times(2, 1), replication));
      }
    }
    List<Replicate> runs = bench.run("assumed figures, halved and doubled", jobs);
    List<Sensitivity> all = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      int first = i * 2 * count;
      all.add(sensitivity(cases.get(i), runs.subList(first, first + 2 * count)));
    }
    all.sort(
        Comparator.comparing(Sensitivity::isSure).thenComparing(Sensitivity::range).reversed());
    return all;
  }

  private int replications(List<Case> cases) {
    long events = 0;
    for (Case one : cases) {
      events += 2 * one.of.events() / one.of.count();
    }
    long affordable = events == 0 ? REPLICATIONS : eventsMax / events;
    int most = Math.min(REPLICATIONS, baseline.count());
    return (int) Math.max(Math.min(LEAST, most), Math.min(most, affordable));
  }

  /** {@code runs}: halved and doubled in turns. */
  private Sensitivity sensitivity(Case one, List<Replicate> runs) {
    int count = runs.size() / 2;
    double[] halved = new double[count];
    double[] asIs = new double[count];
    double[] doubled = new double[count];
    for (int replication = 0; replication < count; replication++) {
      halved[replication] = slowdown(runs.get(2 * replication), replication);
      doubled[replication] = slowdown(runs.get(2 * replication + 1), replication);
      asIs[replication] = slowdown(one.of.run(replication), replication);
    }
    boolean isSure =
        ConfidenceInterval.ofDifferences(halved, doubled, ConfidenceInterval.USUAL_LEVEL)
            .map(difference -> !difference.contains(0))
            .orElse(false);
    return new Sensitivity(
        one.of.alternative().name(),
        one.assumed.name(),
        one.value(),
        mean(halved),
        mean(asIs),
        mean(doubled),
        isSure);
  }

  private static BigDecimal mean(double[] values) {
    return Estimate.rounded(StatUtils.mean(values));
  }

  private double slowdown(Replicate run, int replication) {
    OptionalDouble slowdown =
        run.slowness()
            .against(
                baseline.run(replication).slowness(),
                run.workloads().stream().map(ComparedWorkload::name).toList());
    return slowdown.orElse(1);
  }

  private List<Case> thatMatter() {
    List<Case> all = new ArrayList<>();
    for (Replications of : others) {
      Set<String> platforms = new LinkedHashSet<>();
      for (HostSpec host : of.alternative().scenario().hosts()) {
        platforms.add(host.platform());
      }
      for (String platform : platforms) {
        for (Primitive assumed : of.alternative().plugins().platform(platform).assumed(ALL)) {
          all.add(new Case(of, platform, assumed));
        }
      }
    }
    List<Replicate> doubled =
        bench.run(
            "assumed figures, doubled",
            all.stream().map(one -> new Bench.Job(one.times(2, 1), 0)).toList());
    List<Case> matter = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      long hash = all.get(i).of.run(0).header().traceHash();
      if (doubled.get(i).header().traceHash() != hash) {
        matter.add(all.get(i));
      }
    }
    return matter;
  }
}
