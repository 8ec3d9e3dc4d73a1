package org.coremux.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coremux.mux.Cost;
import org.coremux.platform.Path;
import org.coremux.platform.Path.Step;
import org.coremux.platform.Path.When;
import org.coremux.scenario.Node.Entry;
import org.coremux.scenario.Node.Mapping;

/**
 * Reads the paths of a platform or of a CPU profile. A step is a primitive ({@code do}) or a part
 * ({@code take}): steps with a name of their own, which several paths have in common.
 */
final class PathReader {
  private final PresetReader reader;
  private final List<String> primitives;
  private final List<String> ratios;
  private final List<String> assists;
  private Mapping parts;
  private final Map<String, List<Step>> read = new LinkedHashMap<>();
  private final Set<String> underWay = new LinkedHashSet<>();

  /** A reader that knows these names. */
  PathReader(
      PresetReader reader, List<String> primitives, List<String> ratios, List<String> assists) {
    this.reader = reader;
    this.primitives = primitives;
    this.ratios = ratios;
    this.assists = assists;
  }

  /** The paths of a file that may have parts, too. */
  List<Path> paths(Mapping file) {
    boolean hasParts = file.value("parts") != null;
    parts = hasParts ? reader.mapping(file, "", "parts") : new Mapping(file.place());
    parts.entries().keySet().forEach(this::part);
    List<Path> paths = new ArrayList<>();
    if (file.value("paths") != null) {
      for (Map.Entry<String, Entry> entry :
          reader.mapping(file, "", "paths").entries().entrySet()) {
        String at = PresetReader.child("paths", entry.getKey());
        paths.add(new Path(entry.getKey(), steps(entry.getValue().value(), at)));
      }
    }
    return paths;
  }

  private List<Step> part(String name) {
    List<Step> known = read.get(name);
    if (known != null) {
      return known;
    }
    Entry entry = parts.entries().get(name);
    String at = PresetReader.child("parts", name);
    if (!underWay.add(name)) {
      reader.problem(entry.value().place(), at, "takes itself, by way of other parts or directly");
      return List.of();
    }
    List<Step> steps = steps(entry.value(), at);
    underWay.remove(name);
    read.put(name, steps);
    return steps;
  }

  private List<Step> steps(Node list, String path) {
    List<Step> steps = new ArrayList<>();
    List<Node> items = reader.list(list, path);
    for (int i = 0; i < items.size(); i++) {
      String at = path + "[" + i + "]";
      Mapping node = reader.asMapping(items.get(i), at);
      if (node.value("take") == null) {
        steps.add(step(node, at));
      } else {
        steps.addAll(taken(node, at));
      }
    }
    return steps;
  }

  private Step step(Mapping node, String path) {
    reader.keys(node, path, List.of("do", "share", "by", "at", "kind", "if", "unless"));
    int primitive = reader.word(node, path, "do", primitives);
    int share = reader.thousandths(node, path, "share", Path.WHOLE);
    List<String> by = reader.words(node, path, "by", ratios);
    org.coremux.platform.Place place = place(node, path);
    Cost kind = kind(node, path);
    if (kind == Cost.WORK && place != org.coremux.platform.Place.GUEST) {
      String at = PresetReader.child(path, "kind");
      reader.problem(
          node.value("kind").place(), at, "is `work`, which is the guest's own: at guest alone");
      place = org.coremux.platform.Place.GUEST;
    }
    String name = primitives.isEmpty() ? "" : primitives.get(primitive);
    return new Step(name, share, by, place, kind, when(node, path));
  }

  /** The steps of a part: less or more of each, elsewhere, on a further condition. */
  private List<Step> taken(Mapping node, String path) {
    reader.keys(node, path, List.of("take", "share", "at", "if", "unless"));
    List<String> names = new ArrayList<>(parts.entries().keySet());
    int index = reader.word(node, path, "take", names);
    int share = reader.thousandths(node, path, "share", Path.WHOLE);
    When when = when(node, path);
    List<Step> steps = new ArrayList<>();
    if (names.isEmpty()) {
      return steps;
    }
    for (Step step : part(names.get(index))) {
      long product = (long) step.share() * share;
      if (product % Path.WHOLE != 0 || product / Path.WHOLE > Path.WHOLE * Path.WHOLE) {
        reader.problem(
            node.place(),
            PresetReader.child(path, "share"),
            "makes a share of " + step.primitive() + " with more than three decimals");
        return steps;
      }
      org.coremux.platform.Place place =
          node.value("at") == null ? step.place() : place(node, path);
      steps.add(
          new Step(
              step.primitive(),
              (int) (product / Path.WHOLE),
              step.by(),
              place,
              step.kind(),
              step.when().and(when)));
    }
    return steps;
  }

  private org.coremux.platform.Place place(Mapping node, String path) {
    org.coremux.platform.Place[] places = org.coremux.platform.Place.values();
    return places[reader.word(node, path, "at", PresetReader.words(places))];
  }

  private Cost kind(Mapping node, String path) {
    List<String> kinds = PresetReader.words(Cost.values()).subList(0, Cost.WORK.ordinal() + 1);
    return Cost.of(reader.word(node, path, "kind", kinds));
  }

  /** The conditions of a step. */
  When when(Mapping node, String path) {
    return new When(
        reader.words(node, path, "if", assists), reader.words(node, path, "unless", assists));
  }
}
