package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.coremux.experiment.Scene;
import org.coremux.mux.ExitReason;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;

/** Who is awake already is not told again, and one interrupt tells of all that came meanwhile. */
class NotificationTest {
  private static final String PLAIN = "src/test/resources/org/coremux/hypervisor/io-plain.yaml";

  /** A guest that sends, on a machine with processors to spare; a packet takes a backend 10 us. */
  private static IoRun sending(String arrivals) {
    return IoRun.of(
        Scene.on(PLAIN)
            .cores(4)
            .policy("{name: eevdf}")
            .window("duration: 200 ms")
            .host("devices: {link: 100 Gbit/s}")
            .guest("vm", 1, "kind: server, arrivals: " + arrivals + ", service: 1 us, sends: 1"));
  }

  @Test
  void anIdleBackendIsToldOfEachPacket() {
    IoRun run = sending("{mean: 1 ms, distribution: constant}");

    assertThat(run.meter("vm").completedCount()).isEqualTo(199);
    assertThat(run.exits("vm", ExitReason.IO)).isEqualTo(199);
  }

  @Test
  void aBusyBackendIsNotTold() {
    IoRun run = sending("{mean: 10 us, distribution: constant}");

    assertThat(run.meter("vm").completedCount()).isGreaterThan(19_900);
    assertThat(run.exits("vm", ExitReason.IO)).isEqualTo(1);
  }

  @Test
  void exitsPerPacketFallWithLoad() {
    double before = Double.POSITIVE_INFINITY;
    for (int perSecond : new int[] {1_000, 10_000, 40_000, 80_000, 95_000}) {
      IoRun run = sending("{rate: " + perSecond + "/s}");
      double perPacket = run.exits("vm", ExitReason.IO) / (double) run.meter("vm").completedCount();
      assertThat(perPacket).as(perSecond + "/s").isLessThan(before);
      before = perPacket;
    }
    assertThat(before).isLessThan(0.1);
  }

  /** A halted vCPU whose turn comes late finds all that came until then, and is told once. */
  @Test
  void oneInterruptTellsOfAllThatCameMeanwhile() {
    IoRun run =
        IoRun.of(
            Scene.on(PLAIN)
                .cores(2)
                .policy("{name: round-robin, quantum: 10 ms}")
                .window("duration: 100 ms")
                .host("devices: {link: 100 Gbit/s}")
                .guest(
                    "vm",
                    1,
                    List.of("affinity: 0"),
                    "kind: server, arrivals: {mean: 100 us, distribution: constant}, service: 1 us,"
                        + " receives: 1")
                .guest("hog", 1, List.of("affinity: 0"), "kind: compute"));
    Schedulable vcpu = run.guest("vm").scheduled().get(0);

    assertThat(run.meter("vm").completedCount()).isGreaterThan(890);
    assertThat(vcpu.dispatches()).isBetween(9L, 11L);
    assertThat(vcpu.exits(ExitReason.INTERRUPT)).isLessThanOrEqualTo(vcpu.dispatches());
  }

  /**
   * Each vCPU has a queue of its own. One of the two shares its pCPU with a hog, and has it every
   * other 10 ms: a fourth of all packets is for it when it waits, and those alone wait for it.
   */
  @Test
  void aVcpuThatWaitsKeepsNoInterruptFromAnother() {
    IoRun run =
        IoRun.of(
            Scene.on(PLAIN)
                .cores(3)
                .policy("{name: round-robin, quantum: 10 ms}")
                .window("duration: 400 ms")
                .host("devices: {link: 100 Gbit/s}")
                .guest(
                    "vm",
                    2,
                    List.of("os: {scheduler: {name: eevdf}}", "affinity: 0-1"),
                    "kind: server, threads: 8, arrivals: {mean: 1 ms, distribution: constant},"
                        + " service: 1 us, receives: 1",
                    "kind: periodic, threads: 2, period: 300 us, burst: 290 us")
                .guest("hog", 1, List.of("affinity: 0"), "kind: compute"));

    assertThat(run.meter("vm").completedCount()).isGreaterThan(350);
    assertThat(run.meter("vm").latency().percentileNs(55).orElseThrow()).isLessThan(100_000);
  }
}
