package org.coremux.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.coremux.experiment.GroupResult;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.TickCharge;
import org.coremux.experiment.TickFigures;
import org.coremux.experiment.WorkloadResult;

/**
 * What became of timer ticks, and what was charged by them: the part of a summary that is about
 * guests' clocks. Guests of one entry have one row.
 */
final class TickTable {
  /** Most rows. Unit: rows. Source: assumed, so that it stays a remark. */
  private static final int ROWS_MAX = 4;

  private static final int NAME = 15;

  private final Text text;

  TickTable(Text text) {
    this.text = text;
  }

  /** Its lines; none when every tick came in time and nobody is charged by them. */
  List<String> lines(RunResult result) {
    List<String> lines = new ArrayList<>();
    late(result, lines);
    charged(result, lines);
    return lines;
  }

  private static Stream<GuestResult> entries(RunResult result) {
    return result.groups().stream().map(GroupResult::totals);
  }

  // ---- late ticks ----

  private void late(RunResult result, List<String> lines) {
    List<GuestResult> some =
        entries(result)
            .filter(entry -> notInTime(entry) > 0)
            .sorted(Comparator.comparingLong(TickTable::notInTime).reversed())
            .toList();
    if (some.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(
        "  "
            + text.left("timer ticks of", NAME)
            + "      due      late  mean ms   max ms collapsed dropped   lag s");
    for (GuestResult entry : some.subList(0, Math.min(some.size(), ROWS_MAX))) {
      lines.add(line(entry.name(), entry.ticks().orElseThrow()));
    }
    if (some.size() > ROWS_MAX) {
      lines.add("  and " + (some.size() - ROWS_MAX) + " more; result.json has all");
    }
    lines.addAll(
        Text.wrap(
            "",
            "late: the vCPU had no pCPU when it was due. collapsed: one came for several. lag: of a"
                + " clock that counts ticks."));
  }

  /** How many were not there in time. */
  private static long notInTime(GuestResult entry) {
    return entry.ticks().map(TickFigures::notInTime).orElse(0L);
  }

  private String line(String name, TickFigures ticks) {
    return "  "
        + text.left(text.shown(name), NAME)
        + text.right(Figure.count(ticks.due()), 9)
        + text.right(Figure.count(ticks.late().count()), 10)
        + milliseconds(ticks.late().meanNs())
        + milliseconds(ticks.late().maxNs())
        + text.right(Figure.count(ticks.collapsed()), 10)
        + text.right(Figure.count(ticks.dropped()), 8)
        + text.right(Figure.seconds(ticks.lagNs()), 8);
  }

  private String milliseconds(long ns) {
    return text.right(Figure.milliseconds(ns), 9);
  }

  // ---- accounting ----

  private void charged(RunResult result, List<String> lines) {
    List<String> rows = new ArrayList<>();
    entries(result)
        .forEach(
            entry -> {
              for (WorkloadResult workload : entry.workloads()) {
                workload
                    .extras()
                    .charged()
                    .ifPresent(its -> rows.add(line(entry, workload.kind(), its)));
              }
            });
    if (rows.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(
        "  " + text.left("charged by ticks", 2 * NAME) + "  charged s     ran s   to steal s");
    lines.addAll(rows);
  }

  private String line(GuestResult entry, String kind, TickCharge its) {
    return "  "
        + text.left(text.shown(entry.name() + " " + kind), 2 * NAME)
        + seconds(its.chargedNs(), 11)
        + seconds(its.ranNs(), 10)
        + seconds(entry.ticks().map(TickFigures::stolenNs).orElse(0L), 13);
  }

  private String seconds(long ns, int columns) {
    return text.right(Figure.seconds(ns), columns);
  }
}
