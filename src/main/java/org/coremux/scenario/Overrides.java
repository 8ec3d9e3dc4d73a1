package org.coremux.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coremux.scenario.Node.Entry;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Node.Scalar;
import org.coremux.scenario.Node.Sequence;
import org.coremux.scenario.ScenarioPath.Step;

/**
 * Puts values from the command line into the tree, before anything is checked: so they are parsed
 * and checked like those of the file, and what is wrong with one names the option.
 */
final class Overrides {

  private final Mapping root;
  private final List<Problem> problems;

  Overrides(Mapping root, List<Problem> problems) {
    this.root = root;
    this.problems = problems;
  }

  /** Applies {@code PATH=VALUE}. */
  void apply(String override) {
    Place place = new Place("--set " + override, 0, 0, Path.of(""));
    int equals = equalsSign(override);
    if (equals < 0) {
      problems.add(Problem.at(place, "", "is not PATH=VALUE, such as guests.web.count=8"));
      return;
    }
    ScenarioPath path;
    Node value;
    try {
      path = ScenarioPath.parse(override.substring(0, equals).strip());
      value = YamlTree.read(override.substring(equals + 1), place, problems);
    } catch (ScenarioException wrong) {
      problems.addAll(wrong.problems());
      return;
    } catch (IllegalArgumentException wrong) {
      problems.add(Problem.at(place, "", wrong.getMessage()));
      return;
    }
    put(path, value == null ? new Scalar(place, "", false) : value, place);
  }

  /** The first = outside quotes: names in quotes may have one. */
  private static int equalsSign(String text) {
    boolean isQuoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && isQuoted) {
        i++;
      } else if (c == '"') {
        isQuoted = !isQuoted;
      } else if (c == '=' && !isQuoted) {
        return i;
      }
    }
    return -1;
  }

  /** Puts the value there; what is wrong with the path is said of the place. */
  void put(ScenarioPath path, Node value, Place place) {
    Node at = root;
    String walked = "";
    List<Step> steps = path.steps();
    for (int i = 0; i < steps.size() - 1; i++) {
      Step step = steps.get(i);
      Node next = child(at, step);
      if (next == null
          && at instanceof Mapping mapping
          && step.name() != null
          && steps.get(i + 1).name() != null) {
        // A mapping that is not there yet is begun; whether it may be is checked later.
        next = new Mapping(place);
        mapping.entries().put(step.name(), new Entry(place, next));
      }
      if (next instanceof Scalar scalar && at instanceof Mapping mapping && step.name() != null) {
        Node opened = opened(mapping, step.name(), scalar, place);
        next = opened == null ? scalar : opened;
      }
      if (next == null) {
        unknown(at, walked, step, place);
        return;
      }
      walked = below(walked, step);
      at = next;
    }
    Step last = steps.get(steps.size() - 1);
    if (at instanceof Mapping mapping && last.name() != null) {
      mapping.entries().put(last.name(), new Entry(place, value));
      return;
    }
    int index = at instanceof Sequence list ? index(list, last) : -1;
    if (index < 0) {
      unknown(at, walked, last, place);
    } else {
      ((Sequence) at).items().set(index, value);
    }
  }

  /** `scheduler: credit2` is short for a mapping, and so is `mean` of a plain time. */
  private static Node opened(Mapping owner, String key, Scalar scalar, Place place) {
    String inner =
        switch (key) {
          case "scheduler" -> "name";
          case "service", "think", "burst", "sleep", "arrivals", "work" -> "mean";
          default -> null;
        };
    if (inner == null || scalar.isNull()) {
      return null;
    }
    Mapping mapping = new Mapping(place);
    mapping.entries().put(inner, new Entry(scalar.place(), scalar));
    if (inner.equals("mean")) {
      // A plain time is constant, and stays so when its mean is set.
      mapping
          .entries()
          .put(
              "distribution",
              new Entry(scalar.place(), new Scalar(scalar.place(), "constant", false)));
    }
    owner.entries().put(key, new Entry(owner.entries().get(key).key(), mapping));
    return mapping;
  }

  static Node child(Node at, Step step) {
    if (at instanceof Mapping mapping && step.name() != null) {
      return mapping.value(step.name());
    }
    if (at instanceof Sequence list) {
      int index = index(list, step);
      return index < 0 ? null : list.items().get(index);
    }
    return null;
  }

  private static int index(Sequence list, Step step) {
    if (step.name() == null) {
      return step.index() < list.items().size() ? step.index() : -1;
    }
    for (int i = 0; i < list.items().size(); i++) {
      if (step.name().equals(Section.Element.nameOf(list.items().get(i)))) {
        return i;
      }
    }
    return -1;
  }

  private static String below(String walked, Step step) {
    return walked + (step.name() == null || walked.isEmpty() ? "" : ".") + step;
  }

  private void unknown(Node at, String walked, Step step, Place place) {
    String here = walked.isEmpty() ? "the scenario" : "`" + walked + "`";
    String message;
    if (at instanceof Sequence list) {
      List<String> names = new ArrayList<>();
      list.items().forEach(item -> names.add(Section.Element.nameOf(item)));
      names.removeIf(String::isBlank);
      int count = list.items().size();
      message =
          step.name() == null
              ? here
                  + " has no element ["
                  + step.index()
                  + "]; it has "
                  + count
                  + (count == 0 ? "" : ", from [0] to [" + (count - 1) + "]")
              : here
                  + " has no element named "
                  + Problem.quoted(step.name())
                  + (names.isEmpty()
                      ? "; its elements have no names: use [0]"
                      : "; there are "
                          + String.join(", ", names)
                          + Nearest.hint(step.name(), names));
    } else if (at instanceof Mapping mapping) {
      List<String> names = List.copyOf(mapping.entries().keySet());
      message =
          step.name() == null
              ? here + " is no list, and so it has no " + step
              : here
                  + " has no `"
                  + step.name()
                  + "`; it has "
                  + String.join(", ", names)
                  + Nearest.hint(step.name(), names);
    } else {
      message = here + " is a single value, and has nothing below it";
    }
    problems.add(Problem.at(place, "", message));
  }
}
