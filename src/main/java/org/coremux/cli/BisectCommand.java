package org.coremux.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.coremux.experiment.Bisection;
import org.coremux.report.BisectText;
import org.coremux.report.Progress;
import org.coremux.scenario.Plugins;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coremux bisect A.yaml B.yaml}: where two runs part that should be equal. */
@Command(
    name = "bisect",
    description = {
      "Runs two scenarios side by side and shows the first change of a run state in which they",
      "differ: what each did and why, and what the queues looked like before."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Guests and threads are compared by their order, so names do not matter. Exit code 1 says",
      "that the runs differ.",
      "Examples:",
      "  coremux bisect before.yaml after.yaml",
      "  coremux bisect scenarios/weights.yaml mine.yaml --seed 7"
    })
final class BisectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ScenarioArguments arguments;

  @Parameters(index = "1", paramLabel = "OTHER", description = "The scenario to compare it with.")
  private Path other;

  /**
   * Runs both and prints.
   *
   * @return 0 when they are equal, 1 when they differ or stdout did not take the report
   */
  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine());
    Plugins plugins = arguments.plugins();
    ScenarioArguments second = arguments.of(other);
    Bisection bisection =
        new Bisection(
            arguments.read(plugins.catalogue()), second.read(plugins.catalogue()), plugins);
    Bisection.Answer answer = answer(bisection, console);
    console.print(
        BisectText.text(answer, arguments.written(), second.written(), Console.charset()));
    return answer.difference().isEmpty() ? console.exitCode() : CommandLine.ExitCode.SOFTWARE;
  }

  private static Bisection.Answer answer(Bisection bisection, Console console) {
    long endNs = bisection.endNs();
    try (Progress progress = Progress.onTerminal("bisect", endNs)) {
      Estimate estimate =
          new Estimate(
              System::nanoTime, endNs, true, progress.isShown() ? line -> {} : console::note);
      return bisection
          .onProgress(
              nowNs -> {
                progress.update(nowNs, 0);
                estimate.update(nowNs);
              })
          .answer();
    }
  }
}
