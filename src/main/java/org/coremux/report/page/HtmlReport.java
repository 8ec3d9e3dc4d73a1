package org.coremux.report.page;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Timeline;
import org.coremux.report.AtomicFile;
import org.coremux.report.BadResultException;
import org.coremux.report.Figure;
import org.coremux.report.SavedRun;
import org.coremux.report.TimelineJson;
import org.coremux.report.chart.Charts;
import org.coremux.report.chart.Theme;

/**
 * One page with all that a result has: the answer, who waited and because of whom, the timeline,
 * tables, charts, the scenario. It needs nothing else, and its own policy forbids it to load
 * anything.
 */
public final class HtmlReport {
  /** The name of the file in a folder of results. */
  public static final String FILE = "report.html";

  /** Most that a page is given. Unit: changes and decisions. Source: assumed; some 80 MB. */
  static final int ROWS_MAX = 8_000_000;

  private static final String[] SCRIPTS = {
    "rows.js", "paint.js", "instant.js", "timeline.js", "overview.js", "page.js"
  };

  private final RunResult result;
  private final String scenario;
  private final Optional<Timeline> timeline;
  private final HtmlFigures figures;

  /**
   * The page of a result.
   *
   * @param scenario the effective scenario as YAML
   * @param timeline of the same run; empty when it is not known
   */
  public HtmlReport(RunResult result, String scenario, Optional<Timeline> timeline) {
    this.result = result;
    this.scenario = scenario;
    this.timeline = timeline;
    figures =
        HtmlFigures.of(
            Charts.of(result, timeline, Theme.LIGHT), Charts.of(result, timeline, Theme.DARK));
  }

  /**
   * The page of a result that was kept; the timeline and the scenario beside it may be missing.
   *
   * @throws BadResultException if one of the files is not sound, or the timeline of another run
   */
  public static HtmlReport of(SavedRun saved) {
    return new HtmlReport(saved.result(), scenarioBeside(saved.file()), saved.timeline());
  }

  /**
   * The scenario that lies beside a result; empty when there is none.
   *
   * @throws BadResultException when it cannot be read
   */
  static String scenarioBeside(Path result) {
    Path scenario = result.toAbsolutePath().resolveSibling("scenario.yaml");
    try {
      return Files.exists(scenario) ? Files.readString(scenario) : "";
    } catch (IOException e) {
      throw new BadResultException("cannot read " + scenario + ": " + AtomicFile.reason(e));
    }
  }

  /** Its charts; none where none could be drawn. */
  List<HtmlFigures.Drawn> drawn() {
    return figures.drawn();
  }

  /** What could not be drawn, and why; usually none. */
  public List<String> warnings() {
    return figures.warnings();
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @throws UncheckedIOException with a message for people if it cannot be written
   */
  public void write(Path file) {
    AtomicFile.write(file, this::write);
  }

  /** Writes the page to a stream, which stays open. */
  public void write(OutputStream out) throws IOException {
    parts().write(out);
  }

  private HtmlTemplate parts() {
    Optional<WaitingAnalysis> waiting = timeline.map(WaitingAnalysis::of);
    Answer answer = Answer.of(result, waiting);
    HtmlTables tables = new HtmlTables(result);
    String script = script();
    HtmlTemplate parts = new HtmlTemplate("page.html");
    parts.put("hash", sha256(script));
    parts.put("style", HtmlTemplate.resource("page.css"));
    parts.put("script", script);
    parts.put("title", Html.text(result.header().scenario()));
    parts.put("question", result.header().question().map(Html::text).orElse(""));
    parts.put("answer", Html.text(answer.sentence()));
    parts.put("more", HtmlTemplate.items(answer.more()));
    parts.put("facts", HtmlFacts.line(result) + HtmlFacts.events(result));
    parts.put("span", Html.text(span()));
    parts.put("who", waiting.map(all -> new HtmlWaits(result, all).table()).orElse(""));
    parts.put("tables", tables.all());
    parts.put("charts", figures.html());
    parts.put("scenario", Html.lines(scenario));
    parts.put("assumed", HtmlFacts.assumed(result));
    parts.put("versions", HtmlFacts.versions(result));
    parts.put("about", HtmlColours.base64(result, timeline));
    parts.put("state", isEmbedded() ? "loading" : "none");
    parts.put("data", this::data);
    return parts;
  }

  // ---- the timeline ----

  private boolean isEmbedded() {
    return timeline.isPresent() && rows() <= ROWS_MAX;
  }

  private long rows() {
    long rows = 0;
    for (HostTimeline host : timeline.map(Timeline::hosts).orElse(List.of())) {
      rows += (long) host.changes().size() + host.decisions().size();
    }
    return rows;
  }

  private String span() {
    if (timeline.isEmpty()) {
      return "This result was kept without a timeline.";
    }
    if (!isEmbedded()) {
      return ("The timeline has %s changes and decisions, more than a page is given (%s). Choose a"
              + " part of it: coremux run FILE --out DIR --timeline '1.2 s..1.3 s'.")
          .formatted(Figure.count(rows()), Figure.count(ROWS_MAX));
    }
    HostTimeline.Span span = timeline.get().hosts().get(0).span();
    boolean isCut = timeline.get().hosts().stream().anyMatch(host -> host.span().isCut());
    Timeline.RunKey run = timeline.get().run();
    String words =
        "From %s to %s since the start of the run"
            .formatted(Answer.instant(span.fromNs()), Answer.instant(span.untilNs()));
    if (isCut) {
      return words
          + ": there was too much to keep all of it. What is said of waits is of that stretch only."
          + " Another one: coremux run FILE --out DIR --timeline '1.2 s..1.3 s'.";
    }
    boolean isAll = span.fromNs() == run.warmupNs() && span.untilNs() == run.endNs();
    return words
        + (isAll
            ? ", all that was measured."
            : "; what is said of waits is of that stretch, the figures are of all that was"
                + " measured.");
  }

  private void data(OutputStream out) throws IOException {
    if (!isEmbedded()) {
      return;
    }
    try (OutputStream base64 = Base64.getEncoder().wrap(new OpenEnded(out));
        GZIPOutputStream zip = new GZIPOutputStream(base64, 1 << 16)) {
      TimelineJson.writePlain(timeline.get(), zip);
    }
  }

  /** A stream that stays open when what is written to it ends. */
  private static final class OpenEnded extends FilterOutputStream {
    OpenEnded(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  // ---- scripts ----

  private static String script() {
    StringBuilder script = new StringBuilder("'use strict';\n");
    for (String name : SCRIPTS) {
      script.append(HtmlTemplate.resource(name));
    }
    return script.toString();
  }

  private static String sha256(String script) {
    try {
      byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
