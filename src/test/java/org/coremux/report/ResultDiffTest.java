package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.junit.jupiter.api.Test;

class ResultDiffTest {
  private final RunResult a = SampleResults.webAndBatch();
  private final RunResult b = SampleResults.webAndBatch(43, "kvm", 9_000_000);

  @Test
  void findsNothingBetweenAResultAndItself() {
    ResultDiff diff = ResultDiff.of(a, SampleResults.webAndBatch());
    assertThat(diff.isSame()).isTrue();
    assertThat(table(diff)).endsWith("\nNo figure differs.\n");
  }

  @Test
  void listsTheFiguresThatDifferByTheirPath() {
    ResultDiff.Row host = ResultDiff.of(a, b).rows().get(0);
    assertThat(host.name()).isEqualTo("node");
    assertThat(host.changes())
        .extracting(ResultDiff.Change::path)
        .containsExactly("utilization", "time_s.exit", "time_s.idle");
    // A hundred buckets whose exits are 9 ms dearer.
    assertThat(host.changes().get(1).difference().orElseThrow()).isEqualByComparingTo("0.9");
  }

  @Test
  void judgesAMeanByTheBatchesOfBothRuns() {
    // web-2 answers 0.09 ms later at the median, 0.145 ms in the mean; half widths of 0.021 ms
    // twice
    // make 0.030 ms.
    assertThat(meanOf("web-2", ResultDiff.of(a, b)).noise()).isEqualTo(ResultDiff.Noise.BEYOND);
    RunResult close = SampleResults.webAndBatch(43, "xen", 1_000_000);
    assertThat(meanOf("web-2", ResultDiff.of(a, close)).noise()).isEqualTo(ResultDiff.Noise.WITHIN);
  }

  @Test
  void saysWhereTheNoiseIsUnknown() {
    ResultDiff diff = ResultDiff.of(a, b);
    assertThat(diff.rows().get(0).changes())
        .extracting(ResultDiff.Change::noise)
        .containsOnly(ResultDiff.Noise.UNKNOWN);
    assertThat(table(diff)).contains("One run each");
  }

  @Test
  void showsWhatIsOnlyInOne() {
    ResultDiff diff = ResultDiff.of(SampleResults.fleet(2, 2), SampleResults.fleet(1, 3));
    assertThat(diff.rows())
        .filteredOn(row -> row.side() == ResultDiff.Side.ONLY_A)
        .extracting(ResultDiff.Row::name)
        .containsExactly("node-2", "vm-4");
    assertThat(table(diff)).contains("host node-2: only in A").contains("guest vm-4: only in A");
    ResultDiff back = ResultDiff.of(SampleResults.fleet(1, 3), SampleResults.fleet(2, 2));
    assertThat(table(back)).contains("guest vm-4: only in B");
  }

  @Test
  void warnsWhenTheRunsAreNotAlike() {
    String text = table(ResultDiff.of(a, SampleResults.fleet(1, 2)));
    assertThat(text)
        .contains("different names")
        .contains("The durations differ")
        .contains("The seeds differ");
  }

  @Test
  void saysWhenAHostIsAnother() {
    assertThat(table(ResultDiff.of(a, b)))
        .contains("host node: xen/credit2 on 8 pCPUs in A, kvm/credit2 on 8 pCPUs in B.");
  }

  @Test
  void matchesTheGoldenFiles() {
    ResultDiff diff = ResultDiff.of(a, b);
    Golden.matches("diff.txt", table(diff));
    Golden.matches("diff.json", DiffJson.text(diff, "a.json", "b.json"));
  }

  @Test
  void keepsWithinEightyColumns() {
    for (ResultDiff diff :
        List.of(
            ResultDiff.of(a, b),
            ResultDiff.of(a, SampleResults.fleet(1, 2)),
            ResultDiff.of(SampleResults.fleet(2, 20), SampleResults.fleet(2, 19)))) {
      assertThat(table(diff).lines()).allMatch(line -> Text.width(line) <= 80);
    }
  }

  private static ResultDiff.Change meanOf(String guest, ResultDiff diff) {
    return diff.rows().stream()
        .filter(row -> row.kind() == ResultDiff.Kind.GUEST && row.name().equals(guest))
        .flatMap(row -> row.changes().stream())
        .filter(change -> change.path().equals("workloads[0].latency_ms.mean"))
        .findFirst()
        .orElseThrow();
  }

  private static String table(ResultDiff diff) {
    return DiffTable.text(diff, "a.json", "b.json", StandardCharsets.UTF_8);
  }
}
