package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coremux.experiment.ComparisonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonJsonTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsReadBack() {
    Path file = folder.resolve("comparison.json");
    ComparisonJson.write(SampleComparisons.small(), file);
    assertThat(ComparisonJson.read(file)).isEqualTo(SampleComparisons.small());
  }

  @Test
  void namesThatHoldAnythingAreReadBack() {
    ComparisonResult odd = SampleComparisons.named("a \"b\"\u001b[31m.{}\\");
    Path file = folder.resolve("comparison.json");
    ComparisonJson.write(odd, file);
    assertThat(ComparisonJson.read(file)).isEqualTo(odd);
  }

  @Test
  void itHasTheFieldsOfItsFormat() throws IOException {
    JsonNode json = new ObjectMapper().readTree(ComparisonJson.text(SampleComparisons.small()));
    assertThat(json.get("format").asText()).isEqualTo("coremux-comparison/1");
    assertThat(json.get("scenario").asText()).isEqualTo("two-guests");
    assertThat(json.get("replications").asInt()).isEqualTo(5);
    assertThat(json.get("baseline").asText()).isEqualTo("bare-metal");
    JsonNode hosted = json.get("alternatives").get(2);
    assertThat(hosted.get("name").asText()).isEqualTo("hosted");
    assertThat(hosted.get("slowdown").fieldNames())
        .toIterable()
        .containsExactly("mean", "low", "high");
    assertThat(hosted.get("metrics").get("web.latency.p99").get("low").asDouble()).isEqualTo(6.5);
    assertThat(hosted.get("metrics").has("web.latency.p99.9")).isTrue();
    assertThat(hosted.get("attribution_s").get(0).fieldNames())
        .toIterable()
        .containsExactly("step", "seconds");
  }

  @Test
  void stepsInSecondsAddUpToTheDifferenceInAllDigits() throws IOException {
    ObjectMapper exact =
        new ObjectMapper()
            .enable(
                com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    JsonNode json = exact.readTree(ComparisonJson.text(SampleComparisons.small()));
    for (JsonNode side : json.get("alternatives")) {
      BigDecimal at = side.get("from_s").decimalValue();
      for (JsonNode step : side.get("attribution_s")) {
        at = at.add(step.get("seconds").decimalValue());
      }
      assertThat(at).isEqualByComparingTo(side.get("to_s").decimalValue());
    }
  }

  @Test
  void stepsThatDoNotAddUpAreNotRead() throws IOException {
    Path file = folder.resolve("comparison.json");
    String text = ComparisonJson.text(SampleComparisons.small());
    Files.writeString(file, text.replace("0.300000000", "0.300000001"));
    assertThatThrownBy(() -> ComparisonJson.read(file))
        .isInstanceOf(BadResultException.class)
        .hasMessageContaining("is not a sound result");
  }

  @Test
  void policiesAreReadBack() {
    Path file = folder.resolve("comparison.json");
    for (ComparisonResult contest :
        new ComparisonResult[] {SampleContests.of(3), SampleContests.named("a \"b\"\u001b.{}")}) {
      ComparisonJson.write(contest, file);
      assertThat(ComparisonJson.read(file)).isEqualTo(contest);
    }
  }

  @Test
  void metricsOfPoliciesSayWhatTheyAreAndWhichIsBetter() throws IOException {
    JsonNode json = new ObjectMapper().readTree(ComparisonJson.text(SampleContests.of(3)));
    assertThat(json.get("format").asText()).isEqualTo("coremux-comparison/1");
    assertThat(json.get("scenario").asText()).isEqualTo("crowd");
    assertThat(json.get("replications").asInt()).isEqualTo(5);
    assertThat(json.get("compares").asText()).isEqualTo("schedulers");
    assertThat(json.get("baseline").asText()).isEqualTo("policy-a");
    JsonNode metrics = json.get("alternatives").get(1).get("metrics");
    assertThat(metrics.fieldNames())
        .toIterable()
        .containsExactly(
            "throughput",
            "completed",
            "steal",
            "fairness",
            "dispatch.p50",
            "dispatch.p95",
            "dispatch.p99",
            "request.p99",
            "switches",
            "migrations",
            "idle_while_waiting",
            "web.latency.p99");
    metrics.forEach(
        one ->
            assertThat(one.fieldNames())
                .toIterable()
                .containsExactly("mean", "low", "high", "unit", "better"));
    assertThat(metrics.get("throughput").get("better").asText()).isEqualTo("higher");
    assertThat(metrics.get("web.latency.p99").get("unit").asText()).isEqualTo("ms");
    assertThat(json.get("winners").get("throughput").asText()).isEqualTo("policy-a");
    assertThat(json.get("winners").has("steal")).isFalse();
    assertThat(json.get("refused").get(0).get("name").asText()).isEqualTo("picky");
    assertThat(json.get("refused").get(0).get("reason").asText()).contains("cannot cap");
  }

  @Test
  void metricsOfPlatformsAreAsTheyWere() {
    assertThat(ComparisonJson.text(SampleComparisons.small()))
        .doesNotContain("better", "compares", "winners", "refused");
  }

  @Test
  void csvHasARowForEachFigure() {
    assertThat(ComparisonCsv.text(SampleComparisons.small()))
        .startsWith("alternative,figure,mean,low,high,merged\n")
        .contains("\nkvm,slowdown,1.010000,0.810000,1.210000,\n")
        .contains("\nhosted,web.latency.p99,7.000000,6.500000,7.500000,7.250000\n")
        .contains("\nhosted,attribution_s.waiting,0.300000000,,,\n");
  }
}
