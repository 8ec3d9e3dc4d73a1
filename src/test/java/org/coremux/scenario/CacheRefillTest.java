package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.coremux.mux.LevelCosts;
import org.junit.jupiter.api.Test;

/** What coming back to used caches costs: on the Xeon of 2003 the figures of its profile. */
class CacheRefillTest {
  private static final long HZ = 2_400_000_000L;

  private final LevelCosts known = Platforms.preset("xen-2003").costs(HZ).host();

  @Test
  void nothingIsReloadedWhenNobodyElseRan() {
    assertThat(known.refillNs(72, 0)).isZero();
  }

  @Test
  void elsewhereAllOfItIsReloadedAndItsPagesFound() {
    assertThat(known.refillNs(72, Long.MAX_VALUE)).isEqualTo(72 * 543 + 18 * 15);
  }

  @Test
  void noMoreIsReloadedThanTheCacheAndTheTlbHold() {
    assertThat(known.refillNs(1 << 20, Long.MAX_VALUE)).isEqualTo(512 * 543 + 64 * 15);
  }

  @Test
  void theMoreOthersTouchTheMoreIsReloaded() {
    long before = 0;
    for (long others = 8; others <= 4_096; others *= 2) {
      long ns = known.refillNs(72, others);
      assertThat(ns).as("%d KiB", others).isGreaterThanOrEqualTo(before);
      before = ns;
    }
    assertThat(before).isGreaterThan(72 * 543 * 95 / 100);
  }

  @Test
  void whatFitsIsHardlyDisplaced() {
    assertThat(known.refillNs(24, 24)).isLessThan(6 * 15 + 24 * 543 / 100);
  }

  @Test
  void aGuestsThreadsPayTheSame() {
    LevelCosts guest = Platforms.preset("xen-2003").costs(HZ).guest();
    assertThat(guest.refillNs(72, 504)).isEqualTo(known.refillNs(72, 504)).isPositive();
  }

  @Test
  void hardwareOfWhichNothingIsKnownCostsNothing() {
    assertThat(Platforms.preset("kvm").costs(HZ).host().refillNs(72, Long.MAX_VALUE)).isZero();
  }
}
