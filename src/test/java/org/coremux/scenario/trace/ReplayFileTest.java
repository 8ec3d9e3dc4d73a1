package org.coremux.scenario.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.coremux.guest.ReplayMeter;
import org.coremux.guest.ReplayProcess;
import org.coremux.guest.ReplayProgram;
import org.coremux.guest.ReplayProgram.Step;
import org.coremux.scenario.ScenarioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written is read again, and what is broken is said with its line. */
class ReplayFileTest {
  private static final String HEAD =
      "coremux-replay 1\nprocess \"a\" 1 2 3 4\nthread 0 \"a/7\" - 1\n";

  private static Path temporary() throws IOException {
    Path file = Files.createTempFile("coremux", ".replay");
    file.toFile().deleteOnExit();
    return file;
  }

  @Property(tries = 200, seed = "42")
  void whatIsWrittenIsRead(@ForAll("recordings") ReplayRecording recording) throws IOException {
    ByteArrayOutputStream once = new ByteArrayOutputStream();
    ReplayFile.write(recording, once);
    Path file = temporary();
    try {
      Files.write(file, once.toByteArray());
      ReplayRecording read = ReplayFile.read(file);

      ByteArrayOutputStream twice = new ByteArrayOutputStream();
      ReplayFile.write(read, twice);
      assertThat(twice.toString(StandardCharsets.UTF_8))
          .isEqualTo(once.toString(StandardCharsets.UTF_8));
      assertThat(read.processes().keySet())
          .containsExactlyElementsOf(recording.processes().keySet());
      read.processes().forEach((name, process) -> same(process, recording.processes().get(name)));
    } finally {
      Files.delete(file);
    }
  }

  private static void same(ReplayProcess read, ReplayProcess written) {
    assertThat(read.name()).isEqualTo(written.name());
    assertThat(read.numbers()).isEqualTo(written.numbers());
    assertThat(read.recorded()).isEqualTo(written.recorded());
    for (int i = 0; i < written.programs().size(); i++) {
      ReplayProgram one = read.programs().get(i);
      ReplayProgram other = written.programs().get(i);
      assertThat(one.name()).isEqualTo(other.name());
      assertThat(one.cpu()).isEqualTo(other.cpu());
      assertThat(one.cameFrom()).isEqualTo(other.cameFrom());
      assertThat(one.isBorn()).isEqualTo(other.isBorn());
      assertThat(one.blocks()).isEqualTo(other.blocks());
      assertThat(one.count()).isEqualTo(other.count());
      for (int step = 0; step < one.count(); step++) {
        assertThat(one.step(step)).isEqualTo(other.step(step));
        assertThat(one.value(step)).isEqualTo(other.value(step));
        assertThat(one.other(step)).isEqualTo(other.other(step));
      }
    }
  }

  @Provide
  Arbitrary<ReplayRecording> recordings() {
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.strings().all().ofMaxLength(15).filter(ReplayFileTest::isText),
            Arbitraries.of("\"", "\\", "a\nthread 9", "\u0000", "x \"y\" z", "#", " "));
    Arbitrary<Long> values = Arbitraries.longs().between(0, 999_999_999_999L);
    Arbitrary<long[]> steps =
        Combinators.combine(
                Arbitraries.integers().between(0, Step.values().length - 1),
                values,
                Arbitraries.integers().between(0, 999))
            .as((kind, value, other) -> new long[] {kind, value, other});
    Arbitrary<ReplayProgram> programs =
        Combinators.combine(
                names,
                Arbitraries.integers().between(-1, 63),
                Arbitraries.integers().between(-1, 63),
                steps.list().ofMaxSize(30))
            .as(ReplayFileTest::program);
    Arbitrary<List<ReplayProgram>> processes = programs.list().ofMaxSize(4);
    return Combinators.combine(names.list().uniqueElements().ofMaxSize(4), processes, values)
        .as(ReplayFileTest::recording);
  }

  /** Names come out of UTF-8, which has no half characters. */
  private static boolean isText(String name) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }

  private static ReplayProgram program(String name, int cpu, int cameFrom, List<long[]> steps) {
    ReplayProgram.Builder to = new ReplayProgram.Builder(name, cpu, cameFrom);
    for (long[] step : steps) {
      Step kind = Step.values()[(int) step[0]];
      boolean hasOther = kind == Step.WAKE || kind == Step.LEAVE || kind == Step.WAIT;
      boolean hasValue =
          kind != Step.LEAVE && kind != Step.ACCOUNT && kind != Step.PARK && kind != Step.EXIT;
      int other = kind == Step.WAIT && step[2] % 3 == 0 ? -1 : (int) step[2];
      long value = kind == Step.WAKE || kind == Step.HAND ? step[1] % Integer.MAX_VALUE : step[1];
      to.add(kind, hasValue ? value : 0, hasOther ? other : ReplayProgram.NONE);
    }
    return to.build();
  }

  private static ReplayRecording recording(
      List<String> names, List<ReplayProgram> programs, long figure) {
    Map<String, ReplayProcess> processes = new LinkedHashMap<>();
    int number = 0;
    for (String name : names) {
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < programs.size(); i++) {
        numbers.add(number++);
      }
      ReplayMeter.Recorded got =
          new ReplayMeter.Recorded(
              new ReplayMeter.Figures(figure, figure / 2, figure / 3, 7),
              new ReplayMeter.Delays(7, figure / 9, figure / 8, figure / 7, figure / 6, figure));
      processes.put(name, new ReplayProcess(name, numbers, programs, got));
    }
    return new ReplayRecording(number, processes);
  }

  // ---- broken files ----

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "run|4|a number is missing or too long",
        "run x|4|a number is not one",
        "run -5|4|a number is not one",
        "run 9999999999999999999|4|a number is missing or too long",
        "dance 5|4|`dance` is no step",
        "wake 4|4|`wake` takes two numbers",
        "wake 4 5 6|4|a number is not one",
        "wake 1000000 5|4|a number is out of range",
        "wake -1 5|4|a number is out of range",
        "wake 4 -1|4|a number is out of range",
        "wake 4 5000000000|4|a number is out of range",
        "wait 5|4|`wait` takes two numbers",
        "wait -1 5|4|a number is out of range",
        "leave -1|4|a number is not one",
        "leave 1000000|4|a number is out of range",
        "sleep 5 6|4|a number is not one",
        "until|4|a number is missing or too long",
        "children -1|4|a number is not one",
        "exit 5|4|`exit` takes no number",
        "park x|4|`park` takes no number",
        "account 1|4|`account` takes no number",
        "process a 1 2 3 4|4|a name stands in quotation marks",
        "process \"b|4|a name has no end",
        "process \"b\" 1 2 3|4|a process has four figures",
        "process \"b\" 1 2 3 x|4|a number is not one",
        "process \"a\" 1 2 3 4|4|there is a process `a` already",
        "process \"\\q\" 1 2 3 4|4|a name is not written as JSON has it",
        "thread|4|a thread has a number, a name, and two CPUs",
        "thread 1 \"x\" -|4|a thread has the CPU that it is pinned to",
        "thread 1 \"x\" - y|4|a number is not one",
        "thread 1000000 \"x\" - -|4|there are at most 1000000 threads",
        "thread 0 \"x\" - -|4|there is a thread 0 already",
      })
  void aBrokenLineIsNamed(String broken, int line, String message, @TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("x.replay"), HEAD + broken + "\nexit\n");

    ScenarioException wrong =
        catchThrowableOfType(ScenarioException.class, () -> ReplayFile.read(file));

    assertThat(wrong).as(broken).isNotNull();
    assertThat(wrong.getMessage())
        .startsWith(file + ":" + line + ":1: ")
        .contains(message)
        .doesNotContain("\n");
  }

  @Test
  void stepsAndThreadsBelongSomewhere(@TempDir Path folder) throws IOException {
    Path step = Files.writeString(folder.resolve("a"), "coremux-replay 1\nrun 5\n");
    Path thread = Files.writeString(folder.resolve("b"), "coremux-replay 1\nthread 0 \"a\" - -\n");

    assertThatThrownBy(() -> ReplayFile.read(step)).hasMessageContaining("belongs to a thread");
    assertThatThrownBy(() -> ReplayFile.read(thread)).hasMessageContaining("belongs to a process");
  }

  @Test
  void whatIsNoImportedScheduleIsRefused(@TempDir Path folder) throws IOException {
    Path other = Files.writeString(folder.resolve("a"), "scenario: x\n");
    Path empty = Files.writeString(folder.resolve("b"), "");
    Path binary = Files.write(folder.resolve("c"), new byte[] {(byte) 0xFF, 0, 1, (byte) 0xC0});

    assertThatThrownBy(() -> ReplayFile.read(other)).hasMessageContaining("no imported schedule");
    assertThatThrownBy(() -> ReplayFile.read(empty)).hasMessageContaining("no imported schedule");
    assertThatThrownBy(() -> ReplayFile.read(binary)).hasMessageContaining("is no text");
    assertThatThrownBy(() -> ReplayFile.read(folder)).hasMessage(folder + ": is no file");
    assertThatThrownBy(() -> ReplayFile.read(folder.resolve("d")))
        .hasMessageContaining("there is no such file");
  }

  @Test
  void emptyLinesAndCommentsSayNothing(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(folder.resolve("x"), HEAD + "\n# slept\nrun 5\n\nrun 6\r\nexit\n");

    ReplayProgram program = ReplayFile.read(file).processes().get("a").programs().get(0);
    assertThat(program.count()).isEqualTo(2);
    assertThat(program.value(0)).isEqualTo(11);
  }
}
