package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.coremux.engine.Allocation;
import org.coremux.engine.Site;
import org.coremux.experiment.Scene;
import org.coremux.scenario.Model;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guests whose devices are served in every way allocate nothing in a million events. */
@Tag("allocation")
class IoAllocationTest {
  private static final long END_NS = 23 * 3_600_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "xen, credit2, paravirtual",
    "kvm, eevdf, paravirtual",
    "kvm, eevdf, emulated",
    "hosted, round-robin, emulated",
    "kvm, eevdf, assigned",
    "bare-metal, eevdf, assigned"
  })
  void allocatesNothingPerEvent(String platform, String policy, String devices) {
    Model model =
        Scene.on(platform)
            .cpu("{cores: 4, threads: 2, clock: 2 GHz}")
            .policy("{name: " + policy + "}")
            .window("duration: 23 h")
            .unchecked()
            .guest(
                "web",
                2,
                List.of("count: 2", "devices: " + devices),
                "kind: server, threads: 4, arrivals: {rate: 1500/s}, service: {mean: 100 us},"
                    + " receives: 2, sends: 3, reads: 1",
                "kind: clients, clients: 8, think: {mean: 3 ms}, service: {mean: 100 us}, receives:"
                    + " 1, sends: 1")
            .guest("hog", 2, "kind: compute, threads: 2")
            .model();

    Site site = model.hosts().get(0).site();
    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
