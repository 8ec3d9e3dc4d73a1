package org.coremux.report;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.coremux.platform.Assist;
import org.coremux.platform.Features;
import org.coremux.platform.Operation;
import org.coremux.platform.Path;
import org.coremux.platform.PathCost;
import org.coremux.platform.Platform;
import org.coremux.platform.Primitive;
import org.coremux.platform.Profile;

/** A platform for people: what it is, each step with its source, each path with its sum. */
final class PlatformText {
  private static final String INDENT = "  ";

  /** Columns before what a step says: its cycles and its time. */
  private static final int AMOUNTS = 32;

  /** At one GHz a cycle is a nanosecond. Unit: Hz. */
  private static final long CYCLE_A_NS = 1_000_000_000L;

  private final Platform platform;
  private final long clockHz;
  private final Text text;
  private final StringBuilder out = new StringBuilder();

  private PlatformText(Platform platform, Charset charset) {
    this.platform = platform;
    this.clockHz = platform.profile().clockHz();
    this.text = new Text(charset);
  }

  /** All that is known of it. */
  static String of(Platform platform, Charset charset) {
    PlatformText writer = new PlatformText(platform, charset);
    writer.facts();
    writer.primitives();
    writer.paths("Paths of every host", Operation.Scope.HOST);
    writer.paths("Paths of its guests", Operation.Scope.GUEST);
    writer.paths("Paths of a workload's operations, as a whole", Operation.Scope.MIX);
    writer.paths("Paths of input and output", Operation.Scope.IO);
    writer.figures();
    writer.title("In a scenario");
    writer.words(INDENT, "--set hosts.node.platform=" + platform.name());
    platform.assists().stream()
        .findFirst()
        .ifPresent(
            assist ->
                writer.words(
                    INDENT, "--set hosts.node.assists." + assist.name() + "=" + !assist.isOn()));
    return writer.out.toString();
  }

  // ---- what it is ----

  private void facts() {
    Platform.Traits traits = platform.traits();
    words("", "platform " + platform.name());
    words(INDENT, traits.summary());
    item("type", traits.type().key());
    item(
        "devices",
        platform.devices().key()
            + " unless said, served by: "
            + traits.io().key()
            + (traits.hasDomain0() ? ", with Domain 0" : ""));
    item("scheduler", traits.scheduler());
    item("weights and caps", traits.weights().key());
    item(
        "guests",
        "scheduler %s, tick %s ms, %s steal clock"
            .formatted(
                platform.guest().scheduler(),
                plain(BigDecimal.valueOf(platform.guest().tickNs(), 6)),
                platform.guest().hasStealClock() ? "with a" : "without a"));
    Features.HaltPoll poll = platform.haltPoll();
    item(
        "polls before halting",
        poll.maxNs() == 0
            ? "no"
            : "%s us at first, %s us at most"
                .formatted(
                    plain(BigDecimal.valueOf(poll.startNs(), 3)),
                    plain(BigDecimal.valueOf(poll.maxNs(), 3))));
    Profile profile = platform.profile();
    item(
        "hardware",
        profile.name().isEmpty() ? "nothing said" : profile.name() + ": " + profile.summary());
    item("assists", platform.assists().isEmpty() ? "none" : assists(platform.assists()));
    item("in a guest itself", platform.canBeNested() ? "yes" : "not known");
  }

  private static String assists(List<Assist> assists) {
    return assists.stream()
        .map(assist -> assist.name() + (assist.isOn() ? " on" : " off"))
        .collect(Collectors.joining(", "));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  // ---- primitives ----

  private void primitives() {
    title("Primitives");
    for (Primitive primitive : platform.primitives()) {
      Primitive.Evidence evidence = primitive.evidence();
      String flag = evidence.provenance().flag();
      item(
          primitive.name(),
          cost(primitive)
              + ", "
              + evidence.basis().name().toLowerCase(Locale.ROOT)
              + (evidence.cpu().isEmpty() ? "" : " on " + evidence.cpu()));
      words(
          INDENT + INDENT,
          (primitive.isAssumed() ? "why: " : "source: ")
              + evidence.source()
              + (flag.isEmpty() ? "" : " [" + flag + "]"));
      if (!evidence.note().isEmpty()) {
        words(INDENT + INDENT, "note: " + evidence.note());
      }
    }
  }

  private static String cost(Primitive primitive) {
    if (primitive.isRatio()) {
      return "times " + plain(BigDecimal.valueOf(primitive.ratio(), 3));
    }
    String cpu = primitive.cpu().isZero() ? "" : primitive.cpu().toString();
    String latency = primitive.latency().isZero() ? "" : primitive.latency() + " of latency";
    if (cpu.isEmpty() && latency.isEmpty()) {
      return "nothing";
    }
    return cpu + (cpu.isEmpty() || latency.isEmpty() ? "" : " and ") + latency;
  }

  // ---- paths ----

  private void paths(String title, Operation.Scope scope) {
    title(title + ", in ns at " + gigahertz());
    for (Operation operation : Operation.values()) {
      if (operation.scope() == scope && platform.hasPath(operation.key())) {
        path(operation.key());
        if (scope == Operation.Scope.MIX) {
          long beyondNs = platform.adderNs(operation, clockHz);
          words(
              INDENT + INDENT,
              String.format(Locale.ROOT, "%,d ns beyond the bare hardware", beyondNs));
        }
      }
    }
  }

  private void figures() {
    List<Path> figures =
        platform.paths().stream().filter(path -> Operation.of(path.name()) == null).toList();
    if (!figures.isEmpty()) {
      title("Published figures, for the evidence, in ns at " + gigahertz());
      figures.forEach(figure -> path(figure.name()));
    }
  }

  private String gigahertz() {
    return plain(BigDecimal.valueOf(clockHz, 9)) + " GHz";
  }

  private void path(String name) {
    Path all = platform.paths().stream().filter(path -> path.name().equals(name)).findFirst().get();
    List<Path.Step> taken = platform.path(name).steps();
    PathCost cost = platform.cost(name, clockHz);
    String latency =
        cost.latencyNs() == 0
            ? ""
            : String.format(Locale.ROOT, " and %,d ns of latency", cost.latencyNs());
    boolean isCycles =
        taken.stream().allMatch(step -> isCycles(platform.primitive(step.primitive())));
    String cycles = isCycles ? ", " + cycles(platform.cost(name, CYCLE_A_NS)) : "";
    item(
        name,
        taken.isEmpty()
            ? "nothing"
            : String.format(Locale.ROOT, "%,d ns", cost.cpuNs()) + latency + cycles);
    for (Path.Step step : all.steps()) {
      step(step, taken.contains(step));
    }
  }

  private static boolean isCycles(Primitive primitive) {
    return primitive.cpu().ns() == 0 && primitive.latency().ns() == 0;
  }

  private static String cycles(PathCost cost) {
    return String.format(Locale.ROOT, "%,d cycles in all", cost.cpuNs() + cost.latencyNs());
  }

  /** One step: what it takes, and what it is. */
  private void step(Path.Step step, boolean isTaken) {
    Primitive primitive = platform.primitive(step.primitive());
    PathCost cost = platform.cost(step, clockHz);
    PathCost counted = platform.cost(step, CYCLE_A_NS);
    String amounts = "-";
    if (isTaken) {
      long ns = cost.cpuNs() + cost.latencyNs();
      long cycles = counted.cpuNs() + counted.latencyNs();
      amounts =
          (isCycles(primitive) ? String.format(Locale.ROOT, "%,d cycles  ", cycles) : "")
              + String.format(Locale.ROOT, "%,8d ns", ns);
    }
    String what =
        multiple(step)
            + step.primitive()
            + " in the "
            + word(step.place())
            + ", booked as "
            + word(step.kind())
            + (primitive.latency().isZero() ? "" : ", latency")
            + when(step.when())
            + (primitive.isAssumed() ? " (assumed)" : "");
    List<String> lines = Text.wrap(" ".repeat(AMOUNTS), text.shown(what));
    line(text.right(amounts, AMOUNTS - 2) + INDENT + lines.get(0).strip());
    lines.subList(1, lines.size()).forEach(this::line);
  }

  private static String multiple(Path.Step step) {
    StringBuilder multiple = new StringBuilder();
    if (step.share() != Path.WHOLE) {
      multiple.append(plain(BigDecimal.valueOf(step.share(), 3))).append(" x ");
    }
    step.by().forEach(ratio -> multiple.append(ratio).append(" x "));
    return multiple.toString();
  }

  private static String when(Path.When when) {
    String on = when.on().isEmpty() ? "" : ", if " + String.join(" and ", when.on());
    String off = when.off().isEmpty() ? "" : ", unless " + String.join(" or ", when.off());
    return on + off;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  // ---- lines ----

  private void title(String title) {
    words("", "");
    words("", title);
  }

  private void item(String name, String value) {
    List<String> lines = Text.wrap("      ", text.shown(name + ": " + value));
    line(INDENT + lines.get(0).strip());
    lines.subList(1, lines.size()).forEach(this::line);
  }

  private void words(String indent, String words) {
    Text.wrap(indent, text.shown(words)).forEach(this::line);
  }

  private void line(String words) {
    out.append(words.stripTrailing()).append('\n');
  }
}
