package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FairnessTest {
  private static double index(double... values) {
    return Fairness.index(values, values.length).orElseThrow();
  }

  @Test
  void theIndexIsTheShareOfThoseWhoGetAllWhereTheOthersGetNothing() {
    // Jain, Chiu, Hawe 1984: k of n users who get the same have an index of k / n.
    assertThat(index(1, 1, 1, 1)).isEqualTo(1);
    assertThat(index(3, 0, 0, 0)).isEqualTo(0.25);
    assertThat(index(2, 2, 0, 0, 0)).isEqualTo(0.4);
    assertThat(index(1, 2, 3)).isCloseTo(36.0 / (3 * 14), within(1e-12));
  }

  @Test
  void ofNothingThereIsNoIndex() {
    assertThat(Fairness.index(new double[0], 0)).isEmpty();
    assertThat(Fairness.of(List.of(new Fairness.Share("idle", 256, 0)), Map.of())).isEmpty();
  }

  @Test
  void whoWantsLittleIsDueThatAndTheRestGoesByWeight() {
    double[] due = Fairness.due(10, new double[] {1, 1, 2}, new double[] {1, 100, 100});
    assertThat(due).containsExactly(new double[] {1, 3, 6}, within(1e-12));
  }

  @Test
  void whoIsFullInALaterRoundLeavesToo() {
    double[] due = Fairness.due(12, new double[] {1, 1, 1, 1}, new double[] {1, 3.5, 100, 100});
    assertThat(due).containsExactly(new double[] {1, 3.5, 3.75, 3.75}, within(1e-12));
  }

  @Test
  void nobodyIsDueMoreThanItWants() {
    double[] due = Fairness.due(10, new double[] {1, 5}, new double[] {2, 3});
    assertThat(due).containsExactly(2, 3);
  }

  @Property
  void allThatThereIsIsDueToSomebody(
      @ForAll @Size(5) List<@DoubleRange(min = 1, max = 1000) Double> weights,
      @ForAll @Size(5) List<@DoubleRange(min = 0, max = 50) Double> wanted,
      @ForAll @DoubleRange(min = 0, max = 200) double capacity) {
    double[] w = weights.stream().mapToDouble(one -> one).toArray();
    double[] d = wanted.stream().mapToDouble(one -> one).toArray();
    double[] due = Fairness.due(capacity, w, d);
    double sum = 0;
    double all = 0;
    for (int i = 0; i < due.length; i++) {
      assertThat(due[i]).isBetween(-1e-9, d[i] + 1e-9);
      sum += due[i];
      all += d[i];
      for (int j = 0; j < due.length; j++) { // who wants more than it is due has no less by weight
        if (due[i] < d[i] - 1e-6) {
          assertThat(due[i] / w[i]).isGreaterThan(due[j] / w[j] - 1e-6);
        }
      }
    }
    assertThat(sum).isCloseTo(Math.min(capacity, all), within(1e-6));
  }

  @Test
  void sharesByWeightAreFairAndEqualOnesAreNot() {
    Map<String, Long> wanted = Map.of("gold", 100L, "silver", 100L, "light", 10L);
    List<Fairness.Share> byWeight =
        List.of(
            new Fairness.Share("gold", 512, 60),
            new Fairness.Share("silver", 256, 30),
            new Fairness.Share("light", 256, 10));
    assertThat(Fairness.of(byWeight, wanted).orElseThrow()).isCloseTo(1, within(1e-12));
    List<Fairness.Share> equal =
        List.of(
            new Fairness.Share("gold", 512, 45),
            new Fairness.Share("silver", 256, 45),
            new Fairness.Share("light", 256, 10));
    // 0.75, 1.5 and 1 of what is due
    assertThat(Fairness.of(equal, wanted).orElseThrow())
        .isCloseTo(3.25 * 3.25 / 3 / (0.5625 + 2.25 + 1), within(1e-12));
  }
}
