package org.coremux.scenario;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.coremux.engine.Distribution;
import org.coremux.engine.Distribution.Kind;
import org.coremux.engine.Parameter;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Node.Scalar;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.scenario.Quantity.QuantityException;

/** Reads random quantities: {@code 1 ms}, {@code {mean: 1 ms, distribution: erlang, shape: 4}}. */
final class RandomReader {

  /** Every setting of any distribution, in the order in which they are written. */
  static final List<String> SETTINGS =
      List.of("rate", "mean", "cv", "sigma", "min", "max", "shape", "file", "distribution");

  private static final List<String> KINDS = Stream.of(Kind.values()).map(Kind::key).toList();

  private final Reading reading;
  private final Values values;

  RandomReader(Reading reading) {
    this.reading = reading;
    this.values = new Values(reading);
  }

  /** What has been read of one quantity so far. */
  private static final class Draft {
    private final Mapping node;
    private final String path;
    private final Kind kind;
    private final Map<String, BigDecimal> numbers = new LinkedHashMap<>();
    private final Map<String, String> written = new LinkedHashMap<>();
    private Path file;
    private boolean isGood = true;

    Draft(Mapping node, String path, Kind kind) {
      this.node = node;
      this.path = path;
      this.kind = kind;
    }
  }

  /** The quantity, or empty when something is wrong with it. */
  Optional<Setting> read(Node node, String path, Parameter parameter) {
    boolean isArrivals = parameter.kind() == Parameter.Kind.ARRIVALS;
    if (node instanceof Mapping mapping) {
      return kind(mapping, path, parameter)
          .flatMap(kind -> mapping(new Draft(mapping, path, kind), isArrivals))
          .filter(setting -> isLongEnough(setting, node, path, parameter));
    }
    String wanted =
        isArrivals
            ? "arrivals such as {rate: 800/s}"
            : "a time such as 1 ms or {mean: 1 ms, distribution: exponential}";
    Scalar scalar = values.scalar(node, path, wanted);
    if (scalar == null) {
      return Optional.empty();
    }
    if (isArrivals && scalar.text().contains("/")) {
      reading.problem(
          node,
          path,
          Problem.quoted(scalar.text()) + " is a rate; write {rate: " + scalar.text() + "}");
      return Optional.empty();
    }
    var time =
        values.quantity(node, path, Dimension.TIME, Parameter.Range.of(0, Distribution.LONGEST_NS));
    if (time.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
            new Setting(
                Distribution.constant(time.getAsLong()),
                Quantity.format(time.getAsLong(), Dimension.TIME)))
        .filter(setting -> isLongEnough(setting, node, path, parameter));
  }

  private boolean isLongEnough(Setting setting, Node node, String path, Parameter parameter) {
    double mean = ((Distribution) setting.value()).meanNs();
    // Written so that a mean that is no number is too short.
    if (mean >= parameter.min() * 0.5 || parameter.min() == 0) {
      return true;
    }
    reading.problem(node, path, "takes no time at all; it must be more than 0 s");
    return false;
  }

  private Optional<Kind> kind(Mapping mapping, String path, Parameter parameter) {
    Node word = mapping.value("distribution");
    if (word == null) {
      boolean isExponential =
          parameter.kind() == Parameter.Kind.ARRIVALS || parameter.kind() == Parameter.Kind.SERVICE;
      return Optional.of(isExponential ? Kind.EXPONENTIAL : Kind.CONSTANT);
    }
    String at = ScenarioPath.child(path, "distribution");
    Scalar scalar = values.scalar(word, at, "one of " + String.join(", ", KINDS));
    if (scalar == null) {
      return Optional.empty();
    }
    Optional<Kind> kind =
        Stream.of(Kind.values()).filter(k -> k.key().equals(scalar.text())).findFirst();
    if (kind.isEmpty()) {
      reading.problem(
          word,
          at,
          "is "
              + Problem.quoted(scalar.text())
              + "; allowed are "
              + String.join(", ", KINDS)
              + Nearest.hint(scalar.text(), KINDS));
    }
    return kind;
  }

  private Optional<Setting> mapping(Draft draft, boolean isArrivals) {
    Set<String> allowed = allowed(draft.kind, isArrivals);
    draft
        .node
        .entries()
        .forEach(
            (name, entry) -> {
              if (name.equals("distribution")) {
                return;
              }
              if (allowed.contains(name)) {
                setting(draft, name, entry.value());
                return;
              }
              draft.isGood = false;
              String takes = allowed.isEmpty() ? "" : String.join(", ", allowed);
              reading.problem(
                  entry.key(),
                  ScenarioPath.child(draft.path, name),
                  SETTINGS.contains(name)
                      ? "is no setting of the distribution "
                          + draft.kind.key()
                          + ", which takes "
                          + takes
                          + owners(name)
                      : "is no setting of a random quantity; allowed are "
                          + takes
                          + ", distribution"
                          + Nearest.hint(name, SETTINGS));
            });
    checkCompleteness(draft, isArrivals);
    if (!draft.isGood) {
      return Optional.empty();
    }
    try {
      Optional<Distribution> distribution = distribution(draft);
      return distribution.map(d -> new Setting(d, written(draft)));
    } catch (IllegalArgumentException wrong) {
      reading.problem(draft.node, draft.path, wrong.getMessage());
      return Optional.empty();
    }
  }

  /** Which kinds take a setting, for messages. */
  private static String owners(String setting) {
    List<String> kinds =
        Stream.of(Kind.values())
            .filter(kind -> allowed(kind, false).contains(setting))
            .map(Kind::key)
            .toList();
    return kinds.isEmpty()
        ? "; it goes with arrivals only"
        : "; it goes with " + String.join(", ", kinds);
  }

  /** The settings of a kind; "cv or sigma" stands for two. */
  static Set<String> allowed(Kind kind, boolean isArrivals) {
    Set<String> allowed = new LinkedHashSet<>();
    if (isArrivals && kind.settings().contains("mean")) {
      allowed.add("rate");
    }
    kind.settings().forEach(setting -> allowed.addAll(List.of(setting.split(" or "))));
    return allowed;
  }

  private void checkCompleteness(Draft draft, boolean isArrivals) {
    for (String setting : draft.kind.settings()) {
      String choice = isArrivals && setting.equals("mean") ? "rate or mean" : setting;
      List<String> given =
          Stream.of(choice.split(" or ")).filter(draft.node.entries()::containsKey).toList();
      if (given.isEmpty()) {
        draft.isGood = false;
        reading.problem(
            draft.node,
            ScenarioPath.child(draft.path, setting.split(" ")[0]),
            "is missing; the distribution " + draft.kind.key() + " needs " + choice);
      } else if (given.size() > 1) {
        draft.isGood = false;
        reading.problem(
            draft.node.entries().get(given.get(1)).key(),
            ScenarioPath.child(draft.path, given.get(1)),
            "is given beside " + given.get(0) + "; one of them is enough");
      }
    }
  }

  private void setting(Draft draft, String name, Node node) {
    String at = ScenarioPath.child(draft.path, name);
    Optional<BigDecimal> number = Optional.empty();
    switch (name) {
      case "file" -> {
        draft.file = existing(node, at).orElse(null);
        draft.isGood &= draft.file != null;
        draft.written.put(name, YamlText.quoted(String.valueOf(draft.file)));
        return;
      }
      case "rate" -> number = rate(draft, node, at);
      case "cv", "shape" -> number = factor(draft, name, node, at);
      default -> {
        var time =
            values.quantity(
                node, at, Dimension.TIME, Parameter.Range.of(0, Distribution.LONGEST_NS));
        if (time.isPresent()) {
          number = Optional.of(BigDecimal.valueOf(time.getAsLong()));
          draft.written.put(name, Quantity.format(time.getAsLong(), Dimension.TIME));
        }
      }
    }
    draft.isGood &= number.isPresent();
    number.ifPresent(value -> draft.numbers.put(name.equals("rate") ? "mean" : name, value));
  }

  private Optional<BigDecimal> rate(Draft draft, Node node, String at) {
    Scalar scalar = values.scalar(node, at, "a rate such as 800/s");
    if (scalar == null) {
      return Optional.empty();
    }
    try {
      BigDecimal gapNs = Quantity.gapNs(scalar.text());
      if (gapNs.compareTo(BigDecimal.ONE) < 0
          || gapNs.compareTo(BigDecimal.valueOf(Distribution.LONGEST_NS)) > 0) {
        reading.problem(
            node,
            at,
            Problem.quoted(scalar.text())
                + " is out of range; allowed is up to 1/ns, and at least one in 36 years");
        return Optional.empty();
      }
      draft.written.put("rate", scalar.text().strip().replaceAll("\\s+", ""));
      return Optional.of(gapNs);
    } catch (QuantityException wrong) {
      reading.problem(node, at, wrong.getMessage());
      return Optional.empty();
    }
  }

  private Optional<BigDecimal> factor(Draft draft, String name, Node node, String at) {
    // The finer bounds are the distribution's own, and it says them.
    var factor = values.factor(node, at, Parameter.Range.of(0, 1_000_000_000_000L));
    if (factor.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal value = new BigDecimal(Double.toString(factor.getAsDouble()));
    if (draft.kind == Kind.ERLANG && value.stripTrailingZeros().scale() > 0) {
      reading.problem(node, at, "must be a whole number for erlang: so many stages");
      return Optional.empty();
    }
    draft.written.put(name, value.stripTrailingZeros().toPlainString());
    return Optional.of(value);
  }

  private Optional<Distribution> distribution(Draft draft) {
    double mean = number(draft, "mean").doubleValue();
    double cv = number(draft, "cv").doubleValue();
    if (draft.numbers.containsKey("sigma")) {
      cv = number(draft, "sigma").doubleValue() / mean;
    }
    if (mean == 0 && draft.kind.settings().contains("mean") && draft.kind != Kind.CONSTANT) {
      reading.problem(draft.node, ScenarioPath.child(draft.path, "mean"), "must be more than 0 s");
      return Optional.empty();
    }
    if (number(draft, "min").compareTo(number(draft, "max")) > 0) {
      reading.problem(draft.node, ScenarioPath.child(draft.path, "max"), "is less than min");
      return Optional.empty();
    }
    BigDecimal shape = number(draft, "shape");
    return switch (draft.kind) {
      case CONSTANT ->
          Optional.of(
              Distribution.constant(
                  number(draft, "mean").setScale(0, RoundingMode.HALF_UP).longValueExact()));
      case EXPONENTIAL -> Optional.of(Distribution.exponential(mean));
      case UNIFORM ->
          Optional.of(
              Distribution.uniform(
                  number(draft, "min").longValueExact(), number(draft, "max").longValueExact()));
      case NORMAL -> Optional.of(Distribution.normal(mean, cv));
      case LOGNORMAL -> Optional.of(Distribution.lognormal(mean, cv));
      case PARETO -> Optional.of(Distribution.pareto(mean, shape.doubleValue()));
      case ERLANG -> Optional.of(Distribution.erlang(mean, shape.intValueExact()));
      case EMPIRICAL -> empirical(draft);
    };
  }

  private static BigDecimal number(Draft draft, String name) {
    return draft.numbers.getOrDefault(name, BigDecimal.ZERO);
  }

  private Optional<Distribution> empirical(Draft draft) {
    try {
      return Optional.of(Distribution.empirical(SampleFile.read(draft.file)));
    } catch (ScenarioException wrong) {
      reading.problems().addAll(wrong.problems());
      return Optional.empty();
    }
  }

  private static String written(Draft draft) {
    if (draft.kind == Kind.CONSTANT && draft.written.containsKey("mean")) {
      return draft.written.get("mean");
    }
    return SETTINGS.stream()
        .filter(draft.written::containsKey)
        .map(name -> name + ": " + draft.written.get(name))
        .collect(Collectors.joining(", ", "{", ", distribution: " + draft.kind.key() + "}"));
  }

  /** The file or folder that a node names, if it is there and can be read. */
  Optional<Path> existing(Node node, String path) {
    Optional<String> text = values.text(node, path);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Path file;
    try {
      file = node.place().folder().resolve(text.get()).normalize();
    } catch (InvalidPathException wrong) {
      reading.problem(node, path, Problem.quoted(text.get()) + " is no file name");
      return Optional.empty();
    }
    if (text.get().isBlank() || !Files.exists(file)) {
      reading.problem(
          node,
          path,
          "there is no file or folder "
              + Problem.quoted(file.toString())
              + " (names in a scenario are relative to "
              + "its folder, names in --set to the working folder)");
      return Optional.empty();
    }
    if (!Files.isReadable(file)) {
      reading.problem(node, path, Problem.quoted(file.toString()) + " cannot be read");
      return Optional.empty();
    }
    // Whole, so that the effective scenario means the same wherever it is put.
    return Optional.of(file.toAbsolutePath().normalize());
  }
}
