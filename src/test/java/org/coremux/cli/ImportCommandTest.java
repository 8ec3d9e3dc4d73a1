package org.coremux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code coremux import perf-sched} and {@code validate kernel}, from outside. */
class ImportCommandTest {
  @TempDir private Path folder;

  private final Shell shell = new Shell();
  private Path trace;

  @BeforeEach
  void record() throws IOException {
    trace = Files.writeString(folder.resolve("trace.txt"), recording("hog", "wor ker"));
  }

  /** Two threads in turn on one CPU, 4 ms each. */
  private static String recording(String one, String two) {
    StringBuilder text = new StringBuilder("# ========\n# captured on: a machine\n");
    for (int i = 0; i < 50; i++) {
      boolean even = i % 2 == 0;
      text.append(
          String.format(
              Locale.ROOT,
              "%16s %5d [000] %6d.%06d000: sched:sched_switch: prev_comm=%s prev_pid=%d"
                  + " prev_prio=120 prev_state=R ==> next_comm=%s next_pid=%d next_prio=120\n",
              even ? one : two,
              even ? 11 : 12,
              100,
              4_000 * i,
              even ? one : two,
              even ? 11 : 12,
              even ? two : one,
              even ? 12 : 11));
    }
    return text.toString();
  }

  private int imports(String... more) {
    return shell.run(
        Stream.concat(Stream.of("import", "perf-sched"), Stream.of(more)).toArray(String[]::new));
  }

  private String out() {
    return folder.resolve("x.yaml").toString();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void refused(String message) throws IOException {
    assertThat(shell.err().lines().toList()).as(shell.err()).hasSizeBetween(1, 2);
    assertThat(shell.err()).contains(message).doesNotContain("Exception", "\tat ");
    assertThat(shell.out()).isEmpty();
    assertThat(files()).doesNotContain("x.yaml", "x.replay", "x-machine.yaml");
  }

  @Test
  void writesAScenarioThatShowAcceptsAndRunRuns() throws IOException {
    assertThat(imports(trace.toString(), "--out", out())).as(shell.err()).isZero();

    assertThat(files()).containsExactly("trace.txt", "x-machine.yaml", "x.replay", "x.yaml");
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err()).contains("50 events over 0.196 s on 1 CPUs; 2 threads in 2 processes.");
    Shell show = new Shell();
    assertThat(show.run("show", out())).as(show.err()).isZero();
    Shell run = new Shell();
    assertThat(run.run("run", out(), "--check", "--format", "json")).as(run.err()).isZero();
    assertThat(run.out()).contains("\"recorded\"", "\"replayed\"", "\"wor ker\"");
  }

  @Test
  void quietSaysNothing() {
    assertThat(imports(trace.toString(), "--out", out(), "--quiet")).isZero();

    assertThat(shell.err()).isEmpty();
  }

  @Test
  void stdinAndGzipAreRecordingsToo() throws IOException {
    String text = Files.readString(trace);
    assertThat(shell.told(text, "import", "perf-sched", "-", "--out", out())).isZero();
    String plain = Files.readString(folder.resolve("x.replay"));
    Path zipped = Files.write(folder.resolve("trace.txt.gz"), gzip(text));

    assertThat(imports(zipped.toString(), "--out", out())).isZero();
    assertThat(Files.readString(folder.resolve("x.replay"))).isEqualTo(plain);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void theSameTextGivesTheSameFiles() throws IOException {
    assertThat(imports(trace.toString(), "--out", out())).isZero();
    String yaml = Files.readString(folder.resolve("x.yaml"));
    String replay = Files.readString(folder.resolve("x.replay"));
    Files.writeString(trace, Files.readString(trace).replace("\n", "\r\n"));

    assertThat(imports(trace.toString(), "--out", out())).isZero();
    assertThat(Files.readString(folder.resolve("x.yaml"))).isEqualTo(yaml);
    assertThat(Files.readString(folder.resolve("x.replay"))).isEqualTo(replay);
  }

  // ---- options ----

  static List<List<String>> wrongOptions() {
    return List.of(
        List.of("--kernel", "2.4"),
        List.of("--kernel", ""),
        List.of("--wakes", "sometimes"),
        List.of("--wakes", ""),
        List.of("--wakes", "hog="),
        List.of("--wakes", "=recorded"),
        List.of("--wakes", "hog=often"),
        List.of("--wakes", "hgo=recorded"),
        List.of("--group", ""),
        List.of("--group", "=weight:5"),
        List.of("--group", "hgo=weight:5"),
        List.of("--group", "hog=weight:0"),
        List.of("--group", "hog=weight:10001"),
        List.of("--group", "hog=weight:99999"),
        List.of("--group", "hog=weight:x"),
        List.of("--group", "hog=weight"),
        List.of("--group", "hog=cap:0%"),
        List.of("--group", "hog=cap:30"),
        List.of("--group", "hog=cap:-3%"),
        List.of("--group", "hog=cap:0.001%"),
        List.of("--group", "hog=weight:5,,cap:30%"),
        List.of("--group", "hog=fast"),
        List.of("--as-guests", ""),
        List.of("--as-guests", "vcpus=0"),
        List.of("--as-guests", "vcpus=x"),
        List.of("--as-guests", "vcpus=99999"),
        List.of("--as-guests", "vcpus=5000"),
        List.of("--as-guests", "platform=kvm"),
        List.of("--as-guests", "vcpus=2,platform="),
        List.of("--as-guests", "vcpus=2,platform=vax"),
        List.of("--as-guests", "vcpus=2,memory=3"),
        List.of("--faster"));
  }

  @ParameterizedTest
  @MethodSource("wrongOptions")
  void aWrongOptionIsRefused(List<String> wrong) throws IOException {
    String[] all =
        Stream.concat(Stream.of(trace.toString(), "--out", out()), wrong.stream())
            .toArray(String[]::new);

    assertThat(imports(all)).as(shell.err()).isEqualTo(2);
    refused("");
  }

  @Test
  void aMisspeltNameIsGuessed() throws IOException {
    assertThat(imports(trace.toString(), "--out", out(), "--wakes", "hgo=recorded")).isEqualTo(2);

    refused("there is no process `hgo` in the recording; there are hog, wor ker; did you mean");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "x.txt", ".yaml", "", "/", "sub/"})
  void outMustBeTheNameOfAScenario(String out) throws IOException {
    assertThat(imports(trace.toString(), "--out", out.isEmpty() ? "" : folder + "/" + out))
        .isEqualTo(2);

    refused("--out");
  }

  @Test
  void outMustBeWritable() throws IOException {
    int code = imports(trace.toString(), "--out", folder.resolve("trace.txt/x.yaml").toString());

    assertThat(code).isEqualTo(1);
    assertThat(shell.err())
        .contains("trace.txt is a file, not a folder")
        .doesNotContain("Exception");
    assertThat(files()).containsExactly("trace.txt");
  }

  @Test
  void whatToImportMustBeSaid() {
    assertThat(shell.run("import")).isEqualTo(2);
    assertThat(shell.err()).contains("perf-sched");
    assertThat(new Shell().run("import", "qemu", "x", "--out", "y.yaml")).isEqualTo(2);
    assertThat(new Shell().run("import", "perf-sched", "--out", out())).isEqualTo(2);
    assertThat(new Shell().run("import", "perf-sched", trace.toString())).isEqualTo(2);
  }

  @Test
  void goodOptionsAreInTheScenario() throws IOException {
    int code =
        imports(
            trace.toString(),
            "--out",
            out(),
            "--kernel",
            "6.12",
            "--wakes",
            "recorded",
            "--wakes",
            "wor ker=causal",
            "--group",
            "wor ker=weight:200,cap:30.5%");

    assertThat(code).as(shell.err()).isZero();
    assertThat(Files.readString(folder.resolve("x.yaml")))
        .contains("version: \"6.12\"", "weight: 512", "cap: 30.5 %", "group: false");
    Shell show = new Shell();
    assertThat(show.run("show", out())).as(show.err()).isZero();
  }

  @Test
  void aVirtualMachineHoldsAllProcesses() throws IOException {
    assertThat(imports(trace.toString(), "--out", out(), "--as-guests", "vcpus=1,platform=kvm"))
        .as(shell.err())
        .isZero();

    assertThat(files()).containsExactly("trace.txt", "x.replay", "x.yaml");
    Shell run = new Shell();
    assertThat(run.run("run", out(), "--check")).as(run.err()).isZero();
    assertThat(run.out()).contains("recorded-vm");
  }

  // ---- what is no recording ----

  static List<byte[]> noRecordings() throws IOException {
    byte[] zeros = new byte[100_000];
    byte[] broken = gzip(recording("a", "b"));
    byte[] cut = java.util.Arrays.copyOf(broken, broken.length / 2);
    broken[20] ^= 0x55;
    String line = " hog 7 [000] 1.0: sched:sched_";
    return List.of(
        new byte[0],
        zeros,
        "PERFILE2 and so on".getBytes(StandardCharsets.UTF_8),
        "hello\nworld\n".getBytes(StandardCharsets.UTF_8),
        "x\n".repeat(20_000).getBytes(StandardCharsets.UTF_8),
        gzip("hello\n"),
        broken,
        cut,
        new byte[] {0x1F, (byte) 0x8B},
        new byte[] {0x1F, (byte) 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
        (line + "waking: comm=a pid=9 prio=120 target_cpu=000\n").getBytes(StandardCharsets.UTF_8),
        (line + "switch: a:7 [120] S ==> b:9 [120]\n").getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("noRecordings")
  void whatIsNoRecordingIsRefused(byte[] bytes) throws IOException {
    Files.write(trace, bytes);

    assertThat(imports(trace.toString(), "--out", out())).as(shell.err()).isEqualTo(2);
    refused("trace.txt: ");
  }

  @Test
  void aFolderOrNothingIsRefused() throws IOException {
    assertThat(imports(folder.toString(), "--out", out())).isEqualTo(2);
    refused("is a folder");

    assertThat(new Shell().run("import", "perf-sched", "nowhere.txt", "--out", out())).isEqualTo(2);
    assertThat(new Shell().run("validate", "kernel", "nowhere.txt")).isEqualTo(2);
    assertThat(new Shell().run("validate", "kernel", folder.toString())).isEqualTo(2);
  }

  @Test
  void whatIsSkippedIsCountedAndSaid() throws IOException {
    String text = recording("hog", "wor ker");
    int middle = text.indexOf('\n', text.length() / 2) + 1;
    Files.writeString(
        trace,
        text.substring(0, middle)
            + "gar\u001bbage\n\n"
            + "  hog 11 [000] 100.1: sched:sched_migrate_task: comm=x pid=7 prio=120 dest_cpu=0\n"
            + text.substring(middle, text.length() - 40));

    assertThat(imports(trace.toString(), "--out", out())).as(shell.err()).isZero();
    assertThat(shell.err())
        .contains("1 events of other kinds were passed over.")
        .contains("2 lines are no events and were skipped, the first is line 28:")
        .doesNotContain("\u001b");
  }

  // ---- names ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: b",
        "- x",
        "# no",
        "{x: 1}",
        "[a]",
        "\"q\"",
        "it's",
        "back\\slash",
        "%TAG",
        "&a",
        "*a",
        "!x",
        "|",
        ">",
        "@",
        "`",
        "~",
        "null",
        "true",
        "12",
        "1e3",
        "0x1f",
        "<b>x</b>",
        "\u001b[31mred",
        "tab\there",
        "na\u00efve",
        "\u4e2d\u6587",
        "\u202eright",
        "\ud83d\ude00",
        "x\u0000y",
        "a.b",
        "hog-nice5",
        "...",
        "---",
        "? x",
        "=",
        "<<",
        "x ==> y",
        "\ufeffbom",
        "\u2028line",
        "\u0085next"
      })
  void anyNameGivesAScenarioThatShowAccepts(String name) throws IOException {
    Files.writeString(trace, recording(name, "other"));

    assertThat(imports(trace.toString(), "--out", out())).as(shell.err()).isZero();
    Shell show = new Shell();
    assertThat(show.run("show", out())).as(show.err()).isZero();
    Shell run = new Shell();
    assertThat(run.run("run", out(), "--set", "duration=20 ms")).as(run.err()).isZero();
    assertThat(run.out()).doesNotContain("\u001b", "\u202e", "\u0000");
  }

  @Test
  void namesThatLookAlikeStayApart() throws IOException {
    Files.writeString(trace, recording("a\u0001", "a\u0002"));

    assertThat(imports(trace.toString(), "--out", out())).as(shell.err()).isZero();
    assertThat(Files.readString(folder.resolve("x.yaml"))).contains("\"a?\"", "\"a?#2\"");
  }

  // ---- validate ----

  @Test
  void validatePrintsWhatWasRecordedAndPredicted() {
    assertThat(shell.run("validate", "kernel", trace.toString())).as(shell.err()).isZero();
    assertThat(shell.out()).contains("trace", "hog", "wor ker", "EEVDF", "RR");
    assertThat(shell.err()).contains("replaying");

    Shell json = new Shell();
    assertThat(json.run("validate", "kernel", trace.toString(), "--format", "json", "--quiet"))
        .isZero();
    assertThat(json.out()).startsWith("{\n").contains("coremux-kernel/1", "\"round_robin\"");
    assertThat(json.err()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("wrongOptions")
  void validateRefusesTheSameOptions(List<String> wrong) {
    if (wrong.get(0).equals("--as-guests")) {
      assertThat(shell.run("validate", "kernel", trace.toString(), "--as-guests")).isEqualTo(2);
      return;
    }
    String[] all =
        Stream.concat(Stream.of("validate", "kernel", trace.toString()), wrong.stream())
            .toArray(String[]::new);

    assertThat(shell.run(all)).as(shell.err()).isEqualTo(2);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void validateHasNoCsv() {
    assertThat(shell.run("validate", "kernel", trace.toString(), "--format", "csv")).isEqualTo(2);
    assertThat(shell.err()).contains("table or json");
  }
}
