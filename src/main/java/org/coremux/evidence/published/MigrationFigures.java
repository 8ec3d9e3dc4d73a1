package org.coremux.evidence.published;

import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.coremux.experiment.MigrationResult;
import org.coremux.experiment.MigrationResult.Felt;
import org.coremux.experiment.MigrationResult.Round;

/**
 * The figures of a live migration by name: {@code downtime}, {@code total}, {@code sent}, {@code
 * rounds}, {@code round2.sent}, {@code round2.seconds}, {@code last.sent}, {@code later.seconds} of
 * all rounds but the first; and what the guest's workload completed each second, {@code
 * completed.before}, {@code completed.first} and {@code completed.later}. Times are in s, sizes in
 * MB (10^6 bytes).
 */
final class MigrationFigures {
  private static final double SECOND = 1e9;
  private static final double MB = 1e6;
  private static final Pattern ROUND = Pattern.compile("round(\\d+)\\.(sent|seconds)");

  /** How far from the begin of the measured time a workload has found its rate. Unit: ns. */
  private static final long SETTLED_NS = 1_000_000_000;

  private final MigrationResult migration;

  MigrationFigures(MigrationResult migration) {
    this.migration = migration;
  }

  /**
   * A figure.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  double figure(String name) {
    Matcher round = ROUND.matcher(name);
    if (round.matches()) {
      boolean isSize = round.group(2).equals("sent");
      return round(
          Integer.parseInt(round.group(1)),
          one -> isSize ? one.sentBytes() / MB : one.ns() / SECOND);
    }
    return switch (name) {
      case "downtime" -> migration.downtimeNs().orElseThrow() / SECOND;
      case "total" -> migration.totalNs().orElseThrow() / SECOND;
      case "sent" -> migration.pages().sentBytes() / MB;
      case "rounds" -> migration.rounds().size();
      case "last.sent" -> migration.lastBytes() / MB;
      case "later.seconds" -> (stoppedNs() - firstEndNs()) / SECOND;
      case "completed.before" -> completed(SETTLED_NS, migration.span().startNs());
      case "completed.first" -> completed(migration.span().startNs(), firstEndNs());
      case "completed.later" -> completed(firstEndNs(), stoppedNs());
      default -> throw new IllegalArgumentException("a migration has no figure " + name);
    };
  }

  /** Of a round that there was not: nothing was sent in it. */
  private double round(int number, ToDoubleFunction<Round> figure) {
    return number > migration.rounds().size()
        ? 0
        : figure.applyAsDouble(migration.rounds().get(number - 1));
  }

  private long firstEndNs() {
    Round first = migration.rounds().get(0);
    return first.startNs() + first.ns();
  }

  private long stoppedNs() {
    return migration.span().stoppedNs().orElseThrow();
  }

  /** Each second, in whole buckets between two instants. */
  private double completed(long fromNs, long untilNs) {
    Felt felt = migration.felt().orElseThrow();
    long count = 0;
    long ns = 0;
    for (int i = 0; i < felt.completed().size(); i++) {
      long atNs = felt.startNs() + i * felt.bucketNs();
      if (atNs >= fromNs && atNs + felt.bucketNs() <= untilNs) {
        count += felt.completed().get(i);
        ns += felt.bucketNs();
      }
    }
    return count / (ns / SECOND);
  }
}
