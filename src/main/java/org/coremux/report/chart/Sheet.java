package org.coremux.report.chart;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jfree.chart.JFreeChart;

/**
 * Panels below one another, as PNG or SVG.
 *
 * <p>The same result gives the same picture on one machine; letters depend on its fonts.
 */
final class Sheet implements Chart {
  private static final int PNG_SCALE = 2;

  /**
   * One panel, over the whole width.
   *
   * @param chart what is in it
   * @param height of it, pixels
   */
  record Panel(JFreeChart chart, int height) {}

  private final String name;
  private final String title;
  private final Supplier<List<Panel>> source;
  private List<Panel> panels;

  /**
   * A sheet.
   *
   * @param source makes its panels when they are first drawn
   */
  Sheet(String name, String title, Supplier<List<Panel>> source) {
    this.name = name;
    this.title = title;
    this.source = source;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public void writePng(OutputStream out) throws IOException {
    BufferedImage image =
        drawn(
            () -> {
              BufferedImage empty =
                  new BufferedImage(
                      Look.WIDTH * PNG_SCALE, height() * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
              Graphics2D g2 = empty.createGraphics();
              g2.scale(PNG_SCALE, PNG_SCALE);
              draw(g2);
              g2.dispose();
              return empty;
            });
    try (MemoryCacheImageOutputStream cache = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(image, "png", cache)) {
        throw new IOException("this Java cannot write PNG");
      }
    }
  }

  @Override
  public void writeSvg(OutputStream out) throws IOException {
    Svg svg =
        drawn(
            () -> {
              Svg empty = new Svg(new Dimension(Look.WIDTH, height()), title);
              draw(empty.graphics());
              return empty;
            });
    svg.write(out);
  }

  private static <T> T drawn(Supplier<T> drawing) throws IOException {
    try {
      return drawing.get();
    } catch (LinkageError | InternalError | NullPointerException e) {
      // How a JDK says that it found no font configuration depends on its version.
      throw new IOException("this Java finds no fonts to draw with", e);
    }
  }

  /** What is drawn, made once. */
  List<Panel> panels() {
    if (panels == null) {
      panels = source.get();
    }
    return panels;
  }

  private int height() {
    return panels().stream().mapToInt(Panel::height).sum();
  }

  private void draw(Graphics2D g2) {
    g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g2.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    double y = 0;
    for (Panel panel : panels()) {
      panel.chart().draw(g2, new Rectangle2D.Double(0, y, Look.WIDTH, panel.height()));
      y += panel.height();
    }
  }
}
