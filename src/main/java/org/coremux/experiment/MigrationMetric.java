package org.coremux.experiment;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The figures of a guest's first migration, as {@link Metric} names them: {@code
 * web.migration.downtime}; of a group that of the first of its guests that moved.
 */
final class MigrationMetric {
  private static final String PREFIX = "migration.";
  private static final Pattern ROUND = Pattern.compile("migration\\.round(\\d{1,4})");

  private interface Reading {
    Optional<BigDecimal> of(MigrationResult migration);
  }

  private record Known(Metric metric, Reading reading) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known(
              metric("downtime", "ms", "How long the guest stood still to change hosts"),
              migration -> milliseconds(migration.downtimeNs())),
          new Known(
              metric("total", "s", "From the begin of its migration to the end"),
              migration -> seconds(migration.totalNs())),
          new Known(
              metric("sent", "B", "Bytes of its pages that were sent"),
              migration -> count(migration.pages().sentBytes())),
          new Known(
              metric("rounds", "", "Rounds while it ran"),
              migration -> count(migration.rounds().size())),
          new Known(
              metric("round1", "B", "Bytes of its pages in the first round; so of every other"),
              migration -> round(migration, 1)),
          new Known(
              metric("last", "B", "Bytes of its pages after the rounds"),
              migration -> count(migration.lastBytes())),
          new Known(
              metric("faults", "", "Pages that it had to ask for at the target"),
              migration -> count(migration.pages().faults())));

  private MigrationMetric() {}

  private static Metric metric(String name, String unit, String meaning) {
    return new Metric(PREFIX + name, PREFIX + name, unit, meaning);
  }

  /** All, in the order in which they are listed. */
  static List<Metric> all() {
    return KNOWN.stream().map(Known::metric).toList();
  }

  /** Whether a figure is one of a migration. */
  static boolean isNamed(String figure) {
    return figure.startsWith(PREFIX);
  }

  /**
   * The value of a figure of the first of the guests that moved; empty when none did.
   *
   * @throws IllegalArgumentException that says what there is, if there is no such figure
   */
  static Optional<BigDecimal> value(RunResult result, List<String> guests, String figure) {
    Reading reading = reading(figure);
    return result.migrations().stream()
        .filter(migration -> guests.contains(migration.guest()))
        .findFirst()
        .flatMap(reading::of);
  }

  private static Reading reading(String figure) {
    Matcher round = ROUND.matcher(figure);
    if (round.matches()) {
      return migration -> round(migration, Integer.parseInt(round.group(1)));
    }
    for (Known known : KNOWN) {
      if (known.metric.shortName().equals(figure)) {
        return known.reading;
      }
    }
    throw new IllegalArgumentException(
        "there is no metric "
            + figure
            + "; there are "
            + String.join(", ", all().stream().map(Metric::shortName).toList()));
  }

  private static Optional<BigDecimal> round(MigrationResult migration, int number) {
    return number < 1 || number > migration.rounds().size()
        ? Optional.empty()
        : count(migration.rounds().get(number - 1).sentBytes());
  }

  private static Optional<BigDecimal> count(long count) {
    return Optional.of(BigDecimal.valueOf(count));
  }

  private static Optional<BigDecimal> seconds(OptionalLong ns) {
    return ns.isPresent() ? Optional.of(Decimal.seconds(ns.getAsLong())) : Optional.empty();
  }

  private static Optional<BigDecimal> milliseconds(OptionalLong ns) {
    return ns.isPresent() ? Optional.of(Decimal.milliseconds(ns.getAsLong())) : Optional.empty();
  }
}
