package org.coremux.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.RunResult;
import org.coremux.report.RecordedRun;
import org.coremux.report.chart.Chart;
import org.coremux.report.chart.Charts;
import org.coremux.report.chart.SampleCharts;
import org.coremux.report.chart.Stretch;
import org.coremux.report.chart.Theme;
import org.coremux.report.chart.View;

/**
 * Pictures of a page in {@code docs}, which a test writes with {@code -Dgolden.update} and holds to
 * what the program draws today.
 *
 * <p>Pictures are checked by what they contain: letters and so places depend on a machine's fonts.
 *
 * @param folder where in {@code docs} they are
 */
record Pictures(String folder) {
  /** Least of the stretch around the worst wait. Unit: ns. Source: assumed; some ten slices. */
  private static final long CLOSE_UP_NS = 40_000_000;

  /** Those who ran most: of many, the others are drawn together. */
  static List<GuestResult> largest(RunResult result) {
    return result.guests().stream()
        .sorted((a, b) -> Long.compare(b.time().runningNs(), a.time().runningNs()))
        .limit(4)
        .toList();
  }

  /** A chart of a run; empty where it has none of that name. */
  static String svg(RecordedRun run, View view, String name) {
    return Charts.of(run.result(), Optional.of(run.timeline()), view, Theme.LIGHT).stream()
        .filter(chart -> chart.name().equals(name))
        .findFirst()
        .map(Pictures::svg)
        .orElse("");
  }

  private static String svg(Chart chart) {
    try {
      return SampleCharts.svg(chart);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a chart of the run that is named to a page. */
  void add(String name, String chart, RecordedRun run, View view, Consumer<String> page)
      throws IOException {
    Path file = Path.of("docs", folder).resolve(name + "-" + chart + ".svg");
    String svg = svg(run, view, chart);
    if (System.getProperty("golden.update") != null) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, svg);
    }
    page.accept("![%s of %s](%s/%s)\n".formatted(chart, name, folder, file.getFileName()));

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
  static Stretch around(RecordedRun run, WaitingAnalysis waiting) {
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
