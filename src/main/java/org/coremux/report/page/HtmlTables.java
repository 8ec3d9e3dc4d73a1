package org.coremux.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.coremux.experiment.Breakdown;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.GroupResult;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.Latency;
import org.coremux.experiment.Replayed;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.WorkloadResult;
import org.coremux.report.Figure;

/** The figures of a result as tables of a page; who waited most comes first. */
final class HtmlTables {
  private static final String[] PARTS = {
    "guests", "exits", "switches", "VMM", "host OS", "hypervisor", "idle"
  };

  private static final String NONE = "–";

  private final RunResult result;
  private final StringBuilder html = new StringBuilder();

  HtmlTables(RunResult result) {
    this.result = result;
  }

  String all() {
    List<Row> guests = new ArrayList<>();
    for (HostResult host : result.hosts()) {
      String where = result.hosts().size() == 1 ? "" : " of " + host.name();
      host.domain0().ifPresent(domain -> guests.add(new Row("Domain 0" + where, domain)));
    }
    result.guests().forEach(guest -> guests.add(new Row(guest.name(), guest)));
    guests("Guests", guests);
    List<Row> groups = new ArrayList<>();
    for (GroupResult group : result.groups()) {
      groups.add(
          new Row(group.totals().name() + " (" + group.members().size() + ")", group.totals()));
    }
    if (result.groups().stream().anyMatch(group -> group.members().size() > 1)) {
      guests("Groups: the guests of one entry together", groups);
    } else {
      groups.clear();
    }
    workloads(guests, groups);
    html.append(HtmlLocks.html(result));
    html.append(HtmlTicks.html(result));
    replayed();
    html.append(HtmlMigrations.html(result.migrations()));
    hosts();
    return html.toString();
  }

  private record Row(String name, GuestResult guest) {}

  private void guests(String caption, List<Row> rows) {
    HtmlTable table =
        new HtmlTable(
            caption,
            "<name",
            "steal %",
            "util %",
            "vCPUs",
            "waiting s",
            "capped s",
            "co-stopped s",
            "work s",
            "switches",
            "preemptions",
            "migrations",
            "wake-up to run, p99 ms");
    rows.stream()
        .sorted(Comparator.comparing((Row row) -> row.guest().steal()).reversed())
        .limit(HtmlTable.ROWS_MAX)
        .forEach(row -> guest(table, row));
    html.append(table.html());
    html.append(HtmlTable.more(rows.size()));
  }

  private static void guest(HtmlTable table, Row row) {
    GuestResult guest = row.guest();
    Latency wakeUp = guest.dispatchLatency();
    table
        .row(row.name())
        .bar(Figure.percent(guest.steal()), guest.steal().doubleValue(), "warm")
        .bar(Figure.percent(guest.utilisation()), guest.utilisation().doubleValue(), "cool")
        .cell(Figure.count(guest.vcpus()))
        .cell(Figure.seconds(guest.time().waitingNs()))
        .cell(Figure.seconds(guest.time().cappedNs()))
        .cell(Figure.seconds(guest.time().costoppedNs()))
        .cell(Figure.seconds(guest.workNs()))
        .cell(Figure.count(guest.dispatches().switches()))
        .cell(Figure.count(guest.dispatches().preemptions()))
        .cell(Figure.count(guest.dispatches().migrations()))
        .cell(Figure.milliseconds(wakeUp, wakeUp.p99Ns(), NONE));
  }

  private void workloads(List<Row> guests, List<Row> groups) {
    HtmlTable table =
        new HtmlTable(
            "Workloads: what got done, and how long it took",
            "<of",
            "<workload",
            "per s",
            "unfinished",
            "dropped",
            "missed",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "longest ms");
    int rows = 0;
    List<Row> all = new ArrayList<>(groups);
    all.addAll(guests);
    for (Row row : all) {
      for (WorkloadResult workload : row.guest().workloads()) {
        boolean isReplay = workload.extras().replayed().isPresent();
        long counted = workload.completed() + workload.unfinished() + workload.dropped();
        if (!isReplay && counted > 0 && rows++ < HtmlTable.ROWS_MAX) {
          workload(table, row.name(), workload);
        }
      }
    }
    html.append(table.html(rows));
  }

  private void workload(HtmlTable table, String owner, WorkloadResult workload) {
    Latency latency = workload.latency();
    var missed = workload.extras().missed();
    table
        .row(owner)
        .cell(workload.kind())
        .cell(Figure.brief(workload.throughput(result.durationNs())))
        .cell(Figure.count(workload.unfinished()))
        .cell(Figure.count(workload.dropped()))
        .cell(missed.isPresent() ? Figure.count(missed.getAsLong()) : NONE)
        .cell(Figure.milliseconds(latency, latency.p50Ns(), NONE))
        .cell(Figure.milliseconds(latency, latency.p95Ns(), NONE))
        .cell(Figure.milliseconds(latency, latency.p99Ns(), NONE))
        .cell(Figure.milliseconds(latency, latency.maxNs(), NONE));
  }

  private void replayed() {
    HtmlTable table =
        new HtmlTable(
            "Recorded processes: then (as recorded) and now (as simulated)",
            "<process",
            "run s",
            "run delay s, then",
            "now",
            "its p99 ms, then",
            "now",
            "switched in, then",
            "now");
    int rows =
        HtmlExtras.rows(
            result,
            WorkloadResult.Extras::replayed,
            (guest, workload, its) -> replayed(table, guest.name() + "/" + its.process(), its));
    html.append(table.html(rows));
  }

  private static void replayed(HtmlTable table, String name, Replayed row) {
    table
        .row(name)
        .cell(Figure.seconds(row.now().runningNs()))
        .cell(Figure.seconds(row.recorded().runnableNs()))
        .cell(Figure.seconds(row.now().runnableNs()))
        .cell(Figure.milliseconds(row.recordedDelay(), row.recordedDelay().p99Ns(), NONE))
        .cell(Figure.milliseconds(row.runDelay(), row.runDelay().p99Ns(), NONE))
        .cell(Figure.count(row.recorded().switches()))
        .cell(Figure.count(row.now().switches()));
  }

  private void hosts() {
    List<String> headings =
        new ArrayList<>(List.of("<host", "<platform", "<scheduler", "pCPUs", "steal %", "used %"));
    for (String part : PARTS) {
      headings.add(part + " %");
    }
    boolean isForced = result.hosts().stream().anyMatch(h -> h.time().forcedIdleNs() > 0);
    if (isForced) {
      headings.add("forced idle %");
    }
    headings.addAll(List.of("switches", "migrations"));
    HtmlTable table =
        new HtmlTable("Hosts: what the pCPUs spent their time on", headings.toArray(String[]::new));
    for (HostResult host : result.hosts().stream().limit(HtmlTable.ROWS_MAX).toList()) {
      double steal = result.steal(host).doubleValue();
      double used = host.utilisation().doubleValue();
      table
          .row(host.name())
          .cell(host.platform())
          .cell(host.scheduler())
          .cell(Figure.count(host.pcpus()))
          .bar(Figure.percent(result.steal(host)), steal, "warm")
          .bar(Figure.percent(host.utilisation()), used, "cool");
      for (Breakdown.Part part : host.time().parts().parts()) {
        table.cell(Figure.percent(Decimal.ratio(part.amount(), host.time().totalNs())));
      }
      if (isForced) {
        long forcedNs = host.time().forcedIdleNs();
        table.cell(Figure.percent(Decimal.ratio(forcedNs, host.time().totalNs())));
      }
      table.cell(Figure.count(host.contextSwitches())).cell(Figure.count(host.migrations()));
    }
    html.append(table.html());
    html.append(HtmlTable.more(result.hosts().size()));
  }
}
