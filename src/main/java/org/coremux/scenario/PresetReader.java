package org.coremux.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.coremux.engine.Parameter.Range;
import org.coremux.platform.Amount;
import org.coremux.scenario.Node.Entry;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Node.Scalar;
import org.coremux.scenario.Node.Sequence;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.scenario.Quantity.QuantityException;

/**
 * Reads the values of a preset's file (a CPU, a platform); what is wrong is kept with its place,
 * and thrown together at the end. Presets of ours and files of users go the same way.
 */
final class PresetReader {
  /** Where our presets lie on the class path. */
  private static final String RESOURCES = "/org/coremux/";

  private final Reading reading =
      new Reading(new Catalogue(List.of(), List.of(), List.of(), List.of()));
  private final Values values = new Values(reading);

  /** The tree of one of our presets. {@code name} is a path such as {@code cpus/x-gene}. */
  Mapping resource(String name) {
    String shown = RESOURCES.substring(1) + name + ".yaml";
    try (InputStream in = PresetReader.class.getResourceAsStream(RESOURCES + name + ".yaml")) {
      if (in == null) {
        throw new IllegalArgumentException("there is no preset " + name);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return tree(text, new Place(shown, 0, 0, Path.of("")));
    } catch (IOException unreadable) {
      throw new IllegalStateException("cannot read " + shown, unreadable);
    }
  }

  /** The tree of a user's file. */
  Mapping file(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return tree(TextFile.read(file, file.toString()), new Place(file.toString(), 0, 0, folder));
  }

  private Mapping tree(String text, Place file) {
    Node root = YamlTree.read(text, file, reading.problems());
    if (root instanceof Mapping mapping) {
      return mapping;
    }
    String what = root == null ? "is empty" : "is " + root.noun();
    Place place = root == null ? file : root.place();
    throw new ScenarioException(Problem.at(place, "", what + ", where keys are expected"));
  }

  /** Throws what was wrong, if anything was. */
  void finish() {
    if (!reading.problems().isEmpty()) {
      throw new ScenarioException(reading.problems());
    }
  }

  boolean isSound() {
    return reading.problems().isEmpty();
  }

  void problem(Place place, String path, String message) {
    reading.problem(place, path, message);
  }

  /** Refuses keys that are not among the allowed. */
  void keys(Mapping node, String path, List<String> allowed) {
    for (Map.Entry<String, Entry> entry : node.entries().entrySet()) {
      String key = entry.getKey();
      if (!allowed.contains(key)) {
        problem(
            entry.getValue().key(),
            child(path, key),
            "is no key here; allowed are "
                + String.join(", ", allowed)
                + Nearest.hint(key, allowed));
      }
    }
  }

  /** A text that must be there; empty when it is not. */
  String text(Mapping node, String path, String key) {
    Node value = required(node, path, key, "a text");
    return value == null ? "" : values.text(value, child(path, key)).orElse("");
  }

  /** A text that may be left out. */
  String optionalText(Mapping node, String path, String key) {
    Node value = node.value(key);
    return value == null ? "" : values.text(value, child(path, key)).orElse("");
  }

  /** A whole number that must be there. */
  int count(Mapping node, String path, String key, int max) {
    Node value = required(node, path, key, "a whole number from 1 to " + max);
    if (value == null) {
      return 1;
    }
    return (int) values.count(value, child(path, key), Range.of(1, max)).orElse(1);
  }

  /** A whole number that may be left out. */
  OptionalLong optionalCount(Mapping node, String path, String key, long max) {
    Node value = node.value(key);
    return value == null
        ? OptionalLong.empty()
        : values.count(value, child(path, key), Range.of(1, max));
  }

  /** A quantity that may be left out. */
  long optionalQuantity(Mapping node, String key, Dimension dimension, Range range, long standard) {
    Node value = node.value(key);
    return value == null
        ? standard
        : values.quantity(value, key, dimension, range).orElse(standard);
  }

  /** A quantity that must be there, in the first unit of its dimension. */
  long quantity(Mapping node, String key, Dimension dimension, Range range) {
    Node value = required(node, "", key, dimension.noun() + " such as " + dimension.example());
    return value == null
        ? range.min()
        : values.quantity(value, key, dimension, range).orElse(range.min());
  }

  /** A decimal number that may be left out, within a range in millionths. */
  double factor(Mapping node, String path, String key, Range range, double standard) {
    Node value = node.value(key);
    return value == null
        ? standard
        : values.factor(value, child(path, key), range).orElse(standard);
  }

  boolean toggle(Mapping node, String path, String key) {
    Node value = required(node, path, key, "true or false");
    return value != null && values.toggle(value, child(path, key)).orElse(false);
  }

  /** One of several words; the first when it is missing or wrong. */
  int word(Mapping node, String path, String key, List<String> allowed) {
    String list = String.join(", ", allowed);
    Node value = required(node, path, key, "one of " + list);
    String text = value == null ? "" : values.text(value, child(path, key)).orElse("");
    int index = allowed.indexOf(text);
    if (index < 0 && !text.isEmpty()) {
      problem(
          value.place(),
          child(path, key),
          "is " + Problem.quoted(text) + "; allowed are " + list + Nearest.hint(text, allowed));
    }
    return StrictMath.max(0, index);
  }

  /** One word or a list of them, each among the allowed; none when left out. */
  List<String> words(Mapping node, String path, String key, List<String> allowed) {
    Node value = node.value(key);
    if (value == null) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    String where = child(path, key);
    for (Node item : value instanceof Sequence list ? list.items() : List.of(value)) {
      String text = values.text(item, where).orElse("");
      if (allowed.contains(text)) {
        words.add(text);
      } else if (!text.isEmpty()) {
        String there = allowed.isEmpty() ? "there are none" : String.join(", ", allowed);
        problem(
            item.place(),
            where,
            "is " + Problem.quoted(text) + "; allowed are " + there + Nearest.hint(text, allowed));
      }
    }
    return words;
  }

  /** Texts, one or a list of them; none when left out. */
  List<String> texts(Mapping node, String path, String key) {
    Node value = node.value(key);
    if (value == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Node item : value instanceof Sequence list ? list.items() : List.of(value)) {
      values.text(item, child(path, key)).ifPresent(texts::add);
    }
    return texts;
  }

  /** A decimal number of at most three digits behind the point, in thousandths. */
  int thousandths(Mapping node, String path, String key, int standard) {
    double whole = org.coremux.platform.Path.WHOLE;
    double factor = factor(node, path, key, Range.of(1_000, 1_000_000_000), standard / whole);
    double thousandths = factor * whole;
    long rounded = StrictMath.round(thousandths);
    // A decimal of three digits times 1,000 misses its whole number by less than this.
    if (StrictMath.abs(thousandths - rounded) > 1e-6) {
      problem(node.value(key).place(), child(path, key), "has more than three decimals");
    }
    return (int) rounded;
  }

  /** The names of constants as files have them: {@code host-kernel}. */
  static List<String> words(Enum<?>[] constants) {
    List<String> words = new ArrayList<>();
    for (Enum<?> constant : constants) {
      words.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return words;
  }

  /** Cycles or time, {@code 784 cycles} or {@code 300 ns}; nothing when left out. */
  Amount amount(Mapping node, String path, String key) {
    Node value = node.value(key);
    if (value == null) {
      return Amount.ZERO;
    }
    String where = child(path, key);
    Scalar scalar = values.scalar(value, where, "a cost such as 784 cycles or 300 ns");
    if (scalar == null) {
      return Amount.ZERO;
    }
    String text = scalar.text().strip();
    try {
      if (!text.endsWith("cycles")) {
        return Amount.ofNs(Quantity.parse(text, Dimension.TIME));
      }
      BigDecimal number = Quantity.number(text.substring(0, text.length() - "cycles".length()));
      return Amount.ofCycles(number.longValueExact());
    } catch (QuantityException | ArithmeticException wrong) {
      String said =
          Problem.quoted(text)
              + " is no cost; write whole cycles or a time, as in "
              + "784 cycles or 300 ns";
      problem(value.place(), where, said);
    } catch (IllegalArgumentException negative) {
      problem(value.place(), where, Problem.quoted(text) + " is negative");
    }
    return Amount.ZERO;
  }

  /** A mapping that must be there; empty when it is not. */
  Mapping mapping(Mapping node, String path, String key) {
    Node value = required(node, path, key, "keys");
    if (value == null) {
      return new Mapping(node.place());
    }
    return asMapping(value, child(path, key));
  }

  Mapping asMapping(Node value, String path) {
    if (value instanceof Mapping mapping) {
      return mapping;
    }
    problem(value.place(), path, "is " + value.noun() + ", where keys are expected");
    return new Mapping(value.place());
  }

  List<Node> list(Node value, String path) {
    if (value instanceof Sequence sequence) {
      return sequence.items();
    }
    problem(value.place(), path, "is " + value.noun() + ", where a list is expected");
    return new ArrayList<>();
  }

  private Node required(Mapping node, String path, String key, String wanted) {
    Node value = node.value(key);
    if (value == null) {
      problem(node.place(), child(path, key), "is missing; give " + wanted);
    }
    return value;
  }

  static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
