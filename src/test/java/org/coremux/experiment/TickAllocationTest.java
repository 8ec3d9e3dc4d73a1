package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.coremux.engine.Allocation;
import org.coremux.engine.Site;
import org.coremux.scenario.Model;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests whose ticks are late, and who charge by them, allocate nothing in a million events. */
@Tag("allocation")
class TickAllocationTest {
  private static final long END_NS = 3_600_000_000_000L;

  @ParameterizedTest
  @ValueSource(strings = {"collapse", "catch-up", "drop"})
  void allocatesNothingPerEvent(String lost) {
    String os =
        "os: {scheduler: {name: eevdf}, tick: 1 ms, accounting: ticks, lostTicks: " + lost + "}";
    Model model =
        Scene.on("kvm")
            .cpu("{cores: 2, clock: 3 GHz}")
            .window("duration: 1 h")
            .unchecked()
            .guest(
                "web",
                2,
                List.of("count: 2", os),
                "kind: on-off, threads: 4, burst: {mean: 3 ms, distribution: exponential},"
                    + " sleep: {mean: 1 ms, distribution: exponential}")
            .model();

    Site site = model.hosts().get(0).site();
    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
