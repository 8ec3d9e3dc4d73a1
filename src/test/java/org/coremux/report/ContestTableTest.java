package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTableTest {
  private static final String TEXT =
      ComparisonTable.text(SampleContests.of(19), StandardCharsets.UTF_8);

  /** The lines of the table and of the picture that begin with a name. */
  private static List<String> rows(String text, String name) {
    return text.lines().filter(line -> line.startsWith(name + " ")).toList();
  }

  @Test
  void everyPolicyHasARowOfFiguresAndOneOfThePicture() {
    for (char c = 'a'; c < 'a' + 19; c++) {
      assertThat(rows(TEXT, "policy-" + c)).hasSize(2);
    }
  }

  @Test
  void nineteenPoliciesFitATerminal() {
    for (int columns : new int[] {80, 100, 140}) {
      Device device = new Device(StandardCharsets.UTF_8, columns, false);
      assertThat(ComparisonTable.text(SampleContests.of(19), device).lines())
          .hasSizeLessThan(75)
          .allSatisfy(line -> assertThat(Text.width(line)).isLessThanOrEqualTo(columns));
    }
  }

  @Test
  void theWinnerOfAColumnIsMarkedOnlyWhereItIsOneBeyondChance() {
    String winner = rows(TEXT, "policy-a").get(0);
    assertThat(winner).contains("8.00* 10.0 ", "1.00*", "900*");
    for (char c = 'b'; c < 'a' + 19; c++) {
      assertThat(rows(TEXT, "policy-" + c).get(0)).doesNotContain("*");
    }
  }

  @Test
  void theAnswerNamesWhatIsWonBeyondChance() {
    assertThat(TEXT.replace("\n", " "))
        .contains("Beyond chance, policy-a dispatches soonest (p50, p95, p99), does the most work")
        .doesNotContain("lets vCPUs wait least")
        .contains("19 took part; 1 cannot run this scenario");
  }

  @Test
  void whoCannotRunIsListedWithTheReason() {
    assertThat(TEXT)
        .contains("cannot run this scenario\n  picky: guests.web.cap: it cannot cap a guest\n");
  }

  @Test
  void itEndsWithAPictureOfIntervalsOnOneScale() {
    List<String> lines = TEXT.lines().toList();
    String last = lines.get(lines.size() - 1);
    assertThat(last.strip()).startsWith("3.50").contains("8.01");
    assertThat(lines.get(lines.size() - 2)).startsWith("policy-s").contains("●");
    assertThat(TEXT).contains("work s/s", "dispatch p99 ms", "request p99 ms");
  }

  @Test
  void withoutUnicodeItIsAscii() {
    String ascii = ComparisonTable.text(SampleContests.of(4), StandardCharsets.US_ASCII);
    assertThat(ascii).matches(text -> text.chars().allMatch(c -> c == '\n' || c >= 32 && c < 127));
    assertThat(rows(ascii, "policy-b").get(1)).contains("o");
  }

  @Test
  void aNameIsObeyedByNoTerminal() {
    String odd = "w\u001b[31m\u202e%s%n" + "x".repeat(60);
    String text = ComparisonTable.text(SampleContests.named(odd), StandardCharsets.UTF_8);
    assertThat(text).doesNotContain("\u001b", "\u202e").contains("w?[31m");
  }

  @Test
  void whatIsLostToLocksAndCrossCallsHasATableOfItsOwn() {
    String text = ComparisonTable.text(SampleContests.losing(4), StandardCharsets.UTF_8);
    assertThat(text).containsSubsequence("fair-", "spinning for", "cross calls", "work s/s");
    assertThat(rows(text, "policy-b")).hasSize(3);
    assertThat(rows(text, "policy-a").get(1)).containsPattern("0.100\\* +0.100\\* +0.100\\*");
    assertThat(text.lines()).allMatch(line -> Text.width(line) <= 80);
    assertThat(TEXT).doesNotContain("spinning for");
  }

  @Test
  void aWorkloadThatLosesToLocksSaysSoOfEachAlternative() {
    String text = ComparisonTable.text(SampleContests.losing(2), StandardCharsets.UTF_8);
    assertThat(text.lines().dropWhile(line -> !line.contains("spinning s/s")).limit(3))
        .anyMatch(line -> line.matches("  policy-a +0.250"))
        .anyMatch(line -> line.matches("  policy-b +1.250"));
  }

  @Test
  void fewPoliciesAreToldOfInDetailBeforeTheTable() {
    String few = ComparisonTable.text(SampleContests.of(2), StandardCharsets.UTF_8);
    assertThat(few).containsSubsequence("web (server): requests", "fair-", "work s/s");
    assertThat(TEXT).doesNotContain("web (server): requests");
  }
}
