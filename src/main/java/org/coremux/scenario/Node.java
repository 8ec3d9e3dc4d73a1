package org.coremux.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of YAML that knows where it stands. Mutable only while overrides are applied. */
abstract class Node {

  private final Place place;

  private Node(Place place) {
    this.place = place;
  }

  Place place() {
    return place;
  }

  /** What it is, for messages: {@code a list}. */
  abstract String noun();

  /** A copy that shares nothing changeable. */
  abstract Node copy();

  /** A single value. */
  static final class Scalar extends Node {
    private final String text;
    private final boolean isQuoted;

    Scalar(Place place, String text, boolean isQuoted) {
      super(place);
      this.text = text;
      this.isQuoted = isQuoted;
    }

    String text() {
      return text;
    }

    /** Whether it was in quotes (or a block), and so is text whatever it looks like. */
    boolean isQuoted() {
      return isQuoted;
    }

    /** Whether there is no value: nothing, {@code ~} or {@code null}. */
    boolean isNull() {
      return !isQuoted
          && (text.isEmpty()
              || text.equals("~")
              || text.equals("null")
              || text.equals("Null")
              || text.equals("NULL"));
    }

    /** Whether it is {@code true} or {@code false}. */
    boolean isSwitch() {
      return !isQuoted
          && (isTrue() || text.equals("false") || text.equals("False") || text.equals("FALSE"));
    }

    boolean isTrue() {
      return !isQuoted && (text.equals("true") || text.equals("True") || text.equals("TRUE"));
    }

    @Override
    String noun() {
      if (isNull()) {
        return "nothing";
      }
      return isSwitch() ? "a switch (" + text + ")" : Problem.quoted(text);
    }

    @Override
    Node copy() {
      return this;
    }
  }

  /** A list. */
  static final class Sequence extends Node {
    private final List<Node> items = new ArrayList<>();

    Sequence(Place place) {
      super(place);
    }

    List<Node> items() {
      return items;
    }

    @Override
    String noun() {
      return "a list";
    }

    @Override
    Node copy() {
      Sequence copy = new Sequence(place());
      items.forEach(item -> copy.items.add(item.copy()));
      return copy;
    }
  }

  /** Keys with values, in the order of the file. */
  static final class Mapping extends Node {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    Mapping(Place place) {
      super(place);
    }

    Map<String, Entry> entries() {
      return entries;
    }

    /** The value of a key, or null. */
    Node value(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }

    @Override
    String noun() {
      return "a mapping";
    }

    @Override
    Node copy() {
      Mapping copy = new Mapping(place());
      entries.forEach(
          (key, entry) -> copy.entries.put(key, new Entry(entry.key(), entry.value().copy())));
      return copy;
    }
  }

  /**
   * A key and its value.
   *
   * @param key where the key stands
   * @param value what it has
   */
  record Entry(Place key, Node value) {}
}
