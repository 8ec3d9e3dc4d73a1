package org.coremux.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.coremux.experiment.ComparedWorkload;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Estimate;
import org.coremux.experiment.Yardstick;

/** What a compared workload lost to locks and cross calls on each alternative. */
public final class SufferingTable {
  private static final int FIGURE = 22;

  private final ComparisonResult result;
  private final String workload;

  /** Of one workload. */
  public SufferingTable(ComparisonResult result, ComparedWorkload workload) {
    this.result = result;
    this.workload = workload.name();
  }

  /** What a workload of its kind can lose; nothing for most kinds. */
  public List<Yardstick> shown() {
    return Stream.of(Yardstick.HOLDERS, Yardstick.SPIN, Yardstick.STALL)
        .filter(
            by -> result.alternatives().stream().anyMatch(side -> estimate(side, by).isPresent()))
        .toList();
  }

  /** The figure of an alternative; nothing where it has none. */
  public String figure(ComparisonResult.Side side, Yardstick by, String nothing) {
    return estimate(side, by).map(one -> Figure.brief(one.mean())).orElse(nothing);
  }

  private Optional<Estimate> estimate(ComparisonResult.Side side, Yardstick by) {
    return Optional.ofNullable(side.metrics().get(workload + "." + by.key()));
  }

  /** What such figures are about. */
  public static String subject(Collection<Yardstick> shown) {
    List<String> words = new ArrayList<>();
    if (shown.contains(Yardstick.HOLDERS) || shown.contains(Yardstick.SPIN)) {
      words.add("locks");
    }
    if (shown.contains(Yardstick.STALL)) {
      words.add("cross calls");
    }
    return String.join(" and ", words);
  }

  /** The heading of a figure. */
  public static String heading(Yardstick by) {
    return switch (by) {
      case HOLDERS -> "holders preempted /s";
      case SPIN -> "spinning s/s";
      default -> "calls stalled s/s";
    };
  }

  /** Its lines below those of the workload; none where it can lose nothing. */
  List<String> lines(Text text, String kind, int name) {
    List<String> lines = new ArrayList<>();
    if (shown().isEmpty()) {
      return lines;
    }
    StringBuilder heading = new StringBuilder("  ").append(text.left(kind, name));
    shown().forEach(by -> heading.append(text.right(heading(by), FIGURE)));
    lines.add(heading.toString());
    for (ComparisonResult.Side side : result.alternatives()) {
      StringBuilder row = new StringBuilder("  ").append(text.left(text.shown(side.name()), name));
      shown().forEach(by -> row.append(text.right(figure(side, by, text.none()), FIGURE)));
      lines.add(row.toString());
    }
    return lines;
  }
}
