package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.coremux.evidence.Claim;
import org.coremux.evidence.TheoryEvidence;
import org.coremux.evidence.TheoryRow;
import org.coremux.evidence.TheorySuite;
import org.coremux.scenario.Plugins;
import org.junit.jupiter.api.Test;

/** How theory beside the simulator is printed, and that the page about it is true. */
class TheoryReportTest {
  private static final Path PAGE = Path.of("docs/theory.md");
  private static final String BEGIN = "<!-- theory: begin -->\n```\n";
  private static final String END = "```\n<!-- theory: end -->";

  private static TheoryRow row(Claim.Kind kind, String unit, double exact, double mean) {
    Claim claim = new Claim("figure", unit, kind, exact, "somebody");
    boolean isDrawn = kind == Claim.Kind.MEAN;
    double half = isDrawn ? 0.25 : 0;
    return new TheoryRow(
        TheorySuite.QUEUES, "model", "parameters", claim, mean - half, mean, mean + half);
  }

  private static List<TheoryRow> rows() {
    return List.of(
        row(Claim.Kind.MEAN, "ms", 2, 2.125),
        row(Claim.Kind.MEAN, "ms", 2, 3),
        row(Claim.Kind.EXACTLY, "", 0, 0),
        row(Claim.Kind.EXACTLY, "ms", 2, 3),
        row(Claim.Kind.AT_MOST, "ms", 2_000, 1_500),
        row(Claim.Kind.AT_LEAST, "", 1, 0));
  }

  @Test
  void eachRowSaysWhetherItAgreesAndByHowMuch() {
    List<String> lines = TheoryTable.text(rows()).lines().limit(9).toList();

    assertThat(lines)
        .containsExactly(
            "queues: requests that wait in line",
            "                                        exact  simulated  interval, error",
            "  model  parameters",
            "+ figure                       ms       2.000      2.125  1.875-2.375 +6.3%",
            "! figure                       ms       2.000      3.000  2.750-3.250 +50.0% outside",
            "+ figure                                    0          0  equal",
            "! figure                       ms       2.000      3.000  differs by 1.000",
            "+ figure                       ms  <= 2,000.0    1,500.0  holds by 500.000",
            "! figure                                 >= 1          0  violated by 1");
    assertThat(TheoryTable.text(rows())).endsWith("Rows that agree: 3 of 6.\n");
  }

  @Test
  void jsonHasAllDigitsAndTheSource() throws IOException {
    JsonNode json = new ObjectMapper().readTree(TheoryJson.text(rows()));

    assertThat(json.at("/format").asText()).isEqualTo("coremux-theory/1");
    JsonNode row = json.at("/rows/1");
    assertThat(row.at("/suite").asText()).isEqualTo("queues");
    assertThat(row.at("/exact").asDouble()).isEqualTo(2);
    assertThat(row.at("/low").asDouble()).isEqualTo(2.75);
    assertThat(row.at("/mean").asDouble()).isEqualTo(3);
    assertThat(row.at("/high").asDouble()).isEqualTo(3.25);
    assertThat(row.at("/verdict").asText()).isEqualTo("outside");
    assertThat(row.at("/source").asText()).isEqualTo("somebody");
  }

  private static String table(Set<TheorySuite> suites) {
    int cores = Runtime.getRuntime().availableProcessors();
    return TheoryTable.text(new TheoryEvidence(Plugins.installed(), cores).rows(suites));
  }

  /** The first three suites take too long for every build: {@code -Dgolden.update} writes them. */
  @Test
  void thePageHasTheTableOfToday() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    if (System.getProperty("golden.update") != null) {
      String whole = table(EnumSet.allOf(TheorySuite.class));
      page = page.substring(0, begin) + whole + page.substring(page.indexOf(END));
      Files.writeString(PAGE, page);
    }
    String shown = page.substring(begin, page.indexOf(END));
    String quick = table(EnumSet.of(TheorySuite.DEADLINES, TheorySuite.FAIRNESS));

    assertThat(shown).contains(quick.substring(0, quick.indexOf("\nInterval:")));
    assertThat(shown).contains(" ms ").doesNotContain("\n! ");
    assertThat(shown.lines()).allMatch(line -> line.length() <= Text.WIDTH);
  }
}
