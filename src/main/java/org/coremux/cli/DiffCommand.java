package org.coremux.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.coremux.report.BadResultException;
import org.coremux.report.DiffJson;
import org.coremux.report.DiffTable;
import org.coremux.report.ResultDiff;
import org.coremux.report.ResultJson;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coremux diff A.json B.json}: two saved results side by side. */
@Command(
    name = "diff",
    description = "Shows what changed between two results, and whether it is more than noise.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  coremux diff before/result.json after/result.json"})
final class DiffCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A.json", description = "A saved result.")
  private Path fileA;

  @Parameters(index = "1", paramLabel = "B.json", description = "The result to compare it with.")
  private Path fileB;

  @Mixin private TableOrJson format = new TableOrJson();

  /**
   * Compares and prints.
   *
   * @return 0, also when the results differ; 2 when one of the files is no result
   */
  @Override
  public Integer call() {
    boolean isJson = format.isJson();
    ResultDiff diff;
    try {
      diff = ResultDiff.of(ResultJson.read(fileA), ResultJson.read(fileB));
    } catch (BadResultException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    PrintWriter out = spec.commandLine().getOut();
    String nameA = fileA.toString();
    String nameB = fileB.toString();
    out.print(
        isJson
            ? DiffJson.text(diff, nameA, nameB)
            : DiffTable.text(diff, nameA, nameB, Console.charset()));
    out.flush();
    return CommandLine.ExitCode.OK;
  }
}
