package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.coremux.evidence.published.Basis;
import org.coremux.evidence.published.Outcome;
import org.coremux.evidence.published.PublishedEvidence;
import org.coremux.evidence.published.PublishedTables;
import org.coremux.evidence.published.Summary;
import org.coremux.evidence.published.TableOutcome;
import org.coremux.scenario.Plugins;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code coremux validate published}: its goals are reached, and {@code docs/published.md} and the
 * README tell what it prints today; {@code -Dgolden.update} writes both anew.
 */
class PublishedAnswersTest {
  private static final Path SCENARIOS = Path.of("scenarios/published");
  private static final Path PAGE = Path.of("docs/published.md");
  private static final Path README = Path.of("README.md");
  private static final String BEGIN = "<!-- published: begin -->\n";
  private static final String END = "<!-- published: end -->";

  private static List<TableOutcome> tables;
  private static Summary summary;

  @BeforeAll
  static void simulate() {
    tables =
        new PublishedEvidence(SCENARIOS, Plugins.installed()).of(PublishedTables.all(), () -> {});
    summary = Summary.of(tables);
  }

  @Test
  void everyGoalIsReached() {
    for (TableOutcome table : tables) {
      for (TableOutcome.GateOutcome gate : table.gates()) {
        assertThat(gate.holds()).as(table.table().table() + ": " + gate.says()).isTrue();
      }
    }
    for (TableOutcome.GateOutcome gate : summary.gates()) {
      assertThat(gate.holds()).as(gate.says()).isTrue();
    }
  }

  @Test
  void whateverIsPredictedHasAnErrorAndWhateverIsFittedHasNone() {
    for (TableOutcome table : tables) {
      for (Outcome outcome : table.outcomes()) {
        String id = table.table().id(outcome.row());
        if (outcome.row().basis() == Basis.PREDICTED) {
          assertThat(outcome.error()).as(id).isPresent();
        }
        if (outcome.row().basis() == Basis.NONE) {
          assertThat(outcome.row().note()).as(id).isNotBlank();
        }
      }
    }
  }

  @Test
  void jsonHasTheKeysThatProgramsReadOfEveryRow() throws IOException {
    JsonNode json =
        new ObjectMapper().readTree(new StringReader(PublishedJson.text(tables, summary)));
    assertThat(json.get("rows").size())
        .isEqualTo(tables.stream().mapToInt(table -> table.outcomes().size()).sum());
    Set<String> bases = Set.of("fitted", "predicted", "consistency", "sensitivity", "none");
    for (JsonNode row : json.get("rows")) {
      assertThat(row.get("table").asText()).isNotBlank();
      assertThat(row.get("metric").asText()).isNotBlank();
      assertThat(row.get("platform").asText()).isNotBlank();
      assertThat(row.get("published").isNumber()).isTrue();
      assertThat(bases).contains(row.get("basis").asText());
      if (row.get("basis").asText().equals("predicted")) {
        assertThat(row.get("simulated").isNumber()).isTrue();
        double error = row.get("simulated").asDouble() / row.get("published").asDouble() - 1;
        assertThat(row.get("error").asDouble()).isEqualTo(error);
      }
    }
  }

  @Test
  void thePageOfTheDocumentationIsTodays() throws IOException {
    String page = PublishedMarkdown.page(tables, summary);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).as("write it with -Dgolden.update").isEqualTo(page);
  }

  @Test
  void theSummaryInTheReadmeIsTodays() throws IOException {
    String readme = Files.readString(README);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    int end = readme.indexOf(END, begin);
    String today = PublishedMarkdown.summary(tables, summary);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(README, readme.substring(0, begin) + today + readme.substring(end));
      return;
    }
    assertThat(readme.substring(begin, end)).as("write it with -Dgolden.update").isEqualTo(today);
  }

  @Test
  void linesOfTheTerminalsTableFitEightyColumns() {
    String text = PublishedText.of(tables, summary, StandardCharsets.US_ASCII);
    assertThat(text.lines().filter(line -> line.length() > 80)).isEmpty();
    assertThat(text).contains("Errors of those predictions: median");
  }
}
