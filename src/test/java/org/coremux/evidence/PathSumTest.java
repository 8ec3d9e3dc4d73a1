package org.coremux.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.coremux.platform.Path;
import org.coremux.platform.Platform;
import org.coremux.scenario.Platforms;
import org.junit.jupiter.api.Test;

/** Sums that must be exact when they are rounded once. */
class PathSumTest {
  private static final long P3_HZ = 733_000_000;

  private static Path path(String platform, String path) {
    return Platforms.preset(platform).path(path);
  }

  @Test
  void sevenStepsAreAPacketOfSugerman() {
    assertThat(path("hosted-2001", "packetTransmit").steps()).hasSize(7);
    Platform workstation = Platforms.preset("hosted-2001");
    assertThat(workstation.cost("packetTransmit", P3_HZ).cpuNs()).isEqualTo(31_630);
    assertThat(workstation.cost("outToWire", P3_HZ).cpuNs()).isEqualTo(23_800);
  }

  @Test
  void registerClassesAreAHypercallOfSplitMode() {
    assertThat(path("kvm-arm", "hypercall").steps()).hasSize(16);
    assertThat(Platforms.preset("kvm-arm").cost("hypercall", 1_000_000_000L).cpuNs())
        .isEqualTo(6_500);
  }

  /** 182.5 us for a payload as shipped, of which 23.5 are the guest's own. */
  @Test
  void thePacketOfTheSampledProfileIsAsShipped() {
    Platform shipped = Platforms.preset("hosted-2001");
    assertThat(packetNs(shipped)).isCloseTo(182_500, within(500L));
    // The study predicts 107.2 % of the processor at 8,125 payloads a second: 131.9 us.
    Platform ports = shipped.with(Map.of("portsInVmm", true));
    assertThat(packetNs(ports)).isCloseTo(131_900, within(500L));
    Platform combined = ports.with(Map.of("sendCombining", true));
    assertThat(packetNs(combined)).isLessThan(packetNs(ports));
    assertThat(packetNs(combined.with(Map.of("irqNotification", true))))
        .isEqualTo(packetNs(combined) - 4_600);
  }

  private static long packetNs(Platform platform) {
    return platform.cost("emulatedTransmit", P3_HZ).cpuNs()
        + platform.cost("guestTransmit", P3_HZ).cpuNs();
  }
}
