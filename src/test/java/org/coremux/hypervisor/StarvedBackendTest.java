package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.coremux.experiment.Scene;
import org.coremux.guest.Journey;
import org.junit.jupiter.api.Test;

/** Who serves devices competes for processors like everybody, and what it lacks is latency. */
class StarvedBackendTest {
  private static Scene scene(String platform, String policy, int hogs, String... host) {
    Scene scene =
        Scene.on(platform)
            .cpu("{cores: 4, clock: 2 GHz}")
            .policy("{name: " + policy + "}")
            .window("warmup: 100 ms\nduration: 400 ms");
    List.of(host).forEach(scene::host);
    scene.guest(
        "web",
        1,
        List.of("affinity: 0", "weight: 2560"),
        "kind: server, threads: 4, arrivals: {rate: 2000/s}, service: {mean: 20 us}, receives: 1,"
            + " sends: 1");
    if (hogs > 0) {
      scene.guest("hog", 1, List.of("count: " + hogs, "affinity: 1-3"), "kind: compute");
    }
    return scene;
  }

  private static double waitUs(Scene scene) {
    IoRun run = IoRun.of(scene.unchecked());
    return run.causeNs("web", Journey.BACKEND_WAIT) / 1_000.0 / run.meter("web").completedCount();
  }

  private static final String DOM0 = "domain0: {vcpus: 1, weight: ";

  @Test
  void aDomain0ThatIsStarvedDelaysItsGuestsAndWeightRestoresThem() {
    double alone = waitUs(scene("xen", "credit2", 0, DOM0 + "256, affinity: 1-3}"));
    double starved = waitUs(scene("xen", "credit2", 9, DOM0 + "16, affinity: 1-3}"));
    double weighty = waitUs(scene("xen", "credit2", 9, DOM0 + "5120, affinity: 1-3}"));

    assertThat(starved).isGreaterThan(5 * alone);
    assertThat(weighty).isLessThan(starved / 4);
  }

  @Test
  void aDomain0ThatIsStarvedIsRestoredByAProcessorOfItsOwn() {
    double starved = waitUs(scene("xen", "credit2", 9, DOM0 + "16, affinity: 1-3}"));
    double pinned = waitUs(scene("xen", "credit2", 9, DOM0 + "16, affinity: 0}"));

    assertThat(pinned).isLessThan(starved / 4);
  }

  private static double vhostWaitUs(int weight, String affinity, int hogs) {
    Scene scene =
        Scene.on("kvm")
            .cpu("{cores: 2, clock: 2 GHz}")
            .policy("{name: eevdf}")
            .window("warmup: 100 ms\nduration: 400 ms")
            .guest(
                "web",
                1,
                List.of("weight: " + weight),
                "kind: server, threads: 4, arrivals: {rate: 15000/s}, service: {mean: 20 us},"
                    + " receives: 1, sends: 1");
    if (hogs > 0) {
      scene.guest("hog", 1, List.of("count: " + hogs, "affinity: " + affinity), "kind: compute");
    }
    return waitUs(scene);
  }

  @Test
  void threadsOfTheHostCompeteInTheSameWay() {
    double alone = vhostWaitUs(256, "0-1", 0);
    double starved = vhostWaitUs(64, "0-1", 4);
    double weighty = vhostWaitUs(4096, "0-1", 4);
    double apart = vhostWaitUs(64, "0", 4);

    assertThat(starved).isGreaterThan(5 * alone);
    assertThat(weighty).isLessThan(starved / 4);
    assertThat(apart).isLessThan(starved / 4);
  }
}
