package org.coremux.experiment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.commons.math3.stat.StatUtils;
import org.coremux.platform.Operation;
import org.coremux.platform.Platform;
import org.coremux.platform.Primitive;
import org.coremux.scenario.HostSpec;
import org.coremux.scenario.Plugins;

/**
 * Which assumed figures an answer depends on: each is halved and doubled, and everything is run
 * again with the same draws; one that the baseline rests on as well is moved for both.
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
      Platform changed = plugins.platform(platform).with(assumed.times(numerator, denominator));
      return of.alternative().with(plugins.with(platform, changed));
    }
  }

  /** Those that matter, the most important first; those that may be chance at the end. */
  List<Sensitivity> toEnd() {
    List<Case> cases = thatMatter();
    int count = replications(cases);
    List<Bench.Job> jobs = new ArrayList<>();
    for (Case one : cases) {
      addJobs(one, count, jobs);
    }
    Map<Primitive, Integer> shared = new LinkedHashMap<>();
    for (Case one : cases) {
      Optional<Case> ofBaseline = ofBaseline(one.assumed);
      if (ofBaseline.isPresent() && !shared.containsKey(one.assumed)) {
        shared.put(one.assumed, jobs.size());
        addJobs(ofBaseline.get(), count, jobs);
      }
    }
    List<Replicate> runs = bench.run("assumed figures, halved and doubled", jobs);
    List<Sensitivity> all = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Case one = cases.get(i);
      List<Replicate> moved = runs.subList(i * 2 * count, (i + 1) * 2 * count);
      Integer first = shared.get(one.assumed);
      all.add(
          sensitivity(one, moved, first == null ? against(count) : against(runs, first, count)));
    }
    all.sort(
        Comparator.comparing(Sensitivity::isSure).thenComparing(Sensitivity::range).reversed());
    return all;
  }

  /** Halved and doubled in turns, by replication. */
  private static void addJobs(Case one, int count, List<Bench.Job> jobs) {
    for (int replication = 0; replication < count; replication++) {
      jobs.add(new Bench.Job(one.times(1, 2), replication));
      jobs.add(new Bench.Job(one.times(2, 1), replication));
    }
  }

  /** A figure of the machine, say, that the baseline rests on too: it is moved for both. */
  private Optional<Case> ofBaseline(Primitive assumed) {
    Alternative of = baseline.alternative();
    for (HostSpec host : of.scenario().hosts()) {
      Platform platform = of.plugins().platform(host.platform());
      if (platform.assumed(UsedOperations.of(of.scenario(), platform)).contains(assumed)) {
        return Optional.of(new Case(baseline, host.platform(), assumed));
      }
    }
    return Optional.empty();
  }

  /** What to hold the moved runs against: the baseline as it is. */
  private List<Replicate> against(int count) {
    List<Replicate> asIs = new ArrayList<>();
    for (int replication = 0; replication < count; replication++) {
      asIs.add(baseline.run(replication));
      asIs.add(baseline.run(replication));
    }
    return asIs;
  }

  private static List<Replicate> against(List<Replicate> runs, int first, int count) {
    return runs.subList(first, first + 2 * count);
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

  /** {@code runs}: halved and doubled in turns, and the baseline's beside. */
  private Sensitivity sensitivity(Case one, List<Replicate> runs, List<Replicate> against) {
    int count = runs.size() / 2;
    double[] halved = new double[count];
    double[] asIs = new double[count];
    double[] doubled = new double[count];
    for (int replication = 0; replication < count; replication++) {
      int at = 2 * replication;
      halved[replication] = slowdown(runs.get(at), against.get(at));
      doubled[replication] = slowdown(runs.get(at + 1), against.get(at + 1));
      asIs[replication] = slowdown(one.of.run(replication), baseline.run(replication));
    }
    boolean isSure =
        ConfidenceInterval.ofDifferences(halved, doubled, ConfidenceInterval.USUAL_LEVEL)
            .map(difference -> !difference.contains(0))
            .orElse(false);
    return new Sensitivity(
        one.of.alternative().name(),
        one.assumed.name(),
        one.assumed.valueText(),
        mean(halved),
        mean(asIs),
        mean(doubled),
        isSure);
  }

  private static BigDecimal mean(double[] values) {
    return Estimate.rounded(StatUtils.mean(values));
  }

  private static double slowdown(Replicate run, Replicate against) {
    OptionalDouble slowdown =
        run.slowness()
            .against(
                against.slowness(), run.workloads().stream().map(ComparedWorkload::name).toList());
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
        Platform on = of.alternative().plugins().platform(platform);
        List<Operation> used = UsedOperations.of(of.alternative().scenario(), on);
        for (Primitive assumed : on.assumed(used)) {
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
