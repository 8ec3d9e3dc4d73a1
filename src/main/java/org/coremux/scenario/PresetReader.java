package org.coremux.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      new Reading(new Catalogue(List.of(), List.of(), List.of(), List.of()), Map.of());
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
