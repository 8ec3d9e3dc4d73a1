package org.coremux.report.page;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.RunResult;
import org.coremux.report.Figure;

/** The table of who suffered, when, and because of whom; its instants lead into the timeline. */
final class HtmlWaits {
  /** Most guests in it. Unit: rows. Source: assumed, a page. */
  private static final int ROWS_MAX = 30;

  private final RunResult result;
  private final WaitingAnalysis waiting;
  private final Culprits culprits;

  HtmlWaits(RunResult result, WaitingAnalysis waiting) {
    this.result = result;
    this.waiting = waiting;
    culprits = new Culprits(result);
  }

  String table() {
    HtmlTable table =
        new HtmlTable(
            "Who suffered, when, and because of whom",
            "<guest",
            "steal %",
            "waited s",
            "held back s",
            "<longest wait, and when",
            "<who had the processors while it waited");
    List<GuestResult> guests =
        result.guests().stream()
            .sorted(Comparator.comparing(GuestResult::steal).reversed())
            .limit(ROWS_MAX)
            .toList();
    for (GuestResult guest : guests) {
      Optional<WaitingAnalysis.Waited> waited = waiting.of(guest.name());
      table
          .row(guest.name())
          .bar(Figure.percent(guest.steal()), guest.steal().doubleValue(), "warm")
          .cell(
              Figure.seconds(
                  waited.map(one -> one.time().waitingNs()).orElseGet(() -> queued(guest))))
          .cell(Figure.seconds(waited.map(one -> one.time().heldNs()).orElseGet(() -> held(guest))))
          .raw(waited.flatMap(WaitingAnalysis.Waited::worst).map(this::link).orElse("–"))
          .cell(waited.map(one -> because(guest, one)).orElseGet(() -> inside(guest)));
    }
    int hidden = result.guests().size() - guests.size();
    return table.html()
        + (hidden > 0
            ? "<p>%s guests more, that suffered less.</p>\n".formatted(Figure.count(hidden))
            : "");
  }

  private static long queued(GuestResult guest) {
    return guest.time().waitingNs();
  }

  private static long held(GuestResult guest) {
    return guest.time().cappedNs() + guest.time().costoppedNs();
  }

  /** Of a guest in a guest the waits are not looked into: it waits for that one's vCPUs. */
  private String inside(GuestResult guest) {
    return result.isDirect(guest) ? "" : "waited for the vCPUs of " + guest.host();
  }

  private String because(GuestResult guest, WaitingAnalysis.Waited waited) {
    String named = culprits.named(guest.name(), waited.because());
    if (waited.time().heldNs() > waited.time().waitingNs()) {
      return "its own cap or its siblings" + (named.isEmpty() ? "" : "; else " + named);
    }
    return named.isEmpty() ? "it did not wait" : named;
  }

  private String link(WaitingAnalysis.Wait wait) {
    return String.format(
        Locale.ROOT,
        "<a class=\"jump\" href=\"#wait=%d,%d,%d,%d\">%s at %s</a> (%s)",
        wait.place().host(),
        wait.place().member(),
        wait.fromNs(),
        wait.untilNs(),
        Answer.length(wait.lengthNs()),
        Answer.instant(wait.fromNs()),
        Html.text(Culprits.clipped(wait.member())));
  }
}
