package org.coremux.report.chart;

import java.util.Arrays;
import org.coremux.experiment.IntColumn;
import org.coremux.experiment.LongColumn;

/**
 * One row of a timeline: from when on what was so, change by change. What is a number from 0, or
 * {@link #UNKNOWN} before the first change.
 */
final class Lane {
  /** Nothing is known. */
  static final int UNKNOWN = -1;

  private final String name;
  private final int kinds;
  private final LongColumn atNs = new LongColumn();
  private final IntColumn what = new IntColumn();

  /** A lane in which so many things can be. */
  Lane(String name, int kinds) {
    this.name = name;
    this.kinds = kinds;
  }

  /** What takes the columns of a lane, from the left to the right. */
  interface Sink {
    /** From one column to another, not included, the same thing. */
    void run(int from, int until, int what);

    /**
     * In one column several things.
     *
     * @param ns how long each was, by its number; valid during the call
     */
    void mixed(int column, long[] ns);
  }

  String name() {
    return name;
  }

  /** From then on that is so; instants never descend. */
  void change(long whenNs, int now) {
    atNs.add(whenNs);
    what.add(now);
  }

  /** How long each thing was between two instants, by its number. */
  long[] sums(long fromNs, long untilNs) {
    long[] sums = new long[kinds];
    for (int i = 0; i < atNs.size(); i++) {
      long beginNs = Math.max(fromNs, atNs.get(i));
      long endNs = Math.min(untilNs, i + 1 < atNs.size() ? atNs.get(i + 1) : Long.MAX_VALUE);
      if (endNs > beginNs && what.get(i) != UNKNOWN) {
        sums[what.get(i)] += endNs - beginNs;
      }
    }
    return sums;
  }

  /**
   * Cuts a stretch into columns of equal length. A column with a single change in it is that which
   * it was longer; one with more is mixed.
   */
  void columns(long fromNs, long untilNs, int columns, Sink sink) {
    new Sweep(sink).over(fromNs, untilNs, columns);
  }

  private final class Sweep {
    private final Sink sink;
    private final long[] ns = new long[kinds];
    private int row = -1;
    private int runFrom;
    private int running = UNKNOWN;

    Sweep(Sink sink) {
      this.sink = sink;
    }

    void over(long fromNs, long untilNs, int columns) {
      long lengthNs = untilNs - fromNs;
      while (row + 1 < atNs.size() && atNs.get(row + 1) <= fromNs) {
        row++;
      }
      long beginNs = fromNs;
      for (int column = 0; column < columns; column++) {
        // The product of a length and a number of columns would not fit for some lengths.
        long endNs = fromNs + (long) ((double) lengthNs * (column + 1) / columns);
        column(column, beginNs, column == columns - 1 ? untilNs : endNs);
        beginNs = endNs;
      }
      flush(columns);
    }

    private void column(int column, long beginNs, long endNs) {
      Arrays.fill(ns, 0);
      long nowNs = beginNs;
      int changes = 0;
      while (row + 1 < atNs.size() && atNs.get(row + 1) < endNs) {
        add(atNs.get(row + 1) - nowNs);
        nowNs = atNs.get(row + 1);
        row++;
        changes++;
      }
      add(endNs - nowNs);
      int most = longest();
      if (changes <= 1 || isAlone(most)) {
        if (most != running) {
          flush(column);
          running = most;
          runFrom = column;
        }
        return;
      }
      flush(column);
      running = UNKNOWN;
      runFrom = column + 1;
      sink.mixed(column, ns);
    }

    private void add(long lengthNs) {
      if (row >= 0 && what.get(row) != UNKNOWN) {
        ns[what.get(row)] += lengthNs;
      }
    }

    private int longest() {
      int most = UNKNOWN;
      for (int i = 0; i < kinds; i++) {
        if (ns[i] > (most == UNKNOWN ? 0 : ns[most])) {
          most = i;
        }
      }
      return most;
    }

    private boolean isAlone(int most) {
      for (int i = 0; i < kinds; i++) {
        if (i != most && ns[i] > 0) {
          return false;
        }
      }
      return true;
    }

    private void flush(int column) {
      if (running != UNKNOWN && column > runFrom) {
        sink.run(runFrom, column, running);
      }
      runFrom = column;
    }
  }
}
