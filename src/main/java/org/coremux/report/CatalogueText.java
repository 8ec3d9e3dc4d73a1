package org.coremux.report;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.coremux.engine.Parameter;
import org.coremux.experiment.Metric;
import org.coremux.guest.WorkloadProvider;
import org.coremux.mux.SchedulerProvider;
import org.coremux.platform.Basis;
import org.coremux.platform.Platform;
import org.coremux.scenario.Catalogue;
import org.coremux.scenario.CpuModels;
import org.coremux.scenario.Plugins;

/** What there is to choose from, for people: each with a line about it and its parameters. */
public final class CatalogueText {
  private static final String METRICS =
      """
      GROUP is the name of an entry under `guests`; a short form speaks of its total.
      A guest's own figure has the same path: guests.web-1.steal.

      What a workload got done is told of the first one, unless another is named: by
      its place, as in GROUP.workloads[1].latency.p99 (in a path: workloads[1] instead
      of workloads[0]), or by its kind if it is the only one of that kind, as in
      GROUP.batch.latency.p99.
      """;

  private static final int METRIC = 18;

  /** Where defaults begin, after the names of settings. Unit: columns. */
  private static final int SETTING = 19;

  /** Where it begins what a setting is. Unit: columns. */
  private static final int MEANING = 32;

  private final Text text;
  private final StringBuilder out = new StringBuilder();

  private CatalogueText(Charset charset) {
    text = new Text(charset);
  }

  /** The policies, each with its settings in columns: name, default, and what it is. */
  public static String schedulers(Plugins plugins, Charset charset) {
    CatalogueText writer = new CatalogueText(charset);
    for (SchedulerProvider scheduler : plugins.schedulers()) {
      writer.heading(scheduler.name(), scheduler.summary());
      writer.words("source: " + scheduler.source());
      if (scheduler.refusesGroups() != null) {
        writer.words("no groups: " + scheduler.refusesGroups());
      }
      if (scheduler.refusesCaps() != null) {
        writer.words("no caps: " + scheduler.refusesCaps());
      }
      scheduler.parameters().forEach(writer::setting);
      if (!scheduler.guestParameters().isEmpty()) {
        writer.words("of a guest, as scheduling." + scheduler.name() + ":");
        scheduler.guestParameters().forEach(writer::setting);
      }
    }
    writer.line("");
    writer.line("`coremux show scheduler NAME` says also where each default is from.");
    return writer.out.toString();
  }

  /** A setting in columns; what does not fit into its column has a line of its own. */
  private void setting(Parameter parameter) {
    String name = text.shown(parameter.name());
    String standard = Catalogue.standard(parameter);
    String shown = parameter.required() ? "required" : standard.isEmpty() ? text.none() : standard;
    String range =
        parameter.choices().isEmpty() || parameter.mayBeOff()
            ? Catalogue.range(parameter)
            : String.join(" | ", parameter.choices());
    String words = parameter.meaning() + (range.isEmpty() ? "" : " (" + range + ")");
    List<String> lines = Text.wrap(" ".repeat(MEANING), text.shown(words));
    String before = "  " + text.left(name, Math.max(SETTING, Text.width(name))) + " " + shown;
    if (Text.width(before) < MEANING) {
      line(text.left(before, MEANING) + lines.get(0).strip());
      lines.subList(1, lines.size()).forEach(this::line);
    } else {
      line(before);
      lines.forEach(this::line);
    }
  }

  /** The kinds of workload. */
  public static String workloads(Plugins plugins, Charset charset) {
    CatalogueText writer = new CatalogueText(charset);
    for (WorkloadProvider workload : plugins.workloads()) {
      writer.heading(workload.name(), workload.summary());
      workload.parameters().forEach(writer::parameter);
    }
    writer.line("");
    writer.line("Each takes also");
    writer.line("  threads, 1 unless said: how many threads it has");
    writer.line("  stream: the name of its random streams, the guest's unless said");
    return writer.out.toString();
  }

  /** The platforms. */
  public static String platforms(Plugins plugins, Charset charset) {
    CatalogueText writer = new CatalogueText(charset);
    for (Catalogue.Platform entry : plugins.catalogue().platforms()) {
      Platform platform = plugins.platform(entry.name());
      writer.heading(entry.name(), entry.summary());
      writer.words(
          "type: "
              + platform.traits().type().key()
              + "; devices: "
              + platform.devices().key()
              + ", served by: "
              + platform.traits().io().key()
              + "; scheduler: "
              + entry.scheduler()
              + (platform.traits().hasDomain0() ? "; with a driver domain" : ""));
      if (!platform.assists().isEmpty()) {
        writer.words(
            "assists: "
                + platform.assists().stream()
                    .map(assist -> assist.name() + (assist.isOn() ? "" : " (off)"))
                    .collect(java.util.stream.Collectors.joining(", ")));
      }
      int assumed = 0;
      for (var primitive : platform.primitives()) {
        assumed += primitive.evidence().basis() == Basis.ASSUMED ? 1 : 0;
      }
      writer.words(
          "primitives with a cost: "
              + platform.primitives().size()
              + ", of them assumed: "
              + assumed);
    }
    return writer.out.toString();
  }

  /** The CPUs. */
  public static String cpus(Plugins plugins, Charset charset) {
    CatalogueText writer = new CatalogueText(charset);
    for (Catalogue.Cpu cpu : plugins.catalogue().cpus()) {
      writer.heading(cpu.name(), cpu.summary());
      writer.words(
          "cores: "
              + cpu.cores()
              + " a socket, threads: "
              + cpu.threads()
              + " a core, clock: "
              + String.format(Locale.ROOT, "%.2f GHz", cpu.clockHz() / 1e9));
      writer.words("source: " + CpuModels.preset(cpu.name()).source());
    }
    return writer.out.toString();
  }

  /** The figures of a result, with their short names. */
  public static String metrics(Charset charset) {
    CatalogueText writer = new CatalogueText(charset);
    writer.line(METRICS);
    writer.line("");
    for (Metric metric : Metric.all()) {
      String unit = metric.unit().isEmpty() ? "" : " [" + metric.unit() + "]";
      writer.line(
          writer.text.left("GROUP." + metric.shortName(), METRIC + 6)
              + " groups.GROUP."
              + metric.path());
      writer.words(metric.meaning() + unit);
    }
    return writer.out.toString();
  }

  private void heading(String name, String summary) {
    if (out.length() > 0) {
      line("");
    }
    Text.wrap("", text.shown(name) + ": " + text.shown(summary)).forEach(this::line);
  }

  private void parameter(Parameter parameter) {
    String parts = kind(parameter) + ", " + standard(parameter);
    String words = text.shown(parameter.name() + ": " + parameter.meaning() + " (" + parts + ")");
    List<String> lines = Text.wrap("      ", words);
    line("  " + lines.get(0).strip());
    lines.subList(1, lines.size()).forEach(this::line);
  }

  /** What values a parameter takes: {@code choice, one of a | b}. */
  static String kind(Parameter parameter) {
    String kind = parameter.kind().name().toLowerCase(Locale.ROOT);
    return parameter.choices().isEmpty() || parameter.mayBeOff()
        ? kind
        : kind + ", one of " + String.join(" | ", parameter.choices());
  }

  /** What it is unless said, and where that comes from. */
  static String standard(Parameter parameter) {
    if (parameter.required()) {
      return "required";
    }
    return parameter.standard() == null
        ? "may be left out"
        : Catalogue.standard(parameter) + " unless said, source: " + parameter.source();
  }

  /** Files, each with its question. */
  public static String scenarios(Map<String, String> questions, Charset charset) {
    CatalogueText writer = new CatalogueText(charset);
    questions.forEach(
        (file, question) -> {
          writer.line(writer.text.shown(file));
          writer.words(question);
        });
    return writer.out.toString();
  }

  private void words(String words) {
    Text.wrap("    ", text.shown(words)).forEach(this::line);
  }

  private void line(String words) {
    out.append(words.stripTrailing()).append('\n');
  }
}
