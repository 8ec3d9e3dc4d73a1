package org.coremux.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.Timeline;
import org.coremux.report.AtomicFile;
import org.coremux.report.ComparisonJson;
import org.coremux.report.SavedRun;
import org.coremux.report.chart.Chart;
import org.coremux.report.chart.Charts;
import org.coremux.report.chart.ComparisonCharts;
import org.coremux.report.chart.Labelled;
import org.coremux.report.chart.Stretch;
import org.coremux.report.chart.Theme;
import org.coremux.report.chart.View;
import org.coremux.report.page.ComparisonFolder;
import org.coremux.scenario.Quantity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coremux chart RESULT...}: pictures of saved results. */
@Command(
    name = "chart",
    description = "Draws charts of saved results.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The names of the files that were written go to stdout.",
      "Examples:",
      "  coremux chart result --only timeline --window '1.2 s..1.3 s'",
      "  coremux chart xen kvm --only latency --theme dark --out pictures"
    })
final class ChartCommand implements Callable<Integer> {
  private static final String TIMELINE = "timeline";
  private static final String LATENCY = "latency";
  private static final List<String> FORMATS = List.of("svg", "png");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "RESULT",
      description =
          "A folder that run --out wrote, or a result.json; or one comparison of compare --out.")
  private List<Path> places;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder to write to (default: the current one).")
  private Path out = Path.of("");

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description =
          "Only these: utilisation, latency, steal, states, migration, timeline; of a comparison"
              + " slowdown, waterfall, requests.")
  private List<String> only = List.of();

  @Option(
      names = "--window",
      paramLabel = "FROM..TO",
      description =
          "The part of the timeline, in time since the start of the run, such as '1.2 s..1.3 s'"
              + " (default: all that was kept).")
  private String window;

  @Option(names = "--host", paramLabel = "NAME", description = "Only this host (default: all).")
  private String host;

  @Option(
      names = "--theme",
      paramLabel = "light|dark",
      defaultValue = "light",
      description = "Dark on light, or light on dark (default: ${DEFAULT-VALUE}).")
  private String theme;

  @Option(
      names = "--format",
      split = ",",
      paramLabel = "svg|png",
      description = "Which files (default: both).")
  private List<String> formats = FORMATS;

  /**
   * Draws, and prints the names of the files.
   *
   * @return 0, or 1 when stdout did not take the names
   */
  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine());
    Optional<Path> comparison = places.stream().flatMap(p -> find(p).stream()).findFirst();
    among("--only", only, comparison.isPresent() ? ComparisonCharts.NAMES : Charts.NAMES);
    among("--format", formats, FORMATS);
    among("--theme", List.of(theme), List.of("light", "dark"));
    if (comparison.isPresent()) {
      return comparison(comparison.get(), console);
    }
    View view =
        new View(
            Optional.ofNullable(host),
            Optional.ofNullable(window)
                .map(text -> StretchText.parse(spec.commandLine(), "--window", text)));
    List<SavedRun> runs = places.stream().map(SavedRun::read).toList();
    runs.forEach(this::checkHost);
    List<Labelled> labelled = Labelled.of(runs);
    List<Drawn> drawn = new ArrayList<>();
    if (runs.size() > 1 && isWanted(LATENCY)) {
      Charts.latency(labelled, view, theme())
          .ifPresent(chart -> drawn.add(new Drawn(chart, chart.name())));
    }
    Set<String> slugs = new HashSet<>();
    for (int i = 0; i < runs.size(); i++) {
      String slug = labelled.get(i).slug();
      String own = slugs.add(slug) ? slug : slug + "-" + (i + 1);
      for (Chart chart : charts(runs.get(i), view, console)) {
        if (runs.size() == 1) {
          drawn.add(new Drawn(chart, chart.name()));
        } else if (!chart.name().equals(LATENCY)) {
          drawn.add(new Drawn(chart, chart.name() + "-" + own));
        }
      }
    }
    checkThere(drawn);
    write(drawn, console);
    return console.exitCode();
  }

  private static Optional<Path> find(Path place) {
    return ComparisonFolder.find(place);
  }

  private int comparison(Path file, Console console) {
    if (places.size() > 1 || host != null || window != null) {
      throw wrong(
          file + " is a comparison: it is drawn alone, and has neither hosts nor a timeline");
    }
    List<Drawn> drawn =
        ComparisonCharts.of(ComparisonJson.read(file), theme()).stream()
            .filter(chart -> isWanted(chart.name()))
            .map(chart -> new Drawn(chart, chart.name()))
            .toList();
    checkThere(drawn);
    write(drawn, console);
    return console.exitCode();
  }

  /** A chart, and the name of its files without an ending. */
  private record Drawn(Chart chart, String file) {}

  private Theme theme() {
    return Theme.valueOf(theme.toUpperCase(Locale.ROOT));
  }

  private boolean isWanted(String name) {
    return only.isEmpty() || only.contains(name);
  }

  private void among(String option, List<String> given, List<String> allowed) {
    for (String one : given) {
      if (!allowed.contains(one)) {
        throw wrong(option + " " + one + ": must be among " + String.join(", ", allowed));
      }
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void checkHost(SavedRun run) {
    List<String> hosts = run.result().hosts().stream().map(HostResult::name).toList();
    if (host != null && !hosts.contains(host)) {
      throw wrong(
          "--host %s: %s has no such host; it has %s"
              .formatted(host, run.file(), String.join(", ", hosts)));
    }
  }

  private List<Chart> charts(SavedRun run, View view, Console console) {
    Optional<Timeline> timeline =
        isWanted(TIMELINE) ? timeline(run, view, console) : Optional.empty();
    return Charts.of(run.result(), timeline, view, theme()).stream()
        .filter(chart -> isWanted(chart.name()))
        .toList();
  }

  private Optional<Timeline> timeline(SavedRun run, View view, Console console) {
    Optional<Timeline> timeline = run.timeline();
    if (timeline.isEmpty()) {
      String missing = "there is no " + run.timelineFile() + " to draw a timeline from";
      if (only.contains(TIMELINE) || window != null) {
        throw wrong(missing + "; run --out keeps one");
      }
      console.note("note: " + missing);
    }
    timeline.ifPresent(known -> view.window().ifPresent(part -> check(run, known, part)));
    return timeline;
  }

  private void check(SavedRun run, Timeline timeline, Stretch part) {
    for (HostTimeline one : timeline.hosts()) {
      boolean isSeen = host == null || host.equals(one.host());
      HostTimeline.Span span = one.span();
      if (isSeen && (part.fromNs() >= span.untilNs() || part.untilNs() <= span.fromNs())) {
        throw wrong(
            "--window %s: %s has only %s to %s of the host %s"
                .formatted(
                    window,
                    run.timelineFile(),
                    Quantity.format(span.fromNs(), Quantity.Dimension.TIME),
                    Quantity.format(span.untilNs(), Quantity.Dimension.TIME),
                    one.host()));
      }
    }
  }

  private void checkThere(List<Drawn> drawn) {
    for (String name : only) {
      if (drawn.stream().noneMatch(one -> one.chart().name().equals(name))) {
        throw wrong("--only " + name + ": there is nothing to draw it from in " + places.get(0));
      }
    }
  }

  private void write(List<Drawn> drawn, Console console) {
    StringBuilder names = new StringBuilder();
    for (Drawn one : drawn) {
      for (String format : new LinkedHashSet<>(formats)) {
        Path file = out.resolve(one.file() + "." + format);
        AtomicFile.write(
            file, format.equals("svg") ? one.chart()::writeSvg : one.chart()::writePng);
        names.append(file).append('\n');
      }
    }
    console.print(names.toString());
  }
}
