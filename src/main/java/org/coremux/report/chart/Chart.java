package org.coremux.report.chart;

import java.io.IOException;
import java.io.OutputStream;

/** A picture of a result, that may be written as often as one likes, the same bytes each time. */
public interface Chart {
  /** The first part of the names of its files, such as {@code utilisation}. */
  String name();

  /** What is seen, in a line of plain text; harmless, but not escaped for any format. */
  String title();

  /**
   * Writes it as PNG, two dots a pixel; the stream stays open.
   *
   * @throws IOException if the stream does not take it, or this Java finds no fonts
   */
  void writePng(OutputStream out) throws IOException;

  /**
   * Writes it as SVG, a whole XML document in UTF-8, its letters as text; the stream stays open. No
   * element has an id that another chart has too, so several may stand in one page.
   *
   * @throws IOException if the stream does not take it, or this Java finds no fonts
   */
  void writeSvg(OutputStream out) throws IOException;
}
