package org.coremux.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Yardstick;

/** What a comparison of policies says, in sentences: who is best at what beyond chance. */
final class ContestAnswer {
  private static final String DISPATCH = "dispatch.";

  private final ComparisonResult result;

  ContestAnswer(ComparisonResult result) {
    this.result = result;
  }

  /** Who wins what. */
  String sentence() {
    Map<String, List<Yardstick>> wins = new LinkedHashMap<>();
    for (Yardstick by : Yardstick.values()) {
      by.winner(result.alternatives())
          .ifPresent(side -> wins.computeIfAbsent(side.name(), n -> new ArrayList<>()).add(by));
    }
    if (wins.isEmpty()) {
      return "None is best at anything beyond chance: every best interval overlaps another.";
    }
    List<String> clauses = new ArrayList<>();
    wins.forEach((name, by) -> clauses.add(Text.plain(name) + " " + listed(words(by))));
    return "Beyond chance, " + String.join("; ", clauses) + ".";
  }

  private static String listed(List<String> words) {
    int last = words.size() - 1;
    return last == 0
        ? words.get(0)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /** Percentiles of one thing are one thing. */
  private static List<String> words(List<Yardstick> wins) {
    List<String> words = new ArrayList<>();
    List<String> dispatch = new ArrayList<>();
    for (Yardstick by : wins) {
      if (by.key().startsWith(DISPATCH)) {
        dispatch.add(by.key().substring(DISPATCH.length()));
      } else {
        words.add(words(by));
      }
    }
    if (!dispatch.isEmpty()) {
      words.add(0, "dispatches soonest (" + String.join(", ", dispatch) + ")");
    }
    return words;
  }

  private static String words(Yardstick by) {
    return switch (by) {
      case THROUGHPUT -> "does the most work";
      case COMPLETED -> "completes the most";
      case STEAL -> "lets vCPUs wait least";
      case FAIRNESS -> "is the fairest";
      case REQUEST_P99 -> "has the lowest p99 of requests";
      case SWITCHES -> "switches least";
      case MIGRATIONS -> "moves vCPUs least";
      case WASTE -> "idles least while work waits";
      case HOLDERS -> "preempts lock holders least";
      case SPIN -> "lets guests spin least";
      case STALL -> "stalls cross calls least";
      default -> "has the best " + by.key();
    };
  }

  /** How many could not take part, and how sure it is. */
  List<String> more() {
    List<String> more = new ArrayList<>();
    int refused = result.contest().orElseThrow().refused().size();
    if (refused > 0) {
      more.add(
          "%d took part; %d cannot run this scenario, and the reasons are below."
              .formatted(result.alternatives().size(), refused));
    }
    ComparisonAnswer.doubt(result).ifPresent(more::add);
    return more;
  }
}
