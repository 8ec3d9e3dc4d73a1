package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.coremux.engine.Allocation;
import org.coremux.engine.Site;
import org.coremux.experiment.Scene;
import org.coremux.scenario.Model;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory that is taken back for ever, in every way, allocates nothing in a million events. */
@Tag("allocation")
class MemoryAllocationTest {
  private static final long END_NS = 23 * 3_600_000_000_000L;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allocatesNothingPerEvent(boolean balloon) {
    Model model =
        Scene.on("kvm")
            .cpu("{sockets: 2, cores: 2, clock: 2 GHz}")
            .window("duration: 23 h")
            .unchecked()
            .host("overcommit: {memory: 200 %, balloon: " + balloon + "}")
            .guest(
                "web",
                2,
                List.of("count: 4", "pages: {active: 90 MiB, identical: 20 %}"),
                "kind: compute, threads: 3")
            .set("hosts.node.memory=300 MiB")
            .set("guests.web.memory=100 MiB")
            .model();

    Site site = model.hosts().get(0).site();
    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
