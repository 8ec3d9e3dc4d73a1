package org.coremux.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.experiment.Causes;
import org.coremux.experiment.ComparedWorkload;
import org.coremux.experiment.ComparisonResult;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.Estimate;
import org.coremux.experiment.Sensitivity;
import org.coremux.experiment.Waterfall;
import org.coremux.experiment.Yardstick;

/**
 * Comparisons as JSON, format {@value ComparisonResult#FORMAT}, and back.
 *
 * <p>Seconds have nine decimals and milliseconds of steps six, both exact: steps add up to the last
 * digit. Estimates have six. A figure that does not exist is {@code null} or left out.
 */
public final class ComparisonJson {
  private ComparisonJson() {}

  /** The comparison as text that ends with a line break. */
  public static String text(ComparisonResult result) {
    return JsonText.of(ComparisonResult.FORMAT, json -> new Writer(json).write(result));
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @throws UncheckedIOException with a message for people if it cannot be written
   */
  public static void write(ComparisonResult result, Path file) {
    AtomicFile.write(file, out -> out.write(text(result).getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Reads a file back.
   *
   * @throws BadResultException if there is no such file, or it is not a sound comparison
   */
  public static ComparisonResult read(Path file) {
    return ComparisonReader.read(file);
  }

  private static final class Writer {
    private final JsonGenerator json;

    Writer(JsonGenerator json) {
      this.json = json;
    }

    void write(ComparisonResult result) throws IOException {
      head(result);
      json.writeArrayFieldStart("workloads");
      for (ComparedWorkload workload : result.workloads()) {
        json.writeStartObject();
        json.writeStringField("name", workload.name());
        json.writeStringField("kind", workload.kind());
        json.writeStringField("judged_by", workload.hasLatency() ? "latency" : "throughput");
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("alternatives");
      for (ComparisonResult.Side side : result.alternatives()) {
        side(side, result.contest().isPresent());
      }
      json.writeEndArray();
      if (result.contest().isPresent()) {
        contest(result);
      }
      if (result.sharing().isPresent()) {
        json.writeObjectFieldStart("sharing");
        waterfall(result.sharing());
        json.writeEndObject();
      }
      if (result.sensitivity().isPresent()) {
        sensitivity(result.sensitivity().get());
      }
    }

    private void head(ComparisonResult result) throws IOException {
      ComparisonResult.Head head = result.head();
      ComparisonResult.Effort effort = head.effort();
      json.writeStringField("scenario", head.scenario());
      if (head.question().isPresent()) {
        json.writeStringField("question", head.question().get());
      }
      json.writeObjectFieldStart("generator");
      json.writeStringField("version", head.generator().version());
      json.writeStringField("random", head.generator().random());
      json.writeEndObject();
      json.writeNumberField("seed", head.seed());
      seconds("duration_s", head.measuredNs());
      json.writeNumberField("replications", effort.replications());
      number("precision", effort.precision());
      json.writeBooleanField("precise", effort.isTight());
      json.writeNumberField("events", effort.events());
      if (result.contest().isPresent()) {
        json.writeStringField("compares", "schedulers");
      }
      json.writeStringField("baseline", result.baseline().name());
    }

    /** Who is best by each yardstick, where anybody is beyond chance, and who took no part. */
    private void contest(ComparisonResult result) throws IOException {
      json.writeObjectFieldStart("winners");
      for (Yardstick by : Yardstick.values()) {
        Optional<ComparisonResult.Side> winner = by.winner(result.alternatives());
        if (winner.isPresent()) {
          json.writeStringField(by.key(), winner.get().name());
        }
      }
      json.writeEndObject();
      json.writeArrayFieldStart("refused");
      for (ComparisonResult.Refused one : result.contest().orElseThrow().refused()) {
        json.writeStartObject();
        json.writeStringField("name", one.name());
        json.writeStringField("reason", one.reason());
        json.writeEndObject();
      }
      json.writeEndArray();
    }

    private void side(ComparisonResult.Side side, boolean isPolicy) throws IOException {
      json.writeStartObject();
      json.writeStringField("name", side.name());
      json.writeArrayFieldStart("schedulers");
      for (String scheduler : side.schedulers()) {
        json.writeString(scheduler);
      }
      json.writeEndArray();
      if (side.slowdown().isPresent()) {
        estimate("slowdown", side.slowdown().get());
      } else {
        json.writeNullField("slowdown");
      }
      estimates("slowdowns", side.slowdowns());
      metrics(side, isPolicy);
      estimates("exits_per_s", side.exitsPerSecond());
      waterfall(side.attribution());
      json.writeObjectFieldStart("attribution_by_guest");
      for (Map.Entry<String, Waterfall> one : side.byEntry().entrySet()) {
        json.writeObjectFieldStart(one.getKey());
        waterfall(Optional.of(one.getValue()));
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeArrayFieldStart("latency_attribution");
      for (ComparisonResult.LatencyStep step : side.latencies()) {
        json.writeStartObject();
        json.writeStringField("workload", step.workload());
        json.writeStringField("at", step.at());
        milliseconds("from_ms", step.waterfall().fromNs());
        milliseconds("to_ms", step.waterfall().toNs());
        json.writeArrayFieldStart("steps");
        for (Causes.Cause cause : step.waterfall().steps().parts()) {
          json.writeStartObject();
          json.writeStringField("step", cause.name());
          milliseconds("ms", cause.ns());
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }

    private void waterfall(Optional<Waterfall> waterfall) throws IOException {
      if (waterfall.isPresent()) {
        seconds("from_s", waterfall.get().fromNs());
        seconds("to_s", waterfall.get().toNs());
      }
      json.writeArrayFieldStart("attribution_s");
      for (Causes.Cause cause : waterfall.map(w -> w.steps().parts()).orElse(List.of())) {
        json.writeStartObject();
        json.writeStringField("step", cause.name());
        seconds("seconds", cause.ns());
        json.writeEndObject();
      }
      json.writeEndArray();
    }

    private void sensitivity(List<Sensitivity> all) throws IOException {
      json.writeArrayFieldStart("sensitivity");
      for (Sensitivity one : all) {
        json.writeStartObject();
        json.writeStringField("alternative", one.alternative());
        json.writeStringField("figure", one.figure());
        json.writeStringField("value", one.value());
        json.writeObjectFieldStart("slowdown");
        number("halved", one.halved());
        number("as_is", one.asIs());
        number("doubled", one.doubled());
        json.writeEndObject();
        json.writeBooleanField("beyond_chance", one.isSure());
        json.writeEndObject();
      }
      json.writeEndArray();
    }

    private void estimates(String key, Map<String, Estimate> all) throws IOException {
      json.writeObjectFieldStart(key);
      for (Map.Entry<String, Estimate> one : all.entrySet()) {
        estimate(one.getKey(), one.getValue());
      }
      json.writeEndObject();
    }

    /** Those of policies say what is better: there a winner is looked for. */
    private void metrics(ComparisonResult.Side side, boolean isPolicy) throws IOException {
      json.writeObjectFieldStart("metrics");
      for (Map.Entry<String, Estimate> one : side.metrics().entrySet()) {
        json.writeObjectFieldStart(one.getKey());
        fields(one.getValue());
        if (isPolicy) {
          json.writeStringField("unit", Yardstick.unit(one.getKey()));
          json.writeStringField("better", Yardstick.better(one.getKey()).key());
        }
        json.writeEndObject();
      }
      json.writeEndObject();
    }

    private void estimate(String key, Estimate estimate) throws IOException {
      json.writeObjectFieldStart(key);
      fields(estimate);
      json.writeEndObject();
    }

    private void fields(Estimate estimate) throws IOException {
      number("mean", estimate.mean());
      number("low", estimate.low());
      number("high", estimate.high());
      if (estimate.merged().isPresent()) {
        number("merged", estimate.merged().get());
      }
    }

    private void seconds(String key, long ns) throws IOException {
      number(key, Decimal.seconds(ns));
    }

    private void milliseconds(String key, long ns) throws IOException {
      number(key, Decimal.milliseconds(ns));
    }

    private void number(String key, BigDecimal value) throws IOException {
      json.writeFieldName(key);
      json.writeNumber(value.toPlainString());
    }
  }
}
