package org.coremux.evidence.fuzz;

import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.coremux.scenario.Catalogue;
import org.coremux.scenario.Problem;
import org.coremux.scenario.ScenarioException;
import org.coremux.scenario.ScenarioReader;

/**
 * Takes out of a case what the reader refuses, by the paths that the reader itself names, until it
 * is read: so settings that do not go together need not be known here.
 */
final class Mender {
  /** So often a case is mended before it counts as refused. Source: assumed. */
  private static final int TIMES_MAX = 12;

  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)\\]");

  private final ScenarioReader reader;
  private final Path folder;

  /**
   * @param folder of the recordings that cases name
   */
  Mender(Catalogue catalogue, Path folder) {
    this.folder = folder;
    reader = new ScenarioReader(catalogue);
  }

  /** What is wrong with the tree after it has been mended; empty when it can be read. */
  Optional<ScenarioException> mend(Map<String, Object> root) {
    ScenarioException last = null;
    for (int i = 0; i < TIMES_MAX; i++) {
      try {
        reader.read(Tree.text(root), Trial.SHOWN, folder);
        return Optional.empty();
      } catch (ScenarioException wrong) {
        last = wrong;
        IdentityHashMap<Object, Object> gone = new IdentityHashMap<>();
        for (Problem problem : wrong.problems()) {
          takeOut(root, problem.key(), gone);
        }
        if (gone.isEmpty()) {
          break;
        }
        sweep(root, gone);
      }
    }
    return Optional.ofNullable(last);
  }

  /** Notes what the path leads to, or the nearest thing around it that can be spared. */
  private static void takeOut(
      Map<String, Object> root, String path, IdentityHashMap<Object, Object> gone) {
    Object at = root;
    Object spare = null;
    Matcher step = STEP.matcher(path);
    while (step.find() && at != null) {
      Object next = null;
      if (at instanceof List<?> list) {
        next = step.group(2) == null ? named(list, step.group(1)) : item(list, step.group(2));
        spare = next == null ? spare : next;
      } else if (at instanceof Map<?, ?> map && step.group(1) != null) {
        next = map.get(step.group(1));
        if (next == null) {
          break;
        }
        boolean isPart = path.startsWith("events") || next instanceof List<?>;
        spare = isPart || isNeeded(step.group(1)) ? spare : new Key(map, step.group(1));
      }
      at = next;
    }
    if (spare != null) {
      gone.put(spare instanceof Key key ? key : spare, path);
    }
  }

  /** A key of a mapping, to be taken out. */
  private record Key(Map<?, ?> owner, String key) {}

  /** What nothing is without: its owner goes. */
  private static boolean isNeeded(String key) {
    return switch (key) {
      case "name", "kind", "vcpus", "memory", "cpu", "service", "arrivals", "think", "work" -> true;
      case "file", "process" -> true;
      default -> false;
    };
  }

  private static Object item(List<?> list, String index) {
    int i = Integer.parseInt(index);
    return i < list.size() ? list.get(i) : null;
  }

  private static Object named(List<?> list, String name) {
    for (Object item : list) {
      if (item instanceof Map<?, ?> map && name.equals(map.get("name"))) {
        return item;
      }
    }
    return null;
  }

  private static void sweep(Object node, IdentityHashMap<Object, Object> gone) {
    if (node instanceof List<?> list) {
      list.removeIf(gone::containsKey);
      list.forEach(item -> sweep(item, gone));
    } else if (node instanceof Map<?, ?> map) {
      gone.keySet()
          .forEach(
              key -> {
                if (key instanceof Key its && its.owner() == map) {
                  map.remove(its.key());
                }
              });
      map.values().removeIf(gone::containsKey);
      map.values().removeIf(value -> value instanceof List<?> list && list.isEmpty());
      map.values().forEach(value -> sweep(value, gone));
    }
  }
}
