package org.coremux.evidence.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a case that fails smaller, as long as it fails for the same reason: parts go, the largest
 * first, then numbers are halved, until nothing can go.
 *
 * <p>Source: A. Zeller, R. Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE
 * TSE 2002, over a tree.
 */
final class Shrinker {
  /** Most runs. Source: assumed; some seconds. */
  private static final int TRIALS_MAX = 500;

  private static final Pattern NUMBER = Pattern.compile("(\\d+)(\\D.*)?");

  private final Trial trial;
  private final BooleanSupplier isHurried;
  private int trials;
  private Map<String, Object> smallest;
  private Verdict verdict;

  /** A case as small as it gets. */
  record Shrunk(String text, Verdict verdict, int trials) {}

  /**
   * @param isHurried asked before each run, whether what there is has to do
   */
  Shrinker(Trial trial, BooleanSupplier isHurried) {
    this.trial = trial;
    this.isHurried = isHurried;
  }

  private boolean isOver() {
    return trials >= TRIALS_MAX || isHurried.getAsBoolean();
  }

  /** The smallest that was found. */
  Shrunk shrink(Map<String, Object> root, Verdict failed) {
    smallest = Tree.copy(root);
    verdict = failed;
    boolean isSmaller = true;
    while (isSmaller && !isOver()) {
      isSmaller = pass(new ArrayList<>());
    }
    return new Shrunk(Tree.text(smallest), verdict, trials);
  }

  /** Goes through all below the path; whether something became smaller. */
  private boolean pass(List<Object> path) {
    boolean isSmaller = false;
    Object node = at(smallest, path);
    if (node instanceof List<?> list) {
      for (int i = list.size() - 1; i >= 0; i--) {
        isSmaller |= part(path, i);
      }
    } else if (node instanceof Map<?, ?> map) {
      for (Object key : List.copyOf(map.keySet())) {
        isSmaller |= part(path, key);
      }
    }
    return isSmaller;
  }

  private boolean part(List<Object> path, Object key) {
    if (isOver() || at(smallest, path) == null) {
      return false;
    }
    List<Object> inner = new ArrayList<>(path);
    inner.add(key);
    Object value = at(smallest, inner);
    if (value == null) {
      return false;
    }
    boolean isName = "scenario".equals(key) || "name".equals(key);
    if (!isName && tried(inner, null)) {
      return true;
    }
    if (value instanceof String text) {
      return !isName && !"seed".equals(key) && halved(inner, text);
    }
    boolean isSmaller = value instanceof Map<?, ?> map && map.containsKey("kind") && plain(inner);
    return pass(inner) | isSmaller;
  }

  private boolean plain(List<Object> path) {
    Map<String, Object> compute = Tree.mapping();
    compute.put("kind", "compute");
    return !compute.equals(at(smallest, path)) && tried(path, compute);
  }

  private boolean halved(List<Object> path, String text) {
    boolean isSmaller = false;
    String now = text;
    while (true) {
      Matcher number = NUMBER.matcher(now);
      if (!number.matches() || number.group(1).length() > 9 || now.contains("-")) {
        return isSmaller;
      }
      int half = Integer.parseInt(number.group(1)) / 2;
      String next = half + (number.group(2) == null ? "" : number.group(2));
      if (half == 0 || !tried(path, next)) {
        return isSmaller;
      }
      isSmaller = true;
      now = next;
    }
  }

  /** Whether it still fails for the same reason with that instead; null to have it gone. */
  private boolean tried(List<Object> path, Object instead) {
    if (isOver()) {
      return false;
    }
    Map<String, Object> candidate = Tree.copy(smallest);
    Object owner = at(candidate, path.subList(0, path.size() - 1));
    Object key = path.get(path.size() - 1);
    if (owner instanceof List<?>) {
      List<Object> list = Tree.asList(owner);
      int index = (Integer) key;
      if (instead == null) {
        list.remove(index);
      } else {
        list.set(index, instead);
      }
    } else if (instead == null) {
      Tree.asMapping(owner).remove(key);
    } else {
      Tree.asMapping(owner).put((String) key, instead);
    }
    trials++;
    Verdict then = trial.of(Tree.text(candidate));
    if (!then.isFailed() || !then.signature().equals(verdict.signature())) {
      return false;
    }
    smallest = candidate;
    verdict = then;
    return true;
  }

  private static Object at(Object root, List<Object> path) {
    Object at = root;
    for (Object step : path) {
      if (at instanceof List<?> list) {
        at = (Integer) step < list.size() ? list.get((Integer) step) : null;
      } else if (at instanceof Map<?, ?> map) {
        at = map.get(step);
      } else {
        return null;
      }
    }
    return at;
  }
}
