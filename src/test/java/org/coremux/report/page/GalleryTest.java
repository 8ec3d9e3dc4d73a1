package org.coremux.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.coremux.experiment.GroupResult;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.RunResult;
import org.coremux.report.Figure;
import org.coremux.report.RecordedRun;
import org.coremux.report.ShippedAnswersTest;
import org.coremux.report.chart.Chart;
import org.coremux.report.chart.Charts;
import org.coremux.report.chart.SampleCharts;
import org.coremux.report.chart.Stretch;
import org.coremux.report.chart.Theme;
import org.coremux.report.chart.View;
import org.coremux.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pictures of every shipped scenario show what its result has, and {@code docs/gallery.md}
 * tells of each what the program says today; {@code -Dgolden.update} writes page and pictures anew.
 *
 * <p>Pictures are checked by what they contain: letters and so places depend on a machine's fonts.
 */
class GalleryTest {
  private static final Path PAGE = Path.of("docs/gallery.md");
  private static final Path PICTURES = Path.of("docs/gallery");

  /** Least of the stretch around the worst wait. Unit: ns. Source: assumed; some ten slices. */
  private static final long CLOSE_UP_NS = 40_000_000;

  private static final Map<String, RecordedRun> RUNS = new ConcurrentHashMap<>();

  static List<String> names() throws IOException {
    return ShippedAnswersTest.files().stream().map(file -> file.replace(".yaml", "")).toList();
  }

  private static RecordedRun run(String name) {
    return RUNS.computeIfAbsent(
        name,
        key -> {
          Scenario scenario = RecordedRun.scenario(name);
          return RecordedRun.of(scenario, RecordedRun.measured(scenario));
        });
  }

  private static String svg(RecordedRun run, View view, String name) {
    return Charts.of(run.result(), Optional.of(run.timeline()), view, Theme.LIGHT).stream()
        .filter(chart -> chart.name().equals(name))
        .findFirst()
        .map(GalleryTest::svg)
        .orElse("");
  }

  private static String svg(Chart chart) {
    try {
      return SampleCharts.svg(chart);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String label(String text) {
    return ">" + text + "<";
  }

  // ---- what the pictures of a scenario show ----

  @ParameterizedTest
  @MethodSource("names")
  void utilisationHasEachGuestAndIdleWithItsShare(String name) {
    RecordedRun run = run(name);
    String svg = svg(run, View.ALL, "utilisation");

    assertThat(svg).contains(">time since the start of the run (", label("pCPUs"));
    for (GuestResult guest : largest(run.result())) {
      if (run.result().guest(guest.host()).isEmpty()) { // in another guest it is part of that one
        assertThat(svg).contains(">" + guest.name() + "  ");
      }
    }
    assertThat(svg).contains(">idle  ");
  }

  /** Those who ran most: of many, the others are drawn together. */
  private static List<GuestResult> largest(RunResult result) {
    return result.guests().stream()
        .sorted((a, b) -> Long.compare(b.time().runningNs(), a.time().runningNs()))
        .limit(4)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void stealHasEachGuestWithWhatTheTableSays(String name) {
    RunResult result = run(name).result();
    String svg = svg(run(name), View.ALL, "steal");

    assertThat(svg).contains(label("steal in all (%)"));
    boolean hasWoken =
        result.guests().stream().anyMatch(guest -> guest.dispatchLatency().count() > 0);
    assertThat(svg.contains(label("from wake-up to pCPU (ms)"))).isEqualTo(hasWoken);
    for (GuestResult guest : largest(result)) {
      assertThat(svg).contains(label(guest.name()), label(Figure.percent(guest.steal())));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void statesHaveEachGuest(String name) {
    String svg = svg(run(name), View.ALL, "states");

    for (GuestResult guest : largest(run(name).result())) {
      assertThat(svg).contains(label(guest.name()));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void latencyHasALineForEachWorkloadThatAnswered(String name) {
    String svg = svg(run(name), View.ALL, "latency");

    for (GroupResult group : run(name).result().groups()) {
      boolean isDrawn =
          group.totals().workloads().stream().anyMatch(one -> one.latency().count() >= 20);
      if (isDrawn) {
        assertThat(svg).contains(">" + group.name());
        assertThat(svg).contains(label("latency (ms)"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void timelineHasEachPcpuAndEachVcpuThatDidAnything(String name) {
    RecordedRun run = run(name);
    String svg = svg(run, View.ALL, "timeline");

    HostTimeline host = run.host();
    int shown = 0;
    for (HostTimeline.Member member : host.members()) {
      boolean isGuests = run.result().guest(member.guest()).isPresent();
      if (!host.levels().get(member.level()).isGuest() && isGuests) {
        shown += svg.contains(label(member.name())) ? 1 : 0;
      }
    }
    assertThat(shown).isPositive();
    int pcpus = Math.min(8, run.result().hosts().get(0).pcpus());
    for (int cpu = 0; cpu < pcpus; cpu++) {
      assertThat(svg).contains(label("pCPU " + cpu));
    }
  }

  // ---- the page ----

  @Test
  void thePageTellsOfEachScenarioWhatIsSaidOfItToday() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Gallery

            Every scenario that is shipped (but `planetlab-hour`, which needs recordings of your
            own): its question, the answer that `report.html` begins with, who waited when, and the
            stretch around the worst wait. `--out` keeps all of it, and the page in which one can
            walk about. This page is written by the tests (`mvn -B verify -Dtest=GalleryTest
            -Dgolden.update`), which fail when it is not true.
            """);
    for (String name : names()) {
      section(name, page::append);
    }
    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
  }

  private static void section(String name, Consumer<String> page) throws IOException {
    RecordedRun run = run(name);
    WaitingAnalysis waiting = WaitingAnalysis.of(run.timeline());
    Answer answer = Answer.of(run.result(), Optional.of(waiting));
    page.accept("\n## " + name + "\n\n");
    page.accept("*" + run.result().header().question().orElse(name) + "*\n\n");
    page.accept("**" + answer.sentence() + "**\n\n");
    answer.more().forEach(more -> page.accept("- " + more + "\n"));
    page.accept(
        "\n    ./coremux run %s --out result     # trace %s\n\n"
            .formatted(name, run.result().header().traceHashText()));
    picture(name, "steal", run, View.ALL, page);
    View closeUp = new View(Optional.empty(), Optional.of(around(run, waiting)));
    picture(name, "timeline", run, closeUp, page);
  }

  private static void picture(
      String name, String chart, RecordedRun run, View view, Consumer<String> page)
      throws IOException {
    Path file = PICTURES.resolve(name + "-" + chart + ".svg");
    String svg = svg(run, view, chart);
    if (System.getProperty("golden.update") != null) {
      Files.createDirectories(PICTURES);
      Files.writeString(file, svg);
    }
    page.accept("![%s of %s](gallery/%s)\n".formatted(chart, name, file.getFileName()));

    String kept = Files.readString(file);
    assertThat(heading(kept)).as("%s", file).isEqualTo(heading(svg)).hasSize(2);
    if (view.equals(View.ALL)) { // a stretch need not have everybody
      for (GuestResult guest : largest(run.result())) {
        assertThat(kept).as("%s", file).contains(">" + guest.name());
      }
    }
  }

  /** Title and subtitle; what else is written depends on how wide letters are. */
  private static List<String> heading(String svg) {
    List<String> words = new ArrayList<>();
    for (String part : svg.split("<text", -1)) {
      int from = part.indexOf('>');
      int until = part.indexOf("</text");
      if (from >= 0 && until > from) { // a tag may be broken into two lines
        words.add(part.substring(from + 1, until).strip());
      }
    }
    return words.subList(0, Math.min(2, words.size()));
  }

  /** The worst wait of who suffered most, and what went on before and after it. */
  private static Stretch around(RecordedRun run, WaitingAnalysis waiting) {
    HostTimeline.Span span = run.host().span();
    Optional<GuestResult> victim = Answer.victim(run.result());
    Optional<WaitingAnalysis.Wait> worst =
        victim.flatMap(guest -> waiting.of(guest.name())).flatMap(WaitingAnalysis.Waited::worst);
    long middleNs = worst.map(wait -> (wait.fromNs() + wait.untilNs()) / 2).orElse(span.fromNs());
    long lengthNs =
        Math.max(CLOSE_UP_NS, worst.map(wait -> 4 * wait.lengthNs()).orElse(CLOSE_UP_NS));
    long fromNs =
        Math.max(span.fromNs(), Math.min(middleNs - lengthNs / 2, span.untilNs() - lengthNs));
    return new Stretch(fromNs, Math.min(span.untilNs(), fromNs + lengthNs));
  }
}
