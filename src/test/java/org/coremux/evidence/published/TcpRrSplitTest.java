package org.coremux.evidence.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One byte there and back between idle machines, netperf TCP_RR, simulated event by event.
 *
 * <p>Source: Dall et al., ISCA 2016, table V, KVM and Xen on X-Gene. All of its cells are recalled,
 * and its parts do not add up to its transactions, as watching the packets takes time, too.
 */
class TcpRrSplitTest {
  private static final double NEAR = 0.10;

  private final Simulated table = Simulated.table("dall2016-tcp-rr");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "recvToVmRecv.kvm",
        "vmRecvToVmSend.kvm",
        "vmSendToSend.kvm",
        "recvToVmRecv.xen",
        "vmRecvToVmSend.xen",
        "vmSendToSend.xen",
        "transaction.kvm",
        "transaction.xen"
      })
  void partsAndTransactionsAreNearThePublishedOnes(String key) {
    assertThat(table.error(key)).isCloseTo(0, within(NEAR));
  }

  @Test
  void xensPartsTogetherAreNearThePublishedSum() {
    double sum =
        table.figure("recvToVmRecv.xen")
            + table.figure("vmRecvToVmSend.xen")
            + table.figure("vmSendToSend.xen");
    assertThat(sum).isCloseTo(64.6, within(NEAR * 64.6));
  }

  @Test
  void overheadsRelateAsPublished() {
    assertThat(table.error("overhead")).isCloseTo(0, within(NEAR));
  }
}
