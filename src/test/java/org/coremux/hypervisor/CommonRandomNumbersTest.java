package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.coremux.experiment.Scene;
import org.coremux.guest.Journey;
import org.coremux.mux.TimeSplit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same requests come, and the disk takes as long for them, whoever serves the devices. */
class CommonRandomNumbersTest {
  private static final String PLATFORMS =
      """
      bare-metal-dedicated, assigned
      kvm,                  paravirtual
      kvm,                  emulated
      xen,                  paravirtual
      xen,                  assigned
      hosted,               emulated
      """;

  private static IoRun run(String platform, String devices, String window, String workload) {
    return IoRun.of(
        Scene.on(platform)
            .cpu("{cores: 4, clock: 2 GHz}")
            .policy("{name: " + (platform.startsWith("xen") ? "credit2" : "eevdf") + "}")
            .window(window)
            .host("devices: {disk: {mean: 80 us, distribution: exponential}}")
            .unchecked()
            .guest("vm", 2, List.of("devices: " + devices), workload));
  }

  private static IoRun serving(String platform, String devices) {
    return run(
        platform,
        devices,
        "duration: 1 s",
        "kind: server, arrivals: {rate: 1000/s}, service: {mean: 100 us}, receives: 1, sends: 1");
  }

  private static long begun(IoRun run) {
    return run.meter("vm").completedCount()
        + run.meter("vm").unfinishedCount(run.host().site().nowNs());
  }

  @ParameterizedTest
  @CsvSource(textBlock = PLATFORMS)
  void everyPlatformSeesTheSameRequests(String platform, String devices) {
    assertThat(begun(serving(platform, devices)))
        .isEqualTo(begun(serving("bare-metal", "assigned")));
  }

  private static IoRun working(String platform, String devices) {
    return run(
        platform,
        devices,
        "until: finished\nlimit: 10 s",
        "kind: batch, jobs: 300, work: {mean: 200 us, distribution: exponential}, reads: 2");
  }

  /** One thread, so that the jobs come to the disk in one order everywhere. */
  @ParameterizedTest
  @CsvSource(textBlock = PLATFORMS)
  void theDiskTakesAsLongForThemOnEveryPlatform(String platform, String devices) {
    IoRun bare = working("bare-metal", "assigned");
    IoRun other = working(platform, devices);

    assertThat(other.meter("vm").completedCount()).isEqualTo(300);
    assertThat(other.causeNs("vm", Journey.DEVICE)).isEqualTo(bare.causeNs("vm", Journey.DEVICE));
    assertThat(other.causeNs("vm", TimeSplit.WORK))
        .isBetween(
            bare.causeNs("vm", TimeSplit.WORK) - 300, bare.causeNs("vm", TimeSplit.WORK) + 300);
  }
}
