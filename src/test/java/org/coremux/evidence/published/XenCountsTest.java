package org.coremux.evidence.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Barham 2003: faults and switches that were counted on Xen, at VMware's prices. */
class XenCountsTest {
  @Test
  void countsFromXenTellWhatProcessesTakeOnVmware() {
    Simulated processes = Simulated.table("barham2003-processes");
    for (String key : List.of("fork", "exec", "sh")) {
      assertThat(processes.row(key + ".xen").row().basis()).isEqualTo(Basis.FITTED);
      assertThat(processes.row(key + ".vmware").row().basis()).isEqualTo(Basis.PREDICTED);
      assertThat(processes.error(key + ".vmware")).as(key).isCloseTo(0, within(0.15));
    }
    assertThat(processes.missed()).isEmpty();
  }

  @Test
  void countsFromXenTellWhatFilesAndMemoryTakeOnVmware() {
    Simulated files = Simulated.table("barham2003-files");

    assertThat(files.error("mmap.vmware")).isCloseTo(0, within(0.15));
    assertThat(files.error("create10k.vmware")).isCloseTo(0, within(0.10));
    assertThat(files.error("delete10k.vmware")).isCloseTo(0, within(0.10));
    assertThat(files.missed()).isEmpty();
  }

  @Test
  void countsFromXenTellWhatBuildsAndFilesTakeOnVmware() {
    Simulated applications = Simulated.table("barham2003-applications");

    assertThat(applications.error("build.vmware")).isCloseTo(0, within(0.05));
    assertThat(applications.error("dbench.vmware")).isCloseTo(0, within(0.10));
    assertThat(applications.missed()).isEmpty();
  }

  @Test
  void contextSwitchesCostTheCacheAsMuchAsWasMeasured() {
    Simulated switches = Simulated.table("barham2003-switches");

    assertThat(switches.error("8p64K.native")).isCloseTo(0, within(0.10));
    assertThat(switches.error("16p16K.native")).isCloseTo(0, within(0.10));
    assertThat(switches.error("16p64K.xen")).isCloseTo(0, within(0.05));
    assertThat(switches.missed()).isEmpty();
  }
}
