package org.coremux.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.coremux.engine.Allocation;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally();

  @Test
  void countsMeanVarianceAndExtremes() {
    for (long value : new long[] {2, 4, 4, 4, 5, 5, 7, 9}) {
      tally.record(value);
    }
    // Sum 40, mean 5; squared distances 9+1+1+1+0+0+4+16 = 32, over 7.
    assertThat(tally.count()).isEqualTo(8);
    assertThat(tally.sum()).isEqualTo(BigInteger.valueOf(40));
    assertThat(tally.mean()).hasValue(5);
    assertThat(tally.variance()).hasValue(32.0 / 7);
    assertThat(tally.min()).hasValue(2);
    assertThat(tally.max()).hasValue(9);
  }

  @Test
  void losesNothingBesideALargeMean() {
    // 10^15 +- 1: the naive sum of squares in doubles would give 0 or nonsense.
    tally.record(1_000_000_000_000_001L);
    tally.record(999_999_999_999_999L);
    assertThat(tally.variance()).hasValue(2);
  }

  @Test
  void ofNothingThereIsNoFigure() {
    assertThat(tally.mean()).isEmpty();
    assertThat(tally.variance()).isEmpty();
    assertThat(tally.min()).isEmpty();
    assertThat(tally.max()).isEmpty();
    tally.record(3);
    assertThat(tally.variance()).isEmpty();
    tally.reset();
    assertThat(tally.count()).isZero();
    assertThat(tally.max()).isEmpty();
  }

  @Property
  void mergingIsRecordingEverything(
      @ForAll List<@LongRange(min = -(1L << 50), max = 1L << 50) Long> first,
      @ForAll List<@LongRange(min = -(1L << 50), max = 1L << 50) Long> second) {
    Tally all = new Tally();
    Tally one = new Tally();
    Tally two = new Tally();
    first.forEach(one::record);
    second.forEach(two::record);
    second.forEach(all::record);
    first.forEach(all::record);
    one.add(two);
    assertThat(one.count()).isEqualTo(all.count());
    assertThat(one.mean()).isEqualTo(all.mean());
    assertThat(one.variance()).isEqualTo(all.variance());
    assertThat(one.min()).isEqualTo(all.min());
    assertThat(one.max()).isEqualTo(all.max());
  }

  @Test
  void recordingAllocatesNothing() {
    assertThat(
            Allocation.fewestBytes(
                run -> {
                  for (long i = 0; i < 100_000; i++) {
                    tally.record(i * 1_000_003);
                  }
                }))
        .isZero();
    assertThat(tally.mean().orElseThrow()).isCloseTo(99_999 / 2.0 * 1_000_003, within(1e-3));
  }
}
