package org.coremux.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.coremux.evidence.KernelEvidence.Comparison;
import org.coremux.evidence.KernelFigure;
import org.coremux.evidence.KernelRow;
import org.coremux.experiment.Decimal;
import org.coremux.guest.ReplayMeter.Figures;

/** Recorded schedules beside their predictions, for programs. */
public final class KernelJson {
  /** The name of the format, first in every file. */
  public static final String FORMAT = "coremux-kernel/1";

  private KernelJson() {}

  /** The comparisons as text that ends with a line break. */
  public static String text(List<Comparison> comparisons) {
    return JsonText.of(
        FORMAT,
        json -> {
          json.writeArrayFieldStart("recordings");
          for (Comparison comparison : comparisons) {
            recording(json, comparison);
          }
          json.writeEndArray();
        });
  }

  private static void recording(JsonGenerator json, Comparison comparison) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", comparison.known().name());
    json.writeStringField("trace", comparison.trace().toString());
    json.writeStringField("options", comparison.known().told());
    json.writeArrayFieldStart("processes");
    for (KernelRow row : comparison.rows()) {
      json.writeStartObject();
      json.writeStringField("process", row.process());
      figures(json, "recorded", row.recorded());
      figures(json, "eevdf", row.eevdf());
      figures(json, "round_robin", row.roundRobin());
      json.writeStringField("goal", row.verdict().name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("figures");
    for (KernelFigure figure : comparison.figures()) {
      json.writeStartObject();
      json.writeStringField("process", figure.process());
      json.writeStringField("what", figure.what());
      number(json, "recorded", figure.recorded());
      number(json, "eevdf", figure.eevdf());
      number(json, "round_robin", figure.roundRobin());
      json.writeStringField("goal", figure.verdict().name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("off");
    for (String off : comparison.known().offs()) {
      json.writeString(off);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Null where there was nothing to measure. */
  private static void number(JsonGenerator json, String key, double value) throws IOException {
    if (Double.isNaN(value)) {
      json.writeNullField(key);
    } else {
      json.writeNumberField(key, value);
    }
  }

  private static void figures(JsonGenerator json, String key, Figures of) throws IOException {
    json.writeObjectFieldStart(key);
    json.writeFieldName("running_s");
    json.writeNumber(Decimal.seconds(of.runningNs()).toPlainString());
    json.writeFieldName("runnable_s");
    json.writeNumber(Decimal.seconds(of.runnableNs()).toPlainString());
    json.writeNumberField("switches", of.switches());
    json.writeNumberField("preemptions", of.preemptions());
    json.writeEndObject();
  }
}
