package org.coremux.report;

import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.LockFigures;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.WorkloadResult;

/** What spin locks cost guests: the part of a summary that is about them. */
final class LockTable {
  /** Most rows. Unit: rows. Source: assumed, a third of a page. */
  private static final int ROWS_MAX = 16;

  private static final int NAME = 15;

  private final Text text;

  LockTable(Text text) {
    this.text = text;
  }

  /** Its lines; none when nobody took a spin lock. */
  List<String> lines(RunResult result) {
    List<String> rows = new ArrayList<>();
    for (GuestResult guest : result.guests()) {
      for (WorkloadResult workload : guest.workloads()) {
        workload.extras().locks().ifPresent(locks -> rows.add(line(guest.name(), locks)));
      }
    }
    List<String> lines = new ArrayList<>();
    if (rows.isEmpty()) {
      return lines;
    }
    lines.add("");
    lines.add("  " + text.left("", NAME) + " spinning   holder preempted   waiter preempted");
    lines.add(
        "  "
            + text.left("spin locks of", NAME)
            + "    CPU s     times  stall s     times  stall s   halts   kicks");
    lines.addAll(Row.first(ROWS_MAX, rows));
    lines.addAll(
        Text.wrap(
            "",
            "spinning: processor time that waiting burnt. holder preempted: one that held a lock"
                + " lost its pCPU. waiter preempted: a free lock was given to one that had no pCPU."
                + " stall: for how long all others could not go on, in all. halts: a vCPU that had"
                + " waited for long left its pCPU. kicks: it was woken to take the lock."));
    return lines;
  }

  private String line(String name, LockFigures locks) {
    return new Row(text, text.shown(name), NAME)
        .seconds(locks.spinNs(), 9)
        .count(locks.holders().count(), 10)
        .seconds(locks.holders().ns(), 9)
        .count(locks.waiters().count(), 10)
        .seconds(locks.waiters().ns(), 9)
        .count(locks.halts(), 8)
        .count(locks.kicks(), 8)
        .toString();
  }
}
