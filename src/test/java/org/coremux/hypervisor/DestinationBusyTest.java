package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.coremux.experiment.Scene;
import org.coremux.guest.Journey;
import org.coremux.mux.Cost;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;

/**
 * What it takes to wake the one who serves a device depends on what its processor does: leaving
 * idle is paid where it is idle, and where somebody runs there is a switch and perhaps a queue.
 */
class DestinationBusyTest {
  private static final long US = 1_000;
  private static final long MS = 1_000 * US;

  /** Work of leaving idle, and of a switch between two who run. Source: io-plain.yaml. */
  private static final long LEAVE_IDLE_NS = 2 * US;

  private static final long LEAVE_IDLE_LATENCY_NS = 7 * US;
  private static final long SWITCH_NS = US;

  /** One block is read, in the middle of 8 ms of work, from a disk that takes 1 ms. */
  private static Scene reading(int cores, String policy) {
    return Scene.on("src/test/resources/org/coremux/hypervisor/io-plain.yaml")
        .cores(cores)
        .policy(policy)
        .window("duration: 100 ms")
        .host("devices: {disk: 1 ms}")
        .guest("reader", 1, "kind: batch, jobs: 1, work: 8 ms, reads: 1");
  }

  private static Schedulable disk(IoRun run) {
    assertThat(run.meter("reader").completedCount()).isEqualTo(1);
    Schedulable backend = run.guest("reader").backends().get(1).schedulable();
    assertThat(backend.workNs()).isEqualTo(2 * 5 * US); // on its way out, and back
    return backend;
  }

  @Test
  void anIdleOneLeavesIdleOnceForEachWakeUp() {
    IoRun run = IoRun.of(reading(2, "{name: eevdf}"));
    Schedulable backend = disk(run);

    assertThat(backend.dispatches()).isEqualTo(2);
    assertThat(backend.overheadNs(Cost.SWITCH)).isEqualTo(2 * LEAVE_IDLE_NS);
    assertThat(run.causeNs("reader", Journey.BACKEND_WAIT))
        .isEqualTo(2 * (LEAVE_IDLE_LATENCY_NS + LEAVE_IDLE_NS));
  }

  /** First the vCPU has to be through with the exit of its doorbell; the hog gives way at once. */
  @Test
  void aBusyOneThatGivesWayPaysForASwitchAndNotForLeavingIdle() {
    IoRun run = IoRun.of(reading(1, "{name: credit2}").guest("hog", 1, "kind: compute"));
    Schedulable backend = disk(run);

    assertThat(backend.dispatches()).isEqualTo(2);
    assertThat(backend.overheadNs(Cost.SWITCH)).isEqualTo(2 * SWITCH_NS);
    assertThat(run.causeNs("reader", Journey.BACKEND_WAIT)).isEqualTo(3 * US + 2 * SWITCH_NS);
  }

  /** First the exit of the doorbell and a quantum of the hog, then what is left of another. */
  @Test
  void aBusyOneThatDoesNotGiveWayIsWaitedForInItsQueue() {
    IoRun run =
        IoRun.of(
            reading(1, "{name: round-robin, quantum: 10 ms}").guest("hog", 1, "kind: compute"));
    Schedulable backend = disk(run);

    assertThat(backend.dispatches()).isEqualTo(2);
    assertThat(backend.overheadNs(Cost.SWITCH)).isEqualTo(2 * SWITCH_NS);
    assertThat(run.causeNs("reader", Journey.BACKEND_WAIT))
        .isEqualTo(3 * US + 10 * MS + SWITCH_NS + 9 * MS + SWITCH_NS);
  }
}
