package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** How long a host polls; schedulers.md 14.2. */
class PollWindowTest {
  private final PollWindow window = new PollWindow();

  private long after(LevelCosts costs, long... waitsNs) {
    for (long waitNs : waitsNs) {
      window.waited(waitNs, costs);
    }
    return window.ns(costs);
  }

  private static Prices linux() {
    return new Prices().poll(10 * US, 200 * US);
  }

  @Test
  void growsFromNothingToTheFirstAndDoublesUpToTheLongest() {
    assertThat(after(linux(), 100 * US)).isEqualTo(10 * US);
    assertThat(after(linux(), 100 * US)).isEqualTo(20 * US);
    assertThat(after(linux(), 199 * US, 199 * US, 199 * US)).isEqualTo(160 * US);
    assertThat(after(linux(), 199 * US)).isEqualTo(200 * US);
  }

  @Test
  void growsByAsMuchAsIsSaid() {
    assertThat(after(linux().pollFactors(4, 2), 100 * US, 100 * US)).isEqualTo(40 * US);
    assertThat(after(linux().pollFactors(1, 2), 100 * US)).isEqualTo(40 * US);
  }

  @Test
  void staysWhenTheWaitEndedWithinItOrTookExactlyTheLongest() {
    after(linux(), 100 * US, 100 * US);

    assertThat(after(linux(), 20 * US, 1, 200 * US)).isEqualTo(20 * US);
  }

  @Test
  void shrinksByHalvesAndToNothingBelowTheFirst() {
    after(linux(), 100 * US, 100 * US);

    assertThat(after(linux(), MS)).isEqualTo(10 * US);
    assertThat(after(linux(), MS)).isZero();
  }

  @Test
  void shrinksToNothingAtOnceWhereTheDivisorIsNought() {
    after(linux(), 100 * US, 100 * US, 100 * US, 150 * US);

    assertThat(after(linux().pollFactors(2, 0), 201 * US)).isZero();
  }

  @Test
  void isNoLongerThanTheLongestOfAnotherHost() {
    after(linux(), 100 * US, 100 * US, 100 * US);

    assertThat(window.ns(new Prices().poll(10 * US, 15 * US))).isEqualTo(15 * US);
    assertThat(window.ns(new Prices())).isZero();
  }

  @Property
  void isAlwaysFromNothingToTheLongest(
      @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 1_000_000) Long> waits,
      @ForAll @LongRange(min = 0, max = 500_000) long startNs,
      @ForAll @LongRange(min = 0, max = 500_000) long maxNs,
      @ForAll @IntRange(min = 1, max = 10) int grow,
      @ForAll @IntRange(min = 0, max = 10) int shrink) {
    Prices costs = new Prices().poll(startNs, maxNs).pollFactors(grow, shrink);
    for (long waitNs : waits) {
      assertThat(after(costs, waitNs)).isBetween(0L, maxNs);
    }
  }
}
