package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
  private static final String TEXT =
      ComparisonTable.text(SampleComparisons.small(), StandardCharsets.UTF_8);

  @Test
  void theAnswerComesFirstInAPlainSentence() {
    assertThat(TEXT.replace("\n", " "))
        .contains(
            "hosted is the slowest: what the guests do takes 1.500 times as long as on bare-metal"
                + " (1.400 to 1.600 times, 95 % sure), mostly because of waiting for a core.");
    assertThat(TEXT.indexOf("is the slowest")).isLessThan(TEXT.indexOf("slowdown  "));
  }

  @Test
  void whatSharingCostsIsShownBeforeTheStepsOfAnyPlatform() {
    assertThat(TEXT.indexOf("Before: what sharing costs"))
        .isPositive()
        .isLessThan(TEXT.indexOf("Why: from bare-metal to kvm"));
  }

  @Test
  void everyLineFitsATerminal() {
    assertThat(TEXT.lines()).allSatisfy(line -> assertThat(Text.width(line)).isLessThan(81));
    Device wide = new Device(StandardCharsets.UTF_8, 140, false);
    assertThat(ComparisonTable.text(SampleComparisons.small(), wide).lines())
        .allSatisfy(line -> assertThat(Text.width(line)).isLessThan(141));
  }

  @Test
  void aWideTerminalGetsTheIntervals() {
    Device wide = new Device(StandardCharsets.UTF_8, 140, false);
    assertThat(ComparisonTable.text(SampleComparisons.small(), wide)).contains("6.500 to 7.500");
    assertThat(TEXT).doesNotContain("6.500 to 7.500").contains("95 % sure: means ±4.0 %");
  }

  @Test
  void withoutUnicodeItIsAscii() {
    String ascii = ComparisonTable.text(SampleComparisons.small(), StandardCharsets.US_ASCII);
    assertThat(ascii).matches(text -> text.chars().allMatch(c -> c == '\n' || c >= 32 && c < 127));
    assertThat(ascii).contains("+-4.0 %", "#####");
  }

  @Test
  void aNameIsObeyedByNoTerminal() {
    String name = "w\u001b[31m\u202e%s%n" + "x".repeat(60);
    String text = ComparisonTable.text(SampleComparisons.named(name), StandardCharsets.UTF_8);
    assertThat(text).doesNotContain("\u001b", "\u202e").contains("w?[31m");
  }

  @Test
  void exitsThatNeverHappenHaveNoRow() {
    assertThat(TEXT).contains("\n  halt ").doesNotContain("\n  io ");
  }

  @Test
  void onlyAssumedFiguresThatChangeMoreThanChanceAreListed() {
    assertThat(TEXT)
        .contains("injection       300 cycles             1.400   1.500   1.700")
        .doesNotContain("hrtimer")
        .contains("1 others change it by no more than chance");
  }

  @Test
  void thatItIsNotAsSureAsAskedIsSaid() {
    assertThat(TEXT.replace("\n", " "))
        .contains("After 5 replications not every interval is as tight as it was to be (5 %");
  }

  @Test
  void whatIsNotSureIsNotCalledSlower() {
    assertThat(TEXT).contains("kvm is not measurably slower or faster than bare-metal.");
  }

  @Test
  void requestsHaveAColumnForEachPercentile() {
    assertThat(TEXT)
        .contains("Why: from bare-metal to hosted, a request of web, in ms")
        .contains("    waiting for a core          +0.700   +0.700");
  }
}
