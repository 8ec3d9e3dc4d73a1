package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Polling before a vCPU halts; P16 of schedulers.md 22. */
class HaltPollTest {
  private static RunResult every(String platform, String period, String... host) {
    Scene scene = Scene.on(platform);
    for (String line : host) {
      scene.host(line);
    }
    return scene
        .cores(1)
        .policy("eevdf")
        .guest("a", 1, "kind: periodic, period: " + period + ", burst: 5 us")
        .run();
  }

  private static double utilization(RunResult result) {
    return result.hosts().get(0).utilisation().doubleValue();
  }

  @Test
  void eventsJustWithinTheLongestWindowBurnAWholeCpu() {
    assertThat(utilization(every("kvm", "150 us"))).isGreaterThan(0.97);
    assertThat(utilization(every("esxi", "150 us"))).isLessThan(0.3); // it does not poll
  }

  @Test
  void rareEventsAreNotPolledFor() {
    assertThat(utilization(every("kvm", "10 ms"))).isLessThan(0.01);
  }

  @Test
  void aScenarioSwitchesPollingOffAndShortensIt() {
    assertThat(utilization(every("kvm", "150 us", "kvm: {haltPoll: 0 s}"))).isLessThan(0.3);
    assertThat(utilization(every("kvm", "150 us", "kvm: {haltPoll: 100 us}"))).isLessThan(0.3);
    assertThat(utilization(every("kvm", "150 us", "kvm: {haltPollShrink: 0}")))
        .isGreaterThan(0.97); // nothing to shrink for
  }
}
