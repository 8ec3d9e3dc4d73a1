package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.coremux.experiment.Scene;
import org.coremux.guest.Journey;
import org.coremux.guest.Request;
import org.coremux.mux.Cost;
import org.coremux.mux.ExitReason;
import org.coremux.platform.Operation;
import org.coremux.platform.PlatformCosts;
import org.junit.jupiter.api.Test;

/** What it takes to get at a device that is emulated, paravirtual, or a guest's own. */
class DeviceModelTest {
  private static final String PLAIN = "src/test/resources/org/coremux/hypervisor/io-plain.yaml";
  private static final long US = 1_000;

  /** A vCPU that always computes, so that each interrupt finds it running. */
  private static IoRun run(String devices, String assists, String needs) {
    return IoRun.of(
        Scene.on(PLAIN)
            .cores(3)
            .policy("{name: eevdf}")
            .window("duration: 100 ms")
            .host("assists: {" + assists + "}")
            .host("devices: {link: 100 Gbit/s, disk: 100 us}")
            .guest(
                "vm",
                1,
                List.of("devices: " + devices),
                "kind: server, arrivals: {mean: 990 us, distribution: constant}, service: 10 us, "
                    + needs,
                "kind: compute"));
  }

  @Test
  void anAssignedDeviceIsReachedWithoutAnExit() {
    IoRun run = run("assigned", "postedInterrupts: false", "sends: 1");

    assertThat(run.meter("vm").completedCount()).isGreaterThan(90);
    assertThat(run.exits("vm", ExitReason.IO)).isZero();
    assertThat(run.exits("vm", ExitReason.DEVICE)).isZero();
    assertThat(run.guest("vm").backends()).isEmpty();
  }

  @Test
  void itsInterruptsAreExitsUnlessTheyArePosted() {
    IoRun exits = run("assigned", "postedInterrupts: false", "receives: 1");
    long came = exits.exits("vm", ExitReason.DEVICE);
    assertThat(came).isBetween(95L, 101L);
    assertThat(exits.overheadNs("vm", Cost.EXIT, ExitReason.DEVICE)).isEqualTo(came * 3 * US);

    IoRun posted = run("assigned", "postedInterrupts: true", "receives: 1");
    assertThat(posted.exits("vm", ExitReason.DEVICE)).isZero();
    assertThat(posted.overheadNs("vm", Cost.EXIT, ExitReason.DEVICE)).isZero();
    assertThat(posted.meter("vm").completedCount()).isGreaterThan(90);
  }

  @Test
  void eachAccessToAnEmulatedDeviceIsTimeOfTheVcpu() {
    IoRun run = run("emulated", "", "receives: 2, sends: 3");
    long requests = run.meter("vm").completedCount();
    assertThat(requests).isGreaterThan(90);

    // Two accesses for a packet that comes in, five for one that goes out: 3 us and 4 us each.
    long accesses = requests * (2 * 2 + 3 * 5);
    assertThat(run.exits("vm", ExitReason.IO)).isBetween(5 * requests, 5 * requests + 5);
    assertThat(run.overheadNs("vm", Cost.EXIT, ExitReason.IO))
        .isBetween(accesses * 3 * US, (accesses + 19) * 3 * US);
    assertThat(run.overheadNs("vm", Cost.VMM, ExitReason.IO))
        .isBetween(accesses * 4 * US, (accesses + 19) * 4 * US);
    // The packets that go out are in the hands of the model as long.
    assertThat(run.causeNs("vm", Journey.EMULATION)).isEqualTo(requests * 3 * 5 * 7 * US);
  }

  /** Both vCPUs are busy: who took the interrupt takes the packet out, and nobody else pays. */
  @Test
  void whoTakesTheInterruptOfAnEmulatedDevicePaysForThePacket() {
    IoRun run =
        IoRun.of(
            Scene.on(PLAIN)
                .cores(4)
                .policy("{name: eevdf}")
                .window("duration: 100 ms")
                .guest(
                    "vm",
                    2,
                    List.of("devices: emulated"),
                    "kind: server, arrivals: {mean: 1 ms, distribution: constant}, service: 10 us,"
                        + " receives: 1",
                    "kind: compute, threads: 2"));

    run.guest("vm")
        .scheduled()
        .forEach(
            vcpu -> {
              long packets = vcpu.exits(ExitReason.IO);
              assertThat(packets).isBetween(48L, 50L); // in turns
              assertThat(vcpu.exits(ExitReason.INTERRUPT)).isGreaterThanOrEqualTo(packets);
              assertThat(vcpu.overheadNs(Cost.VMM, ExitReason.IO))
                  .isBetween(packets * 2 * 4 * US - 8 * US, packets * 2 * 4 * US);
            });
  }

  /** Xen's model is in Domain 0: there and back are two signals and two ways out of idle. */
  @Test
  void aModelInAnotherDomainIsWaitedFor() {
    PlatformCosts costs =
        Scene.on("xen")
            .guest("vm", 1, "kind: compute")
            .model()
            .hosts()
            .get(0)
            .setup()
            .platform()
            .costs(1_000_000_000);
    long waitNs = costs.latencyNs(Operation.EMULATED_TRANSMIT);
    assertThat(waitNs).isGreaterThan(2 * 1_000);

    IoCosts io = new IoCosts(costs);
    long paidNs = 0;
    for (long ns : io.emulationNs(Request.Kind.SEND)) {
      paidNs += ns;
    }
    assertThat(paidNs).isEqualTo(costs.cpuNs(Operation.EMULATED_TRANSMIT) + waitNs);
    assertThat(io.emulationTotalNs(Request.Kind.SEND)).isEqualTo(paidNs);
  }

  @Test
  void aParavirtualDeviceCostsADoorbellAndAnInterrupt() {
    IoRun run = run("paravirtual", "", "reads: 1");
    long requests = run.meter("vm").completedCount();

    assertThat(requests).isGreaterThan(90);
    assertThat(run.exits("vm", ExitReason.IO)).isBetween(requests, requests + 1);
    assertThat(run.backendWorkNs("vm")).isBetween(requests * 10 * US, (requests + 1) * 10 * US);
  }
}
