package org.coremux.evidence.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scenario file as a tree: mappings, lists, and texts as a user would write them. Only what a
 * case needs of YAML.
 */
final class Tree {
  /** Columns of a line in one piece. Source: as the shipped scenarios have it. */
  private static final int COLUMNS = 96;

  private static final String STEP = "  ";

  private Tree() {}

  /** An empty mapping, in the order in which keys are put. */
  static Map<String, Object> mapping() {
    return new LinkedHashMap<>();
  }

  /** A copy of which nothing is shared. */
  @SuppressWarnings("unchecked")
  static <T> T copy(T node) {
    if (node instanceof Map<?, ?> map) {
      Map<String, Object> copy = mapping();
      map.forEach((key, value) -> copy.put((String) key, copy(value)));
      return (T) copy;
    }
    if (node instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(copy((Object) item)));
      return (T) copy;
    }
    return node;
  }

  /** The mapping, which a node is known to be. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> asMapping(Object node) {
    return (Map<String, Object>) node;
  }

  /** The list, which a node is known to be. */
  @SuppressWarnings("unchecked")
  static List<Object> asList(Object node) {
    return (List<Object>) node;
  }

  // ---- text ----

  /** As a file. */
  static String text(Map<String, Object> root) {
    StringBuilder text = new StringBuilder();
    root.forEach((key, value) -> entry(text, "", key, value));
    return text.toString();
  }

  private static void entry(StringBuilder text, String indent, String key, Object value) {
    String head = indent + quoted(key) + ":";
    String flow = flow(value);
    if (isScalar(value) || !isTop(value) && head.length() + 1 + flow.length() <= COLUMNS) {
      text.append(head).append(' ').append(flow).append('\n');
      return;
    }
    text.append(head).append('\n');
    if (value instanceof Map<?, ?> map) {
      map.forEach((inner, its) -> entry(text, indent + STEP, (String) inner, its));
    } else {
      asList(value).forEach(item -> item(text, indent + STEP, item));
    }
  }

  /** Hosts and guests, which have names, are told line by line. */
  private static boolean isTop(Object value) {
    return value instanceof List<?> list
        && !list.isEmpty()
        && list.get(0) instanceof Map<?, ?> first
        && first.containsKey("name");
  }

  private static void item(StringBuilder text, String indent, Object item) {
    String flow = flow(item);
    boolean isNamed = item instanceof Map<?, ?> map && map.containsKey("name");
    if (!isNamed && indent.length() + 2 + flow.length() <= COLUMNS || isScalar(item)) {
      text.append(indent).append("- ").append(flow).append('\n');
      return;
    }
    StringBuilder block = new StringBuilder();
    asMapping(item).forEach((key, value) -> entry(block, indent + STEP, key, value));
    block.setCharAt(indent.length(), '-');
    text.append(block);
  }

  private static boolean isScalar(Object value) {
    return !(value instanceof Map<?, ?>) && !(value instanceof List<?>);
  }

  private static String flow(Object value) {
    StringBuilder text = new StringBuilder();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, its) ->
              text.append(text.isEmpty() ? "" : ", ")
                  .append(quoted((String) key))
                  .append(": ")
                  .append(flow(its)));
      return "{" + text + "}";
    }
    if (value instanceof List<?> list) {
      list.forEach(item -> text.append(text.isEmpty() ? "" : ", ").append(flow(item)));
      return "[" + text + "]";
    }
    return quoted((String) value);
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9/][A-Za-z0-9_./%+ -]*") ? text : "\"" + text + "\"";
  }
}
