package org.coremux.report.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;

/** What is drawn onto a plot by hand, over what the library draws. */
abstract class Drawing extends AbstractXYAnnotation {
  private static final long serialVersionUID = 1L;

  /** Draws it. */
  abstract void draw(Graphics2D g2, Frame frame);

  @Override
  public final void draw(
      Graphics2D g2,
      XYPlot plot,
      Rectangle2D area,
      ValueAxis domain,
      ValueAxis range,
      int rendererIndex,
      PlotRenderingInfo info) {
    draw(g2, new Frame(plot, area, domain, range));
  }
}
