package org.coremux.scenario;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.coremux.engine.Parameter.Range;
import org.coremux.scenario.Node.Entry;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Node.Scalar;
import org.coremux.scenario.Node.Sequence;
import org.coremux.scenario.Quantity.Dimension;

/**
 * A mapping that is read against the keys of a record: unknown and missing keys are said when it is
 * opened, wrong values when they are asked for.
 */
final class Section {

  private final Reading reading;
  private final Values values;
  private final Mapping node;
  private final String path;
  private final Map<String, Key> keys;
  private final Set<String> bad = new HashSet<>();

  /** What a section is called, and the keys that it has beyond those of its record. */
  record Shape(String noun, Class<? extends Record> type, Collection<String> more) {
    static Shape of(String noun, Class<? extends Record> type) {
      return new Shape(noun, type, List.of());
    }
  }

  private Section(Reading reading, Mapping node, String path, Shape shape) {
    this.reading = reading;
    this.values = new Values(reading);
    this.node = node;
    this.path = path;
    this.keys = keys(shape.type());
    List<String> allowed = new ArrayList<>(keys.keySet());
    allowed.addAll(shape.more());
    node.entries().forEach((name, entry) -> check(name, entry, shape.noun(), allowed));
    keys.forEach(
        (name, key) -> {
          if (key.required() && !node.entries().containsKey(name)) {
            missing(name, shape.noun());
          }
        });
  }

  /** Opens {@code node}, or says that it is no mapping and answers null. */
  static Section open(Reading reading, Node node, String path, Shape shape) {
    if (node instanceof Mapping mapping) {
      return new Section(reading, mapping, path, shape);
    }
    reading.problem(
        node,
        path,
        "is "
            + node.noun()
            + ", where "
            + article(shape.noun())
            + " with its keys is expected: "
            + String.join(", ", keys(shape.type()).keySet()));
    return null;
  }

  /** The keys of a record, by name, in order. */
  static Map<String, Key> keys(Class<? extends Record> type) {
    Map<String, Key> keys = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Key key = component.getAnnotation(Key.class);
      if (key != null) {
        keys.put(key.value(), key);
      }
    }
    return keys;
  }

  private void check(String name, Entry entry, String noun, List<String> allowed) {
    if (!allowed.contains(name)) {
      reading.problem(
          entry.key(),
          pathOf(name),
          "is no key of "
              + article(noun)
              + "; allowed are "
              + String.join(", ", allowed)
              + Nearest.hint(name, allowed));
    }
  }

  private void missing(String name, String noun) {
    bad.add(name);
    // A guest may have its threads in groups instead, or be there for the guests in it.
    if (name.equals("workload")
        && (node.entries().containsKey("groups") || node.entries().containsKey("guests"))) {
      return;
    }
    reading.problem(
        node,
        pathOf(name),
        "is missing; "
            + article(noun)
            + " needs it, as in `"
            + name
            + ": "
            + Examples.of(keys.get(name))
            + "`");
  }

  static String article(String noun) {
    return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
  }

  String path() {
    return path;
  }

  String pathOf(String key) {
    return ScenarioPath.child(path, key);
  }

  Place place() {
    return node.place();
  }

  /** Where the value of a key stands, or the section when the key is not given. */
  Place placeOf(String key) {
    Node value = node.value(key);
    return value == null ? node.place() : value.place();
  }

  boolean has(String key) {
    return node.entries().containsKey(key);
  }

  /** Whether what was answered for the key is what the user meant. */
  boolean isGood(String key) {
    return !bad.contains(key);
  }

  void spoil(String key) {
    bad.add(key);
  }

  /** Says that something is wrong with the value of a key. */
  void problem(String key, String message) {
    bad.add(key);
    reading.problem(placeOf(key), pathOf(key), message);
  }

  /** The whole as it stands. */
  Node whole() {
    return node;
  }

  /** The value as it stands, or null. */
  Node node(String key) {
    return node.value(key);
  }

  /** A number in the unit of the key's form; its default, or 0, when it is not given or wrong. */
  long number(String name) {
    Key key = keys.get(name);
    Node value = node.value(name);
    OptionalLong number;
    if (value == null) {
      if (key.standard().isEmpty()) {
        return key.required() ? key.min() : 0;
      }
      value = new Scalar(node.place(), key.standard(), false);
    }
    Range range = Range.of(key.min(), key.max());
    number =
        switch (key.form()) {
          case COUNT -> values.count(value, pathOf(name), range);
          case TIME -> values.quantity(value, pathOf(name), Dimension.TIME, range);
          case BYTES -> values.quantity(value, pathOf(name), Dimension.BYTES, range);
          case FREQUENCY -> values.quantity(value, pathOf(name), Dimension.FREQUENCY, range);
          case BANDWIDTH -> values.quantity(value, pathOf(name), Dimension.BANDWIDTH, range);
          case RATE -> values.rate(value, pathOf(name), range);
          case PERCENT -> values.quantity(value, pathOf(name), Dimension.PERCENT, range);
          default -> throw new IllegalArgumentException(name + " is no number");
        };
    if (number.isEmpty()) {
      bad.add(name);
    }
    return number.orElse(key.min());
  }

  int integer(String name) {
    return Math.toIntExact(number(name));
  }

  /** A text or name; empty when it is not given or wrong. */
  String text(String name) {
    Node value = node.value(name);
    if (value == null) {
      return keys.get(name).standard();
    }
    Optional<String> text =
        keys.get(name).form() == Form.NAME || keys.get(name).form() == Form.PLATFORM
            ? values.name(value, pathOf(name))
            : values.text(value, pathOf(name));
    if (text.isEmpty()) {
      bad.add(name);
    }
    return text.orElse("");
  }

  /** Which of these words, by index; the first when it is wrong. */
  int choice(String name, List<String> allowed) {
    String word = text(name);
    int index = allowed.indexOf(word);
    if (index < 0 && isGood(name)) {
      problem(
          name,
          "is "
              + Problem.quoted(word)
              + "; allowed are "
              + String.join(", ", allowed)
              + Nearest.hint(word, allowed));
    }
    return Math.max(0, index);
  }

  /** True or false, or empty when it is not given or wrong. */
  Optional<Boolean> toggle(String name) {
    Node value = node.value(name);
    return value == null ? Optional.empty() : values.toggle(value, pathOf(name));
  }

  /** A set of pCPUs; all when it is not given or wrong. */
  CpuList cpus(String name) {
    Node value = node.value(name);
    if (value == null) {
      return CpuList.ALL;
    }
    try {
      Scalar scalar = values.scalar(value, pathOf(name), "a list of pCPUs such as 0-3");
      if (scalar != null) {
        return CpuList.parse(scalar.text());
      }
      bad.add(name);
    } catch (IllegalArgumentException wrong) {
      problem(name, wrong.getMessage());
    }
    return CpuList.ALL;
  }

  /** The elements of a list with their paths; none when it is not given or no list. */
  List<Element> elements(String name) {
    Node value = node.value(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Sequence list)) {
      problem(
          name,
          (value instanceof Scalar scalar && scalar.isNull()
                  ? "has no value"
                  : "is " + value.noun())
              + ", where a list is expected: lines that begin with `- `");
      return List.of();
    }
    return Element.of(list, pathOf(name));
  }

  /**
   * An element of a list.
   *
   * @param node its value
   * @param path by its name, or by position when it has none or it is not the only one
   */
  record Element(Node node, String path) {

    static List<Element> of(Sequence list, String listPath) {
      Map<String, Integer> uses = new LinkedHashMap<>();
      for (Node item : list.items()) {
        uses.merge(nameOf(item), 1, Integer::sum);
      }
      List<Element> elements = new ArrayList<>();
      for (int i = 0; i < list.items().size(); i++) {
        Node item = list.items().get(i);
        String name = nameOf(item);
        elements.add(
            new Element(
                item,
                name.isBlank() || uses.get(name) > 1
                    ? listPath + "[" + i + "]"
                    : ScenarioPath.child(listPath, name)));
      }
      return elements;
    }

    /** The name that a path selects the element by, or empty. */
    static String nameOf(Node item) {
      return item instanceof Mapping mapping && mapping.value("name") instanceof Scalar name
          ? name.text()
          : "";
    }
  }
}
