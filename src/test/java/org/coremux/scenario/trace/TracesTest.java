package org.coremux.scenario.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coremux.guest.UtilisationTrace;
import org.coremux.scenario.ScenarioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings of utilisation, whole and broken. */
class TracesTest {

  private static final Path SHARED = Path.of("../shared/traces");
  private static final long S = 1_000_000_000L;

  @TempDir private Path folder;

  private final Traces traces = Traces.installed();

  @Test
  void readsAPercentageALineEveryFiveMinutes() throws IOException {
    UtilisationTrace trace = read("24\r\n34\r\n0\r\n100", "");

    assertThat(trace.count()).isEqualTo(4);
    assertThat(trace.startNs(3)).isEqualTo(900 * S);
    assertThat(trace.endNs(2)).isEqualTo(900 * S);
    assertThat(trace.endNs()).isEqualTo(1_200 * S);
    assertThat(trace.utilisationPpm(1)).isEqualTo(340_000);
    assertThat(trace.utilisationPpm(3)).isEqualTo(UtilisationTrace.FULL_PPM);
  }

  @Test
  void takesTheStampsOfBitbrainsForSeconds() throws IOException {
    UtilisationTrace trace =
        read(
            "Timestamp [ms];\tCPU cores;\tCPU usage [%]\n"
                + "1376314846;\t1;\t0.7333333\n1376315146;\t1;\t12.6\n1376315147;\t1;\t0\n",
            "");

    assertThat(trace.startNs(1)).isEqualTo(300 * S);
    assertThat(trace.utilisationPpm(0)).isEqualTo(7_333);
    assertThat(trace.utilisationPpm(1)).isEqualTo(126_000);
    // The last sample holds as long as the one before it.
    assertThat(trace.endNs()).isEqualTo(302 * S);
  }

  @Test
  void readsTablesWithFractionsOrPercentages() throws IOException {
    assertThat(read("time,utilisation\n0,0.25\n0.5,1\n", "").utilisationPpm(0)).isEqualTo(250_000);
    assertThat(read("t,load percent,io\n0,25,3\n10,50,3\n", "load percent").utilisationPpm(1))
        .isEqualTo(500_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "24\\nx\\n30 | :2:1: `x` is not a percentage",
        "24\\n101 | :2:1: the utilisation 101 is out of range; allowed is 0 to 100",
        "24\\n-1 | :2:1: the utilisation -1 is out of range; allowed is 0 to 100",
        "24\\n\\n30 | :2:1: is empty, where a percentage is expected",
        "hello | :1:1: is no recording that can be read; there are bitbrains",
        "time,cpu\\n0,0.5,3 | :2:1: has 3 columns, but the header has 2",
        "time,cpu\\n0,50 | :2:1: the utilisation 50 is out of range; allowed is 0 to 1; "
            + "percentages need a `%` in the column's name",
        "time,cpu\\n5,0.5\\n5,0.5 | :3:1: the time 5 is not after the one before it",
        "time,cpu\\n5,0.5\\n4,0.5 | :3:1: the time 4 is before the first one",
        "time,cpu\\nnoon,0.5 | :2:1: `noon` is not a time in seconds",
        "time,cpu\\n0,NaN | :2:1: `NaN` is not a fraction",
        "time,cpu\\n0,0.1\\n1e99,0.1 | is more than 100 years after the first one",
        "time,cpu | : has no samples",
        "time,disk\\n0,1 | :1:1: has no column of utilisation; there are disk; name one with",
      })
  void saysWhichLineIsWrong(String text, String message) {
    assertThatThrownBy(() -> read(text.replace("\\n", "\n"), ""))
        .isInstanceOf(ScenarioException.class)
        .hasMessageStartingWith(folder.resolve("t.csv") + ":")
        .hasMessageContaining(message);
  }

  @Test
  void refusesAColumnThatIsNotThere() {
    assertThatThrownBy(() -> read("time,cpu\n0,1\n", "cpus"))
        .hasMessageContaining("has no column `cpus` after the first; there are cpu");
  }

  @Test
  void refusesAnEmptyFile() {
    assertThatThrownBy(() -> read("\n \n", ""))
        .hasMessageEndingWith("t.csv: is empty, where a recording is expected");
  }

  @Test
  void givesGuestKTheKthFileByName() throws IOException {
    Files.writeString(folder.resolve("b"), "20\n");
    Files.writeString(folder.resolve("a"), "10\n");
    Files.writeString(folder.resolve(".hidden"), "99\n");
    Files.createDirectory(folder.resolve("aa"));

    assertThat(traces.read(folder, 0, "").utilisationPpm(0)).isEqualTo(100_000);
    assertThat(traces.read(folder, 1, "").utilisationPpm(0)).isEqualTo(200_000);
    assertThatThrownBy(() -> traces.read(folder, 2, ""))
        .hasMessage(folder + ": has 2 files, and guest 3 takes file 3");
  }

  @Test
  void guestsOfOneFolderTakeFromOneListOfIt() throws IOException {
    Files.writeString(folder.resolve("b"), "20\n");
    Files.writeString(folder.resolve("c"), "30\n");
    traces.read(folder, 0, "");

    Files.writeString(folder.resolve("a"), "10\n");

    assertThat(traces.read(folder, 1, "").utilisationPpm(0)).isEqualTo(300_000);
  }

  @Test
  void readsEveryFileOfThePlanetLabFolder() {
    Path planetlab = SHARED.resolve("planetlab/20110303");
    assumeTrue(Files.isDirectory(planetlab), "skipped: no recordings beside the project");

    assertThat(Traces.files(planetlab)).hasSize(1_052);
    for (int copy = 0; copy < 1_052; copy++) {
      UtilisationTrace trace = traces.read(planetlab, copy, "");
      assertThat(trace.count()).isEqualTo(288);
      assertThat(trace.endNs()).isEqualTo(86_400 * S);
    }
  }

  @Test
  void readsTheBitbrainsTable() {
    Path bitbrains = SHARED.resolve("bitbrains/bitbrains.csv");
    assumeTrue(Files.isRegularFile(bitbrains), "skipped: no recordings beside the project");

    UtilisationTrace trace = traces.read(bitbrains, 0, "");

    assertThat(trace.count()).isEqualTo(8_619);
    assertThat(trace.utilisationPpm(0)).isEqualTo(7_333);
  }

  private UtilisationTrace read(String text, String column) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), text);
    return traces.read(file, 0, column);
  }
}
