package org.coremux.report.chart;

import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;

/** From the units of a plot's axes to where on the drawing. */
record Frame(XYPlot plot, Rectangle2D area, ValueAxis domain, ValueAxis range) {
  double x(double value) {
    return domain.valueToJava2D(value, area, plot.getDomainAxisEdge());
  }

  double y(double value) {
    return range.valueToJava2D(value, area, plot.getRangeAxisEdge());
  }
}
