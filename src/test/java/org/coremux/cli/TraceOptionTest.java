package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.coremux.experiment.TraceFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code coremux run --trace}. */
class TraceOptionTest {
  @TempDir private Path folder;

  private final Shell shell = new Shell();

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String plain() {
    Shell own = new Shell();
    own.run("run", Shell.SCENARIO, "--format", "json");
    return own.out();
  }

  @Test
  void writesAFileAndChangesNothing() throws IOException {
    Path file = folder.resolve("t.json");
    Path out = folder.resolve("out");
    int code =
        shell.run(
            "run",
            Shell.SCENARIO,
            "--trace=" + file,
            "--out=" + out,
            "--check",
            "--quiet",
            "--format=json");

    assertThat(code).as(shell.err()).isZero();
    assertThat(shell.err()).isEmpty();
    assertThat(shell.out()).isEqualTo(plain());
    TraceFormat trace = TraceFormat.read(Files.readAllBytes(file));
    assertThat(trace.about("scenario")).isEqualTo("two-guests");
    assertThat(trace.about("until_ns")).isEqualTo("210000000");
    assertThat(out.resolve("timeline.json.gz")).exists();
    assertThat(files()).containsExactly("out", "t.json");
  }

  @Test
  void compressesWhatIsCalledSo() throws IOException {
    Path plain = folder.resolve("t.json");
    Path small = folder.resolve("t.json.gz");
    assertThat(shell.run("run", Shell.SCENARIO, "--trace", plain.toString())).isZero();
    assertThat(shell.run("run", Shell.SCENARIO, "--trace", small.toString())).isZero();

    byte[] bytes = Files.readAllBytes(small);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(plain));
    }
  }

  @Test
  void tellsOfTheWindowOfTheTimeline() throws IOException {
    Path file = folder.resolve("t.json");
    String window = "20 ms..30 ms";
    int code = shell.run("run", Shell.SCENARIO, "--trace", file.toString(), "--timeline", window);

    assertThat(code).as(shell.err()).isZero();
    TraceFormat trace = TraceFormat.read(Files.readAllBytes(file));
    assertThat(trace.slices())
        .isNotEmpty()
        .allMatch(s -> s.fromNs() >= 20_000_000 && s.untilNs() <= 30_000_000);
  }

  @Test
  void saysWhereTheLimitEndsIt() throws IOException {
    Path file = folder.resolve("t.json");
    int code =
        shell.run(
            "run", Shell.SCENARIO, "--trace", file.toString(), "--trace-limit", "20 kB", "--quiet");

    assertThat(code).isZero();
    assertThat(shell.err())
        .matches(
            "warning: .*t\\.json ends at \\d+\\.\\d{6} ms: there it has reached --trace-limit"
                + " 20 kB; --timeline FROM\\.\\.TO traces a part\n");
    assertThat(Files.size(file)).isBetween(20_000L, 25_000L);
    assertThat(TraceFormat.read(Files.readAllBytes(file)).about("limit_bytes")).isEqualTo("20000");
  }

  @Test
  void refusesWhatMakesNoSense() throws IOException {
    String file = folder.resolve("t.json").toString();
    assertThat(shell.run("run", Shell.SCENARIO, "--trace", "")).isEqualTo(2);
    assertThat(shell.run("run", Shell.SCENARIO, "--trace-limit", "1 MB")).isEqualTo(2);
    assertThat(shell.run("run", Shell.SCENARIO, "--trace", file, "--trace-limit", "0 B"))
        .isEqualTo(2);
    assertThat(shell.run("run", Shell.SCENARIO, "--trace", file, "--trace-limit", "many"))
        .isEqualTo(2);
    assertThat(shell.run("run", Shell.SCENARIO, "--trace", file, "--at", "1 ms")).isEqualTo(2);
    assertThat(shell.run("run", Shell.SCENARIO, "--trace", file, "--step")).isEqualTo(2);

    assertThat(shell.out()).isEmpty();
    assertThat(shell.err())
        .contains("--trace: the name of the file is empty\n")
        .contains("--trace-limit goes with --trace\n")
        .contains("--trace-limit 0 B: a trace has bytes; allowed: over 0 B\n")
        .contains("--trace-limit many: ")
        .contains("they do not go with --out, --trace and --format\n");
    assertThat(files()).isEmpty();
  }

  @Test
  void failsBeforeTheRunWhereItCannotWrite() throws IOException {
    Files.writeString(folder.resolve("plain"), "");
    assertThat(shell.run("run", Shell.SCENARIO, "--trace", folder.toString())).isEqualTo(1);
    assertThat(shell.run("run", Shell.SCENARIO, "--trace", folder + "/plain/t.json")).isEqualTo(1);

    assertThat(shell.out()).isEmpty();
    assertThat(shell.err())
        .contains("coremux: cannot write " + folder + ": it is a folder\n")
        .contains("plain is a file, not a folder\n");
  }

  @Test
  void reportsTheResultEvenIfTheTraceCannotBeKept() throws IOException {
    Path file = folder.resolve("t.json");
    shell.clock(
        () -> { // is asked during the run
          try {
            Files.createDirectories(file.resolve("in the way"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return 0;
        });

    assertThat(shell.run("run", Shell.SCENARIO, "--trace", file.toString())).isEqualTo(1);
    assertThat(shell.out()).startsWith("two-guests\n");
    assertThat(shell.err()).startsWith("coremux: cannot write " + file).doesNotContain("\tat ");
    assertThat(files()).containsExactly("t.json");
  }

  @Test
  void leavesTheOldFileWhenTheRunFails() throws IOException {
    Path file = Files.writeString(folder.resolve("t.json"), "old");
    shell.clock(
        () -> {
          throw new IllegalStateException("broken");
        });

    assertThat(shell.run("run", Shell.SCENARIO, "--trace", file.toString())).isEqualTo(1);
    assertThat(file).hasContent("old");
    assertThat(files()).containsExactly("t.json");
  }
}
