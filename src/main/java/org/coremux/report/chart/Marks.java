package org.coremux.report.chart;

import java.awt.BasicStroke;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.util.List;

/** Small shapes, lines and words at places of a plot. */
final class Marks extends Drawing {
  private static final long serialVersionUID = 1L;

  private static final float GAP = 5;

  /**
   * One of them: a shape around 0, or a line to another x, or words to the right.
   *
   * @param x where
   * @param y where
   * @param untilX where a line ends
   * @param shape what; null for none
   * @param isFilled whether the shape is filled
   * @param words what is written; empty for nothing
   */
  record Mark(double x, double y, double untilX, Shape shape, boolean isFilled, String words) {}

  private final transient List<Mark> marks;
  private final transient Look look;

  Marks(List<Mark> marks, Look look) {
    this.marks = List.copyOf(marks);
    this.look = look;
  }

  static Mark line(double fromX, double untilX, double y) {
    return new Mark(fromX, y, untilX, null, false, "");
  }

  static Mark shape(double x, double y, Shape shape, boolean isFilled) {
    return new Mark(x, y, x, shape, isFilled, "");
  }

  static Mark words(double x, double y, String words) {
    return new Mark(x, y, x, null, false, words);
  }

  @Override
  void draw(Graphics2D g2, Frame frame) {
    g2.setStroke(new BasicStroke(1f));
    g2.setFont(Look.SMALL);
    FontMetrics metrics = g2.getFontMetrics(Look.SMALL);
    for (Mark mark : marks) {
      double x = frame.x(mark.x());
      double y = frame.y(mark.y());
      g2.setPaint(look.palette().ink());
      if (mark.shape() != null) {
        Shape shape =
            AffineTransform.getTranslateInstance(x, y).createTransformedShape(mark.shape());
        if (!mark.isFilled()) {
          g2.setPaint(look.palette().background());
          g2.fill(shape);
          g2.setPaint(look.palette().ink());
          g2.draw(shape);
        } else {
          g2.fill(shape);
        }
      } else if (mark.words().isEmpty()) {
        double until = frame.x(mark.untilX());
        g2.draw(new Line2D.Double(x, y, until, y));
      } else {
        double base = y + (metrics.getAscent() - metrics.getDescent()) / 2.0;
        g2.drawString(mark.words(), (float) x + GAP, (float) base);
      }
    }
  }
}
