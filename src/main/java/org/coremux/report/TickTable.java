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
    List<String> rows =
        entries(result)
            .filter(entry -> notInTime(entry) > 0)
            .sorted(Comparator.comparingLong(TickTable::notInTime).reversed())
            .map(entry -> line(entry.name(), entry.ticks().orElseThrow()))
            .toList();
    if (rows.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(
        "  "
            + text.left("timer ticks of", NAME)
            + "      due      late  mean ms   max ms collapsed dropped   lag s");
    lines.addAll(Row.first(ROWS_MAX, rows));
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
    return new Row(text, text.shown(name), NAME)
        .count(ticks.due(), 9)
        .count(ticks.late().count(), 10)
        .milliseconds(ticks.late().meanNs(), 9)
        .milliseconds(ticks.late().maxNs(), 9)
        .count(ticks.collapsed(), 10)
        .count(ticks.dropped(), 8)
        .seconds(ticks.lagNs(), 8)
        .toString();
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
    return new Row(text, text.shown(entry.name() + " " + kind), 2 * NAME)
        .seconds(its.chargedNs(), 11)
        .seconds(its.ranNs(), 10)
        .seconds(entry.ticks().map(TickFigures::stolenNs).orElse(0L), 13)
        .toString();
  }
}
