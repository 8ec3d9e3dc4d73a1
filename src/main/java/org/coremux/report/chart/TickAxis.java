package org.coremux.report.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** An axis whose ticks are told: round times, powers of ten, percentiles, or names of rows. */
final class TickAxis extends NumberAxis {
  private static final long serialVersionUID = 1L;

  /**
   * One tick.
   *
   * @param value where
   * @param label what is written there; may be empty
   */
  record Tick(double value, String label) {}

  private transient List<Tick> ticks = List.of();

  /** An axis with a label. */
  TickAxis(String label) {
    super(label);
  }

  /** Has these ticks from now on. */
  void ticks(List<Tick> all) {
    ticks = List.copyOf(all);
  }

  @Override
  public List<NumberTick> refreshTicks(
      Graphics2D g2, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
    List<NumberTick> all = new ArrayList<>();
    TextAnchor anchor =
        edge.equals(RectangleEdge.LEFT)
            ? TextAnchor.CENTER_RIGHT
            : edge.equals(RectangleEdge.TOP) ? TextAnchor.BOTTOM_CENTER : TextAnchor.TOP_CENTER;
    for (Tick tick : ticks) {
      if (getRange().contains(tick.value())) {
        all.add(new NumberTick(tick.value(), tick.label(), anchor, TextAnchor.CENTER, 0));
      }
    }
    return all;
  }
}
