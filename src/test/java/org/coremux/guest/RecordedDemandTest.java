package org.coremux.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.experiment.Scene.guest;
import static org.coremux.experiment.Scene.workload;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Scene;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real recordings: a guest that has cores of its own gets what its machine asked for. */
class RecordedDemandTest {
  private static final long GRAIN_NS = 1_000_000_000;

  @ParameterizedTest
  @CsvSource({"planetlab/20110303, 3", "bitbrains, 1"})
  void isMetWhenAlone(String folder, int guests) {
    Path recordings = Path.of("../shared/traces").resolve(folder);
    assumeTrue(Files.isDirectory(recordings), "skipped: no recordings in " + recordings);

    RunResult result =
        Scene.on("free-virtual")
            .cores(6)
            .unchecked()
            .window("duration: 1 h")
            .guest(
                "vm",
                2,
                List.of("count: " + guests),
                "kind: trace, grain: 1 s, file: " + recordings)
            .run();

    long all = 0;
    for (int guest = 1; guest <= guests; guest++) {
      String name = "vm-" + guest;
      long askedNs = workload(result, name).extras().demandNs().orElseThrow();
      assertThat(guest(result, name).workNs()).isCloseTo(askedNs, within(2 * GRAIN_NS));
      all += askedNs;
    }
    assertThat(all).isPositive();
  }
}
