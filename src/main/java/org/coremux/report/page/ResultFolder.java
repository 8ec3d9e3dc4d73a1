package org.coremux.report.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Timeline;
import org.coremux.report.AtomicFile;
import org.coremux.report.ResultJson;
import org.coremux.report.SummaryTable;
import org.coremux.report.TimelineJson;
import org.coremux.report.chart.Charts;
import org.coremux.report.chart.Theme;

/**
 * A folder with all that is kept of a run: {@code result.json}, {@code summary.txt}, the effective
 * {@code scenario.yaml}, what happened change by change, every chart, and the page of all of it.
 *
 * <p>Each file is there whole or not at all, also when two runs write into one folder at once.
 */
public final class ResultFolder {
  private final Path folder;

  /** The folder, which need not exist yet. */
  public ResultFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Sees whether it can be written to, before a run whose result would be lost. Makes nothing.
   *
   * @throws UncheckedIOException with a message for people if it cannot
   */
  public void check() {
    Path at = folder.toAbsolutePath().normalize();
    while (at != null && !Files.exists(at)) {
      at = at.getParent();
    }
    String wrong = "";
    if (at != null && !Files.isDirectory(at)) {
      wrong = at.endsWith(folder.getFileName()) ? "it is a file" : at + " is a file, not a folder";
    } else if (at != null && !Files.isWritable(at)) {
      wrong = "permission denied";
    }
    if (!wrong.isEmpty()) {
      throw new UncheckedIOException(
          "cannot write to the folder " + folder + ": " + wrong, new IOException(wrong));
    }
  }

  /**
   * Writes everything, making the folders that it needs.
   *
   * @param scenario the effective scenario as YAML
   * @param timeline what happened, change by change
   * @return warnings: what could not be drawn, and why; usually none
   * @throws UncheckedIOException with a message for people if a file cannot be written
   */
  public List<String> write(RunResult result, String scenario, Timeline timeline) {
    HtmlReport page = new HtmlReport(result, scenario, Optional.of(timeline));
    List<String> warnings = new ArrayList<>(page.warnings());
    List<Picture> pictures = pictures(page, result, timeline, warnings);
    text("scenario.yaml", scenario);
    text("summary.txt", SummaryTable.text(result, StandardCharsets.UTF_8));
    for (Picture picture : pictures) {
      AtomicFile.write(folder.resolve(picture.name()), out -> out.write(picture.bytes()));
    }
    TimelineJson.write(timeline, folder.resolve(TimelineJson.FILE));
    page.write(folder.resolve(HtmlReport.FILE));
    ResultJson.write(result, folder.resolve("result.json"));
    return warnings;
  }

  /** A picture that is drawn, but not written. */
  private record Picture(String name, byte[] bytes) {}

  /** The page has the drawings already; pictures are drawn each by a thread of its own. */
  private static List<Picture> pictures(
      HtmlReport page, RunResult result, Timeline timeline, List<String> warnings) {
    if (!warnings.isEmpty()) {
      return List.of();
    }
    List<Picture> pictures = new ArrayList<>();
    page.drawn().forEach(one -> pictures.add(new Picture(one.name() + ".svg", one.light())));
    try {
      pictures.addAll(
          Charts.of(result, Optional.of(timeline), Theme.LIGHT).parallelStream()
              .map(chart -> new Picture(chart.name() + ".png", drawn(chart::writePng)))
              .toList());
    } catch (UncheckedIOException e) {
      warnings.add("no picture is drawn: " + AtomicFile.reason(e.getCause()));
    }
    return pictures;
  }

  private static byte[] drawn(AtomicFile.Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      content.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void text(String name, String content) {
    AtomicFile.write(
        folder.resolve(name), out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
  }
}
