package org.coremux.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.coremux.platform.Operation;
import org.coremux.platform.PathCost;
import org.coremux.platform.Platform;
import org.coremux.scenario.Platforms;
import org.junit.jupiter.api.Test;

/** What comes before what, whatever the figures: paths alone decide. */
class PlatformOrderTest {
  private static final long CYCLES = 1_000_000_000L;

  private static long of(String platform, String path) {
    PathCost cost = Platforms.preset(platform).cost(path, CYCLES);
    return cost.cpuNs() + cost.latencyNs();
  }

  private static long of(String platform, Operation operation) {
    Platform preset = Platforms.preset(platform);
    PathCost cost = preset.cost(operation.key(), preset.profile().clockHz());
    return cost.cpuNs() + cost.latencyNs();
  }

  @Test
  void aHypercallOfXenOnArmIsTheCheapest() {
    assertThat(3 * of("xen-arm", "hypercall")).isLessThan(of("kvm", "hypercall"));
    assertThat(3 * of("xen-arm", "hypercall")).isLessThan(of("xen", "hypercall"));
    assertThat(of("kvm-arm", "hypercall")).isGreaterThan(15 * of("xen-arm", "hypercall"));
  }

  @Test
  void theWayThroughADriverDomainIsLonger() {
    assertThat(of("xen", "ioOut")).isGreaterThan(10 * of("kvm", "ioOut"));
    assertThat(of("xen-arm", "ioOut")).isGreaterThan(of("kvm-arm", "ioOut"));
    assertThat(of("xen-arm", Operation.TRANSMIT)).isGreaterThan(of("kvm-arm", Operation.TRANSMIT));
  }

  @Test
  void aHypervisorWithoutEl2MovesLessAtASwitch() {
    assertThat(of("xen-arm", "vmSwitch")).isLessThan(of("kvm-arm", "vmSwitch"));
    assertThat(of("xen", "vmSwitch")).isGreaterThan(of("kvm", "vmSwitch"));
  }

  @Test
  void aDevicesRegisterIsDearerTheFurtherItIsServed() {
    assertThat(of("esxi", Operation.PORT_IO)).isLessThan(of("kvm", Operation.PORT_IO));
    assertThat(of("kvm", Operation.PORT_IO)).isLessThan(of("xen", Operation.PORT_IO));
    assertThat(of("kvm", Operation.EMULATED_TRANSMIT))
        .isGreaterThan(of("kvm", Operation.TRANSMIT) + of("kvm", Operation.DOORBELL));
    assertThat(of("kvm-qemu", Operation.TRANSMIT)).isGreaterThan(of("kvm", Operation.TRANSMIT));
  }

  @Test
  void translationIsCheaperThanEarlyHardwareButForSystemCalls() {
    for (Operation operation :
        new Operation[] {
          Operation.PAGE_FAULT,
          Operation.PAGE_TABLE_WRITE,
          Operation.PORT_IO,
          Operation.PRIVILEGED,
          Operation.HOST_FAULT
        }) {
      assertThat(of("vmware-bt", operation))
          .as(operation.key())
          .isLessThan(of("vmware-vt", operation));
    }
    assertThat(of("vmware-bt", Operation.SYSTEM_CALL))
        .isGreaterThan(of("vmware-vt", Operation.SYSTEM_CALL));
  }

  @Test
  void everyPlatformTakesAsLongForAGuestsOwnPacket() {
    long natively = of("bare-metal", Operation.GUEST_TRANSMIT);
    for (String platform : new String[] {"kvm", "xen", "hosted", "esxi", "hyper-v", "xen-pv"}) {
      assertThat(of(platform, Operation.GUEST_TRANSMIT)).as(platform).isEqualTo(natively);
    }
  }
}
