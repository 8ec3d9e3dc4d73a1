package org.coremux.evidence.published;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Barham 2003, figure 6: what a short slice costs is the cache. */
class SliceLossTest {
  @Test
  void aSliceOfFiveMillisecondsLosesFourToNinePerCentUnfitted() {
    Simulated slices = Simulated.table("barham2003-slices");

    assertThat(slices.row("loss5ms.xen").row().basis()).isEqualTo(Basis.PREDICTED);
    assertThat(slices.figure("loss5ms.xen")).isBetween(4.0, 9.0);
    assertThat(slices.missed()).isEmpty();
  }

  @Test
  void severalDomainsOnTwoProcessorsDoTwiceAsMuch() {
    assertThat(Simulated.table("barham2003-databases").missed()).isEmpty();
    assertThat(Simulated.table("barham2003-web").missed()).isEmpty();
  }
}
