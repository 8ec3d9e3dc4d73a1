package org.coremux.report.page;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.coremux.experiment.ComparisonResult;
import org.coremux.report.AtomicFile;
import org.coremux.report.BadResultException;
import org.coremux.report.ComparisonAnswer;
import org.coremux.report.ComparisonJson;
import org.coremux.report.Figure;
import org.coremux.report.chart.ComparisonCharts;
import org.coremux.report.chart.Theme;

/**
 * One page with all that a comparison has: the answer, the figures of each workload, why it is so
 * step by step, the assumed figures that matter, charts, the scenario. It needs nothing else, has
 * no script, and its own policy forbids it to load anything.
 */
public final class ComparisonReport {
  private final ComparisonResult result;
  private final String scenario;
  private final HtmlFigures figures;

  /**
   * The page of a comparison.
   *
   * @param scenario the effective scenario as YAML
   */
  public ComparisonReport(ComparisonResult result, String scenario) {
    this.result = result;
    this.scenario = scenario;
    figures =
        HtmlFigures.of(
            ComparisonCharts.of(result, Theme.LIGHT), ComparisonCharts.of(result, Theme.DARK));
  }

  /**
   * The page of a comparison that was kept; the scenario beside it may be missing.
   *
   * @param file the comparison's
   * @throws BadResultException if one of the files is not sound
   */
  public static ComparisonReport read(Path file) {
    return new ComparisonReport(ComparisonJson.read(file), HtmlReport.scenarioBeside(file));
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
   * @throws java.io.UncheckedIOException with a message for people if it cannot be written
   */
  public void write(Path file) {
    AtomicFile.write(file, this::write);
  }

  /** Writes the page to a stream, which stays open. */
  public void write(OutputStream out) throws IOException {
    ComparisonAnswer answer = new ComparisonAnswer(result);
    ComparisonHtml tables = new ComparisonHtml(result);
    HtmlTemplate page = new HtmlTemplate("comparison.html");
    page.put("style", HtmlTemplate.resource("page.css"));
    page.put("title", Html.text(result.head().scenario()));
    page.put("question", result.head().question().map(Html::text).orElse(""));
    page.put("answer", Html.text(answer.sentence()));
    page.put("more", HtmlTemplate.items(answer.more()));
    page.put("facts", facts());
    page.put("slowdowns", contest() + tables.slowdowns());
    page.put("workloads", tables.workloads() + tables.exits());
    page.put("why", tables.why());
    page.put("sensitivity", tables.sensitivity());
    page.put("charts", figures.html());
    page.put("scenario", Html.lines(scenario));
    page.put("versions", versions());
    page.write(out);
  }

  private String contest() {
    return result.contest().isPresent() ? new ContestHtml(result).html() : "";
  }

  private String facts() {
    ComparisonResult.Head head = result.head();
    List<String> facts =
        List.of(
            Figure.duration(head.measuredNs()),
            "seed " + head.seed(),
            head.effort().replications() + " replications of each, with the same draws",
            Figure.count(head.effort().events()) + " events",
            "coremux " + Html.text(head.generator().version()));
    return "<span>" + String.join("</span> <span>", facts) + "</span>";
  }

  private String versions() {
    ComparisonResult.Head head = result.head();
    return ("<dl><dt>Coremux</dt><dd>%s</dd><dt>random numbers</dt><dd>%s</dd>"
            + "<dt>format</dt><dd>%s</dd></dl>")
        .formatted(
            Html.text(head.generator().version()),
            Html.text(head.generator().random()),
            ComparisonResult.FORMAT);
  }
}
