package org.coremux.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.coremux.evidence.fuzz.Fuzzer;
import org.coremux.evidence.fuzz.Laws;
import org.coremux.evidence.fuzz.Trial;
import org.coremux.evidence.fuzz.Verdict;
import org.coremux.report.AtomicFile;
import org.coremux.report.FuzzText;
import org.coremux.report.Progress;
import org.coremux.report.ResultJson;
import org.coremux.scenario.Plugins;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coremux fuzz}: random scenarios, with every invariant on. */
@Command(
    name = "fuzz",
    description = {
      "Runs random scenarios with every invariant on: hosts, platforms, policies, guests,",
      "workloads and events. Of one that fails it prints the smallest file that still does."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "One seed gives the same cases in the same order, on any number of threads. Ctrl-C ends it",
      "with what was found so far. Exit code 1 says that a case failed.",
      "Examples:",
      "  coremux fuzz --seconds 60 --seed 1",
      "  coremux fuzz --cases 500 --scheduler credit2 --out failures",
      "  coremux fuzz failures/fuzz-1-17.yaml"
    })
final class FuzzCommand implements Callable<Integer> {
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final long SECONDS = 60;

  /** A year. */
  private static final long SECONDS_MAX = 31_536_000;

  private static final int THREADS_MAX = 1_024;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Runs this scenario in the same way, and no others.")
  private Path file;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Ends after so long (default: 60, unless --cases is given).")
  private Long seconds;

  @Option(names = "--cases", paramLabel = "N", description = "Ends after so many scenarios.")
  private Long cases;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Whose scenarios: a whole number from 0 (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--scheduler",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Gives hosts this policy only, such as one that you are writing.")
  private String scheduler;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "So many scenarios at once (default: as many as there are cores).")
  private Integer jobs;

  @Option(
      names = "--keep-going",
      description = "Goes on when one has failed; each reason to fail is told once.")
  private boolean keepsGoing;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Keeps the scenarios that fail in a folder, too, with what they read.")
  private Path out;

  @Option(names = "--quiet", description = "Says nothing while it works.")
  private boolean quiet;

  @Mixin private ScenarioArguments.PluginArguments plugins;

  private final LongSupplier clockNs;

  /** Where failures are kept, in words, in the order in which they were found. */
  private final List<String> whereabouts = new ArrayList<>();

  /** By that clock. */
  FuzzCommand(LongSupplier clockNs) {
    this.clockNs = clockNs;
  }

  /**
   * Runs and prints.
   *
   * @return 0, or 1 when a case failed or stdout did not take the report, 2 when FILE is refused
   */
  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine());
    Plugins installed = plugins.load();
    if (file != null) {
      return replay(installed, console);
    }
    check(installed);
    Fuzzer.Report report;
    long beganNs = clockNs.getAsLong();
    try (Interrupt interrupt = new Interrupt()) {
      report = run(installed, beganNs, interrupt::hasCome);
      report.failures().forEach(failure -> console.print(FuzzText.file(seed, failure) + "\n"));
      console.print(FuzzText.summary(report, seed, clockNs.getAsLong() - beganNs));
      whereabouts.forEach(console::note);
    }
    return report.failures().isEmpty() ? console.exitCode() : CommandLine.ExitCode.SOFTWARE;
  }

  private void check(Plugins installed) {
    within("--seconds", seconds, SECONDS_MAX);
    within("--cases", cases, Long.MAX_VALUE);
    within("--jobs", jobs == null ? null : Long.valueOf(jobs), THREADS_MAX);
    if (seed < 0) {
      throw new ParameterException(
          spec.commandLine(), "--seed: is " + seed + "; allowed is from 0");
    }
    checkFolder();
    if (!scheduler.isEmpty() && !Kind.SCHEDULER.names(installed).contains(scheduler)) {
      throw new ParameterException(
          spec.commandLine(),
          "--scheduler: there is no "
              + scheduler
              + "; there are "
              + String.join(", ", Kind.SCHEDULER.names(installed)));
    }
  }

  /** It is not found out after a night of fuzzing that nothing can be kept there. */
  private void checkFolder() {
    if (out == null) {
      return;
    }
    if (out.toString().isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--out: the name of the folder is empty");
    }
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), "--out " + out + ": cannot be made: " + AtomicFile.reason(e));
    }
    if (!Files.isWritable(out)) {
      throw new ParameterException(spec.commandLine(), "--out " + out + ": permission denied");
    }
  }

  private void within(String option, Long value, long max) {
    if (value != null && (value < 1 || value > max)) {
      throw new ParameterException(
          spec.commandLine(), option + ": is " + value + "; allowed is 1 to " + max);
    }
  }

  private Fuzzer.Report run(Plugins installed, long beganNs, BooleanSupplier isInterrupted) {
    int threads = jobs != null ? jobs : Runtime.getRuntime().availableProcessors();
    long most = cases != null ? cases : Long.MAX_VALUE;
    long spanNs =
        seconds != null || cases == null
            ? NS_PER_SECOND * (seconds != null ? seconds : SECONDS)
            : Long.MAX_VALUE;
    BooleanSupplier isOver =
        () -> isInterrupted.getAsBoolean() || clockNs.getAsLong() - beganNs >= spanNs;
    Fuzzer fuzzer =
        new Fuzzer(installed, Laws.installed(), ResultJson::text)
            .threads(threads)
            .policy(scheduler)
            .goingOn(keepsGoing);
    boolean isByCases = spanNs == Long.MAX_VALUE;
    try (Progress progress =
        quiet
            ? Progress.none()
            : Progress.onTerminal("fuzz seed " + seed, isByCases ? most : spanNs)) {
      return fuzzer
          .onProgress(
              tally -> {
                long now = isByCases ? tally.cases() : clockNs.getAsLong() - beganNs;
                progress.rename(tally.cases() + " cases");
                progress.update(now, tally.events());
              })
          .onFailure(this::keep)
          .hurriedBy(isInterrupted)
          .run(seed, most, isOver);
    }
  }

  /** At once, as a long run may be killed; one that cannot be kept is still printed at the end. */
  private void keep(Fuzzer.Failure failure) {
    if (out == null) {
      return;
    }
    byte[] text = FuzzText.file(seed, failure).getBytes(StandardCharsets.UTF_8);
    try {
      int place = 1;
      while (!isKept(out.resolve(FuzzText.fileName(seed, failure, place)), text)) {
        place++;
      }
      for (Map.Entry<String, String> beside : failure.recordings().entrySet()) {
        byte[] bytes = beside.getValue().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(out.resolve(beside.getKey()), to -> to.write(bytes));
      }
    } catch (IOException | UncheckedIOException cannot) {
      whereabouts.add("a failure is not kept in " + out + ": " + cannot.getMessage());
    }
  }

  /** Whether it is there now; not where another one is, of another run. */
  private boolean isKept(Path file, byte[] text) throws IOException {
    try {
      Files.write(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException taken) {
      if (!Arrays.equals(Files.readAllBytes(file), text)) {
        return false;
      }
    }
    whereabouts.add("kept in " + file);
    return true;
  }

  private int replay(Plugins installed, Console console) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), file + ": cannot be read: " + AtomicFile.reason(e));
    }
    Path folder = file.toAbsolutePath().getParent();
    Trial trial = new Trial(installed, Laws.installed(), ResultJson::text).in(folder);
    Verdict verdict = trial.of(text);
    if (verdict.outcome() == Verdict.Outcome.REFUSED) {
      console.note(FuzzText.verdict(file.toString(), verdict).strip());
      return CommandLine.ExitCode.USAGE;
    }
    console.print(FuzzText.verdict(file.toString(), verdict));
    return verdict.isFailed() ? CommandLine.ExitCode.SOFTWARE : console.exitCode();
  }
}
