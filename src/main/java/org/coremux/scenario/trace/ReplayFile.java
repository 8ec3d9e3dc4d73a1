package org.coremux.scenario.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.coremux.guest.ReplayMeter;
import org.coremux.guest.ReplayProcess;
import org.coremux.guest.ReplayProgram;
import org.coremux.guest.ReplayProgram.Step;
import org.coremux.scenario.Problem;
import org.coremux.scenario.ScenarioException;

/**
 * The file in which an imported schedule lies beside its scenario: text, a line a step, so that it
 * can be read, compared and cut; compressed by gzip where its name ends in {@code .gz}.
 *
 * <pre>
 * coremux-replay 1
 * process "hog" 2256505000 744651000 207 205    running, runnable (ns), switches, preemptions
 * delays 120 9000 4000 30000 61000 99000          run delays: count; mean, p50, p95, p99, max (ns)
 * thread 0 "hog/7531" - 1                       number, name, pinned to, came from; - for none
 * run 3999000                                   ns of its own CPU time
 * wake 4 17                                     ends block 17 of thread 4
 * hand 4 18                                     the same, as one that is about to block
 * leave 2                                       ends as a child of thread 2
 * sleep 5053000                                 ns
 * wait 61000 4                                  for thread 4; took so many ns
 * children 3                                    waits until 3 children have ended
 * account
 * until 2999500000                              runs until then, ns
 * park
 * exit
 * </pre>
 */
public final class ReplayFile {
  private static final String FORMAT = "coremux-replay 1";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int THREADS_MAX = 1_000_000;

  /** Words of the steps, by their ordinal. */
  private static final List<String> WORDS =
      List.of(
          "run",
          "until",
          "wake",
          "hand",
          "leave",
          "sleep",
          "wait",
          "children",
          "account",
          "park",
          "exit");

  private final String shown;
  private final ReplayRecording.Builder recording = new ReplayRecording.Builder();
  private final BitSet numbers = new BitSet();
  private ReplayProgram.Builder program;
  private int number;
  private int line;

  private ReplayFile(String shown) {
    this.shown = shown;
  }

  // ---- writing ----

  /** Writes the recording. */
  public static void write(ReplayRecording recording, OutputStream out) throws IOException {
    Writer to = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    to.write(FORMAT + "\n");
    for (Map.Entry<String, ReplayProcess> entry : recording.processes().entrySet()) {
      ReplayProcess process = entry.getValue();
      ReplayMeter.Figures got = process.recorded().figures();
      to.write("process " + JSON.writeValueAsString(entry.getKey()));
      to.write(" " + got.runningNs() + " " + got.runnableNs());
      to.write(" " + got.switches() + " " + got.preemptions() + "\n");
      ReplayMeter.Delays delays = process.recorded().delays();
      to.write("delays " + delays.count() + " " + delays.meanNs() + " " + delays.p50Ns());
      to.write(" " + delays.p95Ns() + " " + delays.p99Ns() + " " + delays.maxNs() + "\n");
      for (int i = 0; i < process.programs().size(); i++) {
        write(process.numbers().get(i), process.programs().get(i), to);
      }
    }
    to.flush();
  }

  private static void write(int number, ReplayProgram program, Writer to) throws IOException {
    to.write("thread " + number + " " + JSON.writeValueAsString(program.name()) + " ");
    to.write(cpu(program.cpu()) + " " + cpu(program.cameFrom()) + "\n");
    for (int i = 0; i < program.count(); i++) {
      Step step = program.step(i);
      to.write(WORDS.get(step.ordinal()));
      if (hasOther(step) && step != Step.WAIT) {
        to.write(" " + program.other(i));
      }
      if (hasValue(step)) {
        to.write(" " + program.value(i));
      }
      if (step == Step.WAIT) {
        to.write(" " + program.other(i));
      }
      to.write('\n');
    }
  }

  private static String cpu(int cpu) {
    return cpu == ReplayProgram.NONE ? "-" : Integer.toString(cpu);
  }

  private static boolean hasOther(Step step) {
    return step == Step.WAKE || step == Step.HAND || step == Step.LEAVE || step == Step.WAIT;
  }

  private static boolean hasValue(Step step) {
    return step != Step.LEAVE && step != Step.ACCOUNT && step != Step.PARK && step != Step.EXIT;
  }

  // ---- reading ----

  /**
   * Reads a recording.
   *
   * @throws ScenarioException if there is no such file, or it is no such recording
   */
  public static ReplayRecording read(Path file) {
    ReplayFile reader = new ReplayFile(file.toString());
    if (!Files.isRegularFile(file)) {
      throw reader.wrong(Files.exists(file) ? "is no file" : "there is no such file");
    }
    try (InputStream in = Files.newInputStream(file);
        InputStream text = isZipped(file) ? new GZIPInputStream(in) : in;
        BufferedReader lines = new BufferedReader(strict(text))) {
      return reader.read(lines);
    } catch (MalformedInputException binary) {
      throw reader.wrong("is no text, where an imported schedule is expected");
    } catch (ZipException | EOFException broken) {
      throw reader.wrong("is no whole gzip file");
    } catch (IOException unreadable) {
      throw reader.wrong("cannot be read");
    }
  }

  private static boolean isZipped(Path file) {
    return file.toString().endsWith(".gz");
  }

  private static Reader strict(InputStream text) {
    return new InputStreamReader(
        text,
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private ReplayRecording read(BufferedReader lines) throws IOException {
    String first = lines.readLine();
    line = 1;
    if (!FORMAT.equals(first)) {
      throw wrong("is no imported schedule: its first line is not `" + FORMAT + "`");
    }
    for (String text = lines.readLine(); text != null; text = lines.readLine()) {
      line++;
      if (!text.isBlank() && text.charAt(0) != '#') {
        read(text);
      }
    }
    endThread();
    return recording.build();
  }

  private void read(String text) {
    int space = text.indexOf(' ');
    String word = space < 0 ? text : text.substring(0, space);
    String rest = space < 0 ? "" : text.substring(space + 1);
    if (word.equals("process")) {
      process(rest);
    } else if (word.equals("delays")) {
      delays(rest);
    } else if (word.equals("thread")) {
      thread(rest);
    } else {
      step(word, rest);
    }
  }

  private void process(String rest) {
    endThread();
    int end = endOfName(rest);
    String[] figures = rest.substring(end).strip().split(" +");
    require(figures.length == 4, "a process has four figures");
    ReplayMeter.Figures got =
        new ReplayMeter.Figures(
            figure(figures[0]), figure(figures[1]), figure(figures[2]), figure(figures[3]));
    String name = name(rest.substring(0, end));
    require(recording.process(name, got), "there is a process `" + name + "` already");
  }

  private void delays(String rest) {
    String[] figures = rest.strip().split(" +");
    require(recording.isInProcess() && program == null, "delays follow the line of a process");
    require(figures.length == 6, "delays have six figures");
    recording.delays(
        new ReplayMeter.Delays(
            figure(figures[0]),
            figure(figures[1]),
            figure(figures[2]),
            figure(figures[3]),
            figure(figures[4]),
            figure(figures[5])));
  }

  private void thread(String rest) {
    endThread();
    require(recording.isInProcess(), "a thread belongs to a process");
    int space = rest.indexOf(' ');
    require(space > 0, "a thread has a number, a name, and two CPUs");
    String more = rest.substring(space + 1);
    int end = endOfName(more);
    String[] words = more.substring(end).strip().split(" +");
    require(
        words.length == 2, "a thread has the CPU that it is pinned to and that it came from, or -");
    number = (int) Math.min(THREADS_MAX, figure(rest.substring(0, space)));
    require(number < THREADS_MAX, "there are at most " + THREADS_MAX + " threads");
    require(!numbers.get(number), "there is a thread " + number + " already");
    numbers.set(number);
    program = new ReplayProgram.Builder(name(more.substring(0, end)), cpu(words[0]), cpu(words[1]));
  }

  private int cpu(String word) {
    return word.equals("-") ? ReplayProgram.NONE : (int) Math.min(figure(word), THREADS_MAX);
  }

  private void endThread() {
    if (program != null) {
      recording.thread(number, program.build());
      program = null;
    }
  }

  private void step(String word, String rest) {
    int kind = WORDS.indexOf(word);
    require(kind >= 0, "`" + word + "` is no step; there are " + String.join(", ", WORDS));
    require(program != null, "a step belongs to a thread");
    Step step = Step.values()[kind];
    long value = 0;
    int other = ReplayProgram.NONE;
    if (hasOther(step) && hasValue(step)) {
      int space = rest.indexOf(' ');
      require(space > 0, "`" + word + "` takes two numbers");
      long first = signed(rest.substring(0, space));
      long second = signed(rest.substring(space + 1));
      other = (int) Math.min(THREADS_MAX, step == Step.WAIT ? second : first);
      value = step == Step.WAIT ? first : second;
    } else if (hasOther(step)) {
      other = (int) Math.min(THREADS_MAX, figure(rest));
    } else if (hasValue(step)) {
      value = figure(rest);
    } else {
      require(rest.isEmpty(), "`" + word + "` takes no number");
    }
    boolean isBlock = step != Step.WAKE || other >= 0 && value <= Integer.MAX_VALUE;
    require(isBlock && value >= 0 && other < THREADS_MAX, "a number is out of range");
    program.add(step, value, other);
  }

  /** Where a quoted name ends. */
  private int endOfName(String text) {
    require(text.startsWith("\""), "a name stands in quotation marks");
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        return i + 1;
      }
    }
    throw wrong("a name has no end");
  }

  private String name(String quoted) {
    try {
      return JSON.readValue(quoted, String.class);
    } catch (JsonProcessingException broken) {
      throw wrong("a name is not written as JSON has it");
    }
  }

  private long signed(String text) {
    return text.equals("-1") ? -1 : figure(text);
  }

  private long figure(String text) {
    require(!text.isEmpty() && text.length() <= 18, "a number is missing or too long");
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      require(digit >= 0 && digit <= 9, "a number is not one");
      value = 10 * value + digit;
    }
    return value;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw wrong(otherwise);
    }
  }

  private ScenarioException wrong(String message) {
    return new ScenarioException(new Problem(shown, line, line == 0 ? 0 : 1, "", message));
  }
}
