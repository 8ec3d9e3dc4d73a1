package org.coremux.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final Pictures PICTURES = new Pictures("gallery");

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

  private static String label(String text) {
    return ">" + text + "<";
  }

  // ---- what the pictures of a scenario show ----

  @ParameterizedTest
  @MethodSource("names")
  void utilisationHasEachGuestAndIdleWithItsShare(String name) {
    RecordedRun run = run(name);
    String svg = Pictures.svg(run, View.ALL, "utilisation");

    assertThat(svg).contains(">time since the start of the run (", label("pCPUs"));
    for (GuestResult guest : Pictures.largest(run.result())) {
      if (run.result().guest(guest.host()).isEmpty()) { // in another guest it is part of that one
        assertThat(svg).contains(">" + guest.name() + "  ");
      }
    }
    assertThat(svg).contains(">idle  ");
  }

  @ParameterizedTest
  @MethodSource("names")
  void stealHasEachGuestWithWhatTheTableSays(String name) {
    RunResult result = run(name).result();
    String svg = Pictures.svg(run(name), View.ALL, "steal");

    assertThat(svg).contains(label("steal in all (%)"));
    boolean hasWoken =
        result.guests().stream().anyMatch(guest -> guest.dispatchLatency().count() > 0);
    assertThat(svg.contains(label("from wake-up to pCPU (ms)"))).isEqualTo(hasWoken);
    for (GuestResult guest : Pictures.largest(result)) {
      assertThat(svg).contains(label(guest.name()), label(Figure.percent(guest.steal())));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void statesHaveEachGuest(String name) {
    String svg = Pictures.svg(run(name), View.ALL, "states");

    for (GuestResult guest : Pictures.largest(run(name).result())) {
      assertThat(svg).contains(label(guest.name()));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void latencyHasALineForEachWorkloadThatAnswered(String name) {
    String svg = Pictures.svg(run(name), View.ALL, "latency");

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
    String svg = Pictures.svg(run, View.ALL, "timeline");

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
    PICTURES.add(name, "steal", run, View.ALL, page);
    View closeUp = new View(Optional.empty(), Optional.of(Pictures.around(run, waiting)));
    PICTURES.add(name, "timeline", run, closeUp, page);
  }
}
