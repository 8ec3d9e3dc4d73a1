package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.coremux.mux.LevelCosts;
import org.coremux.platform.CacheEffects;
import org.coremux.platform.Features.HaltPoll;
import org.coremux.platform.Platform;
import org.junit.jupiter.api.Test;

/** KVM's own settings in a scenario. */
class KvmKeysTest {
  private static final Catalogue CATALOGUE = Plugins.installed().catalogue();

  private static String text(String platform, String keys) {
    return """
           scenario: s
           duration: 1 s
           hosts:
             - name: node
               cpu: {cores: 2, threads: 2}
               memory: 8 GiB
               platform: %s
               %s
           guests:
             - {name: g, vcpus: 1, memory: 1 GiB, workload: [{kind: compute}]}
           """
        .formatted(platform, keys);
  }

  private static Scenario scenario(String platform, String keys) {
    return new ScenarioReader(CATALOGUE).read(text(platform, keys), "x.yaml", Path.of(""));
  }

  private static KvmSpec read(String keys) {
    return scenario("kvm", keys).hosts().get(0).kvm();
  }

  @Test
  void nothingMovesUnlessSaid() {
    Platform kvm = Platforms.preset("kvm");

    assertThat(read("").on(kvm)).isSameAs(kvm);
    assertThat(read("kvm: {}").on(kvm)).isSameAs(kvm);
    assertThat(kvm.haltPoll()).isEqualTo(new HaltPoll(200_000, 10_000, 2, 2));
    assertThat(kvm.pauseWindow()).isEqualTo(4_096);
  }

  @Test
  void whatIsNotSaidIsThePlatformsOwn() {
    Platform arm = Platforms.preset("kvm-arm");

    assertThat(read("kvm: {haltPollShrink: 0}").on(arm).haltPoll())
        .isEqualTo(new HaltPoll(500_000, 10_000, 2, 0));
  }

  @Test
  void whatIsSaidIsWhatTheHostDoes() {
    Platform set =
        read("kvm: {haltPoll: 50 us, haltPollStart: 5 us, haltPollGrow: 3, pleWindow: 8192}")
            .on(Platforms.preset("kvm"));
    LevelCosts costs = set.costs(2_600_000_000L, CacheEffects.USUAL).host();

    assertThat(costs.pollMaxNs()).isEqualTo(50_000);
    assertThat(costs.pollStartNs()).isEqualTo(5_000);
    assertThat(costs.pollGrow()).isEqualTo(3);
    assertThat(costs.pollShrink()).isEqualTo(2);
    assertThat(set.pauseWindow()).isEqualTo(8_192);
  }

  @Test
  void pollingCanBeSwitchedOff() {
    assertThat(read("kvm: {haltPoll: 0 s}").on(Platforms.preset("kvm")).haltPoll().maxNs())
        .isZero();
  }

  @Test
  void refusesPlatformsThatDoNotPoll() {
    for (String platform : new String[] {"xen", "esxi", "bare-metal"}) {
      assertThatThrownBy(() -> scenario(platform, "kvm: {haltPoll: 0 s}"))
          .hasMessageContaining("hosts.node.kvm")
          .hasMessageContaining("the platform " + platform + " does not poll");
    }
    assertThatThrownBy(() -> scenario("kvm-arm", "kvm: {pleWindow: 8192}"))
        .hasMessageContaining("hosts.node.kvm.pleWindow")
        .hasMessageContaining("pauseLoopExiting");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> read("kvm: {haltPoll: 3}"))
        .hasMessageContaining("hosts.node.kvm.haltPoll");
    assertThatThrownBy(() -> read("kvm: {haltPol: 3 us}")).hasMessageContaining("haltPoll");
    assertThatThrownBy(() -> read("kvm: {haltPollGrow: 0}"))
        .hasMessageContaining("hosts.node.kvm.haltPollGrow");
  }

  @Test
  void showWritesItAndItReadsBack() {
    String keys = "kvm: {haltPoll: 0 s, haltPollStart: 5 us, haltPollShrink: 0, pleWindow: 8192}";
    Scenario scenario = scenario("kvm", keys);

    String shown = EffectiveScenario.yaml(scenario, CATALOGUE);

    assertThat(shown)
        .contains(
            "    kvm: {haltPoll: 0 s, haltPollStart: 5 us, haltPollGrow: 2, haltPollShrink: 0,"
                + " pleWindow: 8192}\n");
    assertThat(new ScenarioReader(CATALOGUE).read(shown, "y.yaml", Path.of("")))
        .isEqualTo(scenario);
    assertThat(EffectiveScenario.yaml(scenario("kvm", ""), CATALOGUE)).doesNotContain("kvm: {");
  }
}
