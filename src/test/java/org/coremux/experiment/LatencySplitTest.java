package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencySplitTest {
  private static LatencySplit.Bucket bucket(long highNs, long count, long workNs, long waitNs) {
    return new LatencySplit.Bucket(
        highNs, count, workNs + waitNs, Causes.NONE.with("work", workNs).with("waiting", waitNs));
  }

  private static final LatencySplit SPLIT =
      new LatencySplit(
          List.of(bucket(10, 90, 810, 0), bucket(20, 9, 90, 72), bucket(99, 1, 9, 90)));

  private static LatencySplit.Bucket at(String percent) {
    return SPLIT.at(new BigDecimal(percent)).orElseThrow();
  }

  @Test
  void aPercentileIsTheBucketOfItsRank() {
    assertThat(at("50").highNs()).isEqualTo(10);
    assertThat(at("90").highNs()).isEqualTo(10); // rank 90 of 100 is the last in it
    assertThat(at("90.1").highNs()).isEqualTo(20);
    assertThat(at("99").highNs()).isEqualTo(20);
    assertThat(at("99.9").highNs()).isEqualTo(99);
    assertThat(at("100").highNs()).isEqualTo(99);
  }

  @Test
  void allRequestsTogetherHaveAllTheirTime() {
    LatencySplit.Bucket all = SPLIT.all().orElseThrow();
    assertThat(all.count()).isEqualTo(100);
    assertThat(all.causes()).isEqualTo(Causes.NONE.with("work", 909).with("waiting", 162));
  }

  @Test
  void bucketsOfTwoRunsAreAddedWhereBothHaveThem() {
    LatencySplit sum =
        SPLIT.plus(new LatencySplit(List.of(bucket(10, 1, 9, 1), bucket(50, 2, 8, 80))));
    assertThat(sum.buckets())
        .extracting(LatencySplit.Bucket::highNs)
        .containsExactly(10L, 20L, 50L, 99L);
    assertThat(sum.buckets().get(0)).isEqualTo(bucket(10, 91, 819, 1));
    assertThat(sum.count()).isEqualTo(103);
  }

  @Test
  void withoutRequestsThereIsNothingToSay() {
    assertThat(LatencySplit.NONE.isEmpty()).isTrue();
    assertThat(LatencySplit.NONE.at(BigDecimal.TEN)).isEmpty();
    assertThat(LatencySplit.NONE.all()).isEmpty();
    assertThat(LatencySplit.NONE.plus(SPLIT)).isEqualTo(SPLIT);
  }

  @Test
  void causesHaveToBeAllOfTheTime() {
    assertThatThrownBy(() -> new LatencySplit.Bucket(5, 1, 4, Causes.NONE.with("work", 3)))
        .hasMessageContaining("causes of 3 ns for latencies of 4 ns");
  }

  @Test
  void bucketsAscend() {
    assertThatThrownBy(() -> new LatencySplit(List.of(bucket(9, 1, 1, 0), bucket(9, 1, 1, 0))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPercentileIsAboveNothingAndAtMostAll() {
    assertThatThrownBy(() -> SPLIT.at(BigDecimal.ZERO)).hasMessageContaining("above 0 to 100");
    assertThatThrownBy(() -> at("100.1")).hasMessageContaining("above 0 to 100");
  }
}
