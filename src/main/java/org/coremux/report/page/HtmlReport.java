package org.coremux.report.page;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Timeline;
import org.coremux.report.AtomicFile;
import org.coremux.report.BadResultException;
import org.coremux.report.Figure;
import org.coremux.report.SavedRun;
import org.coremux.report.TimelineJson;
import org.coremux.report.chart.Chart;
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

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");
  private static final String[] SCRIPTS = {
    "rows.js", "paint.js", "instant.js", "timeline.js", "overview.js", "page.js"
  };

  private final RunResult result;
  private final String scenario;
  private final Optional<Timeline> timeline;
  private final List<Drawn> charts = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** A chart as SVG, for both themes. */
  record Drawn(String name, String title, byte[] light, byte[] dark) {}

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
    List<Chart> light = Charts.of(result, timeline, Theme.LIGHT);
    List<Chart> dark = Charts.of(result, timeline, Theme.DARK);
    try {
      charts.addAll(
          IntStream.range(0, light.size())
              .parallel()
              .mapToObj(i -> drawn(light.get(i), dark.get(i)))
              .toList());
    } catch (UncheckedIOException e) {
      warnings.add("no chart is drawn: " + AtomicFile.reason(e.getCause()));
    }
  }

  /**
   * The page of a result that was kept; the timeline and the scenario beside it may be missing.
   *
   * @throws BadResultException if one of the files is not sound, or the timeline of another run
   */
  public static HtmlReport of(SavedRun saved) {
    Path scenario = saved.file().toAbsolutePath().resolveSibling("scenario.yaml");
    try {
      String yaml = Files.exists(scenario) ? Files.readString(scenario) : "";
      return new HtmlReport(saved.result(), yaml, saved.timeline());
    } catch (IOException e) {
      throw new BadResultException("cannot read " + scenario + ": " + AtomicFile.reason(e));
    }
  }

  private static Drawn drawn(Chart light, Chart dark) {
    return new Drawn(light.name(), light.title(), svg(light), svg(dark));
  }

  private static byte[] svg(Chart chart) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      chart.writeSvg(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String base64(byte[] svg) {
    return Base64.getEncoder().encodeToString(svg);
  }

  /** Its charts; none where none could be drawn. */
  List<Drawn> drawn() {
    return List.copyOf(charts);
  }

  /** What could not be drawn, and why; usually none. */
  public List<String> warnings() {
    return List.copyOf(warnings);
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
    Map<String, AtomicFile.Content> parts = parts();
    String template = resource("page.html");
    Matcher place = PLACE.matcher(template);
    int done = 0;
    while (place.find()) {
      out.write(template.substring(done, place.start()).getBytes(StandardCharsets.UTF_8));
      parts.get(place.group(1)).writeTo(out);
      done = place.end();
    }
    out.write(template.substring(done).getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, AtomicFile.Content> parts() {
    Optional<WaitingAnalysis> waiting = timeline.map(WaitingAnalysis::of);
    Answer answer = Answer.of(result, waiting);
    HtmlTables tables = new HtmlTables(result);
    String script = script();
    Map<String, AtomicFile.Content> parts = new HashMap<>();
    put(parts, "hash", sha256(script));
    put(parts, "style", resource("page.css"));
    put(parts, "script", script);
    put(parts, "title", Html.text(result.header().scenario()));
    put(parts, "question", result.header().question().map(Html::text).orElse(""));
    put(parts, "answer", Html.text(answer.sentence()));
    put(parts, "more", items(answer.more()));
    put(parts, "facts", HtmlFacts.line(result));
    put(parts, "span", Html.text(span()));
    put(parts, "who", waiting.map(all -> new HtmlWaits(result, all).table()).orElse(""));
    put(parts, "tables", tables.all());
    put(parts, "charts", charts());
    put(parts, "scenario", Html.lines(scenario));
    put(parts, "assumed", HtmlFacts.assumed(result));
    put(parts, "versions", HtmlFacts.versions(result));
    put(parts, "about", HtmlColours.base64(result, timeline));
    put(parts, "state", isEmbedded() ? "loading" : "none");
    parts.put("data", this::data);
    return parts;
  }

  private static String items(List<String> sentences) {
    StringBuilder html = new StringBuilder();
    for (String sentence : sentences) {
      html.append("<li>").append(Html.text(sentence)).append("</li>");
    }
    return html.toString();
  }

  private static void put(Map<String, AtomicFile.Content> parts, String place, String html) {
    parts.put(place, out -> out.write(html.getBytes(StandardCharsets.UTF_8)));
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

  // ---- charts, scripts ----

  private String charts() {
    StringBuilder html = new StringBuilder();
    for (String warning : warnings) {
      html.append("<p>").append(Html.text(warning)).append("</p>\n");
    }
    String url = "data:image/svg+xml;base64,";
    for (Drawn chart : charts) {
      String title = Html.text(chart.title());
      html.append("<figure class=\"chart\"><figcaption><h3>")
          .append(title)
          .append("</h3></figcaption>\n<picture><source media=\"(prefers-color-scheme: dark)\"")
          .append(" srcset=\"" + url + base64(chart.dark()) + "\">")
          .append(
              "<img alt=\"" + title + "\" src=\"" + url + base64(chart.light()) + "\"></picture>")
          .append("</figure>\n");
    }
    return html.toString();
  }

  private static String script() {
    StringBuilder script = new StringBuilder("'use strict';\n");
    for (String name : SCRIPTS) {
      script.append(resource(name));
    }
    return script.toString();
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " of the program", e);
    }
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
