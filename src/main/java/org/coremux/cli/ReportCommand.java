package org.coremux.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.coremux.report.SavedRun;
import org.coremux.report.page.ComparisonFolder;
import org.coremux.report.page.ComparisonReport;
import org.coremux.report.page.HtmlReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coremux report RESULT}: the page of a saved result, made again. */
@Command(
    name = "report",
    description = "Makes report.html of a saved result.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  coremux report result",
      "  coremux report result --out /tmp/page.html"
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RESULT",
      description =
          "The folder of run --out or compare --out, or its result.json or comparison.json;"
              + " scenario.yaml and timeline.json.gz beside it are used if they are there.")
  private Path place;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the page goes (default: report.html beside the result).")
  private Path out;

  /**
   * Reads and writes.
   *
   * @return 0
   */
  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine());
    Optional<Path> comparison = ComparisonFolder.find(place);
    if (comparison.isPresent()) {
      return comparison(comparison.get(), console);
    }
    SavedRun saved = SavedRun.read(place);
    HtmlReport report = HtmlReport.of(saved);
    report.warnings().forEach(warning -> console.note("warning: " + warning));
    Path page = out == null ? saved.file().resolveSibling(HtmlReport.FILE) : out;
    report.write(page);
    console.print(page + "\n");
    return console.exitCode();
  }

  private int comparison(Path file, Console console) {
    ComparisonReport report = ComparisonReport.read(file);
    report.warnings().forEach(warning -> console.note("warning: " + warning));
    Path page = out == null ? file.resolveSibling(HtmlReport.FILE) : out;
    report.write(page);
    console.print(page + "\n");
    return console.exitCode();
  }
}
