package org.coremux.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.coremux.experiment.Metric;
import org.coremux.mux.SchedulerProvider;
import org.coremux.report.EntryText;
import org.coremux.scenario.Catalogue;
import org.coremux.scenario.CpuModels;
import org.coremux.scenario.EffectiveScenario;
import org.coremux.scenario.Model;
import org.coremux.scenario.Nearest;
import org.coremux.scenario.Platforms;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.PolicyEvents;
import org.coremux.scenario.Problem;
import org.coremux.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code coremux show FILE}: a scenario with everything filled in. {@code coremux show KIND NAME}:
 * one thing of those that {@code list} lists, with all that is known of it.
 */
@Command(
    name = "show",
    description = {
      "Checks a scenario and prints it with every default, without running it.",
      "With a kind and a name: shows a scheduler, workload, platform, cpu, metric or scenario."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  coremux show scenarios/quickstart.yaml --set guests.web.count=6",
      "  coremux show platform xen",
      "  coremux show metric web.latency.p99"
    })
final class ShowCommand implements Callable<Integer> {
  /** A figure of a workload other than the first, as the first one's is listed. */
  private static final Pattern PLACE = Pattern.compile("workloads\\[\\d{1,9}]");

  private static final String FIRST = "workloads[0]";

  @Spec private CommandSpec spec;
  @Mixin private ScenarioArguments arguments;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Its name, when FILE is a kind: coremux show scheduler credit2.")
  private String name;

  /**
   * Reads, wires and prints.
   *
   * @return 0, or 1 when stdout did not take it
   */
  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine());
    Plugins plugins = arguments.plugins();
    if (name == null) {
      refuseKindAlone(plugins);
      console.print(scenario(plugins, arguments));
    } else {
      console.print(entry(plugins));
    }
    return console.exitCode();
  }

  private static String scenario(Plugins plugins, ScenarioArguments arguments) {
    Catalogue catalogue = plugins.catalogue();
    Scenario scenario = arguments.read(catalogue);
    String yaml = EffectiveScenario.yaml(scenario, catalogue);
    check(scenario, plugins);
    return yaml;
  }

  /** Wires it only to see whether that works: a trace that it names may be missing or broken. */
  private static void check(Scenario scenario, Plugins plugins) {
    new Model(scenario, plugins, Model.Options.NORMAL).simulation();
  }

  // ---- one of a kind ----

  /** A kind without a name is a question that can be answered, unless a file is called so. */
  private void refuseKindAlone(Plugins plugins) {
    Kind kind = Kind.of(arguments.written()).orElse(null);
    if (kind != null && !Files.exists(arguments.file())) {
      throw usage("say which " + kind.one() + ": " + String.join(", ", kind.names(plugins)));
    }
  }

  private String entry(Plugins plugins) {
    String word = arguments.written();
    Kind kind =
        Kind.of(word)
            .orElseThrow(
                () ->
                    usage(
                        "there is no kind "
                            + Problem.quoted(word)
                            + " to show; there are "
                            + String.join(", ", Kind.singulars())
                            + Nearest.hints(word, Kind.singulars())));
    if (kind == Kind.METRIC) {
      return metric();
    }
    if (kind == Kind.SCENARIO) {
      return scenario(
          plugins,
          arguments.of(
              ShippedScenarios.file(name).orElseThrow(() -> unknown(kind, kind.names(plugins)))));
    }
    if (arguments.areChanged()) {
      throw usage("--set and --seed change a scenario, and a " + kind.one() + " is none");
    }
    List<String> names = kind.names(plugins);
    if (!names.contains(name)) {
      throw unknown(kind, names);
    }
    return switch (kind) {
      case SCHEDULER -> scheduler(plugins);
      case WORKLOAD -> EntryText.workload(plugins.workload(name), Console.charset());
      case PLATFORM -> EntryText.platform(Platforms.preset(name), Console.charset());
      default -> EntryText.cpu(CpuModels.preset(name), Console.charset());
    };
  }

  private String scheduler(Plugins plugins) {
    SchedulerProvider provider = plugins.scheduler(name);
    return EntryText.scheduler(provider, PolicyEvents.of(provider, plugins), Console.charset());
  }

  private String metric() {
    String first = PLACE.matcher(name).replaceFirst(FIRST);
    String bare = first.replace(FIRST + ".", "");
    Optional<Metric> found =
        Metric.all().stream()
            .filter(metric -> ends(bare, metric.shortName()) || ends(first, metric.path()))
            .max(Comparator.comparingInt(metric -> metric.shortName().length()));
    Metric metric =
        found.orElseThrow(
            () -> {
              List<String> names = Metric.all().stream().map(Metric::shortName).toList();
              return unknown(Kind.METRIC, names);
            });
    return EntryText.metric(placed(metric), owner(metric), Console.charset());
  }

  /** The figure of the workload that was asked for by its place. */
  private Metric placed(Metric metric) {
    Matcher place = PLACE.matcher(name);
    if (!place.find() || place.group().equals(FIRST)) {
      return metric;
    }
    return new Metric(
        place.group() + "." + metric.shortName(),
        metric.path().replace(FIRST, place.group()),
        metric.unit(),
        metric.meaning());
  }

  private static boolean ends(String path, String last) {
    return path.equals(last) || path.endsWith("." + last);
  }

  /** Whose figure was asked for: the entry's name, unless there is none. */
  private String owner(Metric metric) {
    String rest = name.replaceFirst("^groups\\.", "");
    boolean isNamed = !metric.shortName().equals(rest) && !metric.path().equals(rest);
    int dot = rest.indexOf('.');
    return isNamed && dot > 0 && !rest.matches("(guests|workloads\\[\\d+])\\..*")
        ? rest.substring(0, dot)
        : "GROUP";
  }

  private ParameterException unknown(Kind kind, List<String> names) {
    List<String> near = new ArrayList<>(names);
    String figure = name.substring(name.indexOf('.') + 1);
    String hint = Nearest.hints(name, near);
    return usage(
        "there is no "
            + kind.one()
            + " "
            + Problem.quoted(name)
            + "; there are "
            + String.join(", ", names)
            + (hint.isEmpty() ? Nearest.hints(figure, near) : hint));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
