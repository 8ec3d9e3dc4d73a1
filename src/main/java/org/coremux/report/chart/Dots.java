package org.coremux.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.List;

/** A dot for each value, on a line for its interval. */
final class Dots extends Drawing {
  private static final long serialVersionUID = 1L;

  /** Unit: pixels. */
  private static final double RADIUS = 4.5;

  private static final float STROKE = 2f;

  /**
   * One of them, in the units of the axes.
   *
   * @param low where its interval begins
   * @param at where the dot is
   * @param high where its interval ends
   * @param y its row
   * @param colour of both
   */
  record Dot(double low, double at, double high, double y, Color colour) {}

  private final transient List<Dot> dots;

  Dots(List<Dot> dots) {
    this.dots = List.copyOf(dots);
  }

  @Override
  void draw(Graphics2D g2, Frame frame) {
    Object before = g2.getRenderingHint(RenderingHints.KEY_ANTIALIASING);
    g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g2.setStroke(new BasicStroke(STROKE));
    for (Dot dot : dots) {
      double y = frame.y(dot.y());
      double low = frame.x(dot.low());
      double at = frame.x(dot.at());
      double high = frame.x(dot.high());
      g2.setPaint(dot.colour());
      g2.draw(new Line2D.Double(low, y, high, y));
      g2.fill(new Ellipse2D.Double(at - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS));
    }
    if (before != null) {
      g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, before);
    }
  }
}
