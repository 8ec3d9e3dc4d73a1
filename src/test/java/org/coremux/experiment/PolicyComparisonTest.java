package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.ScenarioReader;
import org.coremux.scenario.Variant;
import org.junit.jupiter.api.Test;

class PolicyComparisonTest {
  private static final Plugins PLUGINS = Plugins.installed();
  private static final List<String> SHORT = List.of("duration=200 ms", "warmup=50 ms");

  private static final Set<Yardstick> SUFFERED =
      EnumSet.of(Yardstick.HOLDERS, Yardstick.SPIN, Yardstick.STALL);

  private static Alternative alternative(String file, String name, Variant variant) {
    Path path = Path.of("scenarios", file + ".yaml");
    return new Alternative(
        name, new ScenarioReader(PLUGINS.catalogue()).read(path, SHORT, variant), PLUGINS);
  }

  private static ComparisonResult compare(String file, int threads, String... policies) {
    List<Alternative> all = new ArrayList<>();
    for (String policy : policies) {
      all.add(alternative(file, policy, Variant.scheduler(policy)));
    }
    String unshared = "bare-metal-dedicated";
    Alternative alone = alternative(file, unshared, Variant.platform(unshared, PLUGINS));
    return new Comparison(
            all, Optional.of(alone), new Comparison.Settings(Precision.exactly(3), threads, false))
        .ofPolicies(List.of())
        .toEnd();
  }

  private static double mean(ComparisonResult result, String policy, Yardstick by) {
    ComparisonResult.Side side =
        result.alternatives().stream()
            .filter(one -> one.name().equals(policy))
            .findFirst()
            .orElseThrow();
    return by.of(side).orElseThrow().mean().doubleValue();
  }

  @Test
  void theResultIsTheSameForAnyNumberOfThreads() {
    assertThat(compare("overcommit", 4, "eevdf", "credit2"))
        .isEqualTo(compare("overcommit", 1, "eevdf", "credit2"));
  }

  @Test
  void everyPolicyHasEveryFigureAndTheScenarioWhatSharingCostsNot() {
    ComparisonResult result = compare("overcommit", 2, "eevdf", "round-robin");
    for (ComparisonResult.Side side : result.alternatives()) {
      assertThat(Yardstick.values())
          .filteredOn(by -> !SUFFERED.contains(by))
          .allMatch(by -> by.of(side).isPresent());
      assertThat(SUFFERED).noneMatch(by -> by.of(side).isPresent()); // no locks, no shootdowns
      assertThat(side.metrics()).containsKey("web.latency.p99");
    }
    assertThat(result.sharing()).isEmpty();
    assertThat(result.contest()).isPresent();
  }

  @Test
  void whoLooksAtNoWeightsIsLessFairThanWhoDoes() {
    ComparisonResult result = compare("weights", 2, "eevdf", "round-robin");
    assertThat(mean(result, "eevdf", Yardstick.FAIRNESS)).isGreaterThan(0.99);
    // Half and half instead of two thirds and one: 0.75 and 1.5 of what is due.
    assertThat(mean(result, "round-robin", Yardstick.FAIRNESS))
        .isCloseTo(2.25 * 2.25 / 2 / (0.5625 + 2.25), within(0.02));
  }

  @Test
  void whoComputesForEverOnAllProcessorsWaitsHalfOfTheTime() {
    ComparisonResult result = compare("weights", 2, "eevdf", "round-robin");
    for (String policy : List.of("eevdf", "round-robin")) {
      assertThat(mean(result, policy, Yardstick.STEAL)).isCloseTo(0.5, within(0.001));
      assertThat(mean(result, policy, Yardstick.THROUGHPUT)).isCloseTo(4, within(0.05));
      assertThat(mean(result, policy, Yardstick.WASTE)).isCloseTo(0, within(0.001));
    }
  }

  @Test
  void lostLocksAndShootdownsAreComparedAsTheRunCountsThem() {
    ComparisonResult result = compare("pathologies/p07-tlb-shootdown", 2, "credit", "credit2");
    for (ComparisonResult.Side side : result.alternatives()) {
      Estimate all = Yardstick.STALL.of(side).orElseThrow();
      BigDecimal natively = side.metrics().get("native.stall").mean();
      BigDecimal paravirtual = side.metrics().get("paravirtual.stall").mean();
      assertThat(all.mean()).isCloseTo(natively.add(paravirtual), within(new BigDecimal("1e-5")));
      assertThat(Yardstick.HOLDERS.of(side)).isEmpty();
    }
    assertThat(Yardstick.unit("native.stall")).isEqualTo("s/s");
    assertThat(Yardstick.better("native.locks.spin")).isEqualTo(Yardstick.Better.LOWER);
  }

  @Test
  void whatIsWatchedChangesNothingThatHappens() {
    Alternative of = alternative("overcommit", "eevdf", Variant.scheduler("eevdf"));
    Model watched = new Model(of.scenario(), PLUGINS, Model.Options.NORMAL);
    Model not = new Model(of.scenario(), PLUGINS, Model.Options.NORMAL);
    assertThat(new Run(watched).watchingPolicies().toEnd()).isEqualTo(new Run(not).toEnd());
  }
}
