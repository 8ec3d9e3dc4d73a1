package org.coremux.guest;

import static org.assertj.core.api.Assertions.assertThat;

import org.coremux.engine.Allocation;
import org.coremux.engine.Site;
import org.coremux.experiment.Scene;
import org.coremux.scenario.Model;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads that wait for each other, and cross calls, allocate nothing in a million events. */
@Tag("allocation")
class CoordinationAllocationTest {
  private static final long END_NS = 23 * 3_600_000_000_000L;

  @ParameterizedTest
  @CsvSource({"xen, credit", "kvm, eevdf"})
  void allocatesNothingPerEvent(String platform, String policy) {
    Model model =
        Scene.on(platform)
            .cores(4)
            .policy("{name: " + policy + "}")
            .window("duration: 23 h")
            .unchecked()
            .guest("a", 4, "kind: shootdown, threads: 4, every: 500 us")
            .guest("b", 2, "kind: shootdown, threads: 2, every: 300 us, mode: native")
            .guest(
                "c",
                4,
                "kind: barrier, threads: 4, work: {distribution: uniform,"
                    + " min: 0 ms, max: 2 ms}")
            .guest("d", 2, "kind: ping-pong, threads: 2, work: 100 us")
            .guest("e", 3, "kind: pipeline, threads: 3, service: 300 us, tokens: 4")
            .model();

    Site site = model.hosts().get(0).site();
    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
