package org.coremux.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.coremux.report.HtmlReport;
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
          "A folder that run --out has made: result.json, and scenario.yaml and timeline.json.gz"
              + " if they are there.")
  private Path folder;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the page goes (default: report.html in the folder).")
  private Path out;

  /**
   * Reads and writes.
   *
   * @return 0
   */
  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine());
    HtmlReport report = HtmlReport.of(folder);
    report.warnings().forEach(warning -> console.note("warning: " + warning));
    Path page = out == null ? folder.resolve(HtmlReport.FILE) : out;
    report.write(page);
    console.print(page + "\n");
    return console.exitCode();
  }
}
