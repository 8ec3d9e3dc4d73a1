package org.coremux.report;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.coremux.engine.Parameter;
import org.coremux.experiment.Metric;
import org.coremux.guest.WorkloadProvider;
import org.coremux.mux.SchedulerProvider;
import org.coremux.platform.Platform;
import org.coremux.scenario.Catalogue;
import org.coremux.scenario.PolicyEvents;
import org.coremux.topology.CpuModel;
import org.coremux.topology.Shape;

/** One thing that there is to choose from, with all that is known of it, for people. */
public final class EntryText {
  private static final String INDENT = "  ";

  private final Text text;
  private final StringBuilder out = new StringBuilder();

  private EntryText(Charset charset) {
    text = new Text(charset);
  }

  /**
   * A policy.
   *
   * @param events what it acts upon, if that can be known
   */
  public static String scheduler(
      SchedulerProvider scheduler, Optional<PolicyEvents> events, Charset charset) {
    EntryText writer = new EntryText(charset);
    writer.heading("scheduler " + scheduler.name(), scheduler.summary());
    writer.fact("source", scheduler.source());
    writer.fact("groups", ability(scheduler.refusesGroups()));
    writer.fact("caps", ability(scheduler.refusesCaps()));
    events.ifPresent(writer::events);
    writer.parameters("Settings", scheduler.parameters());
    if (!scheduler.guestParameters().isEmpty()) {
      writer.parameters("Settings of a guest", scheduler.guestParameters());
      writer.words(INDENT, "said under scheduling." + scheduler.name() + " of the guest");
    }
    writer.usage(
        "hosts.node.scheduler=" + scheduler.name(), "guests.web.os.scheduler=" + scheduler.name());
    return writer.out.toString();
  }

  private static String ability(String refusal) {
    return refusal == null ? "yes" : "no: " + refusal;
  }

  private void events(PolicyEvents events) {
    title("Events");
    fact("every policy", String.join(", ", events.required()));
    fact("beyond that", events.own().isEmpty() ? "none" : String.join(", ", events.own()));
    if (!events.standard().isEmpty()) {
      fact("not answered", String.join(", ", events.standard()));
    }
  }

  /** A kind of workload. */
  public static String workload(WorkloadProvider workload, Charset charset) {
    EntryText writer = new EntryText(charset);
    writer.heading("workload " + workload.name(), workload.summary());
    writer.parameters("Settings", workload.parameters());
    writer.title("Settings of every workload");
    writer.item("threads", "How many threads it has (1 unless said)");
    writer.item("stream", "The name of its random streams (the guest's unless said)");
    return writer.out.toString();
  }

  /** A platform: what it is, and what each step and each operation costs there. */
  public static String platform(Platform platform, Charset charset) {
    return PlatformText.of(platform, charset);
  }

  /** A CPU. */
  public static String cpu(CpuModel cpu, Charset charset) {
    EntryText writer = new EntryText(charset);
    writer.heading("cpu " + cpu.name(), cpu.summary());
    Shape shape = cpu.topology().shape();
    writer.fact("cores", shape.coresPerSocket() + " a socket");
    writer.fact("threads", shape.threadsPerCore() + " a core");
    writer.fact("logical CPUs", shape.cpuCount() + " a socket");
    writer.fact("NUMA nodes", shape.nodesPerSocket() + " a socket");
    String size = cpu.llcBytes().isPresent() ? " of " + mebibytes(cpu.llcBytes().getAsLong()) : "";
    int cores = shape.coresPerSocket() / shape.llcsPerSocket();
    writer.fact(
        "caches",
        shape.llcsPerSocket() + " last-level a socket" + size + ", each of " + cores + " cores");
    writer.fact("clock", String.format(Locale.ROOT, "%.2f GHz", cpu.topology().clockHz() / 1e9));
    cpu.tdpWatts().ifPresent(watts -> writer.fact("power", watts + " W a socket"));
    writer.fact("source", cpu.source());
    writer.usage("hosts.node.cpu=" + cpu.name());
    return writer.out.toString();
  }

  private static String mebibytes(long bytes) {
    return java.math.BigDecimal.valueOf(bytes)
            .divide(java.math.BigDecimal.valueOf(1L << 20))
            .stripTrailingZeros()
            .toPlainString()
        + " MiB";
  }

  /**
   * A figure of a result.
   *
   * @param owner the entry of guests that was asked of, or {@code GROUP}
   */
  public static String metric(Metric metric, String owner, Charset charset) {
    EntryText writer = new EntryText(charset);
    writer.heading("metric " + owner + "." + metric.shortName(), metric.meaning());
    writer.fact("unit", metric.unit().isEmpty() ? "none (a ratio or a count)" : metric.unit());
    writer.fact("path", "groups." + owner + "." + metric.path());
    writer.fact("of one guest", "guests." + owner + "-1." + metric.path());
    if (metric.path().startsWith("workloads[0].")) {
      writer.fact(
          "of another workload",
          owner
              + ".workloads[1]."
              + metric.shortName()
              + ", or by its kind, as in "
              + owner
              + ".batch."
              + metric.shortName());
    }
    if (owner.equals("GROUP")) {
      writer.words("", "GROUP is the name of an entry under `guests`.");
    }
    return writer.out.toString();
  }

  // ---- parts ----

  private void heading(String name, String summary) {
    words("", name);
    words(INDENT, summary);
  }

  private void title(String title) {
    words("", "");
    words("", title);
  }

  private void fact(String name, String value) {
    item(name, value);
  }

  /** A name, and what is said of it, below itself where it takes several lines. */
  private void item(String name, String value) {
    List<String> lines = Text.wrap("      ", text.shown(name + ": " + value));
    line(INDENT + lines.get(0).strip());
    lines.subList(1, lines.size()).forEach(this::line);
  }

  private void parameters(String title, List<Parameter> parameters) {
    title(title);
    if (parameters.isEmpty()) {
      words(INDENT, "none");
    }
    for (Parameter parameter : parameters) {
      item(parameter.name(), parameter.meaning());
      String range = Catalogue.range(parameter);
      words(
          INDENT + INDENT,
          CatalogueText.kind(parameter)
              + (range.isEmpty() ? "" : ", " + range)
              + "; "
              + CatalogueText.standard(parameter));
    }
  }

  private void usage(String... settings) {
    title("In a scenario");
    for (String setting : settings) {
      words(INDENT, "--set " + setting);
    }
  }

  private void words(String indent, String words) {
    Text.wrap(indent, text.shown(words)).forEach(this::line);
  }

  private void line(String words) {
    out.append(words.stripTrailing()).append('\n');
  }
}
