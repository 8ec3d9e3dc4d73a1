package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.coremux.experiment.Scene;
import org.coremux.mux.Cost;
import org.coremux.mux.ExitReason;
import org.junit.jupiter.api.Test;

/** How many packets an emulated device hands over together is an outcome. */
class SendCombinerTest {
  private static final String PLAIN = "src/test/resources/org/coremux/hypervisor/io-plain.yaml";
  private static final long US = 1_000;

  /** A guest that sends so many packets, each after so much work and 38.43 us for the packet. */
  private static IoRun run(int packets, String work, String link, boolean combining) {
    return IoRun.of(
        Scene.on(PLAIN)
            .cores(2)
            .policy("{name: eevdf}")
            .window("until: finished\nlimit: 1 s")
            .host("assists: {combining: " + combining + "}")
            .host("devices: {link: " + link + "}")
            .guest(
                "vm",
                1,
                List.of("devices: emulated"),
                "kind: batch, jobs: " + packets + ", work: " + work + ", sends: 1"));
  }

  private static long handOvers(IoRun run, int packets) {
    return run.exits("vm", ExitReason.IO) - packets;
  }

  private static long batches(IoRun run) {
    return run.overheadNs("vm", Cost.EXIT, ExitReason.INTERRUPT) / (3 * US);
  }

  @Test
  void threeThatWaitAreHandedOverByTheirSender() {
    IoRun run = run(7, "1 ns", "100 Gbit/s", true); // the clock takes the seventh

    assertThat(handOvers(run, 7)).isEqualTo(2);
    assertThat(batches(run)).isEqualTo(2); // of the seventh the guest does not hear any more
    assertThat(run.overheadNs("vm", Cost.VMM, ExitReason.IO))
        .isEqualTo(7 * 5 * 4 * US + 2 * 4 * US);
  }

  @Test
  void theHostsClockTakesWhatWaitsAlone() {
    IoRun run = run(1, "1 ns", "100 Gbit/s", true);

    assertThat(handOvers(run, 1)).isZero();
    assertThat(run.result().durationNs()).isBetween(10_000 * US, 10_050 * US);
    // Without, it has left as soon as it was sent.
    assertThat(run(1, "1 ns", "100 Gbit/s", false).result().durationNs()).isLessThan(100 * US);
  }

  /**
   * A frame takes the link 123 us, the guest 98: nearly each finds a switch that one before made.
   */
  @Test
  void theLinksInterruptsTakeWhatWaits() {
    IoRun run = run(30, "60 us", "100 Mbit/s", true);

    assertThat(run.meter("vm").completedCount()).isEqualTo(30);
    assertThat(handOvers(run, 30)).isEqualTo(1);
    assertThat(batches(run)).isBetween(15L, 29L);
  }

  /** Whatever interrupts: here the first packet that comes in, after a millisecond. */
  @Test
  void packetsThatComeInTakeWhatWaits() {
    IoRun run =
        IoRun.of(
            Scene.on(PLAIN)
                .cores(2)
                .policy("{name: eevdf}")
                .window("duration: 20 ms")
                .host("assists: {combining: true}")
                .guest(
                    "vm",
                    1,
                    List.of("devices: emulated"),
                    "kind: batch, jobs: 1, work: 1 ns, sends: 1",
                    "kind: server, arrivals: {mean: 1 ms, distribution: constant}, service: 1 us,"
                        + " receives: 1"));

    assertThat(run.meanNs("vm")).isBetween(1_000.0 * US, 1_100.0 * US);
  }

  @Test
  void withoutCombiningNobodyWaits() {
    IoRun run = run(30, "60 us", "100 Mbit/s", false);

    assertThat(handOvers(run, 30)).isZero();
    assertThat(run.overheadNs("vm", Cost.VMM, ExitReason.IO)).isEqualTo(30 * 5 * 4 * US);
  }
}
