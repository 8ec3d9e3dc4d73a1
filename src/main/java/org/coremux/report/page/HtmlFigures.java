package org.coremux.report.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.coremux.report.AtomicFile;
import org.coremux.report.chart.Chart;

/**
 * Charts in a page, each drawn in both themes, of which the reader's is shown.
 *
 * @param drawn the charts; none where none could be drawn
 * @param warnings what could not be drawn, and why; usually none
 */
record HtmlFigures(List<Drawn> drawn, List<String> warnings) {
  /** A chart as SVG, for both themes. */
  record Drawn(String name, String title, byte[] light, byte[] dark) {}

  HtmlFigures {
    drawn = List.copyOf(drawn);
    warnings = List.copyOf(warnings);
  }

  /** Draws them, each in a thread of its own. */
  static HtmlFigures of(List<Chart> light, List<Chart> dark) {
    try {
      List<Drawn> drawn =
          IntStream.range(0, light.size())
              .parallel()
              .mapToObj(i -> drawn(light.get(i), dark.get(i)))
              .toList();
      return new HtmlFigures(drawn, List.of());
    } catch (UncheckedIOException e) {
      return new HtmlFigures(
          List.of(), List.of("no chart is drawn: " + AtomicFile.reason(e.getCause())));
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

  /** All of them, one below the other. */
  String html() {
    StringBuilder html = new StringBuilder();
    for (String warning : warnings) {
      html.append("<p>").append(Html.text(warning)).append("</p>\n");
    }
    String url = "data:image/svg+xml;base64,";
    for (Drawn chart : drawn) {
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
}
