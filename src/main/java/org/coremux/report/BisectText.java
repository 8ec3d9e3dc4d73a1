package org.coremux.report;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coremux.experiment.Bisection;
import org.coremux.experiment.Happening;
import org.coremux.experiment.Snapshot;
import org.coremux.scenario.Quantity;
import org.coremux.scenario.Quantity.Dimension;

/** Where two runs part, for people. */
public final class BisectText {
  private BisectText() {}

  /** All of it; names are what the runs are called. */
  public static String text(Bisection.Answer answer, String nameA, String nameB, Charset charset) {
    String compared =
        String.format(
            Locale.ROOT,
            "%,d changes of run state, up to %s; hash of these: %016x",
            answer.changes(),
            time(answer.untilNs()),
            answer.hash());
    if (answer.difference().isEmpty()) {
      return "Equal: "
          + compared
          + (answer.isWhole() ? "\n" : "\nOne of them ends there; the other goes on alone.\n");
    }
    Bisection.Difference difference = answer.difference().get();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "The first difference is change %,d, at %s.\n",
            difference.change(),
            time(difference.atNs())));
    text.append("Equal before: ").append(answer.changes() == 0 ? "nothing" : compared);
    text.append('\n');
    side(text, "A", nameA, difference.a());
    side(text, "B", nameB, difference.b());
    List<String> levels = levels(difference);
    before(text, "A", difference.a().before(), levels, charset);
    before(text, "B", difference.b().before(), levels, charset);
    return text.toString();
  }

  private static void side(StringBuilder text, String run, String name, Bisection.Side side) {
    text.append('\n').append(run).append(", ").append(name).append(", next at ");
    text.append(time(side.nextNs())).append(" (--until-event ").append(side.events() + 1);
    text.append(" stops there):\n");
    for (Happening happening : side.happened()) {
      text.append("  ").append(happening.level()).append(": ").append(happening.what());
      text.append('\n');
    }
    if (side.happened().isEmpty()) {
      text.append("  nothing\n");
    }
  }

  /** The levels at which either does something then. */
  private static List<String> levels(Bisection.Difference difference) {
    List<String> levels = new ArrayList<>();
    difference.a().happened().forEach(happening -> levels.add(happening.level()));
    difference.b().happened().forEach(happening -> levels.add(happening.level()));
    return levels;
  }

  private static void before(
      StringBuilder text, String run, Snapshot before, List<String> names, Charset charset) {
    List<Snapshot.Level> levels =
        before.levels().stream().filter(level -> names.contains(level.name())).toList();
    text.append('\n').append(run).append(", before that:\n");
    text.append(SnapshotText.text(new Snapshot(before.nowNs(), levels), charset));
  }

  private static String time(long ns) {
    return Quantity.format(Math.max(0, ns), Dimension.TIME);
  }
}
