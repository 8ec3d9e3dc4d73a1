package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.coremux.report.ManualPage.Code;
import org.coremux.report.ManualPage.Item;
import org.coremux.report.ManualPage.Paragraph;
import org.coremux.report.ManualPage.Section;
import org.junit.jupiter.api.Test;

class RoffTest {
  private static ManualPage page(String text) {
    return new ManualPage(
        "x",
        "1",
        List.of(
            new Section(
                "NAME",
                List.of(new Paragraph(text), new Item(text, text), new Code(List.of(text))))));
  }

  @Test
  void nothingInATextIsTakenForARequest() {
    String roff = Roff.text(page(".so /etc/passwd"));
    assertThat(roff).contains("\n\\&.so /etc/passwd\n").doesNotContain("\n.so");
    assertThat(Roff.text(page("'so x"))).contains("\n\\(aqso x\n");
    assertThat(Roff.text(page("a\\fBb\\n[x] - ~^`\"")))
        .contains("a\\(rsfBb\\(rsn[x] \\- \\(ti\\(ha\\(ga\\(dq");
  }

  @Test
  void aLineThatIsBrokenBeforeADotIsNoRequestEither() {
    String words = "word ".repeat(15) + ".sp";
    assertThat(Roff.text(page(words + " " + words)).lines())
        .noneMatch(line -> line.startsWith(".sp"));
  }

  @Test
  void controlCharactersAreShownAndOthersNamed() {
    String roff = Roff.text(page("a\u001b[31m\r\n.b\u202e \u00e9\u6f22"));
    assertThat(roff).contains("a?[31m?").contains("\\[u00E9]\\[u6F22]").doesNotContain("\n.b");
    assertThat(page("a\u001b[31m").text(StandardCharsets.UTF_8)).doesNotContain("\u001b");
  }

  @Test
  void thePlainTextHasTheSameWords() {
    assertThat(page("so it is").text(StandardCharsets.UTF_8))
        .isEqualTo(
            "NAME\n       so it is\n\n       so it is\n              so it is\n\n"
                + "         so it is\n");
  }
}
