package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.coremux.experiment.Scene;
import org.coremux.guest.Journey;
import org.coremux.mux.Cost;
import org.junit.jupiter.api.Test;

/** A host that polls before a vCPU blocks answers sooner, and pays for it with its processors. */
class HaltPollDeviceTest {
  private static IoRun run(String platform) {
    return IoRun.of(
        Scene.on(platform)
            .cpu("x-gene")
            .policy("{name: eevdf}")
            .window("warmup: 20 ms\nduration: 100 ms")
            .guest(
                "vm",
                1,
                "kind: clients, clients: 1, think: {mean: 30 us, distribution: constant}, service:"
                    + " 1 us, receives: 1, sends: 1"));
  }

  private static long polledNs(IoRun run) {
    return run.guest("vm").scheduled().get(0).overheadNs(Cost.POLL);
  }

  @Test
  void latencyIsShorterByTheWayOutOfIdleAndTheProcessorIsBusier() {
    IoRun blocks = run("scenarios/published/platforms/kvm-arm-no-poll.yaml");
    IoRun polls = run("kvm-arm");

    assertThat(polledNs(blocks)).isZero();
    assertThat(polledNs(polls)).isGreaterThan(50_000_000); // more than half of the time
    assertThat(polls.ranNs("vm")).isGreaterThan(2 * blocks.ranNs("vm"));
    double gainNs = blocks.meanNs("vm") - polls.meanNs("vm");
    // Leaving idle, 6,789 cycles at 2.4 GHz, and taking the vCPU, 3,887.
    assertThat(gainNs).isBetween(4_400.0, 4_460.0);
    assertThat(polls.causeNs("vm", Journey.INTERRUPT)).isNotNegative();
  }
}
