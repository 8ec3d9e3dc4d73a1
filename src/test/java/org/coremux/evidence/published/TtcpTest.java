package org.coremux.evidence.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Barham 2003, table 6: packets as fast as one processor or the wire can. */
class TtcpTest {
  @Test
  void xenIsAsFastAsMeasuredWithOneFigureForAPacket() {
    Simulated ttcp = Simulated.table("barham2003-ttcp");
    for (String key : List.of("tx1500", "rx1500", "tx500", "rx500")) {
      assertThat(ttcp.error(key + ".xen")).as(key).isCloseTo(0, within(0.03));
    }
    assertThat(ttcp.row("rx500.xen").row().basis()).isEqualTo(Basis.PREDICTED);
    assertThat(ttcp.missed()).isEmpty();
  }
}
