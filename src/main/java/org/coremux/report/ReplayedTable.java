package org.coremux.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.Replayed;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.WorkloadResult;

/** Recorded processes, then and now: the part of a summary that is about replays. */
final class ReplayedTable {
  /** Most rows; of more the busiest are shown. Unit: rows. Source: assumed, a third of a page. */
  private static final int ROWS_MAX = 16;

  private static final int NAME = 20;
  private static final int SECONDS = 8;

  private final Text text;

  ReplayedTable(Text text) {
    this.text = text;
  }

  /** Its lines; none when nothing was replayed. */
  List<String> lines(RunResult result) {
    Map<String, Replayed> rows = rows(result);
    List<String> lines = new ArrayList<>();
    if (rows.isEmpty()) {
      return lines;
    }
    lines.add("");
    lines.add(text.left("", NAME + 2) + "  run s    run delay, s   p99 of each, ms    switched in");
    lines.add(
        "  "
            + text.left("recorded process", NAME)
            + "           then     now     then     now     then     now");
    rows.entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                (Map.Entry<String, Replayed> row) -> -row.getValue().recorded().runningNs()))
        .limit(ROWS_MAX)
        .forEach(row -> lines.add(line(row.getKey(), row.getValue())));
    int hidden = rows.size() - ROWS_MAX;
    if (hidden > 0) {
      lines.add("  and " + hidden + " more that ran for less; result.json has all");
    }
    return lines;
  }

  private static Map<String, Replayed> rows(RunResult result) {
    Map<String, Replayed> rows = new TreeMap<>();
    for (GuestResult guest : result.guests()) {
      for (WorkloadResult workload : guest.workloads()) {
        workload
            .extras()
            .replayed()
            .ifPresent(replayed -> rows.put(name(guest, replayed), replayed));
      }
    }
    return rows;
  }

  /** On bare metal a guest is a process; else they are many in one. */
  private static String name(GuestResult guest, Replayed replayed) {
    return guest.name().equals(replayed.process())
        ? guest.name()
        : guest.name() + "/" + replayed.process();
  }

  private String line(String name, Replayed row) {
    return new Row(text, text.shown(name), NAME)
        .cell(seconds(row.now().runningNs()), SECONDS)
        .cell(seconds(row.recorded().runnableNs()), SECONDS)
        .cell(seconds(row.now().runnableNs()), SECONDS)
        .milliseconds(row.recordedDelay(), row.recordedDelay().p99Ns(), 9)
        .milliseconds(row.runDelay(), row.runDelay().p99Ns(), 8)
        .count(row.recorded().switches(), 9)
        .count(row.now().switches(), 8)
        .toString();
  }

  private static String seconds(long ns) {
    return String.format(Locale.ROOT, "%.3f", ns / 1e9);
  }
}
