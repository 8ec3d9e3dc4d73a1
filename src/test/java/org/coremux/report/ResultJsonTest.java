package org.coremux.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.SampleResults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultJsonTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final RunResult result = SampleResults.webAndBatch();

  @TempDir private Path folder;

  @Test
  void writesTheKeysOfTheContractInTheirOrder() throws IOException {
    JsonNode root = MAPPER.readTree(ResultJson.text(result));
    assertThat(keys(root))
        .containsSubsequence(
            "format",
            "scenario",
            "seed",
            "duration_s",
            "warmup_s",
            "events",
            "trace_hash",
            "hosts",
            "guests",
            "groups");
    assertThat(keys(root.at("/hosts/0")))
        .startsWith(
            "name",
            "platform",
            "scheduler",
            "pcpus",
            "utilization",
            "time_s",
            "steal",
            "context_switches",
            "migrations");
    assertThat(keys(root.at("/hosts/0/time_s")))
        .containsExactly("guest", "exit", "switch", "vmm", "host_os", "hypervisor", "idle");
  }

  @Test
  void writesGuestsAndGroupsWithTheSameKeys() throws IOException {
    JsonNode root = MAPPER.readTree(ResultJson.text(result));
    String[] keys = {
      "name",
      "host",
      "vcpus",
      "time_s",
      "runnable_s",
      "lost_s",
      "work_s",
      "steal",
      "switches",
      "preemptions",
      "migrations",
      "exits",
      "overhead_s",
      "dispatch_latency_ms",
      "workloads"
    };
    assertThat(keys(root.at("/guests/0"))).containsExactly(keys);
    assertThat(keys(root.at("/groups/0"))).startsWith(keys);
    assertThat(keys(root.at("/guests/0/time_s")))
        .containsExactly("running", "runnable", "blocked", "offline");
    assertThat(keys(root.at("/guests/0/runnable_s")))
        .containsExactly("waiting", "capped", "costopped");
    assertThat(keys(root.at("/guests/0/lost_s"))).startsWith("smt", "paging");
    assertThat(keys(root.at("/guests/0/dispatch_latency_ms")))
        .containsExactly("count", "mean", "p50", "p95", "p99", "max");
    assertThat(keys(root.at("/guests/0/workloads/0")))
        .startsWith("kind", "completed", "unfinished", "dropped", "throughput_per_s", "latency_ms");
  }

  @Test
  void printsTimesThatAddUpToTheProcessorsTimesTheDuration() throws IOException {
    JsonNode root = MAPPER.readTree(ResultJson.text(result));
    BigDecimal duration = root.get("duration_s").decimalValue();
    for (JsonNode guest : root.get("guests")) {
      assertThat(sum(guest.get("time_s")))
          .isEqualByComparingTo(duration.multiply(guest.get("vcpus").decimalValue()));
      assertThat(sum(guest.get("runnable_s")))
          .isEqualByComparingTo(guest.at("/time_s/runnable").decimalValue());
    }
    for (JsonNode host : root.get("hosts")) {
      assertThat(sum(host.get("time_s")))
          .isEqualByComparingTo(duration.multiply(host.get("pcpus").decimalValue()));
    }
  }

  @Test
  void printsSecondsWithNineDecimals() {
    String text = ResultJson.text(result);
    assertThat(text).contains("\"duration_s\": 10.000000000,");
    assertThat(text.lines().filter(line -> line.contains("\"running\"")))
        .allMatch(line -> line.matches(" *\"running\": \\d+\\.\\d{9},"));
  }

  @Test
  void printsNullForAFigureThatDoesNotExist() throws IOException {
    String text = ResultJson.text(result);
    JsonNode latency = MAPPER.readTree(text).at("/guests/3/workloads/0/latency_ms");
    assertThat(latency.get("count").intValue()).isZero();
    for (String figure : List.of("mean", "p50", "p95", "p99", "max")) {
      assertThat(latency.get(figure).isNull()).isTrue();
    }
    assertThat(text).doesNotContain("NaN").doesNotContain("Infinity").doesNotContain(": -");
  }

  @Test
  void writesTheSameBytesWhateverTheLocale() {
    String here = ResultJson.text(result);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(ResultJson.text(SampleResults.webAndBatch())).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
    assertThat(here).doesNotContain("\r").endsWith("}\n");
  }

  @Test
  void readsBackWhatItWrote() {
    Path file = folder.resolve("deep/er/result.json");
    ResultJson.write(result, file);
    assertThat(ResultJson.read(file)).isEqualTo(result);
    RunResult fleet = SampleResults.fleet(2, 3);
    ResultJson.write(fleet, file);
    assertThat(ResultJson.read(file)).isEqualTo(fleet);
  }

  @Test
  void passesOverKeysThatItDoesNotKnow() throws IOException {
    Path file = folder.resolve("result.json");
    String text = ResultJson.text(result);
    Files.writeString(file, text.replaceFirst("\"seed\"", "\"later\": [1, {}],\n  \"seed\""));
    assertThat(ResultJson.read(file)).isEqualTo(result);
  }

  @Test
  void matchesTheGoldenFile() {
    RunResult withoutSeries =
        new RunResult(
            result.header(),
            result.hosts(),
            result.guests(),
            result.groups(),
            result.assumed(),
            Optional.empty());
    Golden.matches("web-and-batch.json", ResultJson.text(withoutSeries));
  }

  @Test
  void refusesWhatIsNoResult() throws IOException {
    refuses("", "is empty, not a coremux result");
    refuses("scenario: x\n", "it is not JSON (line 1)");
    refuses("[]", "it has no \"format\"");
    refuses("{\"format\": 1}", "it has no \"format\"");
    refuses("{\"format\": \"other/9\"}", "this version reads \"coremux-result/1\"");
    refuses("{\"format\": \"coremux-result/1\"}", "hosts: missing");
    assertThatThrownBy(() -> ResultJson.read(folder)).hasMessageContaining("is a folder");
    assertThatThrownBy(() -> ResultJson.read(folder.resolve("none.json")))
        .isInstanceOf(BadResultException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void refusesBinaryWithoutObeyingIt() throws IOException {
    Path file = folder.resolve("result.json");
    Files.write(file, new byte[] {(byte) 0x7f, 'E', 'L', 'F', 0, 27, '[', '2', 'J'});
    assertThatThrownBy(() -> ResultJson.read(file))
        .isInstanceOf(BadResultException.class)
        .hasMessageContaining("it is not JSON");
  }

  @Test
  void namesThePlaceOfAWrongValue() throws IOException {
    String text = ResultJson.text(result);
    refuses(text.replaceFirst("\"vcpus\": 2", "\"vcpus\": \"two\""), "hosts[0].domain0.vcpus");
    refuses(text.replaceFirst("\"seed\": 42", "\"seed\": 1e400"), "seed: must be a whole number");
    refuses(
        text.replaceFirst("\"warmup_s\": [0-9.]+", "\"warmup_s\": 1e999999999"),
        "warmup_s: must be seconds with at most nine decimals");
    refuses(text.replaceFirst("\"trace_hash\": \"", "\"trace_hash\": \"g"), "trace_hash");
  }

  @Test
  void refusesAResultWhoseBooksDoNotBalance() throws IOException {
    String text = ResultJson.text(result);
    refuses(text.replaceFirst("\"pcpus\": 8", "\"pcpus\": 7"), "host node time_s adds up to");
  }

  private void refuses(String text, String reason) throws IOException {
    Path file = folder.resolve("result.json");
    Files.writeString(file, text);
    assertThatThrownBy(() -> ResultJson.read(file))
        .isInstanceOf(BadResultException.class)
        .hasMessageContaining("result.json")
        .hasMessageContaining(reason);
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static BigDecimal sum(JsonNode object) {
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode value : object) {
      sum = sum.add(value.decimalValue());
    }
    return sum;
  }
}
