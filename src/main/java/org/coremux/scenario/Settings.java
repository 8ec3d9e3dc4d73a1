package org.coremux.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.engine.Step;
import org.coremux.scenario.Node.Entry;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Node.Scalar;
import org.coremux.scenario.Node.Sequence;
import org.coremux.scenario.Quantity.Dimension;

/**
 * Values for what a plug-in declared.
 *
 * @param parameters complete with defaults
 * @param written each value as a scenario would have it, in normal form
 */
record Settings(Parameters parameters, Map<String, String> written) {

  /** The defaults of {@code declared}, of which none is required. */
  static Settings defaults(List<Parameter> declared) {
    return complete(declared, Map.of());
  }

  private static Settings complete(List<Parameter> declared, Map<String, Setting> given) {
    Map<String, Object> values = new LinkedHashMap<>();
    given.forEach((name, setting) -> values.put(name, setting.value()));
    Map<String, String> written = new LinkedHashMap<>();
    for (Parameter parameter : declared) {
      Setting setting = given.get(parameter.name());
      if (setting != null) {
        written.put(parameter.name(), setting.written());
      } else if (parameter.standard() != null) {
        written.put(parameter.name(), standard(parameter));
      }
    }
    return new Settings(Parameters.of(declared, values), Written.copyOf(written));
  }

  /** The default of a parameter as a scenario would have it. */
  static String standard(Parameter parameter) {
    Object value = parameter.standard();
    return switch (parameter.kind()) {
      case DURATION -> Quantity.format((Long) value, Dimension.TIME);
      case PERCENT -> Quantity.format((Long) value, Dimension.PERCENT);
      case FACTOR -> plain((Double) value);
      case TEXT, CHOICE, FILE -> YamlText.quoted(value.toString());
      default -> value.toString();
    };
  }

  /** The numbers allowed, as in {@code 1 ns to 10 s}; empty when there are no numbers. */
  static String range(Parameter parameter) {
    String min = bound(parameter, parameter.min());
    if (min.isEmpty()) {
      return "";
    }
    String range =
        parameter.max() == Long.MAX_VALUE
            ? "at least " + min
            : min + " to " + bound(parameter, parameter.max());
    return parameter.mayBeOff() ? range + ", or " + Parameter.OFF_WORD : range;
  }

  private static String bound(Parameter parameter, long value) {
    return switch (parameter.kind()) {
      case DURATION -> Quantity.format(value, Dimension.TIME);
      case PERCENT -> Quantity.format(value, Dimension.PERCENT);
      case COUNT -> Long.toString(value);
      case FACTOR ->
          java.math.BigDecimal.valueOf(value)
              .divide(java.math.BigDecimal.valueOf(Parameter.FACTOR_ONE))
              .stripTrailingZeros()
              .toPlainString();
      default -> "";
    };
  }

  private static String plain(double value) {
    return new java.math.BigDecimal(Double.toString(value)).toPlainString();
  }

  /** Reads the values that a mapping gives to parameters; unknown keys are not its business. */
  static final class Reader {
    private final Reading reading;
    private final Values values;
    private final RandomReader random;

    Reader(Reading reading) {
      this.reading = reading;
      this.values = new Values(reading);
      this.random = new RandomReader(reading);
    }

    /** The settings, or empty when something is wrong with one of them. */
    Optional<Settings> read(Mapping node, String path, List<Parameter> declared) {
      Map<String, Setting> given = new LinkedHashMap<>();
      boolean isGood = true;
      for (Parameter parameter : declared) {
        Node value = node.value(parameter.name());
        String at = ScenarioPath.child(path, parameter.name());
        if (value != null) {
          Optional<Setting> setting = setting(value, at, parameter);
          setting.ifPresent(s -> given.put(parameter.name(), s));
          isGood &= setting.isPresent();
        } else if (parameter.required()) {
          isGood = false;
          reading.problem(
              node,
              at,
              "is missing: "
                  + parameter.meaning()
                  + "; as in `"
                  + parameter.name()
                  + ": "
                  + example(parameter)
                  + "`");
        }
      }
      return isGood ? Optional.of(complete(declared, given)) : Optional.empty();
    }

    private Optional<Setting> setting(Node node, String path, Parameter parameter) {
      Range range = Range.of(parameter.min(), parameter.max());
      return switch (parameter.kind()) {
        case DURATION ->
            parameter.mayBeOff() && isOff(node)
                ? Optional.of(new Setting(Parameter.OFF, Parameter.OFF_WORD))
                : quantity(node, path, Dimension.TIME, range);
        case PERCENT -> quantity(node, path, Dimension.PERCENT, range);
        case COUNT -> {
          OptionalLong count = values.count(node, path, range);
          yield count.isEmpty()
              ? Optional.empty()
              : Optional.of(new Setting(count.getAsLong(), Long.toString(count.getAsLong())));
        }
        case FACTOR -> {
          OptionalDouble factor = values.factor(node, path, range);
          yield factor.isEmpty()
              ? Optional.empty()
              : Optional.of(new Setting(factor.getAsDouble(), plain(factor.getAsDouble())));
        }
        case CHOICE -> choice(node, path, parameter.choices());
        case SWITCH -> values.toggle(node, path).map(on -> new Setting(on, on.toString()));
        case TEXT -> values.text(node, path).map(text -> new Setting(text, YamlText.quoted(text)));
        case FILE -> file(node, path);
        case RANDOM, SERVICE, ARRIVALS, WORK -> random.read(node, path, parameter);
        case STEPS -> steps(node, path);
      };
    }

    private static boolean isOff(Node node) {
      return node instanceof Scalar scalar
          && (scalar.text().equals(Parameter.OFF_WORD)
              || scalar.text().equals(Long.toString(Parameter.OFF)));
    }

    private Optional<Setting> quantity(Node node, String path, Dimension dimension, Range range) {
      OptionalLong value = values.quantity(node, path, dimension, range);
      return value.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Setting(value.getAsLong(), Quantity.format(value.getAsLong(), dimension)));
    }

    private Optional<Setting> choice(Node node, String path, List<String> choices) {
      // A choice may be a word that YAML takes for a switch or a number: what counts is its text.
      Scalar scalar = values.scalar(node, path, "one of " + String.join(", ", choices));
      if (scalar == null) {
        return Optional.empty();
      }
      if (!choices.contains(scalar.text())) {
        reading.problem(
            node,
            path,
            "is "
                + Problem.quoted(scalar.text())
                + "; allowed are "
                + String.join(", ", choices)
                + Nearest.hint(scalar.text(), choices));
        return Optional.empty();
      }
      return Optional.of(new Setting(scalar.text(), YamlText.quoted(scalar.text())));
    }

    private Optional<Setting> file(Node node, String path) {
      return random
          .existing(node, path)
          .map(file -> new Setting(file, YamlText.quoted(file.toString())));
    }

    private Optional<Setting> steps(Node node, String path) {
      if (!(node instanceof Sequence list) || list.items().isEmpty()) {
        reading.problem(
            node,
            path,
            "is "
                + (node instanceof Sequence ? "an empty list" : node.noun())
                + ", where steps are expected: [{compute: 2 ms}, {sleep: 3 ms}]");
        return Optional.empty();
      }
      List<Step> steps = new ArrayList<>();
      List<String> written = new ArrayList<>();
      for (int i = 0; i < list.items().size(); i++) {
        Node item = list.items().get(i);
        String at = path + "[" + i + "]";
        step(item, at)
            .ifPresent(
                setting -> {
                  steps.add((Step) setting.value());
                  written.add(setting.written());
                });
      }
      boolean isGood = steps.size() == list.items().size();
      if (isGood && steps.stream().allMatch(step -> step.amount().meanNs() == 0)) {
        reading.problem(node, path, "takes no time at all; one step must last");
        isGood = false;
      }
      return isGood
          ? Optional.of(new Setting(List.copyOf(steps), "[" + String.join(", ", written) + "]"))
          : Optional.empty();
    }

    private Optional<Setting> step(Node item, String path) {
      if (!(item instanceof Mapping mapping) || mapping.entries().size() != 1) {
        reading.problem(
            item, path, "is no step; a step is one of {compute: 2 ms} and " + "{sleep: 3 ms}");
        return Optional.empty();
      }
      String word = mapping.entries().keySet().iterator().next();
      Entry entry = mapping.entries().get(word);
      List<String> words = List.of("compute", "sleep");
      if (!words.contains(word)) {
        reading.problem(
            entry.key(),
            ScenarioPath.child(path, word),
            "is no step; allowed are compute, sleep" + Nearest.hint(word, words));
        return Optional.empty();
      }
      Parameter amount = Parameter.requiredRandom(word, 0, "How long");
      return random
          .read(entry.value(), ScenarioPath.child(path, word), amount)
          .map(
              setting ->
                  new Setting(
                      new Step(
                          word.equals("compute") ? Step.Kind.COMPUTE : Step.Kind.SLEEP,
                          (Distribution) setting.value()),
                      "{" + word + ": " + setting.written() + "}"));
    }
  }

  /** A value as a user would write it. */
  static String example(Parameter parameter) {
    if (parameter.standard() != null) {
      return standard(parameter);
    }
    return switch (parameter.kind()) {
      case DURATION -> "10 ms";
      case COUNT -> "100";
      case PERCENT -> "50 %";
      case FACTOR -> "1.5";
      case CHOICE -> parameter.choices().get(0);
      case SWITCH -> "true";
      case TEXT -> "text";
      case FILE -> "traces/vm.csv";
      case RANDOM, WORK -> "10 ms";
      case SERVICE -> "{mean: 1 ms}";
      case ARRIVALS -> "{rate: 800/s}";
      case STEPS -> "[{compute: 2 ms}, {sleep: 3 ms}]";
    };
  }
}
