package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coremux.mux.Cost;
import org.coremux.platform.Path.Step;
import org.coremux.platform.Place;
import org.coremux.platform.Platform;
import org.coremux.platform.Primitive;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.ScenarioException;
import org.coremux.scenario.ScenarioReader;
import org.coremux.scenario.Variant;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Plugins PLUGINS = Plugins.installed();
  private static final Path FILE = Path.of("scenarios/quickstart.yaml");
  private static final List<String> SHORT = List.of("duration=200 ms", "warmup=50 ms");

  private static Alternative alternative(String platform, List<String> changes) {
    return new Alternative(
        platform,
        new ScenarioReader(PLUGINS.catalogue())
            .read(FILE, changes, Variant.platform(platform, PLUGINS)),
        PLUGINS);
  }

  private static ComparisonResult compare(
      Precision precision, int threads, List<String> changes, String... platforms) {
    List<Alternative> all = new ArrayList<>();
    for (String platform : platforms) {
      all.add(alternative(platform, changes));
    }
    Alternative unshared = alternative("bare-metal-dedicated", changes);
    return new Comparison(
            all, Optional.of(unshared), new Comparison.Settings(precision, threads, false))
        .toEnd();
  }

  private static ComparisonResult compare(int replications, String... platforms) {
    return compare(Precision.exactly(replications), 2, SHORT, platforms);
  }

  @Test
  void theResultIsTheSameForAnyNumberOfThreads() {
    Precision precision = new Precision(0.2, 3, 8, Long.MAX_VALUE);
    ComparisonResult one = compare(precision, 1, SHORT, "bare-metal", "xen", "kvm");
    ComparisonResult many = compare(precision, 7, SHORT, "bare-metal", "xen", "kvm");
    assertThat(many).isEqualTo(one);
  }

  @Test
  void allAlternativesGetTheSameRequestsAtTheSameTimes() {
    Alternative metal = alternative("bare-metal", SHORT);
    Alternative xen = alternative("xen", SHORT);
    try (Bench bench = new Bench(2)) {
      for (int replication = 0; replication < 3; replication++) {
        List<Replicate> runs =
            bench.run(
                "test",
                List.of(new Bench.Job(metal, replication), new Bench.Job(xen, replication)));
        assertThat(runs.get(0).header().seed()).isEqualTo(runs.get(1).header().seed());
        assertThat(runs.get(0).header().replication()).isEqualTo(replication);
      }
    }
    // Far from being full, both answer all that has come, but for what is still under way.
    ComparisonResult result = compare(3, "bare-metal", "xen");
    double metalPerSecond = perSecond(result.baseline());
    assertThat(perSecond(result.others().get(0)) / metalPerSecond).isBetween(0.97, 1.03);
  }

  private static double perSecond(ComparisonResult.Side side) {
    return side.metrics().get("web.throughput").mean().doubleValue();
  }

  @Test
  void whatDiffersInNothingIsExactlyAsSlow() {
    Alternative metal = alternative("bare-metal", SHORT);
    Alternative same = new Alternative("same", metal.scenario(), PLUGINS);
    ComparisonResult result =
        new Comparison(
                List.of(metal, same),
                Optional.empty(),
                new Comparison.Settings(Precision.exactly(3), 2, false))
            .toEnd();
    Estimate slowdown = result.others().get(0).slowdown().orElseThrow();
    assertThat(slowdown.low()).isEqualByComparingTo("1");
    assertThat(slowdown.high()).isEqualByComparingTo("1");
    Waterfall waterfall = result.others().get(0).attribution().orElseThrow();
    assertThat(waterfall.steps().parts()).allMatch(step -> step.ns() == 0);
    assertThat(result.sharing()).isEmpty();
  }

  @Test
  void whatSharingCostsIsShownButInNoSum() {
    ComparisonResult result = compare(3, "bare-metal", "kvm");
    Waterfall sharing = result.sharing().orElseThrow();
    Waterfall kvm = result.others().get(0).attribution().orElseThrow();
    assertThat(sharing.differenceNs()).isPositive();
    assertThat(kvm.fromNs()).isEqualTo(sharing.toNs()); // begins where sharing has ended
    assertThat(kvm.fromNs() + kvm.steps().totalNs()).isEqualTo(kvm.toNs());
  }

  @Test
  void itStopsWhenAllIntervalsAreTightEnough() {
    Precision loose = new Precision(0.99, 3, 40, Long.MAX_VALUE);
    ComparisonResult result = compare(loose, 2, SHORT, "bare-metal", "kvm");
    assertThat(result.head().effort().isTight()).isTrue();
    assertThat(result.head().effort().replications()).isEqualTo(3);
  }

  @Test
  void itGoesOnInStagesUntilTheMostThatIsAllowed() {
    Precision tight = new Precision(0.0001, 3, 6, Long.MAX_VALUE);
    ComparisonResult result = compare(tight, 2, SHORT, "bare-metal", "kvm");
    assertThat(result.head().effort().isTight()).isFalse();
    assertThat(result.head().effort().replications()).isEqualTo(6); // 3, 5, 6
  }

  @Test
  void itStopsAfterSoManyEventsHoweverLongTheyTook() {
    Precision few = new Precision(0.0001, 3, 50, 1);
    ComparisonResult result = compare(few, 2, SHORT, "bare-metal", "kvm");
    assertThat(result.head().effort().replications()).isEqualTo(3);
  }

  @Test
  void soManyReplicationsAsWereAskedAreRun() {
    assertThat(compare(4, "bare-metal", "xen").head().effort().replications()).isEqualTo(4);
  }

  @Test
  void aPercentileIsThatOfAllReplicationsTogether() {
    Estimate p99 = compare(3, "bare-metal").baseline().metrics().get("web.latency.p99");
    assertThat(p99.merged()).isPresent();
    assertThat(p99.low()).isLessThan(p99.high());
    assertThat(p99.merged().get().doubleValue())
        .isBetween(p99.mean().doubleValue() * 0.5, p99.mean().doubleValue() * 2);
  }

  @Test
  void anAlternativeThatCannotBeRunSaysWhy() {
    List<String> broken =
        List.of("warmup=2 s", "guests.batch.stop=1 s", "guests.web.stop=1 s", "duration=1 s");
    assertThat(compare(Precision.exactly(3), 2, broken, "bare-metal").baseline().slowdown())
        .isEmpty();
    assertThatThrownBy(
            () ->
                new ScenarioReader(PLUGINS.catalogue())
                    .read(FILE, List.of("hosts.node.platform=esx"), Variant.NONE))
        .isInstanceOf(ScenarioException.class);
  }

  @Test
  void twoAlternativesOfOneNameAreRefused() {
    Alternative metal = alternative("bare-metal", SHORT);
    Comparison.Settings settings = new Comparison.Settings(Precision.USUAL, 1, false);
    assertThatThrownBy(() -> new Comparison(List.of(metal, metal), Optional.empty(), settings))
        .hasMessageContaining("one name");
    assertThatThrownBy(() -> new Comparison(List.of(), Optional.empty(), settings))
        .hasMessageContaining("needs an alternative");
  }

  @Test
  void assumedFiguresThatAreOnNoPathThatIsTakenAreNotMoved() {
    Alternative metal = alternative("bare-metal", SHORT);
    Platform kvm = PLUGINS.platform("kvm");
    Primitive injection = kvm.primitive("injection");
    List<Primitive> primitives = new ArrayList<>(kvm.primitives());
    primitives.add(
        new Primitive("idle", injection.cpu(), injection.latency(), injection.evidence()));
    List<org.coremux.platform.Path> paths = new ArrayList<>(kvm.paths());
    paths.add(
        new org.coremux.platform.Path(
            "aside", List.of(new Step("idle", 1_000, Place.HYPERVISOR, Cost.EXIT))));
    Platform more = new Platform(kvm.traits(), kvm.guest(), primitives, paths);
    assertThat(more.assumed()).extracting(Primitive::name).contains("idle", "injection");
    Alternative changed =
        new Alternative("kvm", alternative("kvm", SHORT).scenario(), PLUGINS.with("kvm", more));

    ComparisonResult result =
        new Comparison(
                List.of(metal, changed),
                Optional.empty(),
                new Comparison.Settings(Precision.exactly(3), 2, true))
            .toEnd();
    List<Sensitivity> moved = result.sensitivity().orElseThrow();
    assertThat(moved).extracting(Sensitivity::figure).contains("injection").doesNotContain("idle");
    assertThat(moved).allMatch(one -> one.alternative().equals("kvm"));
    assertThat(moved).allMatch(one -> one.halved().compareTo(one.doubled()) != 0);
  }
}
