package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coremux.experiment.SampleResults;
import org.coremux.report.ResultJson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DiffCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String fileA;
  private String fileB;

  @BeforeEach
  void saveTwoResults() {
    fileA = folder.resolve("a.json").toString();
    fileB = folder.resolve("b.json").toString();
    ResultJson.write(SampleResults.webAndBatch(), Path.of(fileA));
    ResultJson.write(SampleResults.webAndBatch(43, "kvm", 9_000_000), Path.of(fileB));
  }

  @Test
  void printsATable() {
    assertThat(run(fileA, fileB)).isZero();
    assertThat(out.toString()).contains("guest web-2").contains("beyond noise");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void printsJson() {
    assertThat(run(fileA, fileB, "--format", "json")).isZero();
    assertThat(out.toString()).startsWith("{\n  \"format\": \"coremux-diff/1\"");
  }

  @Test
  void refusesAFileThatIsNoResultWithExitCodeTwo() throws IOException {
    Path file = folder.resolve("x.yaml");
    Files.writeString(file, "scenario: x\n");
    assertThat(run(fileA, file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(file + " is not a coremux result: it is not JSON (line 1)\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void refusesAFormatThatItDoesNotHave() {
    assertThat(run(fileA, fileB, "--format", "csv")).isEqualTo(2);
    assertThat(run(fileA, fileB, "--format", "TABLE")).isEqualTo(2);
    assertThat(err.toString()).contains("'TABLE' is not one of table, json, csv");
  }

  @Test
  void refusesOneFileAlone() {
    assertThat(run(fileA)).isEqualTo(2);
    assertThat(err.toString()).contains("B.json");
  }

  private int run(String... arguments) {
    return new CommandLine(new DiffCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
