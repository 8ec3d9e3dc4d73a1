package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.scenario.Model;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole scenarios, two levels and all costs, allocate nothing in a million events. */
@Tag("allocation")
class WholeRunAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WINDOWS = 3;
  private static final long EVENTS = 1_000_000;

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

    assertThat(fewestBytes(model)).isZero();
  }

  /** Of windows that follow a first one, which warms up: what the JVM allocates, it does once. */
  private static long fewestBytes(Model model) {
    Site site = model.hosts().get(0).site();
    long[] bytes = new long[WINDOWS + 1];
    int[] window = new int[1];
    Timer[] look = new Timer[1];
    look[0] =
        new Timer(
            now -> {
              if (site.events() >= (window[0] + 1) * EVENTS) {
                bytes[window[0]++] = THREADS.getCurrentThreadAllocatedBytes();
              }
              if (window[0] == bytes.length) {
                site.stop();
              } else {
                site.arm(look[0], now + EVENTS);
              }
            });
    site.arm(look[0], 0);
    site.runUntil(23 * 3_600_000_000_000L);
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < WINDOWS; i++) {
      fewest = Math.min(fewest, bytes[i + 1] - bytes[i]);
    }
    return fewest;
  }
}
