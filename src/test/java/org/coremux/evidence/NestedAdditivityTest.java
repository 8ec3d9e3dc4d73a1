package org.coremux.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.coremux.platform.Operation;
import org.coremux.platform.Platform;
import org.coremux.scenario.Platforms;
import org.junit.jupiter.api.Test;

/** What a guest's guest pays follows from what a guest pays. */
class NestedAdditivityTest {
  private static final long CYCLES = 1_000_000_000L;

  private final Platform kvm = Platforms.preset("kvm");
  private final Platform nested = kvm.under(kvm);

  private static long of(Platform platform, String path) {
    return platform.cost(path, CYCLES).cpuNs();
  }

  private static void isWithin(long simulated, long published, double percent) {
    assertThat((double) simulated).isCloseTo(published, within(published * percent / 100));
  }

  @Test
  void aNestedExitIsTwoAndItsAccesses() {
    // With a shadow VMCS (2 + 9.451) x 1,300, fitted; without (2 + 20.3) x 1,300.
    assertThat(of(nested, "hypercall")).isEqualTo(14_886);
    Platform old = kvm.with(Map.of("vmcsShadowing", false));
    assertThat(of(old.under(old), "hypercall")).isEqualTo(28_990);
  }

  @Test
  void whatADeviceAddsIsAddedOnce() {
    long adds = of(kvm, "interruptControllerTrap") - of(kvm, "hypercall");
    assertThat(of(nested, "interruptControllerTrap")).isEqualTo(of(nested, "hypercall") + adds);
    assertThat(of(nested, "ioOut")).isEqualTo(of(nested, "hypercall") / 2);
  }

  /** Bonzini 2019, before the series: rows from cpuid and pmtimer, within 12 %. */
  @Test
  void rowsFollowFromTheNullExit() {
    isWithin(of(nested, "hypercall"), 14_918, 12); // vmcall
    isWithin(of(nested, "interruptControllerTrap"), 15_218, 12); // inl_from_kernel
    isWithin(of(nested, "interruptControllerTrap"), 15_184, 12); // outl_to_kernel
    isWithin(of(nested, "interruptControllerTrap"), 16_458, 12); // self_ipi_sti_nop
    isWithin(2 * of(nested, "interruptControllerTrap"), 31_876, 12); // self_ipi_sti_hlt
    isWithin(of(nested, Operation.PORT_IO.key()), 46_747, 12); // inl_from_qemu
  }

  /** Turtles, OSDI 2010: 58,000 for 2,600, whatever the machine below. */
  @Test
  void theFactorIsThatOfTheTurtles() {
    Platform old = kvm.with(Map.of("vmcsShadowing", false));
    double factor = of(old.under(old), "hypercall") / (double) of(old, "hypercall");
    assertThat(factor).isCloseTo(58_000 / 2_600.0, within(0.05));
  }

  @Test
  void aThirdLevelMultipliesAgain() {
    Platform third = kvm.under(nested);
    assertThat(of(third, "hypercall") / (double) of(nested, "hypercall"))
        .isCloseTo(of(nested, "hypercall") / (double) of(kvm, "hypercall"), within(0.001));
    // Below another hypervisor it is that one's exit that counts.
    Platform underXen = kvm.under(Platforms.preset("xen"));
    assertThat(of(underXen, "hypercall")).isEqualTo(14_062); // 11.451 x 1,228
  }

  @Test
  void whoKnowsNothingOfItsAccessesCannotBeNested() {
    Platform arm = Platforms.preset("kvm-arm");
    assertThat(arm.canBeNested()).isFalse();
    assertThatThrownBy(() -> arm.under(kvm)).hasMessageContaining("kvm-arm cannot run in a guest");
    assertThatThrownBy(() -> kvm.under(Platforms.preset("bare-metal")))
        .hasMessageContaining("bare-metal");
  }
}
