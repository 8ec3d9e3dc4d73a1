package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.coremux.engine.Allocation;
import org.coremux.engine.Site;
import org.coremux.scenario.Model;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guests that contend for spin locks allocate nothing in a million events. */
@Tag("allocation")
class LockAllocationTest {
  private static final long END_NS = 3_600_000_000_000L;

  @ParameterizedTest
  @CsvSource({"kvm, eevdf, ticket", "xen, credit2, queued", "kvm, eevdf, paravirtual"})
  void allocatesNothingPerEvent(String platform, String policy, String lock) {
    Model model =
        Scene.on(platform)
            .cpu("{cores: 4, clock: 3 GHz}")
            .policy("{name: " + policy + "}")
            .window("duration: 1 h")
            .unchecked()
            .guest(
                "locks",
                4,
                "kind: spinlock, threads: 4, criticalSection: 5 us, think: 20 us, lock: " + lock)
            .guest(
                "other",
                4,
                "kind: on-off, threads: 4, burst: {mean: 3 ms, distribution: exponential},"
                    + " sleep: {mean: 1 ms, distribution: exponential}")
            .model();

    Site site = model.hosts().get(0).site();
    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
