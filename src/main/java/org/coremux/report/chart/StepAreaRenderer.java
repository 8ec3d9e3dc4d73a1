package org.coremux.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Stroke;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.data.xy.XYDataset;

/**
 * Stacked areas with level steps: a bucket is an average, and nothing is drawn between two buckets
 * that was not measured.
 *
 * <p>Each layer is filled from the axis up to its own top, the topmost first (the plot's usual
 * order), so that no background shines through between neighbours. A thin line parts the guests;
 * the layers of overhead are too thin for one.
 */
final class StepAreaRenderer extends AbstractXYItemRenderer {
  private static final long serialVersionUID = 1L;

  private static final Stroke SEAM = new BasicStroke(0.8f);

  private final Color seam;

  /** A renderer whose layers are parted by lines of a colour. */
  StepAreaRenderer(Color seam) {
    this.seam = seam;
  }

  /** The whole layer is drawn with its last item, and nothing before. */
  @Override
  public void drawItem(
      Graphics2D g2,
      XYItemRendererState state,
      Rectangle2D dataArea,
      PlotRenderingInfo info,
      XYPlot plot,
      ValueAxis domainAxis,
      ValueAxis rangeAxis,
      XYDataset dataset,
      int series,
      int item,
      CrosshairState crosshairState,
      int pass) {
    UtilisationData data = (UtilisationData) dataset;
    int last = data.getItemCount() - 1;
    if (item != last) {
      return;
    }
    Path2D top = new Path2D.Double();
    double beforeY = Double.NaN;
    for (int i = 0; i <= last; i++) {
      double y = rangeAxis.valueToJava2D(data.top(series, i), dataArea, plot.getRangeAxisEdge());
      double fromX = x(domainAxis, data.getStartXValue(series, i), dataArea, plot);
      double toX = x(domainAxis, data.getEndXValue(series, i), dataArea, plot);
      if (i == 0) {
        top.moveTo(fromX, y);
      } else if (y != beforeY) {
        top.lineTo(fromX, y);
      }
      top.lineTo(toX, y);
      beforeY = y;
    }
    double floorY = rangeAxis.valueToJava2D(0, dataArea, plot.getRangeAxisEdge());
    Path2D area = new Path2D.Double(top);
    area.lineTo(x(domainAxis, data.getEndXValue(series, last), dataArea, plot), floorY);
    area.lineTo(x(domainAxis, data.getStartXValue(series, 0), dataArea, plot), floorY);
    area.closePath();
    g2.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g2.setPaint(getItemPaint(series, last));
    g2.fill(area);
    if (data.kind(series) == UtilisationData.Kind.GUEST) {
      g2.setPaint(seam);
      g2.setStroke(SEAM);
      g2.draw(top);
    }
  }

  private static double x(ValueAxis axis, double value, Rectangle2D area, XYPlot plot) {
    return axis.valueToJava2D(value, area, plot.getDomainAxisEdge());
  }
}
