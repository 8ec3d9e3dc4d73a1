package org.coremux.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.coremux.engine.Parameter;
import org.coremux.experiment.Metric;
import org.coremux.guest.WorkloadProvider;
import org.coremux.mux.SchedulerProvider;
import org.coremux.platform.Amount;
import org.coremux.platform.Assist;
import org.coremux.platform.Path;
import org.coremux.platform.Platform;
import org.coremux.platform.Primitive;
import org.coremux.scenario.Catalogue;
import org.coremux.scenario.CpuModels;
import org.coremux.scenario.Platforms;
import org.coremux.scenario.Plugins;
import org.coremux.topology.CpuModel;

/**
 * What there is to choose from as JSON, format {@value CatalogueJson#FORMAT}: one list of entries,
 * each with {@code kind}, {@code name} and {@code summary}, and what else its kind has.
 */
public final class CatalogueJson {
  /** The name of the format, first in every document. */
  public static final String FORMAT = "coremux-list/1";

  private final JsonGenerator json;

  private CatalogueJson(JsonGenerator json) {
    this.json = json;
  }

  /**
   * A document that ends with a line break.
   *
   * @param kinds which entries, by the word of their kind: {@code scheduler}
   * @param scenarios files, each with its question
   */
  public static String text(List<String> kinds, Plugins plugins, Map<String, String> scenarios) {
    return JsonText.of(
        FORMAT,
        json -> {
          CatalogueJson writer = new CatalogueJson(json);
          json.writeArrayFieldStart("entries");
          for (String kind : kinds) {
            writer.entries(kind, plugins, scenarios);
          }
          json.writeEndArray();
        });
  }

  private void entries(String kind, Plugins plugins, Map<String, String> scenarios)
      throws IOException {
    switch (kind) {
      case "scheduler" -> {
        for (SchedulerProvider scheduler : plugins.schedulers()) {
          scheduler(scheduler);
        }
      }
      case "workload" -> {
        for (WorkloadProvider workload : plugins.workloads()) {
          begin("workload", workload.name(), workload.summary());
          parameters("parameters", workload.parameters());
          json.writeEndObject();
        }
      }
      case "platform" -> {
        for (String name : Platforms.names()) {
          platform(Platforms.preset(name));
        }
      }
      case "cpu" -> {
        for (String name : CpuModels.names()) {
          cpu(CpuModels.preset(name));
        }
      }
      case "metric" -> {
        for (Metric metric : Metric.all()) {
          begin("metric", metric.shortName(), metric.meaning());
          json.writeStringField("path", metric.path());
          json.writeStringField("unit", metric.unit());
          json.writeEndObject();
        }
      }
      case "scenario" -> {
        for (Map.Entry<String, String> scenario : scenarios.entrySet()) {
          begin("scenario", fileName(scenario.getKey()), scenario.getValue());
          json.writeStringField("file", scenario.getKey());
          json.writeEndObject();
        }
      }
      default -> throw new IllegalArgumentException("there is no kind " + kind);
    }
  }

  private static String fileName(String file) {
    return file.replaceFirst(".*[/\\\\]", "").replaceFirst("\\.yaml$", "");
  }

  private void begin(String kind, String name, String summary) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", kind);
    json.writeStringField("name", name);
    json.writeStringField("summary", summary);
  }

  private void scheduler(SchedulerProvider scheduler) throws IOException {
    begin("scheduler", scheduler.name(), scheduler.summary());
    json.writeStringField("source", scheduler.source());
    json.writeBooleanField("groups", scheduler.refusesGroups() == null);
    json.writeBooleanField("caps", scheduler.refusesCaps() == null);
    textOrNull("no_groups", scheduler.refusesGroups() == null ? "" : scheduler.refusesGroups());
    textOrNull("no_caps", scheduler.refusesCaps() == null ? "" : scheduler.refusesCaps());
    parameters("parameters", scheduler.parameters());
    parameters("guest_parameters", scheduler.guestParameters());
    json.writeEndObject();
  }

  private void parameters(String key, List<Parameter> parameters) throws IOException {
    json.writeArrayFieldStart(key);
    for (Parameter parameter : parameters) {
      json.writeStartObject();
      json.writeStringField("name", parameter.name());
      json.writeStringField("type", parameter.kind().name().toLowerCase(Locale.ROOT));
      json.writeBooleanField("required", parameter.required());
      textOrNull("default", Catalogue.standard(parameter));
      textOrNull("range", Catalogue.range(parameter));
      json.writeArrayFieldStart("choices");
      for (String choice : parameter.choices()) {
        json.writeString(choice);
      }
      json.writeEndArray();
      json.writeStringField("meaning", parameter.meaning());
      textOrNull("source", parameter.standard() == null ? "" : parameter.source());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void platform(Platform platform) throws IOException {
    Platform.Traits traits = platform.traits();
    begin("platform", platform.name(), traits.summary());
    json.writeStringField("type", traits.type().key());
    json.writeStringField("io", traits.io().key());
    json.writeBooleanField("domain0", traits.hasDomain0());
    json.writeStringField("scheduler", traits.scheduler());
    json.writeStringField("devices", platform.devices().key());
    json.writeNumberField("halt_poll_max_ns", platform.haltPoll().maxNs());
    textOrNull("profile", platform.profile().name());
    json.writeObjectFieldStart("assists");
    for (Assist assist : platform.assists()) {
      json.writeBooleanField(assist.name(), assist.isOn());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("primitives");
    for (Primitive primitive : platform.primitives()) {
      json.writeStartObject();
      json.writeStringField("name", primitive.name());
      amount("cpu", primitive.cpu());
      amount("latency", primitive.latency());
      if (primitive.isRatio()) {
        json.writeNumberField("ratio_thousandths", primitive.ratio());
      }
      json.writeStringField("basis", word(primitive.evidence().basis()));
      json.writeStringField("source", primitive.evidence().source());
      textOrNull("on", primitive.evidence().cpu());
      textOrNull("note", primitive.evidence().note());
      textOrNull("flag", primitive.evidence().provenance().flag());
      words("fitted_on", primitive.evidence().provenance().fittedOn());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("paths");
    for (Path path : platform.paths()) {
      json.writeStartObject();
      json.writeStringField("name", path.name());
      json.writeArrayFieldStart("steps");
      for (Path.Step step : path.steps()) {
        json.writeStartObject();
        json.writeStringField("do", step.primitive());
        json.writeNumberField("share_thousandths", step.share());
        words("by", step.by());
        words("if", step.when().on());
        words("unless", step.when().off());
        json.writeStringField("at", word(step.place()));
        json.writeStringField("kind", word(step.kind()));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** A list of words; nothing when it is empty. */
  private void words(String key, List<String> words) throws IOException {
    if (!words.isEmpty()) {
      json.writeArrayFieldStart(key);
      for (String word : words) {
        json.writeString(word);
      }
      json.writeEndArray();
    }
  }

  private void amount(String key, Amount amount) throws IOException {
    json.writeObjectFieldStart(key);
    json.writeNumberField("cycles", amount.cycles());
    json.writeNumberField("ns", amount.ns());
    json.writeEndObject();
  }

  private void cpu(CpuModel cpu) throws IOException {
    begin("cpu", cpu.name(), cpu.summary());
    json.writeNumberField("cores_per_socket", cpu.topology().shape().coresPerSocket());
    json.writeNumberField("threads_per_core", cpu.topology().shape().threadsPerCore());
    json.writeNumberField("nodes_per_socket", cpu.topology().shape().nodesPerSocket());
    json.writeNumberField("llcs_per_socket", cpu.topology().shape().llcsPerSocket());
    json.writeNumberField("clock_hz", cpu.topology().clockHz());
    json.writeStringField("source", cpu.source());
    json.writeEndObject();
  }

  private void textOrNull(String key, String value) throws IOException {
    json.writeFieldName(key);
    if (value.isEmpty()) {
      json.writeNull();
    } else {
      json.writeString(value);
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
