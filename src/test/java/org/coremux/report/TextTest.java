package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextTest {
  private final Text utf8 = new Text(StandardCharsets.UTF_8);
  private final Text ascii = new Text(StandardCharsets.US_ASCII);

  @Test
  void showsWhatATerminalWouldObeyAsQuestionMarks() {
    assertThat(Text.plain("a\u0007\u001b]0;x\u009b\u202e\u2028\ud800b")).isEqualTo("a??]0;x????b");
  }

  @Test
  void countsWideCharactersTwiceAndCombiningOnesNot() {
    assertThat(Text.width("ab")).isEqualTo(2);
    assertThat(Text.width("虚拟")).isEqualTo(4);
    assertThat(Text.width("e\u0301")).isEqualTo(1);
  }

  @Test
  void cutsToAWidthAndSaysSo() {
    assertThat(utf8.left("abcdef", 4)).isEqualTo("abc…");
    assertThat(ascii.left("abcdef", 4)).isEqualTo("abc~");
    // Two columns do not fit into the one that is left before the ellipsis.
    assertThat(utf8.left("a虚拟机", 4)).isEqualTo("a虚…");
    assertThat(utf8.right("虚拟机", 4)).isEqualTo(" 虚…");
  }

  @Test
  void showsCharactersThatTheDeviceLacksAsQuestionMarks() {
    assertThat(ascii.shown("naïve 虚")).isEqualTo("na?ve ?");
    assertThat(utf8.shown("naïve 虚")).isEqualTo("naïve 虚");
  }

  @Test
  void drawsAnythingAboveZeroAndNothingAboveFull() {
    double[] shares = {0, 0.001, 0.125, 0.5, 1, 1.5};
    assertThat(utf8.sparkline(shares)).isEqualTo(" ▁▁▄██");
    assertThat(ascii.sparkline(shares)).isEqualTo(" ..=@@");
  }

  @Test
  void wrapsAtEightyColumnsAndKeepsNoBreakSpacesTogether() {
    String words = "x".repeat(74) + " a 20\u00a0% b";
    assertThat(Text.wrap("  ", words)).containsExactly("  " + "x".repeat(74) + " a", "  20 % b");
  }

  @Test
  void theShareOfEachPartOfABarIsRoundedSoThatTheWholeFits() {
    Text ascii = new Text(StandardCharsets.US_ASCII);
    assertThat(ascii.bar(10, 0.5, 0.2, 0.1)).containsExactly("#####", "++", "x", "..");
    assertThat(ascii.bar(10, 0.34, 0.33, 0.33)).containsExactly("###", "++++", "xxx", "");
    assertThat(ascii.bar(4, 0.9, 0.9, 0.9)).containsExactly("####", "", "", "");
    assertThat(ascii.bar(3, 0)).containsExactly("", "...");
    assertThat(new Text(StandardCharsets.UTF_8).bar(4, 0.25, 0.25, 0.25))
        .containsExactly("█", "▓", "▒", "·");
  }
}
