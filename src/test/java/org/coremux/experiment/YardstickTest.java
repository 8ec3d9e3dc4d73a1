package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YardstickTest {
  /** One with this mean and half this width, by name. */
  private static ComparisonResult.Side side(String name, String mean, String half, Yardstick by) {
    BigDecimal m = new BigDecimal(mean);
    BigDecimal h = new BigDecimal(half);
    Estimate estimate = new Estimate(m, m.subtract(h), m.add(h), Optional.empty());
    return new ComparisonResult.Side(
        name,
        List.of(name),
        Optional.empty(),
        Map.of(),
        Map.of(by.key(), estimate),
        Map.of(),
        Optional.empty(),
        Map.of(),
        List.of());
  }

  private static String winner(Yardstick by, String... meansAndHalves) {
    List<ComparisonResult.Side> sides = new ArrayList<>();
    for (int i = 0; i < meansAndHalves.length; i += 2) {
      sides.add(side("s" + i / 2, meansAndHalves[i], meansAndHalves[i + 1], by));
    }
    return by.winner(sides).map(ComparisonResult.Side::name).orElse("none");
  }

  @Test
  void theBestOneWinsWhereItsIntervalOverlapsWithNoOther() {
    assertThat(winner(Yardstick.THROUGHPUT, "5", "0.4", "6", "0.4", "4", "1")).isEqualTo("s1");
  }

  @Test
  void nobodyWinsWhereTheIntervalOfTheBestOverlapsWithAny() {
    assertThat(winner(Yardstick.THROUGHPUT, "5", "0.6", "6", "0.5", "1", "0.1")).isEqualTo("none");
    assertThat(winner(Yardstick.THROUGHPUT, "1", "9", "6", "0.5", "5", "0.1")).isEqualTo("none");
  }

  @Test
  void intervalsThatTouchOverlap() {
    assertThat(winner(Yardstick.THROUGHPUT, "5", "0.5", "6", "0.5")).isEqualTo("none");
    assertThat(winner(Yardstick.MIGRATIONS, "0", "0", "0", "0", "7", "1")).isEqualTo("none");
  }

  @Test
  void lessIsBetterOfWaitsAndMoreOfWork() {
    assertThat(winner(Yardstick.DISPATCH_P99, "5", "0.4", "6", "0.4")).isEqualTo("s0");
    assertThat(winner(Yardstick.FAIRNESS, "0.5", "0.04", "0.9", "0.04")).isEqualTo("s1");
    for (Yardstick by : Yardstick.values()) {
      boolean isMore =
          List.of(Yardstick.THROUGHPUT, Yardstick.COMPLETED, Yardstick.FAIRNESS).contains(by);
      assertThat(by.better() == Yardstick.Better.HIGHER).as(by.key()).isEqualTo(isMore);
    }
  }

  @Test
  void oneAloneHasNotWon() {
    assertThat(winner(Yardstick.THROUGHPUT, "5", "0.4")).isEqualTo("none");
  }

  @Test
  void figuresOfSingleGuestsHaveAUnitAndADirectionToo() {
    assertThat(Yardstick.unit("web.latency.p99")).isEqualTo("ms");
    assertThat(Yardstick.better("web.latency.p99")).isEqualTo(Yardstick.Better.LOWER);
    assertThat(Yardstick.unit("web.throughput")).isEqualTo("1/s");
    assertThat(Yardstick.better("web.work")).isEqualTo(Yardstick.Better.HIGHER);
    assertThat(Yardstick.unit("web.exits.halt")).isEqualTo("1/s");
    assertThat(Yardstick.unit("steal")).isEmpty();
  }
}
