package org.coremux.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coremux.experiment.ComparisonResult;
import org.coremux.report.SampleComparisons;
import org.coremux.report.SampleContests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonReportTest {
  @TempDir private Path folder;

  private static String page(ComparisonResult result) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ComparisonReport(result, "scenario: s\n").write(bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void itHasNoScriptAndMayLoadNothing() throws IOException {
    String page = page(SampleComparisons.small());
    assertThat(page)
        .contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
        .doesNotContain("<script", "{{", "http:")
        .endsWith("</html>\n");
  }

  @Test
  void itAnswersFirstAndThenSaysWhy() throws IOException {
    String page = page(SampleComparisons.small());
    assertThat(page)
        .containsSubsequence(
            "hosted is the slowest",
            "Why, step by step",
            "data:image/svg+xml",
            "Who got what",
            "Before: what sharing costs",
            "+300.000000",
            "300 cycles",
            "scenario: s");
  }

  @Test
  void aNameIsNoMarkup() throws IOException {
    assertThat(page(SampleComparisons.named("<script>alert('1')</script>&\"")))
        .doesNotContain("<script", "alert('1')")
        .contains("&lt;script&gt;");
  }

  @Test
  void theFolderKeepsAllOfIt() {
    Path to = folder.resolve("deep/er");
    assertThat(new ComparisonFolder(to).write(SampleComparisons.small(), "scenario: s\n"))
        .isEmpty();
    for (String name :
        new String[] {
          "comparison.json", "report.html", "summary.txt", "scenario.yaml", "slowdown.svg",
          "slowdown.png", "waterfall.svg", "waterfall.png", "requests.svg", "requests.png"
        }) {
      assertThat(to.resolve(name)).isNotEmptyFile();
    }
  }

  @Test
  void ofPoliciesThereIsATableOfAllAndAPicture() throws IOException {
    String page = page(SampleContests.of(19));
    assertThat(page)
        .containsSubsequence("What each scheduler gives", "<strong>8.000 (", "policy-s", "picky")
        .doesNotContain("{{", "<script");
    assertThat(page(SampleContests.named("<script>alert('1')</script>")))
        .doesNotContain("<script", "alert('1')");
    new ComparisonFolder(folder).write(SampleContests.of(19), "scenario: s\n");
    assertThat(folder.resolve("schedulers.svg")).isNotEmptyFile();
    assertThat(folder.resolve(ComparisonFolder.PICTURE)).isNotEmptyFile();
  }

  @Test
  void thePageOfAKeptComparisonIsTheSame() throws IOException {
    new ComparisonFolder(folder).write(SampleComparisons.small(), "scenario: s\n");
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    ComparisonReport.read(folder.resolve(ComparisonFolder.FILE)).write(again);
    assertThat(again.toByteArray()).isEqualTo(Files.readAllBytes(folder.resolve("report.html")));
  }
}
