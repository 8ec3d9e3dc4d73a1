package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coremux.engine.Allocation;
import org.coremux.engine.Site;
import org.coremux.scenario.Model;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole scenarios, two levels and all costs, allocate nothing in a million events. */
@Tag("allocation")
class WholeRunAllocationTest {
  /** A little less than what is recorded of "recorded". */
  private static final long END_NS = 23 * 3_600_000_000_000L;

  @ParameterizedTest
  @CsvSource({"xen, credit2", "kvm, eevdf", "bare-metal, eevdf", "hosted, round-robin"})
  void allocatesNothingPerEvent(String platform, String policy, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("recorded"), "40\n".repeat(288));
    Model model =
        Scene.on(platform)
            .cpu("{cores: 4, threads: 2, clock: 2 GHz}")
            .policy("{name: " + policy + "}")
            .window("duration: 23 h")
            .unchecked()
            .guest(
                "web",
                2,
                List.of("count: 3"),
                "kind: server, threads: 4, arrivals: {rate: 1500/s}, service: {mean: 200 us}",
                "kind: clients, clients: 8, think: {mean: 3 ms}, service: {mean: 100 us}")
            .guest(
                "turns",
                3,
                "kind: on-off, threads: 5, burst: {mean: 300 us, distribution: lognormal, cv: 2},"
                    + " sleep: {mean: 400 us, distribution: erlang, shape: 3}",
                "kind: periodic, threads: 2, period: 2 ms, burst: 200 us")
            .guest("recorded", 2, "kind: trace, grain: 1 ms, file: '" + file + "'")
            .guest(
                "hog",
                2,
                "kind: compute, threads: 2",
                "kind: program, steps: [{compute: 1 ms}, {sleep: 1 ms}]")
            .model();

    Site site = model.hosts().get(0).site();
    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
