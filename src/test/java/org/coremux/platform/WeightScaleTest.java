package org.coremux.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WeightScaleTest {
  private static final long GHZ = 1_000_000_000L;

  @Test
  void mapsTheNormalWeightToEachPlatformsNormal() {
    assertThat(WeightScale.XEN.weightText(256)).isEqualTo("weight = 256");
    assertThat(WeightScale.CGROUP.weightText(256)).isEqualTo("cpu.weight = 100");
    assertThat(WeightScale.ESXI.weightText(256)).isEqualTo("shares per vCPU = 1000");
    assertThat(WeightScale.HYPER_V.weightText(256)).isEqualTo("relative weight = 100");
  }

  @Test
  void roundsHalfUpAndNeverToNothing() {
    // 100 x 300 / 256 = 117.19; 100 x 32 / 256 = 12.5; 100 x 1 / 256 = 0.39.
    assertThat(WeightScale.CGROUP.weight(300)).isEqualTo(117);
    assertThat(WeightScale.CGROUP.weight(32)).isEqualTo(13);
    assertThat(WeightScale.CGROUP.weight(1)).isEqualTo(1);
  }

  @Test
  void saysACapInEachPlatformsWords() {
    // 150 % of a pCPU at 2.6 GHz, over 2 vCPUs.
    assertThat(WeightScale.XEN.capText(15_000, 2, 26 * GHZ / 10)).isEqualTo("cap = 150");
    assertThat(WeightScale.CGROUP.capText(15_000, 2, 26 * GHZ / 10))
        .isEqualTo("cpu.max = 150000 100000");
    assertThat(WeightScale.ESXI.capText(15_000, 2, 26 * GHZ / 10)).isEqualTo("limit = 3900 MHz");
    assertThat(WeightScale.HYPER_V.capText(15_000, 2, 26 * GHZ / 10)).isEqualTo("maximum = 75 %");
  }
}
