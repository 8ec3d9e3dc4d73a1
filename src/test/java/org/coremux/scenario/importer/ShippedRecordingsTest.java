package org.coremux.scenario.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.coremux.scenario.trace.ReplayFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies beside the shipped recordings is what importing them gives. */
class ShippedRecordingsTest {
  private static final Path FOLDER = Path.of("scenarios/recordings");

  @ParameterizedTest
  @ValueSource(strings = {"build", "web"})
  void areKeptAsTheyAreImported(String name) throws IOException {
    Path trace = FOLDER.resolve(name + ".txt.gz");
    PerfSchedImport importer = new PerfSchedImport(trace.toString(), PerfSchedOptions.USUAL);
    PerfSchedImport.Result result = importer.read(trace, name, bytes -> {});
    ByteArrayOutputStream replay = new ByteArrayOutputStream();
    ReplayFile.write(result.replay(), replay);

    try (InputStream kept =
        new GZIPInputStream(Files.newInputStream(FOLDER.resolve(name + ".replay.gz")))) {
      assertThat(replay.toString(StandardCharsets.UTF_8))
          .isEqualTo(new String(kept.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "build")
  void machinesAreKeptAsTheyAreImported(String name) throws IOException {
    Path trace = FOLDER.resolve(name + ".txt.gz");
    PerfSchedImport importer = new PerfSchedImport(trace.toString(), PerfSchedOptions.USUAL);

    assertThat(importer.read(trace, name, bytes -> {}).platform())
        .isEqualTo(Files.readString(FOLDER.resolve(name + "-machine.yaml")));
  }
}
