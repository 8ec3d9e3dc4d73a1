package org.coremux.evidence.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What formulas of published tables can ask presets. */
class TermsTest {
  private final Terms terms = new Terms(PublishedTables.of("bhargava2008"), row -> 0);

  @Test
  void assistsAreSwitchedBehindThePresetsName() {
    assertThat(terms.cycles("kvm/interrupt")).isEqualTo(2 * 1_300 + 300 + 256);
    assertThat(terms.cycles("kvm+postedInterrupts/interrupt")).isEqualTo(300);
    assertThat(terms.cyclesNested("kvm!vmcsShadowing/hypercall", "kvm-qemu!vmcsShadowing"))
        .isEqualTo(28_990);
    assertThat(terms.cyclesNested("kvm+leanNesting/hypercall", "kvm")).isEqualTo(13_142);
    assertThat(terms.times("hosted-2001+portsInVmm!sendCombining/emulatedTransmit", "worldSwitch"))
        .isCloseTo(2.56, within(1e-9));
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertThatThrownBy(() -> terms.cycles("kvm*/hypercall")).hasMessageContaining("kvm*");
    assertThatThrownBy(() -> terms.cycles("vmm/hypercall")).hasMessageContaining("vmm");
    assertThatThrownBy(() -> terms.profileCycles("p5/exitEntry")).hasMessageContaining("p5");
    assertThatThrownBy(() -> terms.profileCycles("merom/steps")).hasMessageContaining("steps");
  }

  @Test
  void aPrimitivesPartOfAPathIsThatOfAllItsSteps() {
    assertThat(terms.part("hosted-2001/packetTransmit", "worldSwitch"))
        .isCloseTo(8.9, within(1e-9));
    assertThat(terms.part("hosted-2001/packetTransmit", "iret")).isZero();
    assertThat(terms.profileCycles("westmere/exitEntry")).isEqualTo(761);
  }

  @Test
  void walksSlowWhoWalks() {
    assertThat(terms.slowedByWalks("kvm", 0)).isEqualTo(1);
    // A tenth of the time in walks that take 4.15 times as long.
    assertThat(terms.slowedByWalks("kvm!pageWalkCache", 1 / 9.0)).isCloseTo(1.315, within(0.001));
  }
}
