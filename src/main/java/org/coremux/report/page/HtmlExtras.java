package org.coremux.report.page;

import java.util.Optional;
import java.util.function.Function;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.WorkloadResult;

/** Rows of a table of a page that is about what only some kinds of workload have. */
final class HtmlExtras {
  /** Writes the row of a workload that has it. */
  @FunctionalInterface
  interface Writer<T> {
    void write(GuestResult guest, WorkloadResult workload, T its);
  }

  private HtmlExtras() {}

  /**
   * Writes the rows of all workloads that have it, as far as one table has room for them.
   *
   * @return how many have it
   */
  static <T> int rows(
      RunResult result, Function<WorkloadResult.Extras, Optional<T>> extra, Writer<T> writer) {
    int rows = 0;
    for (GuestResult guest : result.guests()) {
      for (WorkloadResult workload : guest.workloads()) {
        Optional<T> its = extra.apply(workload.extras());
        if (its.isPresent() && rows++ < HtmlTable.ROWS_MAX) {
          writer.write(guest, workload, its.get());
        }
      }
    }
    return rows;
  }
}
