package org.coremux.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.coremux.engine.Allocation;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private static final long HOUR_NS = 3_600_000_000_000L;

  private final LatencyHistogram histogram = new LatencyHistogram(HOUR_NS);

  @Property
  void aPercentileIsNeverTooLowAndLessThanAThousandthTooHigh(
      @ForAll @NotEmpty List<@LongRange(min = 0, max = HOUR_NS) Long> values,
      @ForAll @DoubleRange(min = 0.01, max = 100) double percent) {
    LatencyHistogram some = new LatencyHistogram(HOUR_NS);
    values.forEach(some::record);
    List<Long> sorted = new ArrayList<>(values);
    sorted.sort(null);
    int rank = (int) Math.max(1, Math.ceil(percent / 100 * values.size() - 1e-9));
    long exact = sorted.get(rank - 1);
    long told = some.percentileNs(percent).orElseThrow();
    assertThat(told).isGreaterThanOrEqualTo(exact);
    assertThat(told - exact).isLessThanOrEqualTo(exact / 1_000);
  }

  @Property
  void mergingIsRecordingEverything(
      @ForAll List<@LongRange(min = 0, max = 1_000_000) Long> first,
      @ForAll List<@LongRange(min = 0, max = HOUR_NS) Long> second) {
    LatencyHistogram one = new LatencyHistogram(HOUR_NS);
    LatencyHistogram two = new LatencyHistogram(HOUR_NS);
    LatencyHistogram all = new LatencyHistogram(HOUR_NS);
    first.forEach(one::record);
    second.forEach(two::record);
    second.forEach(all::record);
    first.forEach(all::record);
    one.add(two);
    assertThat(figures(one)).isEqualTo(figures(all));
  }

  private static List<Object> figures(LatencyHistogram some) {
    List<Object> figures = new ArrayList<>();
    figures.add(some.count());
    figures.add(some.meanNs());
    figures.add(some.minNs());
    figures.add(some.maxNs());
    for (int percent = 0; percent <= 100; percent++) {
      figures.add(some.percentileNs(percent));
    }
    return figures;
  }

  @Test
  void isExactBelowTwoThousand() {
    for (long ns = 1; ns <= 1_000; ns++) {
      histogram.record(ns);
    }
    assertThat(histogram.count()).isEqualTo(1_000);
    assertThat(histogram.percentileNs(50)).hasValue(500);
    assertThat(histogram.percentileNs(99)).hasValue(990);
    assertThat(histogram.percentileNs(99.9)).hasValue(999);
    assertThat(histogram.percentileNs(0)).hasValue(1);
  }

  @Test
  void meanMinimumAndMaximumAreExact() {
    histogram.record(1_234_567_891);
    histogram.record(3_000_000_000L);
    histogram.record(1);
    histogram.record(1);
    // (1,234,567,891 + 3,000,000,000 + 2) / 4
    assertThat(histogram.meanNs()).hasValue(1_058_641_973.25);
    assertThat(histogram.minNs()).hasValue(1);
    assertThat(histogram.maxNs()).hasValue(3_000_000_000L);
    assertThat(histogram.percentileNs(100)).hasValue(3_000_000_000L);
    assertThat(histogram.count()).isEqualTo(4);
  }

  @Test
  void ofNothingThereIsNoFigure() {
    assertThat(histogram.percentileNs(99)).isEmpty();
    assertThat(histogram.meanNs()).isEmpty();
    assertThat(histogram.maxNs()).isEmpty();
    assertThat(histogram.minNs()).isEmpty();
    histogram.record(5);
    histogram.reset();
    assertThat(histogram.count()).isZero();
    assertThat(histogram.percentileNs(50)).isEmpty();
  }

  @Test
  void holdsTheLongestPossibleAndRefusesMore() {
    histogram.record(HOUR_NS);
    assertThat(histogram.percentileNs(50)).hasValue(HOUR_NS);
    assertThatThrownBy(() -> histogram.record(HOUR_NS + 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("3600000000001 ns");
    assertThatThrownBy(() -> histogram.record(-1)).isInstanceOf(IllegalStateException.class);
    assertThat(histogram.count()).isEqualTo(1);
  }

  @Test
  void aRunOfNoLengthHoldsZeroes() {
    LatencyHistogram none = new LatencyHistogram(0);
    none.record(0);
    assertThat(none.percentileNs(99)).hasValue(0);
  }

  @Test
  void refusesToMergeWhatDoesNotFit() {
    histogram.record(HOUR_NS);
    LatencyHistogram narrow = new LatencyHistogram(1_000_000);
    assertThatThrownBy(() -> narrow.add(histogram))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000000 ns");
    histogram.add(narrow);
    assertThat(histogram.count()).isEqualTo(1);
  }

  @Test
  void mergesAWiderOneWhoseValuesFit() {
    LatencyHistogram narrow = new LatencyHistogram(1_000_000);
    histogram.record(999_999);
    narrow.add(histogram);
    assertThat(narrow.maxNs()).hasValue(999_999);
  }

  @Test
  void refusesAPercentileBeyondAHundred() {
    assertThatThrownBy(() -> histogram.percentileNs(100.1)).hasMessageContaining("0 to 100");
    assertThatThrownBy(() -> histogram.percentileNs(Double.NaN)).hasMessageContaining("0 to 100");
  }

  @Test
  void recordingAllocatesNothing() {
    assertThat(
            Allocation.fewestBytes(
                run -> {
                  for (long i = 0; i < 100_000; i++) {
                    histogram.record(i * i);
                  }
                }))
        .isZero();
  }
}
