package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a host may promise beyond what it has, where guests are processes. */
class OvercommitOnBareMetalTest {
  private static final Plugins PLUGINS = Plugins.installed();
  private static final String TEXT =
      """
      scenario: more
      duration: 1 s
      hosts:
        - {name: node, cpu: {cores: 2}, memory: 2 GiB, platform: %s, overcommit: {memory: 150 %%}}
      guests:
        - {name: vm, count: 3, vcpus: 1, memory: 1 GiB, workload: [{kind: compute}]}
      """;

  private static Model read(String platform, Variant variant) {
    Scenario scenario =
        new ScenarioReader(PLUGINS.catalogue())
            .read(TEXT.formatted(platform), Path.of(""), List.of(), variant);
    return new Model(scenario, PLUGINS, Model.Options.NORMAL);
  }

  @Test
  void isRefusedForOneRun() {
    assertThatThrownBy(() -> read("bare-metal", Variant.NONE))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("guests are processes");
  }

  @Test
  void hasNoEffectOnTheBaselineOfAComparisonAndAWarningSaysSo() {
    Model model = read("kvm", Variant.platform("bare-metal", PLUGINS));

    assertThat(model.hosts().get(0).memory()).isNull();
    assertThat(model.warnings())
        .containsExactly(
            "hosts.node.overcommit: no effect on bare-metal, where guests are processes");
    assertThat(read("kvm", Variant.NONE).warnings()).isEmpty();
  }
}
