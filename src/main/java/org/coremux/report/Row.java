package org.coremux.report;

import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.Latency;

/** A row of a table of text: what it is about on the left, then figures, each in a column. */
final class Row {
  private final Text text;
  private final StringBuilder line;

  /**
   * A row without figures so far.
   *
   * @param name of what it is about, in the device's characters
   * @param columns that the name takes
   */
  Row(Text text, String name, int columns) {
    this.text = text;
    line = new StringBuilder("  ").append(text.left(name, columns));
  }

  /** The first of the rows, and how many more there are. */
  static List<String> first(int most, List<String> rows) {
    if (rows.size() <= most) {
      return rows;
    }
    List<String> first = new ArrayList<>(rows.subList(0, most));
    first.add("  and " + (rows.size() - most) + " more; result.json has all");
    return first;
  }

  /** Another figure, so many columns wide. */
  Row cell(String figure, int columns) {
    line.append(text.right(figure, columns));
    return this;
  }

  /** Another count. */
  Row count(long count, int columns) {
    return cell(Figure.count(count), columns);
  }

  /** Another time, in seconds. */
  Row seconds(long ns, int columns) {
    return cell(Figure.seconds(ns), columns);
  }

  /** Another time, in milliseconds. */
  Row milliseconds(long ns, int columns) {
    return cell(Figure.milliseconds(ns), columns);
  }

  /** The same, of latencies, of which there may be none. */
  Row milliseconds(Latency latency, long ns, int columns) {
    return cell(Figure.milliseconds(latency, ns, text.none()), columns);
  }

  @Override
  public String toString() {
    return line.toString();
  }
}
