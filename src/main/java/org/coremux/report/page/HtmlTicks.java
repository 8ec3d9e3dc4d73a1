package org.coremux.report.page;

import java.util.Optional;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.TickFigures;
import org.coremux.experiment.WorkloadResult.Extras;
import org.coremux.report.Figure;

/** What became of guests' timer ticks, and what was charged by them, as tables of a page. */
final class HtmlTicks {
  private static final String LATE_NOTE =
      "Late: the vCPU had no pCPU when it was due. Collapsed: one came for several. Dropped: it"
          + " never came. Lag: of a clock that counts ticks.";

  private static final String CHARGED_NOTE =
      "Charged: whole ticks, each to whoever it found. Charged to nobody: what the steal clock of"
          + " the guest took off, for all that it runs.";

  private HtmlTicks() {}

  /** The tables; nothing where every tick came in time and nobody is charged by them. */
  static String html(RunResult result) {
    return late(result) + charged(result);
  }

  private static String late(RunResult result) {
    HtmlTable table =
        new HtmlTable(
            "Timer ticks: what became of them",
            "<guest",
            "due",
            "late",
            "by ms, mean",
            "longest",
            "collapsed",
            "dropped",
            "lag s");
    int rows = 0;
    for (GuestResult guest : result.guests()) {
      Optional<TickFigures> ticks = guest.ticks().filter(one -> one.notInTime() > 0);
      if (ticks.isPresent() && rows++ < HtmlTable.ROWS_MAX) {
        late(table, guest.name(), ticks.get());
      }
    }
    return table.html(rows, LATE_NOTE);
  }

  private static void late(HtmlTable table, String name, TickFigures ticks) {
    table
        .row(name)
        .cell(Figure.count(ticks.due()))
        .cell(Figure.count(ticks.late().count()))
        .cell(Figure.milliseconds(ticks.late().meanNs()))
        .cell(Figure.milliseconds(ticks.late().maxNs()))
        .cell(Figure.count(ticks.collapsed()))
        .cell(Figure.count(ticks.dropped()))
        .cell(Figure.seconds(ticks.lagNs()));
  }

  private static String charged(RunResult result) {
    HtmlTable table =
        new HtmlTable(
            "Charged by ticks, and run",
            "<guest",
            "<workload",
            "charged s",
            "ran s",
            "charged to nobody s");
    int rows =
        HtmlExtras.rows(
            result,
            Extras::charged,
            (guest, workload, charged) ->
                table
                    .row(guest.name())
                    .cell(workload.kind())
                    .cell(Figure.seconds(charged.chargedNs()))
                    .cell(Figure.seconds(charged.ranNs()))
                    .cell(Figure.seconds(guest.ticks().map(TickFigures::stolenNs).orElse(0L))));
    return table.html(rows, CHARGED_NOTE);
  }
}
