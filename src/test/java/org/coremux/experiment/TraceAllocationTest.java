package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.util.List;
import org.coremux.engine.Allocation;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trace events go through a fixed buffer: a million events allocate nothing for them. */
@Tag("allocation")
class TraceAllocationTest {
  private static final long END_NS = 23 * 3_600_000_000_000L;

  @Test
  void allocatesNothingPerEvent() {
    Scene scene =
        Scene.on("xen")
            .cpu("{cores: 2, threads: 2, clock: 2 GHz}")
            .policy("{name: credit2}")
            .window("duration: 23 h")
            .guest(
                "web",
                2,
                List.of("count: 2"),
                "kind: server, threads: 4, arrivals: {rate: 1500/s}, service: {mean: 200 us}")
            .guest("hog", 2, List.of("cap: 150 %"), "kind: compute, threads: 2");
    Model.Options options = Observation.options(Model.Options.NORMAL);
    Model model = new Model(scene.scenario(), Plugins.installed(), options);
    TraceEvents.Window window = new TraceEvents.Window(0, Long.MAX_VALUE, Long.MAX_VALUE);
    TraceEvents events = new TraceEvents(model, OutputStream.nullOutputStream(), window);
    model.hosts().forEach(host -> Observation.of(host, List.of(events.of(host))));

    assertThat(Allocation.fewestBytes(model.hosts().get(0).site(), END_NS)).isZero();
  }
}
