package org.coremux.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.coremux.experiment.Alternative;
import org.coremux.experiment.Comparison;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Precision;
import org.coremux.report.ComparisonCsv;
import org.coremux.report.ComparisonJson;
import org.coremux.report.ComparisonTable;
import org.coremux.report.page.ComparisonFolder;
import org.coremux.report.page.HtmlReport;
import org.coremux.scenario.EffectiveScenario;
import org.coremux.scenario.Nearest;
import org.coremux.scenario.Platforms;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;
import org.coremux.scenario.ScenarioException;
import org.coremux.scenario.Variant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code coremux compare FILE}: the same guests on several platforms or schedulers. */
@Command(
    name = "compare",
    description = "Runs the same guests on several platforms and says which is slower, and why.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Every platform or scheduler gets the same requests at the same times. Replications go on,"
          + " from 5 to 50 of them, until a mean is known to 5 per cent and a p99 to 10, with 95"
          + " per cent of confidence.",
      "Examples:",
      "  coremux compare scenarios/web-server.yaml --platforms xen-hvm,kvm,hosted",
      "  coremux compare quickstart --platforms kvm --out result",
      "  coremux compare quickstart --schedulers credit2,round-robin --format json",
      "  coremux compare overcommit --schedulers all --replications 10"
    })
final class CompareCommand implements Callable<Integer> {
  /** What the platforms are compared with. */
  static final String BASELINE = "bare-metal";

  /** Where no guest shares a core with another one. */
  static final String UNSHARED = "bare-metal-dedicated";

  private static final double PERCENT = 100;

  @Spec private CommandSpec spec;
  @Mixin private ScenarioArguments arguments;

  @Option(
      names = "--platforms",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = PlatformNames.class,
      description =
          "The platforms, presets or files of your own; bare-metal is run in any case, and they are"
              + " compared with it.")
  private List<String> platforms;

  @Option(
      names = "--schedulers",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = SchedulerNames.class,
      description =
          "Instead of platforms: schedulers of the hosts, two or more; others are compared with"
              + " the first. all: each that is installed and can run the scenario.")
  private List<String> schedulers;

  @Option(
      names = "--precision",
      paramLabel = "PERCENT",
      description =
          "How tight intervals have to be: half of one, of its mean; of a p99 twice as much"
              + " (default: 5 %%).")
  private String precision;

  @Option(
      names = "--replications",
      paramLabel = "N",
      description = "So many replications of each, however tight: from 3 on.")
  private Integer replications;

  @Option(
      names = "--sensitivity",
      description =
          "Halves and doubles the assumed figures of the platforms, and says which of them matter;"
              + " takes longer than all the rest (default: with --out).")
  private boolean sensitivity;

  @Option(names = "--no-sensitivity", description = "Does not do that, also with --out.")
  private boolean noSensitivity;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Keeps report.html, a page with everything, and comparison.json, summary.txt, charts and"
              + " the effective scenario.yaml in a folder.")
  private Path out;

  @Option(
      names = "--format",
      paramLabel = "table|json|csv",
      defaultValue = "table",
      converter = Format.Converter.class,
      description = "How to print the comparison (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(names = "--quiet", description = "On stderr only warnings and errors, no progress.")
  private boolean quiet;

  /** What {@code --platforms} can begin with. */
  static final class PlatformNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Platforms.names().iterator();
    }
  }

  /** What {@code --schedulers} can begin with. */
  static final class SchedulerNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      Stream<String> names = Plugins.installed().schedulers().stream().map(one -> one.name());
      return Stream.concat(Stream.of(Entrants.ALL), names).iterator();
    }
  }

  /**
   * Compares and prints.
   *
   * @return 0, or 1 when stdout did not take the report
   */
  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine());
    Plugins plugins = arguments.plugins();
    checkOptions(plugins);
    Scenario asWritten = arguments.read(plugins.catalogue());
    Optional<ComparisonFolder> folder = Optional.ofNullable(out).map(ComparisonFolder::new);
    folder.ifPresent(ComparisonFolder::check);
    Comparison comparison = comparison(asWritten, plugins);
    ComparisonResult result;
    try (ComparisonProgress progress = ComparisonProgress.of(asWritten.name(), quiet)) {
      result = comparison.onProgress(progress::update).toEnd();
    }
    try {
      folder
          .map(to -> to.write(result, EffectiveScenario.yaml(asWritten, plugins.catalogue())))
          .orElse(List.of())
          .forEach(warning -> console.note("warning: " + warning));
    } finally {
      console.print(text(result, console)); // it is not lost where something cannot be kept
    }
    if (schedulers != null && out != null && format == Format.TABLE) {
      Path picture = out.resolve(ComparisonFolder.PICTURE);
      Path page = out.resolve(HtmlReport.FILE);
      console.print("\nAs a picture: %s; all of it: %s\n".formatted(picture, page));
    }
    return console.exitCode();
  }

  private String text(ComparisonResult result, Console console) {
    return switch (format) {
      case TABLE -> ComparisonTable.text(result, console.device());
      case JSON -> ComparisonJson.text(result);
      case CSV -> ComparisonCsv.text(result);
    };
  }

  // ---- what is compared ----

  private Comparison comparison(Scenario asWritten, Plugins plugins) {
    boolean moves = sensitivity || out != null && platforms != null && !noSensitivity;
    Comparison.Settings settings =
        new Comparison.Settings(precision(), Runtime.getRuntime().availableProcessors(), moves);
    if (schedulers != null) {
      return ofSchedulers(asWritten, plugins, settings);
    }
    List<Alternative> alternatives = new ArrayList<>();
    alternatives.add(alternative(BASELINE, Variant.platform(BASELINE, plugins), plugins));
    for (String name : platforms) {
      if (!name.equals(BASELINE)) {
        alternatives.add(alternative(name, Variant.platform(name, plugins), plugins));
      }
    }
    Alternative unshared = alternative(UNSHARED, Variant.platform(UNSHARED, plugins), plugins);
    return new Comparison(alternatives, Optional.of(unshared), settings);
  }

  private Comparison ofSchedulers(
      Scenario asWritten, Plugins plugins, Comparison.Settings settings) {
    Entrants entrants =
        Entrants.of(
            schedulers,
            asWritten,
            plugins,
            name -> arguments.read(plugins.catalogue(), Variant.scheduler(name)));
    if (entrants.able().size() < 2) {
      StringBuilder why = new StringBuilder("--schedulers: a comparison takes two or more");
      for (ComparisonResult.Refused one : entrants.unable()) {
        why.append("; not ").append(one.name()).append(": ").append(one.reason());
      }
      throw wrong(why.toString());
    }
    return new Comparison(entrants.able(), wanted(plugins), settings).ofPolicies(entrants.unable());
  }

  /** What guests want is seen where they share nothing; not of a scenario that cannot run there. */
  private Optional<Alternative> wanted(Plugins plugins) {
    try {
      return Optional.of(alternative(UNSHARED, Variant.platform(UNSHARED, plugins), plugins));
    } catch (ScenarioException refused) {
      return Optional.empty();
    }
  }

  private Alternative alternative(String name, Variant variant, Plugins plugins) {
    return new Alternative(name, arguments.read(plugins.catalogue(), variant), plugins);
  }

  private Precision precision() {
    if (replications != null) {
      Precision exactly = Precision.exactly(replications);
      return precision == null ? exactly : exactly.withMean(share());
    }
    return precision == null ? Precision.USUAL : Precision.USUAL.withMean(share());
  }

  // ---- what may be asked ----

  private void checkOptions(Plugins plugins) {
    if ((platforms == null) == (schedulers == null)) {
      throw wrong(
          platforms == null
              ? "what is compared is missing: --platforms xen,kvm or --schedulers credit2,eevdf"
              : "--platforms and --schedulers do not go together: one thing at a time differs");
    }
    if (platforms != null) {
      List<String> known = plugins.catalogue().platforms().stream().map(p -> p.name()).toList();
      among("--platforms", "platform", platforms, known);
    } else {
      List<String> known = new ArrayList<>();
      plugins.schedulers().forEach(one -> known.add(one.name()));
      known.add(Entrants.ALL);
      among("--schedulers", "scheduler", schedulers, known);
    }
    if (sensitivity && noSensitivity) {
      throw wrong("--sensitivity and --no-sensitivity do not go together");
    }
    if (replications != null && (replications < Precision.LEAST || replications > Precision.MOST)) {
      throw wrong(
          "--replications %d: must be %d to %,d"
              .formatted(replications, Precision.LEAST, Precision.MOST));
    }
    if (precision != null) {
      share();
    }
    if (out != null && out.toString().isEmpty()) {
      throw wrong("--out: the name of the folder is empty");
    }
  }

  private void among(String option, String noun, List<String> given, List<String> known) {
    Set<String> seen = new HashSet<>();
    for (String name : given) {
      boolean isFile =
          option.equals("--platforms") && (name.contains("/") || name.matches(".*\\.ya?ml"));
      if (!isFile && !known.contains(name)) {
        throw wrong(
            option
                + ": "
                + (name.isEmpty() ? "a name is empty" : "there is no " + noun + " `" + name + "`")
                + "; there are "
                + String.join(", ", known)
                + Nearest.hints(name, known));
      }
      if (!seen.add(name)) {
        throw wrong(option + ": " + name + " is named twice");
      }
    }
  }

  /** As {@code 5}, {@code 5%} or {@code 5 %}. */
  private double share() {
    String number = precision.strip().replaceFirst("\\s*%$", "");
    if (number.matches("\\d{1,2}(\\.\\d{1,4})?")) {
      double share = Double.parseDouble(number) / PERCENT;
      if (share > 0) {
        return share;
      }
    }
    throw wrong("--precision " + precision + ": must be per cent, above 0 % and below 100 %");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
