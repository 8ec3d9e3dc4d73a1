package org.coremux.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** How fast threads of a core are by what runs on them. */
class SmtSpeedsTest {
  @Test
  void theUsualPairIsExactlyAsFastAsTheCpuSays() {
    for (int usual = 1; usual <= Topology.NOMINAL_SPEED; usual += 7) {
      assertThat(SmtSpeeds.of(usual).of(2, 2 * SmtSpeeds.USUAL_BOUND)).isEqualTo(usual);
    }
  }

  @Test
  void moreThanTwoShareWhatTwoLikeThemWouldGet() {
    SmtSpeeds speeds = SmtSpeeds.of(40_960);

    assertThat(speeds.of(4, 4 * SmtSpeeds.WHOLE)).isEqualTo(SmtSpeeds.MEMORY / 2);
    assertThat(speeds.of(4, 4 * SmtSpeeds.USUAL_BOUND)).isEqualTo(40_960 / 2);
    assertThat(speeds.of(1, 0)).isEqualTo(Topology.NOMINAL_SPEED);
  }

  @Test
  void aComputePairDoesNoLessThanOneAlone() {
    assertThat(SmtSpeeds.of(33_000).of(2, 0)).isEqualTo(Topology.NOMINAL_SPEED / 2);
    assertThat(SmtSpeeds.of(20_000).of(2, 0)).as("or than is said").isEqualTo(20_000);
  }

  @Test
  void whereNobodyIsSlowedDownMemoryMakesNoDifference() {
    assertThat(SmtSpeeds.FULL.of(2, 0)).isEqualTo(Topology.NOMINAL_SPEED);
    assertThat(SmtSpeeds.FULL.of(2, 20_000)).isEqualTo(Topology.NOMINAL_SPEED);
  }

  @Test
  void isAtMostNominal() {
    assertThatThrownBy(() -> new SmtSpeeds(40_960, 70_000)).hasMessageContaining("memory-bound");
  }
}
