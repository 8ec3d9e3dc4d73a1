package org.coremux.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.coremux.evidence.TheoryEvidence;
import org.coremux.evidence.TheoryRow;
import org.coremux.evidence.TheorySuite;
import org.coremux.report.Progress;
import org.coremux.report.TheoryJson;
import org.coremux.report.TheoryTable;
import org.coremux.scenario.Plugins;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code coremux validate theory}: what is known exactly, simulated. */
@Command(
    name = "theory",
    description =
        "Simulates what theory knows exactly - queues, processor sharing, closed networks,"
            + " deadlines, fairness - and prints the exact value beside the simulated one.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Seeds are fixed: the answer is the same on every machine. All suites take some",
      "half a minute on two cores. Exit code 1 says that a row does not agree.",
      "Examples:",
      "  coremux validate theory",
      "  coremux validate theory --only deadlines --only fairness",
      "  coremux validate theory --only queues --format json"
    })
final class ValidateTheoryCommand implements Callable<Integer> {
  /** What all of the work is to the line of progress. */
  private static final long WHOLE = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "SUITE",
      converter = Suite.class,
      completionCandidates = Words.class,
      description = "Only this one of ${COMPLETION-CANDIDATES}; may be given several times.")
  private List<TheorySuite> only = List.of();

  @Mixin private TableOrJson format = new TableOrJson();

  @Option(names = "--quiet", description = "Says nothing while it works.")
  private boolean quiet;

  /** The words of all suites. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(TheorySuite.values()).map(TheorySuite::word).iterator();
    }
  }

  /** Reads a suite by its word. */
  static final class Suite implements ITypeConverter<TheorySuite> {
    @Override
    public TheorySuite convert(String value) {
      for (TheorySuite suite : TheorySuite.values()) {
        if (suite.word().equals(value)) {
          return suite;
        }
      }
      throw new TypeConversionException(
          "'" + value + "' is not one of " + String.join(", ", new Words()));
    }
  }

  /**
   * Simulates and prints.
   *
   * @return 0, or 1 when a row does not agree or stdout did not take the report
   */
  @Override
  public Integer call() {
    boolean isJson = format.isJson();
    Set<TheorySuite> suites =
        only.isEmpty() ? EnumSet.allOf(TheorySuite.class) : new LinkedHashSet<>(only);
    Console console = new Console(spec.commandLine());
    List<TheoryRow> rows = rows(suites, console);
    console.print(isJson ? TheoryJson.text(rows) : TheoryTable.text(rows));
    boolean isGood = rows.stream().allMatch(TheoryRow::isGood);
    return isGood ? console.exitCode() : CommandLine.ExitCode.SOFTWARE;
  }

  private List<TheoryRow> rows(Set<TheorySuite> suites, Console console) {
    int cores = Runtime.getRuntime().availableProcessors();
    TheoryEvidence evidence = new TheoryEvidence(Plugins.installed(), cores);
    try (Progress progress = quiet ? Progress.none() : Progress.onTerminal("theory", WHOLE)) {
      if (!quiet && !progress.isShown()) {
        console.note(
            "simulating "
                + suites.stream().map(TheorySuite::word).collect(Collectors.joining(", "))
                + " ...");
      }
      return evidence.onProgress((done, of) -> progress.update(WHOLE * done / of, 0)).rows(suites);
    }
  }
}
