package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariantTest {
  private static final Plugins PLUGINS = Plugins.installed();

  private static HostSpec host(String keys, String platform, String... changes) {
    return read(keys, Variant.platform(platform, PLUGINS), changes).hosts().get(0);
  }

  private static Scenario read(String keys, Variant variant, String... changes) {
    String text =
        """
        scenario: s
        duration: 1 s
        hosts:
          - {name: node, cpu: {cores: 2, clock: 2 GHz}, memory: 8 GiB%s}
        guests:
          - {name: a, vcpus: 1, memory: 1 GiB, workload: [{kind: compute}]}
        """
            .formatted(keys);
    return new ScenarioReader(PLUGINS.catalogue())
        .read(text, Path.of(""), List.of(changes), variant);
  }

  @Test
  void everyHostHasThePlatform() {
    assertThat(host("", "kvm").platform()).isEqualTo("kvm");
    assertThat(host(", platform: xen", "hosted").platform()).isEqualTo("hosted");
  }

  @Test
  void theFilesSchedulerHoldsOnPlatformsOfTheSameKind() {
    String own = ", platform: kvm, scheduler: round-robin";
    assertThat(host(own, "kvm").scheduler().name()).isEqualTo("round-robin");
    assertThat(host(own, "hosted").scheduler().name()).isEqualTo("round-robin");
    assertThat(host(own, "xen").scheduler().name()).isEqualTo("credit2");
    assertThat(host(own, "bare-metal").scheduler().name()).isEqualTo("eevdf");
  }

  @Test
  void aSchedulerThatIsSetHoldsEverywhere() {
    String set = "hosts.node.scheduler=round-robin";
    assertThat(host(", platform: kvm", "xen", set).scheduler().name()).isEqualTo("round-robin");
    String parameter = "hosts.node.scheduler.quantum=7 ms";
    String own = ", platform: kvm, scheduler: round-robin";
    assertThat(host(own, "xen", parameter).scheduler().name()).isEqualTo("round-robin");
  }

  @Test
  void aDriverDomainIsIgnoredWhereThereIsNone() {
    String own = ", platform: xen, domain0: {vcpus: 1}";
    assertThat(host(own, "xen").domain0().orElseThrow().vcpus()).isEqualTo(1);
    assertThat(host(own, "kvm").domain0()).isEmpty();
  }

  @Test
  void theHostsOwnLoadRunsInTheDriverDomainAndNotBesideDedicatedCores() {
    String own = ", platform: kvm, background: [{kind: compute}]";
    assertThat(host(own, "xen").background()).hasSize(1);
    assertThat(host(own, "bare-metal").background()).hasSize(1);
    assertThat(host(own, "bare-metal-dedicated").background()).isEmpty();
  }

  @Test
  void everyHostHasTheScheduler() {
    HostSpec host =
        read(", platform: kvm, scheduler: eevdf", Variant.scheduler("round-robin")).hosts().get(0);
    assertThat(host.scheduler().name()).isEqualTo("round-robin");
    assertThat(host.platform()).isEqualTo("kvm");
  }

  @Test
  void aPlatformThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> Variant.platform("nowhere/none.yaml", PLUGINS))
        .isInstanceOf(ScenarioException.class);
  }

  @Test
  void theLoadOfTheHostDrawsTheSameInTheDriverDomain() {
    String own =
        ", platform: kvm, background: [{kind: on-off, burst: {mean: 1 ms,"
            + " distribution: exponential}, sleep: {mean: 1 ms, distribution: exponential}}]";
    Scenario onXen = read(own, Variant.platform("xen", PLUGINS));
    Model model = new Model(onXen, PLUGINS, Model.Options.NORMAL);
    assertThat(model.hosts().get(0).background()).isNull();
    assertThat(model.hosts().get(0).domain0().meters()).hasSize(1);
  }
}
