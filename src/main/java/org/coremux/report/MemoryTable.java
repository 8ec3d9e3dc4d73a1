package org.coremux.report;

import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.GroupResult;
import org.coremux.experiment.GuestMemoryResult;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.HostMemoryResult;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.RunResult;

/** Memory that was taken back from guests: the part of a summary that is about that. */
final class MemoryTable {
  private static final int NAME = 20;
  private static final long MIB = 1L << 20;

  private final Text text;

  MemoryTable(Text text) {
    this.text = text;
  }

  /** Its lines; none when nothing was taken from anybody. */
  List<String> lines(RunResult result) {
    List<String> lines = new ArrayList<>();
    boolean isReclaimed =
        result.guests().stream()
            .flatMap(guest -> guest.memory().stream())
            .anyMatch(GuestMemoryResult::isReclaimed);
    if (!isReclaimed) {
      return lines;
    }
    lines.add("");
    lines.add(
        "  "
            + text.left("memory, MiB", NAME)
            + " touched resident balloon swapped  shared  faults  wait s");
    if (result.guests().size() <= SummaryTable.ROWS_MAX) {
      result.guests().forEach(guest -> row(guest, text.shown(guest.name()), lines));
    }
    for (GroupResult group : result.groups()) {
      if (group.members().size() > 1) {
        String name = "%s (%d)".formatted(text.shown(group.name()), group.members().size());
        row(group.totals(), name, lines);
      }
    }
    result.hosts().forEach(host -> host(host, lines));
    lines.addAll(
        Text.wrap(
            "  ",
            "touched: what a guest has used so far. shared: resident, and others have it, too."
                + " faults: pages that the host had swapped out, and waiting for them."));
    return lines;
  }

  private void row(GuestResult guest, String name, List<String> lines) {
    if (guest.memory().isEmpty()) {
      return;
    }
    GuestMemoryResult memory = guest.memory().get();
    GuestMemoryResult.Sizes sizes = memory.sizes();
    lines.add(
        new Row(text, name, NAME)
            .cell(mib(sizes.touched()), 8)
            .cell(mib(sizes.resident()), 9)
            .cell(mib(sizes.ballooned()), 8)
            .cell(mib(sizes.swapped()), 8)
            .cell(mib(sizes.shared()), 8)
            .count(memory.faults(), 8)
            .seconds(memory.faultWaitNs(), 8)
            .toString());
    if (sizes.pagedOut() > 0 || memory.guestFaults() > 0) {
      lines.add(
          "    has put %s MiB on its own disk: %s faults, %s s of waiting"
              .formatted(
                  mib(sizes.pagedOut()),
                  Figure.count(memory.guestFaults()),
                  Figure.seconds(memory.guestFaultWaitNs())));
    }
  }

  private void host(HostResult host, List<String> lines) {
    if (host.memory().isPresent()) {
      HostMemoryResult memory = host.memory().get();
      lines.addAll(
          Text.wrap(
              "  ",
              "%s: of %s MiB %s are free (%s), and %s more would be needed without sharing"
                  .formatted(
                      text.shown(host.name()),
                      mib(memory.bytes()),
                      mib(memory.freeBytes()),
                      memory.state(),
                      mib(memory.savedBytes()))));
    }
  }

  private static String mib(long bytes) {
    return Figure.count((bytes + MIB / 2) / MIB);
  }
}
