package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.coremux.experiment.Scene;
import org.coremux.guest.WorkloadMeter;
import org.coremux.metric.LatencyHistogram;

/** Whatever guests do and however they are served; all books are checked after every instant. */
class IoPropertyTest {
  private static final List<String> PLATFORMS =
      List.of("bare-metal", "bare-metal-dedicated", "kvm", "kvm-qemu", "xen", "xen-pv", "hosted");

  /** A guest as a scenario has it. */
  record Load(int vcpus, String devices, String life, String workload) {}

  /** A machine with its guests. */
  record Case(String platform, int cores, String policy, String device, List<Load> guests) {
    Scene scene(String window) {
      Scene scene =
          Scene.on(platform)
              .cpu("{cores: " + cores + ", clock: 2 GHz}")
              .policy("{name: " + policy + "}")
              .host("devices: {" + device + "}")
              .window(window);
      int number = 0;
      for (Load guest : guests) {
        List<String> keys = new ArrayList<>();
        if (!guest.devices().isEmpty()) {
          keys.add("devices: " + guest.devices());
        }
        if (!guest.life().isEmpty()) {
          keys.add(guest.life());
        }
        scene.guest("g" + number++, guest.vcpus(), keys, guest.workload());
      }
      return scene;
    }
  }

  private static Arbitrary<String> model() {
    return Arbitraries.of("", "emulated", "paravirtual", "assigned");
  }

  private static Arbitrary<Load> guest(Arbitrary<String> workload, String... lives) {
    return Combinators.combine(
            Arbitraries.integers().between(1, 3), model(), Arbitraries.of(lives), workload)
        .as(Load::new);
  }

  private static Arbitrary<Case> machine(Arbitrary<Load> guest) {
    return Combinators.combine(
            Arbitraries.of(PLATFORMS),
            Arbitraries.integers().between(1, 3),
            Arbitraries.of("round-robin", "credit2", "eevdf"),
            Arbitraries.of("disk: 20 us", "disk: 150 us, diskChannels: 1", "link: 100 Mbit/s"),
            guest.list().ofMinSize(1).ofMaxSize(3))
        .as(Case::new);
  }

  private static String needs(int receives, int sends, int reads) {
    return "receives: " + receives + ", sends: " + sends + ", reads: " + reads;
  }

  private static Arbitrary<String> few() {
    Arbitrary<Integer> count = Arbitraries.integers().between(0, 3);
    return Combinators.combine(count, count, count).as(IoPropertyTest::needs);
  }

  private static Arbitrary<String> serving() {
    Arbitrary<String> servers =
        Combinators.combine(
                Arbitraries.integers().between(1, 4), Arbitraries.of(500, 4_000, 20_000), few())
            .as(
                (threads, rate, needs) ->
                    "kind: server, threads: "
                        + threads
                        + ", arrivals: {rate: "
                        + rate
                        + "/s}, service: {mean: 50 us}, "
                        + needs);
    Arbitrary<String> clients =
        Combinators.combine(
                Arbitraries.integers().between(1, 3), Arbitraries.integers().between(1, 6), few())
            .as(
                (threads, count, needs) ->
                    "kind: clients, threads: "
                        + threads
                        + ", clients: "
                        + count
                        + ", think: {mean: 300 us}, service: {mean: 40 us}, "
                        + needs);
    return Arbitraries.oneOf(servers, clients);
  }

  private static Arbitrary<String> finite() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(1, 20),
            Arbitraries.integers().between(1, 4))
        .as(
            (threads, jobs, reads) ->
                "kind: batch, threads: "
                    + threads
                    + ", jobs: "
                    + jobs
                    + ", work: {mean: 100 us, distribution: exponential}, reads: "
                    + reads);
  }

  @Provide
  Arbitrary<Case> served() {
    return machine(guest(serving(), "", "start: 3 ms", "stop: 8 ms"));
  }

  @Provide
  Arbitrary<Case> worked() {
    return machine(guest(finite(), "", "start: 3 ms"));
  }

  /** All causes of each request together are its latency, bucket by bucket and in all. */
  private static void addsUp(IoRun run, String guest) {
    WorkloadMeter meter = run.meter(guest);
    LatencyHistogram latency = meter.latency();
    long[] seen = new long[2];
    meter
        .causes()
        .forEachBucket(
            (highNs, count, parts) -> {
              long sum = 0;
              for (long part : parts) {
                assertThat(part).isNotNegative();
                sum += part;
              }
              assertThat(sum).isBetween(count * (highNs - highNs / 32), count * highNs);
              seen[0] += count;
              seen[1] += sum;
            });
    assertThat(seen[0]).isEqualTo(latency.count()).isEqualTo(meter.completedCount());
    assertThat(seen[1]).isEqualTo(latency.totalNs());
  }

  @Property(tries = 60)
  void everyNanosecondOfEveryRequestHasACause(@ForAll("served") Case drawn) {
    IoRun run = IoRun.of(drawn.scene("duration: 15 ms"));

    for (int g = 0; g < drawn.guests().size(); g++) {
      addsUp(run, "g" + g);
      assertThat(run.meter("g" + g).unfinishedCount(run.host().site().nowNs())).isNotNegative();
    }
  }

  @Property(tries = 40)
  void noRequestIsLost(@ForAll("worked") Case drawn) {
    IoRun run = IoRun.of(drawn.scene("until: finished\nlimit: 2 s"));

    for (int g = 0; g < drawn.guests().size(); g++) {
      assertThat(run.meter("g" + g).isFinished()).as("g" + g).isTrue();
      addsUp(run, "g" + g);
    }
  }
}
