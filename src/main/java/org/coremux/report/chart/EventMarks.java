package org.coremux.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.Happened;
import org.coremux.experiment.RunResult;
import org.coremux.report.Text;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;

/**
 * The events of a scenario in a chart over time: a thin numbered line at the time of each, and
 * below the chart what happened there. Events of one instant have one line.
 */
final class EventMarks {
  /** Most that are told in words. Unit: lines of the chart. Source: assumed. */
  private static final int TOLD_MAX = 6;

  /** Longest words of an event. Unit: characters. Source: assumed, half a line. */
  private static final int WORDS_MAX = 60;

  /** Height of a line below the chart. Unit: pixels. */
  static final int ROW = 18;

  private static final BasicStroke LINE =
      new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {5, 3}, 0);

  private final TimeScale scale;
  private final Look look;

  /** The instants within the stretch, each with what happened then. */
  private final List<List<Happened>> instants = new ArrayList<>();

  /** Those within the stretch of the scale. */
  EventMarks(RunResult result, TimeScale scale, Look look) {
    this.scale = scale;
    this.look = look;
    long beforeNs = -1;
    for (Happened one : result.happened()) {
      if (one.atNs() >= scale.fromNs() && one.atNs() <= scale.untilNs()) {
        if (one.atNs() != beforeNs) {
          instants.add(new ArrayList<>());
        }
        instants.get(instants.size() - 1).add(one);
        beforeNs = one.atNs();
      }
    }
  }

  /** Draws the lines, over what is drawn so far. */
  void on(XYPlot plot) {
    if (!instants.isEmpty()) {
      plot.addAnnotation(new Lines(scale, instants, look.palette()));
    }
  }

  /** The lines, each with its number at the top. */
  private static final class Lines extends Drawing {
    private static final long serialVersionUID = 1L;

    private final transient TimeScale scale;
    private final transient List<List<Happened>> instants;
    private final Color ink;
    private final Color ground;

    Lines(TimeScale scale, List<List<Happened>> instants, Palette palette) {
      this.scale = scale;
      this.instants = instants;
      ink = palette.ink();
      ground = palette.background();
    }

    @Override
    void draw(Graphics2D g2, Frame frame) {
      g2.setPaint(ink);
      g2.setFont(Look.SMALL);
      for (int i = 0; i < instants.size(); i++) {
        long atNs = instants.get(i).get(0).atNs();
        double x = frame.x(scale.of(atNs));
        g2.setStroke(LINE);
        g2.draw(new Line2D.Double(x, frame.area().getMinY(), x, frame.area().getMaxY()));
        number(g2, Integer.toString(i + 1), x, frame.area().getMinY());
      }
    }

    /** The number, on ground of its own. */
    private void number(Graphics2D g2, String number, double x, double top) {
      double width = g2.getFontMetrics().stringWidth(number) + 4;
      g2.setPaint(ground);
      g2.fill(new Rectangle2D.Double(x - width, top, width, 14));
      g2.setPaint(ink);
      g2.drawString(number, (float) (x - width + 2), (float) top + 11);
    }
  }

  /** Says below the chart what the lines are. */
  int tell(JFreeChart chart) {
    int told = Math.min(TOLD_MAX, instants.size());
    if (told < instants.size()) {
      look.note(chart, "and " + (instants.size() - told) + " more; the report lists them");
    }
    for (int i = told - 1; i >= 0; i--) { // each stands above the one before
      List<String> words =
          instants.get(i).stream().map(one -> Text.plain(one.words(), WORDS_MAX)).toList();
      look.note(
          chart,
          "%d  at %s %s: %s"
              .formatted(
                  i + 1,
                  scale.words(instants.get(i).get(0).atNs()),
                  scale.unit(),
                  String.join("; ", words)));
    }
    return told < instants.size() ? told + 1 : told;
  }
}
