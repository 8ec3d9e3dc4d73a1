package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.RunHeader;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.junit.jupiter.api.Test;

class SummaryTableTest {
  @Test
  void matchesTheGoldenFile() {
    Golden.matches("web-and-batch.txt", utf8(SampleResults.webAndBatch()));
  }

  @Test
  void fallsBackToAsciiWhereTheCharsetHasNoBars() {
    String text = SummaryTable.text(SampleResults.webAndBatch(), StandardCharsets.US_ASCII);
    assertThat(text.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 127));
    Golden.matches("web-and-batch.ascii.txt", text);
  }

  @Test
  void showsOfManyGuestsTheGroupsAndThoseThatWaitedMost() {
    RunResult fleet = SampleResults.fleet(2, 20);
    String text = utf8(fleet);
    assertThat(text).contains("Of 40 guests, the 10 that waited most").contains("vm (40)");
    assertThat(text.lines().filter(line -> line.startsWith("  vm-"))).hasSize(10);
    Golden.matches("fleet.txt", text);
  }

  @Test
  void showsManyHostsInOneLineEach() {
    String text = utf8(SampleResults.fleet(7, 2));
    assertThat(text.lines().filter(line -> line.startsWith("  node-"))).hasSize(7);
  }

  @Test
  void keepsWithinEightyColumns() {
    for (RunResult result :
        List.of(
            SampleResults.webAndBatch(),
            SampleResults.fleet(2, 20),
            SampleResults.fleet(30, 1),
            renamed("名".repeat(40)))) {
      assertThat(utf8(result).lines()).allMatch(line -> Text.width(line) <= 80);
    }
  }

  @Test
  void aWideTerminalShowsMoreOfEachGuestAndALongerPicture() {
    String wide = on(SampleResults.webAndBatch(), 200, false);
    Golden.matches("web-and-batch.wide.txt", wide);
    assertThat(wide.lines()).allMatch(line -> Text.width(line) <= 200);
    assertThat(wide)
        .contains(
            "waiting s", "capped s", "disp p50", "disp p99", "preempted", "migrated", "exits");
    // at half that, only the first of them, and no line is longer than the terminal
    String half = on(SampleResults.webAndBatch(), 100, false);
    assertThat(half).contains("waiting s").doesNotContain("migrated");
    assertThat(half.lines()).allMatch(line -> Text.width(line) <= 100);
  }

  @Test
  void aTerminalOfEightyColumnsShowsWhatAFileHolds() {
    for (RunResult result : List.of(SampleResults.webAndBatch(), SampleResults.fleet(2, 20))) {
      assertThat(on(result, 80, false)).isEqualTo(utf8(result));
    }
  }

  @Test
  void coloursAddNothingToTheText() {
    for (RunResult result :
        List.of(
            SampleResults.webAndBatch(), SampleResults.fleet(2, 20), SampleResults.fleet(7, 2))) {
      String painted = on(result, 80, true);
      assertThat(painted).contains("\u001b[1m").containsAnyOf("\u001b[31m", "\u001b[33m");
      assertThat(painted.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(utf8(result));
    }
  }

  private static String on(RunResult result, int columns, boolean hasColour) {
    return SummaryTable.text(result, new Device(StandardCharsets.UTF_8, columns, hasColour));
  }

  @Test
  void alignsWideNames() {
    String text = utf8(renamed("虚拟机"));
    List<String> rows = text.lines().filter(line -> line.contains("24,00")).toList();
    assertThat(rows).hasSize(3);
    assertThat(rows)
        .extracting(row -> Text.width(row.substring(0, row.indexOf("24,00"))))
        .containsOnly(Text.width(rows.get(1).substring(0, rows.get(1).indexOf("24,00"))));
  }

  @Test
  void doesNotObeyANameThatIsAnEscapeSequence() {
    String text = utf8(renamed("a\u001b[2J\u202eb\nc"));
    assertThat(text).contains("a?[2J?b?c").doesNotContain("\u001b").doesNotContain("\u202e");
  }

  @Test
  void saysWhenTheLimitWasReached() {
    RunResult one = SampleResults.webAndBatch();
    RunHeader header = one.header();
    RunHeader limited =
        new RunHeader(
            header.scenario(),
            header.question(),
            header.generator(),
            header.seed(),
            header.replication(),
            new RunHeader.Span(
                header.span().durationNs(), 0, Optional.of(RunHeader.Finish.LIMIT_REACHED)),
            header.events(),
            header.traceHash());
    RunResult result =
        new RunResult(
            limited, one.hosts(), one.guests(), one.groups(), one.assumed(), one.series());
    assertThat(utf8(result)).contains("The limit was reached before all work was done.");
  }

  /** The sample with its first guest under another name, without groups and series. */
  private static RunResult renamed(String name) {
    RunResult one = SampleResults.webAndBatch();
    List<GuestResult> guests = new ArrayList<>(one.guests());
    GuestResult web = guests.get(0);
    guests.set(
        0,
        new GuestResult(
            name,
            web.host(),
            web.vcpus(),
            web.time(),
            web.lostNs(),
            web.workNs(),
            web.dispatches(),
            web.exits(),
            web.overheadNs(),
            web.dispatchLatency(),
            web.workloads()));
    return new RunResult(
        one.header(), one.hosts(), guests, List.of(), one.assumed(), Optional.empty());
  }

  private static String utf8(RunResult result) {
    return SummaryTable.text(result, StandardCharsets.UTF_8);
  }
}
