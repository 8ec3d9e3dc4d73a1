package org.coremux.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.coremux.evidence.KernelEvidence;
import org.coremux.evidence.KnownRecording;
import org.coremux.report.KernelJson;
import org.coremux.report.KernelTable;
import org.coremux.scenario.importer.PerfSchedOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coremux validate kernel}: recorded Linux schedules, predicted beside recorded. */
@Command(
    name = "kernel",
    description =
        "Replays recorded Linux schedules and prints, process by process, what was recorded and"
            + " what is predicted.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Without recordings it takes those in scenarios/recordings and, where they are,",
      "../shared/traces/perf-sched. Exit code 1 says that a goal is missed.",
      "Examples:",
      "  coremux validate kernel",
      "  coremux validate kernel build.txt --wakes reader=recorded --format json"
    })
final class ValidateKernelCommand implements Callable<Integer> {
  private static final List<Path> FOLDERS =
      List.of(Path.of("scenarios/recordings"), Path.of("../shared/traces/perf-sched"));

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "TRACE",
      description = "Recordings, as `coremux import perf-sched` takes them.")
  private List<Path> traces = new ArrayList<>();

  @Mixin private PerfSchedArguments arguments = new PerfSchedArguments();

  @Mixin
  private ScenarioArguments.PluginArguments plugins = new ScenarioArguments.PluginArguments();

  @Mixin private TableOrJson format = new TableOrJson();

  @Option(names = "--quiet", description = "Says nothing while it works.")
  private boolean quiet;

  /**
   * Compares and prints.
   *
   * @return 0, or 1 when a goal is missed or stdout did not take the report
   */
  @Override
  public Integer call() {
    boolean isJson = format.isJson();
    Console console = new Console(spec.commandLine());
    PerfSchedOptions options = arguments.options(spec.commandLine());
    KernelEvidence evidence = new KernelEvidence(plugins.load());
    List<KernelEvidence.Comparison> comparisons = new ArrayList<>();
    for (Path trace : traces.isEmpty() ? found() : traces) {
      List<KnownRecording> ways = KnownRecording.of(name(trace));
      if (arguments.areGiven()) {
        ways = List.of(ways.get(0).with(options, arguments.told()));
      }
      if (!quiet) {
        console.note("replaying " + trace + " ...");
      }
      ways.forEach(known -> comparisons.add(evidence.compare(trace, known)));
    }
    console.print(
        isJson ? KernelJson.text(comparisons) : KernelTable.text(comparisons, Console.charset()));
    boolean isMissed = comparisons.stream().anyMatch(KernelEvidence.Comparison::isMissed);
    return isMissed ? CommandLine.ExitCode.SOFTWARE : console.exitCode();
  }

  private static String name(Path trace) {
    Path file = trace.getFileName();
    return file == null ? "" : file.toString().replaceFirst("\\.txt(\\.gz)?$", "");
  }

  private List<Path> found() {
    List<Path> found = new ArrayList<>();
    for (Path folder : FOLDERS) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files
              .filter(file -> file.toString().matches(".*\\.txt(\\.gz)?"))
              .sorted()
              .forEach(found::add);
        } catch (IOException unreadable) {
          throw new UncheckedIOException("cannot list " + folder, unreadable);
        }
      }
    }
    if (found.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no recording in " + FOLDERS.get(0) + "; name one, such as build.txt");
    }
    return found;
  }
}
