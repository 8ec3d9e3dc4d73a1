package org.coremux.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.coremux.evidence.TheoryRow;

/** Theory beside the simulator, for programs. */
public final class TheoryJson {
  /** The name of the format, first in every file. */
  public static final String FORMAT = "coremux-theory/1";

  private static final int PLACES = 9;

  private TheoryJson() {}

  /** The rows as text that ends with a line break. */
  public static String text(List<TheoryRow> rows) {
    return JsonText.of(
        FORMAT,
        json -> {
          number(json, "confidence", TheoryRow.CONFIDENCE);
          json.writeArrayFieldStart("rows");
          for (TheoryRow row : rows) {
            row(json, row);
          }
          json.writeEndArray();
        });
  }

  private static void row(JsonGenerator json, TheoryRow row) throws IOException {
    json.writeStartObject();
    json.writeStringField("suite", row.suite().word());
    json.writeStringField("model", row.model());
    json.writeStringField("parameters", row.parameters());
    json.writeStringField("metric", row.claim().metric());
    json.writeStringField("unit", row.claim().unit());
    json.writeStringField("kind", row.claim().kind().name().toLowerCase(Locale.ROOT));
    number(json, "exact", row.claim().exact());
    number(json, "low", row.low());
    number(json, "mean", row.mean());
    number(json, "high", row.high());
    json.writeStringField("verdict", row.verdict().name().toLowerCase(Locale.ROOT));
    json.writeStringField("source", row.claim().source());
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String key, double value) throws IOException {
    json.writeFieldName(key);
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(PLACES, RoundingMode.HALF_UP);
    json.writeNumber(rounded.toPlainString());
  }
}
