package org.coremux.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.coremux.evidence.published.Outcome;
import org.coremux.evidence.published.PublishedRow;
import org.coremux.evidence.published.Summary;
import org.coremux.evidence.published.TableOutcome;
import org.coremux.evidence.published.TableOutcome.GateOutcome;

/** Published measurements beside the model's, for programs. */
public final class PublishedJson {
  /** The name of the format, first in every file. */
  public static final String FORMAT = "coremux-published/1";

  private PublishedJson() {}

  /** The rows, the goals and the summary as text that ends with a line break. */
  public static String text(List<TableOutcome> tables, Summary summary) {
    return JsonText.of(
        FORMAT,
        json -> {
          json.writeArrayFieldStart("rows");
          for (TableOutcome table : tables) {
            for (Outcome outcome : table.outcomes()) {
              row(json, table, outcome);
            }
          }
          json.writeEndArray();
          json.writeArrayFieldStart("gates");
          for (TableOutcome table : tables) {
            for (GateOutcome gate : table.gates()) {
              gate(json, table.table().table(), gate);
            }
          }
          for (GateOutcome gate : summary.gates()) {
            gate(json, "all", gate);
          }
          json.writeEndArray();
          json.writeObjectFieldStart("summary");
          json.writeNumberField("predicted", summary.predicted());
          json.writeNumberField("median_error", summary.median());
          json.writeNumberField("within_20_percent", summary.near());
          json.writeBooleanField("holds", summary.holds(tables));
          json.writeEndObject();
        });
  }

  private static void row(JsonGenerator json, TableOutcome table, Outcome outcome)
      throws IOException {
    PublishedRow row = outcome.row();
    json.writeStartObject();
    json.writeStringField("table", table.table().table());
    json.writeStringField("metric", row.metric());
    json.writeStringField("platform", row.platform());
    json.writeNumberField("published", row.published());
    number(json, "simulated", outcome.simulated());
    number(json, "error", outcome.error());
    json.writeStringField("basis", PublishedWords.basis(row));
    json.writeStringField("unit", row.unit());
    json.writeStringField("flag", row.flag());
    json.writeStringField("id", table.table().id(row));
    json.writeStringField("note", row.note());
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String key, OptionalDouble value)
      throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(key, value.getAsDouble());
    } else {
      json.writeNullField(key);
    }
  }

  private static void gate(JsonGenerator json, String table, GateOutcome gate) throws IOException {
    json.writeStartObject();
    json.writeStringField("table", table);
    json.writeStringField("goal", gate.says());
    json.writeBooleanField("holds", gate.holds());
    json.writeEndObject();
  }
}
