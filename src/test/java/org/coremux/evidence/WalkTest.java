package org.coremux.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.coremux.mux.SpeedFactor;
import org.coremux.platform.MixCosts;
import org.coremux.platform.Operation;
import org.coremux.platform.OperationMix;
import org.coremux.platform.PageWalk;
import org.coremux.platform.Path;
import org.coremux.platform.Platform;
import org.coremux.scenario.Platforms;
import org.junit.jupiter.api.Test;

/** Bhargava et al., ASPLOS 2008: two-dimensional page walks. */
class WalkTest {
  /** At 1 GHz a walk of the profile takes 50 ns. */
  private static final long CYCLES = 1_000_000_000L;

  private static final int WALK_NS = 50;

  /** Without a page-walk cache, as the paper's model. */
  private final Platform kvm = Platforms.preset("kvm").with(Map.of("pageWalkCache", false));

  /** How much slower a guest is that a perfect TLB would make so much faster natively. */
  private double slowdown(double gain) {
    long walks = StrictMath.round(gain / (1 + gain) * CYCLES / WALK_NS);
    OperationMix mix = new OperationMix(Map.of(Operation.TLB_MISS, walks), 0);
    int speed = new MixCosts(kvm, mix, CYCLES).speed(SpeedFactor.MEMORY);
    return MixCosts.NOMINAL / (double) speed;
  }

  @Test
  void referencesAreThoseOfThePaper() {
    assertThat(PageWalk.references(4, 4)).isEqualTo(6 * PageWalk.references(4)).isEqualTo(24);
    assertThat(PageWalk.references(5, 5)).isEqualTo(35);
    // Huge pages of the host: as the preset's ratio has it.
    double shorter = PageWalk.references(4, 3) / (double) PageWalk.references(4, 4);
    assertThat(kvm.primitive("hugeWalks").ratio() / (double) Path.WHOLE)
        .isCloseTo(shorter, within(0.0005));
  }

  @Test
  void slowdownsOfSpecAreWithinFivePercent() {
    assertThat(slowdown(0.114)).isCloseTo(1.334, within(0.05 * 1.334));
    assertThat(slowdown(0.057)).isCloseTo(1.206, within(0.05 * 1.206));
  }

  /** Servers' walks compete for the cache, which the model does not know. */
  @Test
  void slowdownsOfServersAreTooLowByLessThanAFifth() {
    assertThat(slowdown(0.140) / 1.541).isBetween(0.8, 1.0);
    assertThat(slowdown(0.047) / 1.379).isBetween(0.8, 1.0);
    assertThat(slowdown(0.135) / 1.665).isBetween(0.8, 1.0);
  }
}
