package org.coremux.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.coremux.experiment.Causes;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Estimate;
import org.coremux.experiment.Waterfall;

/**
 * What a comparison says, in sentences for somebody who knows no virtualization: which alternative
 * is the slowest, by how much, and mostly because of what; then the others.
 */
public final class ComparisonAnswer {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /** What sharing costs less than is not worth a sentence. Unit: ns per second of work. */
  private static final long NOTED_NS = 100_000;

  /**
   * Steps that follow from others: who is slower for any reason, behind that one more queue up.
   * They are a reason where there is no other.
   */
  private static final Set<String> QUEUES = Set.of("queue", "worker_queue");

  private final ComparisonResult result;
  private final String baseline;

  /** Of a result, whose names are shown as they are: clean them for the place that shows them. */
  public ComparisonAnswer(ComparisonResult result) {
    this.result = result;
    baseline = Text.plain(result.baseline().name());
  }

  /** Those with a slowdown, the slowest first. */
  private List<ComparisonResult.Side> ranked() {
    return result.others().stream()
        .filter(side -> side.slowdown().isPresent())
        .sorted(Comparator.comparing(ComparisonAnswer::mean).reversed())
        .toList();
  }

  private static BigDecimal mean(ComparisonResult.Side side) {
    return side.slowdown().orElseThrow().mean();
  }

  /** The answer. */
  public String sentence() {
    if (result.contest().isPresent()) {
      return new ContestAnswer(result).sentence();
    }
    List<ComparisonResult.Side> ranked = ranked();
    if (result.others().isEmpty()) {
      return "Only %s was run: there is nothing to compare it with.".formatted(baseline);
    }
    if (ranked.isEmpty()) {
      return "What these guests do cannot be compared: they finish nothing, and do no work.";
    }
    ComparisonResult.Side slowest = ranked.get(0);
    Estimate slowdown = slowest.slowdown().orElseThrow();
    if (slowdown.low().compareTo(BigDecimal.ONE) <= 0) {
      return ranked.size() == 1
          ? "%s is not measurably slower than %s.".formatted(name(slowest), baseline)
          : "None is measurably slower than %s.".formatted(baseline);
    }
    return "%s: what the guests do takes %s as on %s (%s to %s times, 95 %% sure)%s."
        .formatted(
            superlative(ranked),
            longer(slowdown.mean()),
            baseline,
            times(slowdown.low()),
            times(slowdown.high()),
            cause(slowest).map(step -> ", mostly because of " + words(step)).orElse(""));
  }

  private static String superlative(List<ComparisonResult.Side> ranked) {
    String first = name(ranked.get(0));
    if (ranked.size() == 1) {
      return first + " is slower";
    }
    Estimate second = ranked.get(1).slowdown().orElseThrow();
    return second.high().compareTo(mean(ranked.get(0))) >= 0
        ? "%s is the slowest, with %s about as slow".formatted(first, name(ranked.get(1)))
        : first + " is the slowest";
  }

  /** More sentences: the others, what sharing costs, and how sure that is. */
  public List<String> more() {
    return result.contest().isPresent() ? new ContestAnswer(result).more() : ofPlatforms();
  }

  private List<String> ofPlatforms() {
    List<String> more = new ArrayList<>();
    List<ComparisonResult.Side> ranked = ranked();
    boolean isFirstTold =
        !ranked.isEmpty()
            && ranked.get(0).slowdown().orElseThrow().low().compareTo(BigDecimal.ONE) > 0;
    for (ComparisonResult.Side side : ranked.subList(isFirstTold ? 1 : 0, ranked.size())) {
      if (isFirstTold || isFaster(side)) { // that none is slower is said already
        more.add(other(side));
      }
    }
    result
        .sharing()
        .filter(sharing -> Math.abs(sharing.differenceNs()) >= NOTED_NS)
        .ifPresent(sharing -> more.add(sharing(sharing)));
    doubt(result).ifPresent(more::add);
    return more;
  }

  /** That it is not as sure as it was to be, if it is not. */
  static Optional<String> doubt(ComparisonResult result) {
    ComparisonResult.Effort effort = result.head().effort();
    return effort.isTight()
        ? Optional.empty()
        : Optional.of(
            "After %d replications not every interval is as tight as it was to be (%s %% of a mean,"
                    .formatted(effort.replications(), percent(effort.precision()))
                + " twice that of a p99): small differences may be chance.");
  }

  private static boolean isFaster(ComparisonResult.Side side) {
    return side.slowdown().orElseThrow().high().compareTo(BigDecimal.ONE) < 0;
  }

  private String other(ComparisonResult.Side side) {
    Estimate slowdown = side.slowdown().orElseThrow();
    String name = name(side);
    if (slowdown.low().compareTo(BigDecimal.ONE) > 0) {
      return "%s takes %s%s."
          .formatted(
              name,
              longer(slowdown.mean()),
              cause(side).map(step -> ", mostly because of " + words(step)).orElse(""));
    }
    return isFaster(side)
        ? "%s takes %s times as long: it is faster than %s."
            .formatted(name, times(slowdown.mean()), baseline)
        : "%s is not measurably slower or faster than %s.".formatted(name, baseline);
  }

  private String sharing(Waterfall sharing) {
    String ms = Figure.milliseconds(Math.abs(sharing.differenceNs()));
    return sharing.differenceNs() >= 0
        ? ("Sharing the machine costs %s ms for each second of work already on %s, where nothing is"
                + " virtual; that is not counted in what follows.")
            .formatted(ms, baseline)
        : "Sharing the machine saves %s ms for each second of work on %s.".formatted(ms, baseline);
  }

  /**
   * The step that adds most to what suffers most: to its requests where that is known, else to the
   * time of its guests; one of {@link #QUEUES} only where no other adds anything. Empty where that
   * did not grow.
   */
  private static Optional<Causes.Cause> cause(ComparisonResult.Side side) {
    Optional<String> worst =
        side.slowdowns().entrySet().stream()
            .max(Comparator.comparing(entry -> entry.getValue().mean()))
            .map(Map.Entry::getKey);
    if (worst.isEmpty()) {
      return Optional.empty();
    }
    String entry = worst.get().replaceFirst("\\.workloads\\[\\d+]$", "");
    return side.latencies().stream()
        .filter(step -> step.at().equals("mean") && step.workload().equals(worst.get()))
        .map(ComparisonResult.LatencyStep::waterfall)
        .findFirst()
        .or(() -> Optional.ofNullable(side.byEntry().get(entry)))
        .filter(waterfall -> waterfall.differenceNs() > 0)
        .flatMap(
            waterfall ->
                waterfall.steps().parts().stream()
                    .filter(part -> part.ns() > 0)
                    .max(
                        Comparator.comparing((Causes.Cause part) -> !isQueue(part))
                            .thenComparing(Causes.Cause::ns)));
  }

  private static boolean isQueue(Causes.Cause step) {
    return QUEUES.contains(step.name());
  }

  private static String words(Causes.Cause step) {
    return StepWords.because(step.name());
  }

  private static String name(ComparisonResult.Side side) {
    return Text.plain(side.name());
  }

  /** "1.42 times as long", or of what more than doubles "3.1 times as long". */
  private static String longer(BigDecimal slowdown) {
    return times(slowdown) + " times as long";
  }

  private static String times(BigDecimal slowdown) {
    int places = slowdown.compareTo(TWO) < 0 ? 3 : 2;
    return slowdown.setScale(places, RoundingMode.HALF_UP).toPlainString();
  }

  private static String percent(BigDecimal share) {
    return share.multiply(HUNDRED).stripTrailingZeros().toPlainString();
  }
}
