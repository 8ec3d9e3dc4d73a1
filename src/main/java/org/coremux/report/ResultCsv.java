package org.coremux.report;

import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.GuestTime;
import org.coremux.experiment.Latency;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.WorkloadResult;

/**
 * A result as comma-separated values, one row for each workload of each guest (a guest without any
 * has one row, its workload's cells empty), with the digits of the JSON. Source: RFC 4180.
 *
 * <p>A row ends with a line feed alone, on every machine, which the RFC's readers accept. A figure
 * that does not exist is an empty cell.
 */
public final class ResultCsv {
  private static final List<String> HEADING =
      List.of(
          "scenario",
          "seed",
          "replication",
          "host",
          "guest",
          "vcpus",
          "duration_s",
          "running_s",
          "runnable_s",
          "blocked_s",
          "offline_s",
          "waiting_s",
          "capped_s",
          "costopped_s",
          "work_s",
          "steal",
          "switches",
          "preemptions",
          "migrations",
          "workload",
          "kind",
          "completed",
          "unfinished",
          "dropped",
          "throughput_per_s",
          "latency_count",
          "latency_mean_ms",
          "latency_p50_ms",
          "latency_p95_ms",
          "latency_p99_ms",
          "latency_max_ms");
  private static final int WORKLOAD_CELLS = 12;

  private ResultCsv() {}

  /** The heading and the rows. */
  public static String text(RunResult result) {
    StringBuilder csv = new StringBuilder();
    row(csv, HEADING);
    for (GuestResult guest : result.guests()) {
      if (guest.workloads().isEmpty()) {
        List<String> cells = guestCells(result, guest);
        for (int i = 0; i < WORKLOAD_CELLS; i++) {
          cells.add("");
        }
        row(csv, cells);
      }
      for (int i = 0; i < guest.workloads().size(); i++) {
        List<String> cells = guestCells(result, guest);
        cells.add(Integer.toString(i));
        workloadCells(cells, guest.workloads().get(i), result.durationNs());
        row(csv, cells);
      }
    }
    return csv.toString();
  }

  private static List<String> guestCells(RunResult result, GuestResult guest) {
    GuestTime time = guest.time();
    List<String> cells = new ArrayList<>();
    cells.add(result.header().scenario());
    cells.add(Long.toString(result.header().seed()));
    cells.add(Integer.toString(result.header().replication()));
    cells.add(guest.host());
    cells.add(guest.name());
    cells.add(Integer.toString(guest.vcpus()));
    cells.add(seconds(result.durationNs()));
    cells.add(seconds(time.runningNs()));
    cells.add(seconds(time.runnableNs()));
    cells.add(seconds(time.blockedNs()));
    cells.add(seconds(time.offlineNs()));
    cells.add(seconds(time.waitingNs()));
    cells.add(seconds(time.cappedNs()));
    cells.add(seconds(time.costoppedNs()));
    cells.add(seconds(guest.workNs()));
    cells.add(guest.steal().toPlainString());
    cells.add(Long.toString(guest.dispatches().switches()));
    cells.add(Long.toString(guest.dispatches().preemptions()));
    cells.add(Long.toString(guest.dispatches().migrations()));
    return cells;
  }

  private static void workloadCells(List<String> cells, WorkloadResult workload, long durationNs) {
    Latency latency = workload.latency();
    cells.add(workload.kind());
    cells.add(Long.toString(workload.completed()));
    cells.add(Long.toString(workload.unfinished()));
    cells.add(Long.toString(workload.dropped()));
    cells.add(workload.throughput(durationNs).toPlainString());
    cells.add(Long.toString(latency.count()));
    cells.add(milliseconds(latency, latency.meanNs()));
    cells.add(milliseconds(latency, latency.p50Ns()));
    cells.add(milliseconds(latency, latency.p95Ns()));
    cells.add(milliseconds(latency, latency.p99Ns()));
    cells.add(milliseconds(latency, latency.maxNs()));
  }

  private static String seconds(long ns) {
    return Decimal.seconds(ns).toPlainString();
  }

  private static String milliseconds(Latency latency, long ns) {
    return latency.count() == 0 ? "" : Decimal.milliseconds(ns).toPlainString();
  }

  private static void row(StringBuilder csv, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        csv.append(',');
      }
      csv.append(quoted(cells.get(i)));
    }
    csv.append("\n");
  }

  /** A cell, in quotes where it needs them. */
  static String quoted(String cell) {
    if (cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
      return cell;
    }
    return '"' + cell.replace("\"", "\"\"") + '"';
  }
}
