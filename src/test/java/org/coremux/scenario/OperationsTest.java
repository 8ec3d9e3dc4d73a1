package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coremux.mux.SpeedFactor;
import org.coremux.platform.MixCosts;
import org.coremux.platform.Operation;
import org.coremux.platform.OperationMix;
import org.coremux.platform.Platform;
import org.junit.jupiter.api.Test;

/** What a workload says it does, and which assists a host has. */
class OperationsTest {
  private static final Plugins PLUGINS = Plugins.installed();

  private static final String TEXT =
      """
      scenario: mix
      duration: 1 s
      hosts:
        - {name: node, cpu: {cores: 2, clock: 2.1 GHz}, memory: 8 GiB, platform: kvm%s}
      guests:
        - name: web
          vcpus: 1
          memory: 1 GiB
          workload:
            - {kind: compute%s}
      """;

  private static Scenario read(String host, String workload, String... overrides) {
    return new ScenarioReader(PLUGINS.catalogue())
        .read(TEXT.formatted(host, workload), Path.of(""), List.of(overrides));
  }

  private static OperationMix mix(Scenario scenario) {
    return scenario.guests().get(0).workload().get(0).operations();
  }

  private static ScenarioException wrong(String host, String workload) {
    return catchThrowableOfType(ScenarioException.class, () -> read(host, workload));
  }

  @Test
  void aWorkingSetIsReadAndWrittenBack() {
    Scenario scenario = read("", ", workingSet: 72 KiB");
    assertThat(scenario.guests().get(0).workload().get(0).workingSetBytes()).isEqualTo(72 * 1_024);
    assertThat(EffectiveScenario.yaml(scenario, PLUGINS.catalogue()))
        .contains("workingSet: 72 KiB");
    assertThat(wrong("", ", workingSet: 72").problems()).hasSize(1);
  }

  @Test
  void everyOperationOfAMixHasAKey() {
    OperationMix mix =
        mix(
            read(
                "",
                ", operations: {systemCall: 50_000/s, pageFault: 2_000/s, hostFault: 1/s,"
                    + " pageTableWrite: 2/s, tlbMiss: 3/s, addressSpaceSwitch: 4/s,"
                    + " privileged: 5/s, portIo: 6/s, mmio: 7/s, controllerAccess: 0/s,"
                    + " kernelShare: 20 %}"));
    assertThat(mix.ratePerSecond(Operation.SYSTEM_CALL)).isEqualTo(50_000);
    assertThat(mix.ratePerSecond(Operation.MMIO)).isEqualTo(7);
    assertThat(mix.ratesPerSecond()).hasSize(10).hasSize(MixReader.RATES.size());
    assertThat(mix.kernelShareHundredths()).isEqualTo(2_000);
    assertThat(mix(read("", ""))).isEqualTo(OperationMix.NONE);
  }

  @Test
  void aRateChangesByItsPath() {
    Scenario scenario =
        read(
            "",
            ", operations: {pageFault: 2_000/s}",
            "guests.web.workload[0].operations.pageFault=9/s");
    assertThat(mix(scenario).ratePerSecond(Operation.PAGE_FAULT)).isEqualTo(9);
  }

  @Test
  void whatIsWrongWithAMixIsSaidTogether() {
    assertThat(
            wrong(
                "",
                ", operations: {sytemCall: 1/s, pageFault: 2_000, tlbMiss: 1.5/s, mmio: -1/s,"
                    + " portIo: 2_000_000_000/s, kernelShare: 101 %, privileged: 3/min}"))
        .hasMessageContaining("sytemCall: is no operation; allowed are systemCall, pageFault,")
        .hasMessageContaining("did you mean `systemCall`?")
        .hasMessageContaining("`2_000` is no rate; write whole times per second, as in 50_000/s")
        .hasMessageContaining("`1.5/s` is no rate")
        .hasMessageContaining("`-1/s` is out of range; allowed is 0/s to 1,000,000,000/s")
        .hasMessageContaining("`2_000_000_000/s` is out of range")
        .hasMessageContaining("allowed is 0 % to 100 %")
        .hasMessageContaining("`3/min` is no rate");
    assertThat(wrong("", ", operations: 5")).hasMessageContaining("where rates such as");
  }

  @Test
  void whatIsShownReadsAsTheSame() {
    Scenario scenario =
        read(
            ", assists: {nestedPaging: false}",
            ", operations: {tlbMiss: 1_000_000/s, kernelShare: 12.5 %}");
    String shown = EffectiveScenario.yaml(scenario, PLUGINS.catalogue());
    assertThat(shown)
        .contains("operations: {tlbMiss: 1000000/s, kernelShare: 12.5 %}")
        .contains("    assists: {nestedPaging: false}\n")
        .contains("    # assists: {pageWalkCache: true, hugePages: false,");
    assertThat(new ScenarioReader(PLUGINS.catalogue()).read(shown, "shown", Path.of("")))
        .isEqualTo(scenario);
  }

  // ---- assists -----------------------------------------------------------------------------

  private static Platform platform(Scenario scenario) {
    return new Model(scenario, PLUGINS, Model.Options.NORMAL).hosts().get(0).setup().platform();
  }

  private static long stepsOf(Scenario scenario) {
    return platform(scenario).path("pageFault").steps().size();
  }

  @Test
  void aHostsPlatformHasTheAssistsThatItSays() {
    assertThat(stepsOf(read("", ""))).isEqualTo(2);
    // Two exits, each of two steps taken twice, and the monitor's two.
    assertThat(stepsOf(read(", assists: {nestedPaging: false}", ""))).isEqualTo(4);
    assertThat(stepsOf(read("", "", "hosts.node.assists.nestedPaging=false"))).isEqualTo(4);
  }

  @Test
  void secondLevelPagingPaysForWalksAndSavesFaults() {
    OperationMix mix = mix(read("", ", operations: {tlbMiss: 1_000_000/s, pageFault: 10_000/s}"));
    MixCosts with = new MixCosts(Platforms.preset("kvm"), mix, 2_100_000_000L);
    MixCosts without =
        new MixCosts(
            Platforms.preset("kvm").with(Map.of("nestedPaging", false)), mix, 2_100_000_000L);
    // A walk of 50 cycles becomes one of 103.75 with a page-walk cache.
    assertThat(with.extraNs(SpeedFactor.MEMORY)).isEqualTo(25_595_238);
    assertThat(with.extraNs(SpeedFactor.OVERHEAD)).isZero();
    assertThat(without.extraNs(SpeedFactor.MEMORY)).isZero();
    // 16,912 cycles instead of 1,098 a fault.
    assertThat(without.extraNs(SpeedFactor.OVERHEAD)).isEqualTo(75_304_762);
    MixCosts uncached =
        new MixCosts(
            Platforms.preset("kvm").with(Map.of("pageWalkCache", false)), mix, 2_100_000_000L);
    assertThat(uncached.extraNs(SpeedFactor.MEMORY)).isEqualTo(75_000_000);
    MixCosts huge =
        new MixCosts(Platforms.preset("kvm").with(Map.of("hugePages", true)), mix, 2_100_000_000L);
    assertThat(huge.extraNs(SpeedFactor.MEMORY)).isLessThan(with.extraNs(SpeedFactor.MEMORY));
  }

  @Test
  void anUnknownAssistIsToldWithThoseThatThereAre() {
    assertThat(wrong(", assists: {nestedPagign: false}", ""))
        .hasMessageContaining("hosts.node.assists.nestedPagign: is no assist of the platform kvm")
        .hasMessageContaining("there are nestedPaging, pageWalkCache, hugePages,")
        .hasMessageContaining("did you mean `nestedPaging`?");
    assertThat(wrong(", assists: {nestedPaging: sometimes}", "")).hasMessageContaining("true");
    assertThat(wrong(", assists: 3", "")).hasMessageContaining("where switches such as");
    assertThatThrownBy(
            () -> read(", assists: {nestedPaging: false}", "", "hosts.node.platform=bare-metal"))
        .hasMessageContaining("bare-metal, which has none");
  }

  @Test
  void onAnotherPlatformTheAssistsThatItDoesNotHaveArePassedOver() {
    ScenarioReader reader = new ScenarioReader(PLUGINS.catalogue());
    Variant bareMetal = Variant.platform("bare-metal", PLUGINS);
    String text = TEXT.formatted(", assists: {nestedPaging: false}", "");
    Scenario bare = reader.read(text, Path.of(""), List.of(), bareMetal);
    assertThat(platform(bare).assists()).isEmpty();
    String typo = TEXT.formatted(", assists: {nestedPagign: false}", "");
    assertThatThrownBy(() -> reader.read(typo, Path.of(""), List.of(), bareMetal))
        .hasMessageContaining("is no assist");
  }
}
