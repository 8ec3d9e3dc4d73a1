package org.coremux.experiment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.coremux.platform.Amount;
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
  /** Replications of each. Source: assumed; the draws are the same, so few are enough. */
  static final int REPLICATIONS = 3;

  private final Bench bench;
  private final Replications baseline;
  private final List<Replications> others;

  /** Of sides that have been run at least {@value #REPLICATIONS} times, the baseline first. */
  SensitivityStudy(Bench bench, List<Replications> sides) {
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
                      assumed.evidence()));
      return of.alternative().with(plugins.with(platform, changed));
    }

    private static Amount scaled(Amount amount, int numerator, int denominator) {
      return new Amount(
          amount.cycles() * numerator / denominator, amount.ns() * numerator / denominator);
    }

    String value() {
      String latency = assumed.latency() + " of latency";
      if (assumed.latency().isZero()) {
        return assumed.cpu().toString();
      }
      return assumed.cpu().isZero() ? latency : assumed.cpu() + " and " + latency;
    }
  }

  /** Those that matter, the most important first. */
  List<Sensitivity> toEnd() {
    List<Case> cases = thatMatter();
    List<Bench.Job> jobs = new ArrayList<>();
    for (Case one : cases) {
      for (int replication = 0; replication < REPLICATIONS; replication++) {
        jobs.add(new Bench.Job(one.times(1, 2), replication));
        jobs.add(new Bench.Job(one.times(2, 1), replication));
      }
    }
    List<Replicate> runs = bench.run("assumed figures, halved and doubled", jobs);
    List<Sensitivity> all = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Case one = cases.get(i);
      int first = i * 2 * REPLICATIONS;
      double halved = 0;
      double asIs = 0;
      double doubled = 0;
      for (int replication = 0; replication < REPLICATIONS; replication++) {
        halved += slowdown(runs.get(first + 2 * replication), replication);
        doubled += slowdown(runs.get(first + 2 * replication + 1), replication);
        asIs += slowdown(one.of.run(replication), replication);
      }
      all.add(
          new Sensitivity(
              one.of.alternative().name(),
              one.assumed.name(),
              one.value(),
              mean(halved),
              mean(asIs),
              mean(doubled)));
    }
    all.sort(Comparator.comparing(Sensitivity::range).reversed());
    return all;
  }

  private static BigDecimal mean(double sum) {
    return Estimate.rounded(sum / REPLICATIONS);
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
        for (Primitive assumed : of.alternative().plugins().platform(platform).assumed()) {
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
