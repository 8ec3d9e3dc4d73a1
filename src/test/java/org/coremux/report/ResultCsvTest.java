package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.coremux.experiment.RunHeader;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.junit.jupiter.api.Test;

class ResultCsvTest {
  @Test
  void hasOneRowForEachWorkloadOfEachGuest() {
    List<String> rows = ResultCsv.text(SampleResults.webAndBatch()).lines().toList();
    assertThat(rows).hasSize(1 + 4);
    assertThat(rows).allMatch(row -> row.split(",", -1).length == rows.get(0).split(",").length);
    Golden.matches("web-and-batch.csv", ResultCsv.text(SampleResults.webAndBatch()));
  }

  @Test
  void leavesCellsOfMissingFiguresEmpty() {
    String batch = ResultCsv.text(SampleResults.webAndBatch()).lines().toList().get(4);
    assertThat(batch).endsWith(",compute,0,0,0,0.000000,0,,,,,");
  }

  @Test
  void quotesACellThatHoldsACommaAQuoteOrALineBreak() {
    RunResult one = SampleResults.webAndBatch();
    RunHeader header = one.header();
    RunHeader odd =
        new RunHeader(
            "a, \"b\"\nc", Optional.empty(), header.generator(), 1, 0, header.span(), 0, 0);
    RunResult result =
        new RunResult(odd, one.hosts(), one.guests(), one.groups(), List.of(), Optional.empty());
    assertThat(ResultCsv.text(result)).contains("\n\"a, \"\"b\"\"\nc\",1,0,node,web-1,");
  }
}
