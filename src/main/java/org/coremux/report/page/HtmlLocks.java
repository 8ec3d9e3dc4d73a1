package org.coremux.report.page;

import org.coremux.experiment.LockFigures;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.WorkloadResult.Extras;
import org.coremux.report.Figure;

/** What spin locks and cross calls cost guests, as tables of a page. */
final class HtmlLocks {
  private static final String LOCKS_NOTE =
      "Spinning: processor time that waiting for a lock burnt. Holder preempted: one that held a"
          + " lock lost its pCPU. Waiter preempted: a free lock was given to one that had no pCPU."
          + " Stalled: for how long all others could not go on, in all.";

  private static final String CALLS_NOTE =
      "Stalled: from asking until all others had answered, in all. Late: to a vCPU that had"
          + " no pCPU, and could not answer before it got one. Left to the hypervisor: the caller"
          + " saw that the vCPU had no pCPU, and did not wait.";

  private HtmlLocks() {}

  /** The tables; nothing where nobody took a spin lock and nobody called across. */
  static String html(RunResult result) {
    return locks(result) + crossCalls(result);
  }

  private static String locks(RunResult result) {
    HtmlTable table =
        new HtmlTable(
            "Spin locks: what waiting for them cost",
            "<guest",
            "spinning, CPU s",
            "holder preempted",
            "stalled s",
            "waiter preempted",
            "stalled s",
            "halts of waiters",
            "kicks");
    int rows =
        HtmlExtras.rows(
            result, Extras::locks, (guest, workload, locks) -> row(table, guest.name(), locks));
    return table.html(rows, LOCKS_NOTE);
  }

  private static void row(HtmlTable table, String name, LockFigures locks) {
    table
        .row(name)
        .cell(Figure.seconds(locks.spinNs()))
        .cell(Figure.count(locks.holders().count()))
        .cell(Figure.seconds(locks.holders().ns()))
        .cell(Figure.count(locks.waiters().count()))
        .cell(Figure.seconds(locks.waiters().ns()))
        .cell(Figure.count(locks.halts()))
        .cell(Figure.count(locks.kicks()));
  }

  private static String crossCalls(RunResult result) {
    HtmlTable table =
        new HtmlTable(
            "Cross calls: what waiting for the other vCPUs of the guest cost",
            "<guest",
            "<workload",
            "stalled s",
            "IPIs",
            "late",
            "left to the hypervisor");
    int rows =
        HtmlExtras.rows(
            result,
            Extras::crossCalls,
            (guest, workload, calls) ->
                table
                    .row(guest.name())
                    .cell(workload.kind())
                    .cell(Figure.seconds(calls.stalledNs()))
                    .cell(Figure.count(calls.interrupts()))
                    .cell(Figure.count(calls.late()))
                    .cell(Figure.count(calls.deferred())));
    return table.html(rows, CALLS_NOTE);
  }
}
