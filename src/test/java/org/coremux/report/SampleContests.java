package org.coremux.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.experiment.ComparedWorkload;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Estimate;
import org.coremux.experiment.RunHeader;
import org.coremux.experiment.Yardstick;

/** Comparisons of policies made by hand. */
public final class SampleContests {
  private SampleContests() {}

  /**
   * So many policies, the later the worse in everything; but of the first two nobody is better in
   * steal, as their intervals overlap. One more cannot run.
   */
  public static ComparisonResult of(int count) {
    return of(sides(count, false));
  }

  /** The same of guests that take locks and call across, and lose the more the later. */
  public static ComparisonResult losing(int count) {
    return of(sides(count, true));
  }

  private static List<ComparisonResult.Side> sides(int count, boolean isLosing) {
    List<ComparisonResult.Side> sides = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sides.add(side("policy-" + (char) ('a' + i), i, isLosing));
    }
    return sides;
  }

  /** Two of which one has this name, and the one that cannot run, too. */
  public static ComparisonResult named(String name) {
    return of(List.of(side(name, 0, false), side("other", 1, false)), name);
  }

  /** Policies of which each has one figure: so much, give or take so much, in turns. */
  static ComparisonResult of(Yardstick by, double... meansAndHalves) {
    List<ComparisonResult.Side> sides = new ArrayList<>();
    for (int i = 0; i < meansAndHalves.length; i += 2) {
      Estimate one = estimate(meansAndHalves[i], meansAndHalves[i + 1]);
      sides.add(side("policy" + i, i, Map.of(by.key(), one)));
    }
    return of(sides);
  }

  private static ComparisonResult of(List<ComparisonResult.Side> sides) {
    return of(sides, "picky");
  }

  private static ComparisonResult of(List<ComparisonResult.Side> sides, String refused) {
    return new ComparisonResult(
        new ComparisonResult.Head(
            "crowd",
            Optional.of("Who is best?"),
            new RunHeader.Generator("1", "XO_SHI_RO_256_PP"),
            7,
            200_000_000,
            new ComparisonResult.Effort(5, new BigDecimal("0.050000"), true, 1_234)),
        List.of(new ComparedWorkload("web", "server", true)),
        sides,
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            new ComparisonResult.Contest(
                List.of(
                    new ComparisonResult.Refused(
                        refused, "guests.web.cap: it cannot cap a guest")))));
  }

  private static ComparisonResult.Side side(String name, int place, boolean isLosing) {
    Map<String, Estimate> metrics = new LinkedHashMap<>();
    EnumSet<Yardstick> lost = EnumSet.of(Yardstick.HOLDERS, Yardstick.SPIN, Yardstick.STALL);
    for (Yardstick by : isLosing ? EnumSet.allOf(Yardstick.class) : EnumSet.complementOf(lost)) {
      double worse = Math.pow(1.5, place);
      double mean =
          switch (by) {
            case THROUGHPUT -> 8 - place / 4.0;
            case FAIRNESS -> 1 - place / 25.0;
            case COMPLETED -> 12_345 / worse;
            case STEAL -> 0.1 + place / 30.0;
            case WASTE -> place / 200.0;
            case SWITCHES -> 900 * worse;
            default -> worse / 10;
          };
      double half = by == Yardstick.STEAL && place < 2 ? 0.03 : mean / 1_000;
      metrics.put(by.key(), estimate(mean, half));
    }
    metrics.put("web.latency.p99", estimate(7 + place, 0.5));
    if (isLosing) {
      metrics.put("web.locks.spin", estimate(0.25 + place, 0.01));
    }
    return side(name, place, metrics);
  }

  private static ComparisonResult.Side side(String name, int place, Map<String, Estimate> metrics) {
    return new ComparisonResult.Side(
        name,
        List.of(name),
        Optional.of(estimate(1 + place, 0)),
        Map.of(),
        metrics,
        Map.of(),
        Optional.empty(),
        Map.of(),
        List.of());
  }

  private static Estimate estimate(double mean, double half) {
    return new Estimate(d(mean), d(mean).subtract(d(half)), d(mean).add(d(half)), Optional.empty());
  }

  private static BigDecimal d(double value) {
    return BigDecimal.valueOf(value).setScale(6, java.math.RoundingMode.HALF_UP);
  }
}
