package org.coremux.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.ComparisonResult;
import org.coremux.report.AtomicFile;
import org.coremux.report.ComparisonJson;
import org.coremux.report.ComparisonTable;
import org.coremux.report.SavedRun;
import org.coremux.report.chart.Chart;
import org.coremux.report.chart.ComparisonCharts;
import org.coremux.report.chart.Theme;

/**
 * A folder with all that is kept of a comparison: {@code comparison.json}, {@code summary.txt}, the
 * effective {@code scenario.yaml}, charts, and the page of all of it.
 */
public final class ComparisonFolder {
  /** The name of the result's file. */
  public static final String FILE = "comparison.json";

  /** The name of the picture of all policies. */
  public static final String PICTURE = "schedulers.png";

  /** Within so many bytes a file says what it is. */
  private static final int HEAD = 200;

  private final Path folder;

  /**
   * The comparison that is kept in a place, if that is what is kept there.
   *
   * @param place a folder of {@code compare --out}, or a comparison's file
   */
  public static Optional<Path> find(Path place) {
    if (Files.isDirectory(place)) {
      boolean isOne =
          Files.isRegularFile(place.resolve(FILE)) && !Files.exists(place.resolve(SavedRun.FILE));
      return isOne ? Optional.of(place.resolve(FILE)) : Optional.empty();
    }
    if (!Files.isRegularFile(place)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(place)) {
      String begin = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
      boolean isOne = begin.contains("\"format\": \"" + ComparisonResult.FORMAT + '"');
      return isOne ? Optional.of(place) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // whoever reads it as something else says what is wrong
    }
  }

  /** The folder, which need not exist yet. */
  public ComparisonFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Sees whether it can be written to, before a comparison whose result would be lost.
   *
   * @throws java.io.UncheckedIOException with a message for people if it cannot
   */
  public void check() {
    new ResultFolder(folder).check();
  }

  /**
   * Writes everything, making the folders that it needs.
   *
   * @param scenario the effective scenario as YAML
   * @return warnings: what could not be drawn, and why; usually none
   * @throws java.io.UncheckedIOException with a message for people if a file cannot be written
   */
  public List<String> write(ComparisonResult result, String scenario) {
    ComparisonReport page = new ComparisonReport(result, scenario);
    List<String> warnings = new ArrayList<>(page.warnings());
    text("scenario.yaml", scenario);
    text("summary.txt", ComparisonTable.text(result, StandardCharsets.UTF_8));
    for (HtmlFigures.Drawn one : page.drawn()) {
      AtomicFile.write(folder.resolve(one.name() + ".svg"), out -> out.write(one.light()));
    }
    if (warnings.isEmpty()) {
      for (Chart chart : ComparisonCharts.of(result, Theme.LIGHT)) {
        AtomicFile.write(folder.resolve(chart.name() + ".png"), chart::writePng);
      }
    }
    page.write(folder.resolve(HtmlReport.FILE));
    ComparisonJson.write(result, folder.resolve(FILE));
    return warnings;
  }

  private void text(String name, String content) {
    AtomicFile.write(
        folder.resolve(name), out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
  }
}
