package org.coremux.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunResult;
import org.coremux.report.Progress;
import org.coremux.report.ResultCsv;
import org.coremux.report.ResultJson;
import org.coremux.report.SummaryTable;
import org.coremux.scenario.Catalogue;
import org.coremux.scenario.EffectiveScenario;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code coremux run FILE}: one scenario, to its end or to an instant. */
@Command(
    name = "run",
    description = "Runs a scenario and reports who got what.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The report goes to stdout, progress and warnings to stderr.",
      "Examples:",
      "  coremux run scenarios/quickstart.yaml --set guests.web.count=6 --out result",
      "  coremux run scenarios/quickstart.yaml --at '12.345 ms' --step",
      "  coremux run scenarios/quickstart.yaml --until-event 1000"
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ScenarioArguments arguments;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Keeps report.html, a page with everything, and result.json, summary.txt, the timeline,"
              + " charts and the effective scenario.yaml in a folder.")
  private Path out;

  @Option(
      names = "--timeline",
      paramLabel = "FROM..TO",
      description =
          "What --out keeps change by change, and --trace tells of, in time since the start, such"
              + " as '1.2 s..1.3 s' or 'all' (default: of --out the measured window, as far as two"
              + " million changes reach; of --trace the whole run).")
  private String timeline;

  @Mixin private TraceArguments trace = new TraceArguments();

  @Option(
      names = "--format",
      paramLabel = "table|json|csv",
      defaultValue = "table",
      converter = Format.Converter.class,
      description = "How to print the result (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = "--check",
      description = "Checks every invariant after every instant; slower, same result.")
  private boolean check;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "Stops at a time since the start, such as '12.345 ms', and shows what goes on there.")
  private String at;

  @Option(
      names = "--until-event",
      paramLabel = "N",
      description = "As --at, at the N-th event, counted as in the result's `events`.")
  private Long untilEvent;

  @Option(
      names = "--step",
      description = "Goes on step by step, from there or from the start, as told on stdin.")
  private boolean step;

  @Option(
      names = "--quiet",
      description = "On stderr only warnings and errors, no progress, estimates and notes.")
  private boolean quiet;

  private final LongSupplier clockNs;

  /** By the machine's clock. */
  RunCommand() {
    this(System::nanoTime);
  }

  /** By another clock, for tests. */
  RunCommand(LongSupplier clockNs) {
    this.clockNs = clockNs;
  }

  /**
   * Runs and prints.
   *
   * @return 0, or 1 when stdout did not take the report
   */
  @Override
  public Integer call() {
    if (at != null || untilEvent != null || step) {
      refuseWithInspection();
      return new InspectionSession(spec.commandLine(), arguments, check).run(at, untilEvent, step);
    }
    Console console = new Console(spec.commandLine());
    Plugins plugins = arguments.plugins();
    Catalogue catalogue = plugins.catalogue();
    Scenario scenario = arguments.read(catalogue);
    if (out != null && out.toString().isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--out: the name of the folder is empty");
    }
    trace.check();
    if (timeline != null && out == null && trace.file() == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--timeline says what --out and --trace keep: it goes with one of them");
    }
    TimelineWindow window = new TimelineWindow(spec.commandLine(), timeline, scenario);
    try (RunObservers observers = new RunObservers(out, trace, window)) {
      Model.Options options = new Model.Options(0, check);
      Model model = new Model(scenario, plugins, observers.options(options));
      observers.begin(model);
      model.warnings().forEach(warning -> console.note("warning: " + warning));
      RunResult result = run(new Run(model), scenario, console);
      model.failures().forEach(failure -> console.note("warning: " + failure));
      try {
        observers
            .keep(result, EffectiveScenario.yaml(scenario, catalogue))
            .forEach(warning -> console.note("warning: " + warning));
      } finally {
        console.print(text(result, console)); // it is not lost where something cannot be kept
      }
      if (check && !quiet) {
        console.note(
            "checked: the books balanced after each of %,d instants"
                .formatted(model.checkedInstants()));
      }
    }
    return console.exitCode();
  }

  private void refuseWithInspection() {
    if (out != null || trace.file() != null || format != Format.TABLE) {
      throw new ParameterException(
          spec.commandLine(),
          "--at, --until-event and --step show what goes on inside a run, which has no"
              + " result then: they do not go with --out, --trace and --format");
    }
  }

  private RunResult run(Run run, Scenario scenario, Console console) {
    boolean isBound = scenario.isUntilFinished();
    try (Progress progress =
        quiet ? Progress.none() : Progress.onTerminal(scenario.name(), run.endNs())) {
      boolean isTold = quiet || progress.isShown(); // which would break the line in two
      Estimate estimate =
          new Estimate(clockNs, run.endNs(), isBound, isTold ? line -> {} : console::note);
      return run.onProgress(
              now -> {
                estimate.update(now.nowNs());
                progress.update(now.nowNs(), now.events());
              })
          .toEnd();
    } catch (RuntimeException broken) {
      throw new Failures.BrokenRun(run.nowNs(), scenario.seed(), broken);
    }
  }

  private String text(RunResult result, Console console) {
    return switch (format) {
      case TABLE -> SummaryTable.text(result, console.device());
      case JSON -> ResultJson.text(result);
      case CSV -> ResultCsv.text(result);
    };
  }
}
