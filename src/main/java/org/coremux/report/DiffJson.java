package org.coremux.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.coremux.experiment.RunHeader;
import org.coremux.experiment.RunResult;

/**
 * A comparison as JSON, format {@value DiffJson#FORMAT}: every figure that differs, by its path.
 */
public final class DiffJson {
  /** The name of the format, first in every file. */
  public static final String FORMAT = "coremux-diff/1";

  private DiffJson() {}

  /** The comparison as text that ends with a line break. */
  public static String text(ResultDiff diff, String nameA, String nameB) {
    return JsonText.of(
        FORMAT,
        json -> {
          side(json, "a", nameA, diff.a());
          side(json, "b", nameB, diff.b());
          rows(json, "hosts", ResultDiff.Kind.HOST, diff);
          rows(json, "guests", ResultDiff.Kind.GUEST, diff);
          rows(json, "groups", ResultDiff.Kind.GROUP, diff);
        });
  }

  private static void side(JsonGenerator json, String key, String name, RunResult result)
      throws IOException {
    RunHeader header = result.header();
    json.writeObjectFieldStart(key);
    json.writeStringField("file", name);
    json.writeStringField("scenario", header.scenario());
    json.writeNumberField("seed", header.seed());
    json.writeNumberField("replication", header.replication());
    json.writeStringField("trace_hash", header.traceHashText());
    json.writeEndObject();
  }

  private static void rows(JsonGenerator json, String key, ResultDiff.Kind kind, ResultDiff diff)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (ResultDiff.Row row : diff.rows()) {
      if (row.kind() == kind) {
        row(json, row);
      }
    }
    json.writeEndArray();
  }

  private static void row(JsonGenerator json, ResultDiff.Row row) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", row.name());
    if (row.side() != ResultDiff.Side.BOTH) {
      json.writeStringField("only_in", row.side() == ResultDiff.Side.ONLY_A ? "a" : "b");
    } else {
      json.writeNumberField("unchanged", row.same());
      json.writeObjectFieldStart("changed");
      for (ResultDiff.Change change : row.changes()) {
        json.writeObjectFieldStart(change.path());
        number(json, "a", change.a());
        number(json, "b", change.b());
        number(json, "change", change.difference());
        json.writeStringField("noise", change.noise().name().toLowerCase(Locale.ROOT));
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String key, Optional<BigDecimal> value)
      throws IOException {
    json.writeFieldName(key);
    if (value.isPresent()) {
      json.writeNumber(value.get().toPlainString());
    } else {
      json.writeNull();
    }
  }
}
