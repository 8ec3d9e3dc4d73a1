package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.coremux.evidence.Mmc;
import org.coremux.experiment.Scene;
import org.coremux.guest.Journey;
import org.coremux.metric.LatencyHistogram;
import org.junit.jupiter.api.Test;

/**
 * The devices of a machine are queues: a disk with channels, a link that carries frame by frame.
 */
class StationTest {
  private static final long US = 1_000;

  /** Bits of a frame on the wire: 1,538 bytes. */
  private static final long FRAME_BITS = 12_304;

  /** A machine that costs nothing, where so many threads read or send as requests come. */
  private static IoRun run(String devices, String window, String... workloads) {
    return IoRun.of(
        Scene.on("src/test/resources/org/coremux/hypervisor/native-free.yaml")
            .cores(4)
            .window(window)
            .host("devices: {" + devices + "}")
            .guest("g", 4, workloads)
            .unchecked());
  }

  /** Open arrivals to a disk of exponential service: the waits are those of theory. */
  @Test
  void aDiskIsAnMmcQueue() {
    int channels = 3;
    double load = 0.8;
    IoRun run =
        run(
            "disk: {mean: 1 ms, distribution: exponential}, diskChannels: " + channels,
            "warmup: 1 s\nduration: 100 s",
            "kind: server, threads: 200, arrivals: {rate: "
                + (int) (load * channels * 1_000)
                + "/s}, service: 1 ns, reads: 1");
    long requests = run.meter("g").completedCount();
    Mmc theory = new Mmc(1_000_000 / (load * channels), 1_000_000, channels);

    assertThat(run.causeNs("g", Journey.DEVICE) / (double) requests)
        .isCloseTo(1_000_000, withPercentage(1));
    assertThat(run.causeNs("g", Journey.DEVICE_QUEUE) / (double) requests)
        .isCloseTo(theory.meanWaitNs(), withPercentage(5));
  }

  /** Five clients ask at once: each answer of ten frames waits for those before it. */
  @Test
  void aLinkCarriesOneFrameAfterTheOther() {
    IoRun run =
        run(
            "link: 1 Gbit/s",
            "duration: 15 ms",
            "kind: clients, threads: 5, clients: 5, think: {mean: 10 ms, distribution: constant},"
                + " service: 1 us, sends: 10");
    long answerNs = 10 * FRAME_BITS; // at a bit a ns

    assertThat(run.meter("g").completedCount()).isEqualTo(5);
    assertThat(run.causeNs("g", Journey.DEVICE)).isEqualTo(5 * answerNs);
    assertThat(run.causeNs("g", Journey.DEVICE_QUEUE) + run.causeNs("g", Journey.WORKER_QUEUE))
        .isBetween((1 + 2 + 3 + 4) * answerNs - 10 * US, (1 + 2 + 3 + 4) * answerNs);
    // The last one is on the wire until all are through, and the first began after its work.
    assertThat(run.meter("g").latency().maxNs().orElseThrow())
        .isEqualTo(bucketOf(5 * answerNs + US));
  }

  /** The upper bound of the bucket in which a latency is reported. */
  private static long bucketOf(long ns) {
    LatencyHistogram histogram = new LatencyHistogram(1_000_000_000);
    histogram.record(ns);
    return histogram.maxNs().orElseThrow();
  }

  @Test
  void theTwoDirectionsOfALinkDoNotWaitForEachOther() {
    IoRun run =
        run(
            "link: 1 Gbit/s",
            "duration: 15 ms",
            "kind: clients, clients: 1, think: {mean: 1 ms, distribution: constant}, service: 1"
                + " us, receives: 3, sends: 2",
            "kind: clients, clients: 1, think: {mean: 1 ms, distribution: constant}, service: 1"
                + " us, receives: 2, sends: 3");

    assertThat(run.meter("g").completedCount()).isGreaterThan(10);
    assertThat(run.causeNs("g", Journey.DEVICE))
        .isEqualTo(run.meter("g").completedCount() * 5 * FRAME_BITS);
  }
}
