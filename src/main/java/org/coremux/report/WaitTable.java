package org.coremux.report;

import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.Latency;
import org.coremux.experiment.RunResult;

/**
 * What guests waited for, and how long a wake-up took to get a pCPU: the part of a summary that is
 * there when steal alone would mislead, because a cap or siblings held a guest, or because it is
 * wake-ups that wait.
 */
final class WaitTable {
  /** Most rows. Unit: rows. Source: assumed, a third of a page. */
  private static final int ROWS_MAX = 16;

  /** A wait of wake-ups that is worth telling. Unit: ns. Source: assumed. */
  private static final long FELT_NS = 1_000_000;

  private static final int NAME = 15;

  private final Text text;

  WaitTable(Text text) {
    this.text = text;
  }

  /** Its lines; none when guests waited for pCPUs only, and wake-ups not for long. */
  List<String> lines(RunResult result) {
    List<String> lines = new ArrayList<>();
    List<GuestResult> waited = result.guests().stream().filter(WaitTable::hasWaited).toList();
    if (waited.stream().noneMatch(WaitTable::isTelling)) {
      return lines;
    }
    lines.add("");
    lines.add(
        "  "
            + text.left("seconds waited", NAME)
            + "     for  held by    held for      from a wake-up to a pCPU, ms");
    lines.add(
        "  "
            + text.left("guest", NAME)
            + "  a pCPU    a cap    siblings wake-ups     p50     p99 longest");
    lines.addAll(Row.first(ROWS_MAX, waited.stream().map(this::row).toList()));
    return lines;
  }

  /** Recorded processes have a table of their own waits. */
  private static boolean hasWaited(GuestResult guest) {
    return guest.time().runnableNs() > 0
        && guest.workloads().stream().noneMatch(one -> one.extras().replayed().isPresent());
  }

  private static boolean isTelling(GuestResult guest) {
    return guest.time().cappedNs() > 0
        || guest.time().costoppedNs() > 0
        || guest.dispatchLatency().count() > 0 && guest.dispatchLatency().p50Ns() >= FELT_NS;
  }

  private String row(GuestResult guest) {
    Latency wakeUp = guest.dispatchLatency();
    return new Row(text, text.shown(guest.name()), NAME)
        .seconds(guest.time().waitingNs(), 8)
        .seconds(guest.time().cappedNs(), 9)
        .seconds(guest.time().costoppedNs(), 12)
        .count(wakeUp.count(), 9)
        .milliseconds(wakeUp, wakeUp.p50Ns(), 8)
        .milliseconds(wakeUp, wakeUp.p99Ns(), 8)
        .milliseconds(wakeUp, wakeUp.maxNs(), 8)
        .toString();
  }
}
