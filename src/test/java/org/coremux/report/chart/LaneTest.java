package org.coremux.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LaneTest {
  private final List<String> seen = new ArrayList<>();

  private final Lane.Sink sink =
      new Lane.Sink() {
        @Override
        public void run(int from, int until, int what) {
          seen.add(from + "-" + until + "=" + what);
        }

        @Override
        public void mixed(int column, long[] ns) {
          List<Long> all = new ArrayList<>();
          for (long one : ns) {
            all.add(one);
          }
          seen.add(column + ":" + all);
        }
      };

  @Test
  void longIntervalsAreRunsOfColumns() {
    Lane lane = lane(2, 0, 0, 50, 1);
    lane.columns(0, 100, 10, sink);
    assertThat(seen).containsExactly("0-5=0", "5-10=1");
  }

  @Test
  void columnWithOneChangeIsWhatItWasLonger() {
    Lane lane = lane(2, 0, 0, 47, 1);
    lane.columns(0, 100, 10, sink);
    assertThat(seen).containsExactly("0-5=0", "5-10=1");
  }

  @Test
  void columnWithMoreChangesHasTheSharesOfEach() {
    Lane lane = lane(3, 0, 0, 21, 1, 23, 2, 26, 0);
    lane.columns(0, 100, 10, sink);
    assertThat(seen).containsExactly("0-2=0", "2:[5, 2, 3]", "3-10=0");
  }

  @Test
  void nothingIsDrawnBeforeTheFirstChange() {
    Lane lane = lane(1, 60, 0);
    lane.columns(0, 100, 10, sink);
    assertThat(seen).containsExactly("6-10=0");
  }

  @Test
  void windowBeginsInTheMiddleOfWhatWas() {
    Lane lane = lane(2, 0, 0, 1_000, 1);
    lane.columns(500, 700, 4, sink);
    assertThat(seen).containsExactly("0-4=0");
  }

  @Test
  void sharesOfAllColumnsAddUpToHowLongEachThingWas() {
    Random random = new Random(5);
    Lane lane = new Lane("x", 4);
    long nowNs = 0;
    while (nowNs < 1_000_000) {
      lane.change(nowNs, random.nextInt(4));
      nowNs += 1 + random.nextInt(60);
    }
    int columns = 500;
    double[] ns = new double[4];
    double columnNs = 1_000_000.0 / columns;
    lane.columns(
        0,
        1_000_000,
        columns,
        new Lane.Sink() {
          @Override
          public void run(int from, int until, int what) {
            ns[what] += (until - from) * columnNs;
          }

          @Override
          public void mixed(int column, long[] one) {
            for (int i = 0; i < 4; i++) {
              ns[i] += one[i];
            }
          }
        });
    long[] sums = lane.sums(0, 1_000_000);
    for (int i = 0; i < 4; i++) {
      assertThat(ns[i]).isCloseTo(sums[i], within(1.0));
    }
    assertThat(sums[0] + sums[1] + sums[2] + sums[3]).isEqualTo(1_000_000);
  }

  @Test
  void daysAreCutIntoColumnsWithoutOverflow() {
    long yearNs = 365L * 86_400 * 1_000_000_000;
    Lane lane = lane(2, 0, 0, yearNs / 2, 1);
    lane.columns(0, yearNs, 2_000, sink);
    assertThat(seen).containsExactly("0-1000=0", "1000-2000=1");
  }

  private static Lane lane(int kinds, long... changes) {
    Lane lane = new Lane("x", kinds);
    for (int i = 0; i < changes.length; i += 2) {
      lane.change(changes[i], (int) changes[i + 1]);
    }
    return lane;
  }
}
