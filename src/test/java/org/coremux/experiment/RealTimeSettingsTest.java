package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.coremux.experiment.Scene.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.coremux.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scenario says of real-time threads, on a core that one of them and a fair one want. */
class RealTimeSettingsTest {
  private static final long MS = 1_000_000;
  private static final Offset<Long> A_TICK = Offset.offset(4 * MS);

  @TempDir Path folder;

  private Scene scene(String policy) throws IOException {
    Path file = folder.resolve("busy.replay");
    Files.writeString(
        file,
        """
        coremux-replay 1
        process "busy" 0 0 0 0
        thread 0 "busy/1" - 0
        run 9000000000
        park
        """);
    String replay = "kind: replay, file: '" + file + "', process: busy, realTime: 50";
    return Scene.on("free-shared")
        .policy(policy)
        .window("duration: 4 s")
        .guest("real", 1, replay)
        .guest("fair", 1, "kind: compute");
  }

  private long realNs(String policy) throws IOException {
    return guest(scene(policy).run(), "real").time().runningNs();
  }

  @ParameterizedTest
  @ValueSource(strings = {"eevdf", "cfs", "round-robin"})
  void unlessSaidTheyRun950MsOfEachSecond(String policy) throws IOException {
    assertThat(realNs("{name: " + policy + "}")).isCloseTo(3_800 * MS, A_TICK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"eevdf", "cfs", "deadline"})
  void theyRunAsLongAsIsSaidOfEachPeriod(String policy) throws IOException {
    assertThat(realNs("{name: " + policy + ", rtRuntime: 30 ms, rtPeriod: 100 ms}"))
        .isCloseTo(1_200 * MS, A_TICK);
  }

  @ParameterizedTest
  @CsvSource({"eevdf, off", "eevdf, -1", "cfs, off", "deadline, -1"})
  void switchedOffTheyLeaveNothing(String policy, String off) throws IOException {
    assertThat(realNs("{name: " + policy + ", rtRuntime: " + off + "}"))
        .isCloseTo(4_000 * MS, A_TICK);
  }

  @Test
  void theFairServerServesUnderEevdfToo() throws IOException {
    assertThat(realNs("{name: eevdf, fairServer: true}")).isCloseTo(3_800 * MS, A_TICK);
    assertThat(realNs("{name: eevdf, fairServer: true, rtRuntime: 30 ms, rtPeriod: 100 ms}"))
        .isCloseTo(3_800 * MS, A_TICK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"eevdf", "cfs", "deadline"})
  void moreThanThePeriodIsRefusedInWords(String policy) {
    assertThatThrownBy(
            () -> scene("{name: " + policy + ", rtRuntime: 200 ms, rtPeriod: 100 ms}").scenario())
        .hasMessageContaining("rtRuntime")
        .hasMessageContaining("is 200 ms; allowed: up to the rtPeriod, 100 ms, or off");
  }

  @Test
  void whatIsSwitchedOffIsWrittenAsAWord() throws IOException {
    Scenario read = scene("{name: eevdf, rtRuntime: -1}").scenario();

    assertThat(read.hosts().get(0).scheduler().written()).containsEntry("rtRuntime", "off");
  }
}
