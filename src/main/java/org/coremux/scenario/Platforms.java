package org.coremux.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.coremux.engine.Parameter.Range;
import org.coremux.mux.Cost;
import org.coremux.platform.Amount;
import org.coremux.platform.Basis;
import org.coremux.platform.Operation;
import org.coremux.platform.Path.Step;
import org.coremux.platform.Platform;
import org.coremux.platform.Platform.GuestDefaults;
import org.coremux.platform.Platform.Io;
import org.coremux.platform.Platform.Traits;
import org.coremux.platform.Platform.Type;
import org.coremux.platform.Primitive;
import org.coremux.platform.Primitive.Evidence;
import org.coremux.platform.WeightScale;
import org.coremux.scenario.Node.Entry;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Quantity.Dimension;

/**
 * Platforms by name, and those that users describe in files of the same form.
 *
 * <p>A file has the keys {@code platform} (its name), {@code summary}, {@code type}, {@code io},
 * {@code domain0}, {@code scheduler}, {@code weights}, {@code guest}, {@code primitives} and {@code
 * paths}. With {@code extends: NAME} it begins as that preset: keys that it gives replace the
 * preset's, primitives and paths one by one. With {@code profile: NAME} it has the primitives of
 * that hardware too, unless it gives them itself.
 */
public final class Platforms {
  private static final List<String> NAMES =
      List.of("bare-metal", "bare-metal-dedicated", "xen", "kvm", "hosted");

  private static final List<String> PROFILES = List.of("xeon-e5-2450");

  private static final List<String> KEYS =
      List.of(
          "platform",
          "extends",
          "summary",
          "type",
          "io",
          "domain0",
          "scheduler",
          "weights",
          "guest",
          "profile",
          "primitives",
          "paths");

  /** Keys whose entries are replaced one by one when a file extends a preset. */
  private static final List<String> MERGED = List.of("primitives", "paths");

  /** Keys that a file never takes from the preset that it extends. */
  private static final List<String> OWN = List.of("platform", "summary");

  private final PresetReader reader = new PresetReader();

  private Platforms() {}

  /** The presets' names, in the order in which they are listed. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The preset of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Platform preset(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("there is no platform " + name);
    }
    Platforms platforms = new Platforms();
    return platforms.platform(platforms.reader.resource("platforms/" + name));
  }

  /**
   * A platform from a user's file.
   *
   * @throws ScenarioException with everything that is wrong with the file
   */
  public static Platform read(Path file) {
    Platforms platforms = new Platforms();
    return platforms.platform(platforms.reader.file(file));
  }

  private Platform platform(Mapping own) {
    Mapping node = profiled(extended(own));
    reader.keys(node, "", KEYS);
    Type type = Type.values()[reader.word(node, "", "type", typeKeys())];
    Traits traits = traits(node, type);
    GuestDefaults guest = guest(reader.mapping(node, "", "guest"));
    List<Primitive> primitives = primitives(reader.mapping(node, "", "primitives"));
    Mapping paths = reader.mapping(node, "", "paths");
    List<org.coremux.platform.Path> composed = paths(paths, primitives);
    for (Operation operation : Platform.operations(type)) {
      if (paths.value(operation.key()) == null) {
        String path = PresetReader.child("paths", operation.key());
        reader.problem(paths.place(), path, "is missing; write [] if it costs nothing");
      }
    }
    reader.finish();
    return new Platform(traits, guest, primitives, composed);
  }

  // ---- presets under presets ----

  private Mapping extended(Mapping own) {
    if (own.value("extends") == null) {
      return own;
    }
    int index = reader.word(own, "", "extends", NAMES);
    if (!reader.isSound()) {
      reader.finish();
    }
    Mapping base = extended(reader.resource("platforms/" + NAMES.get(index)));
    Mapping whole = new Mapping(own.place());
    whole.entries().putAll(base.entries());
    OWN.forEach(whole.entries()::remove);
    own.entries().forEach((key, entry) -> whole.entries().put(key, over(base, key, entry)));
    return whole;
  }

  private Entry over(Mapping base, String key, Entry entry) {
    boolean merges = MERGED.contains(key) && base.value(key) instanceof Mapping;
    return merges && entry.value() instanceof Mapping own
        ? new Entry(entry.key(), union((Mapping) base.value(key), own))
        : entry;
  }

  private static Mapping union(Mapping base, Mapping own) {
    Mapping union = new Mapping(own.place());
    union.entries().putAll(base.entries());
    union.entries().putAll(own.entries());
    return union;
  }

  private Mapping profiled(Mapping node) {
    if (node.value("profile") == null) {
      return node;
    }
    String profile = PROFILES.get(reader.word(node, "", "profile", PROFILES));
    Mapping hardware = reader.resource("platforms/profiles/" + profile);
    Mapping own = new Mapping(node.place());
    if (node.value("primitives") != null) {
      own = reader.asMapping(node.value("primitives"), "primitives");
    }
    Mapping whole = new Mapping(node.place());
    whole.entries().putAll(node.entries());
    Mapping union = union(reader.mapping(hardware, "", "primitives"), own);
    whole.entries().put("primitives", new Entry(node.place(), union));
    return whole;
  }

  // ---- parts ----

  private Traits traits(Mapping node, Type type) {
    return new Traits(
        reader.text(node, "", "platform"),
        reader.text(node, "", "summary"),
        type,
        Io.values()[reader.word(node, "", "io", ioKeys())],
        reader.toggle(node, "", "domain0"),
        reader.text(node, "", "scheduler"),
        WeightScale.values()[reader.word(node, "", "weights", weightKeys())]);
  }

  private GuestDefaults guest(Mapping node) {
    reader.keys(node, "guest", List.of("scheduler", "tick", "stealClock"));
    Range ticks = Range.of(1_000, 10_000_000_000L);
    return new GuestDefaults(
        reader.text(node, "guest", "scheduler"),
        reader.quantity(node, "tick", Dimension.TIME, ticks),
        reader.toggle(node, "guest", "stealClock"));
  }

  private List<Primitive> primitives(Mapping node) {
    List<Primitive> primitives = new ArrayList<>();
    for (Map.Entry<String, Entry> entry : node.entries().entrySet()) {
      String path = PresetReader.child("primitives", entry.getKey());
      Mapping value = reader.asMapping(entry.getValue().value(), path);
      reader.keys(value, path, List.of("cpu", "latency", "basis", "on", "source", "note"));
      Amount cpu = reader.amount(value, path, "cpu");
      Amount latency = reader.amount(value, path, "latency");
      Basis basis = Basis.values()[reader.word(value, path, "basis", words(Basis.values()))];
      Evidence evidence =
          new Evidence(
              basis,
              reader.text(value, path, "source"),
              reader.optionalText(value, path, "on"),
              reader.optionalText(value, path, "note"));
      primitives.add(new Primitive(entry.getKey(), cpu, latency, evidence));
    }
    return primitives;
  }

  private List<org.coremux.platform.Path> paths(Mapping node, List<Primitive> primitives) {
    List<String> known = new ArrayList<>();
    primitives.forEach(primitive -> known.add(primitive.name()));
    List<org.coremux.platform.Path> paths = new ArrayList<>();
    for (Map.Entry<String, Entry> entry : node.entries().entrySet()) {
      String path = PresetReader.child("paths", entry.getKey());
      List<Step> steps = new ArrayList<>();
      List<Node> items = reader.list(entry.getValue().value(), path);
      for (int i = 0; i < items.size(); i++) {
        steps.add(step(items.get(i), path + "[" + i + "]", known));
      }
      paths.add(new org.coremux.platform.Path(entry.getKey(), steps));
    }
    return paths;
  }

  private Step step(Node item, String path, List<String> known) {
    Mapping node = reader.asMapping(item, path);
    reader.keys(node, path, List.of("do", "share", "at", "kind"));
    int primitive = reader.word(node, path, "do", known);
    int share = share(node, path);
    int place = reader.word(node, path, "at", words(org.coremux.platform.Place.values()));
    int kind = reader.word(node, path, "kind", kinds());
    return new Step(
        known.isEmpty() ? "" : known.get(primitive),
        share,
        org.coremux.platform.Place.values()[place],
        Cost.of(kind));
  }

  private int share(Mapping node, String path) {
    double share = reader.factor(node, path, "share", Range.of(1_000, 1_000_000_000), 1);
    double thousandths = share * org.coremux.platform.Path.WHOLE;
    long whole = StrictMath.round(thousandths);
    // A decimal of three digits times 1,000 misses its whole number by less than this.
    if (StrictMath.abs(thousandths - whole) > 1e-6) {
      String key = PresetReader.child(path, "share");
      reader.problem(node.value("share").place(), key, "has more than three decimals");
    }
    return (int) whole;
  }

  // ---- the words of a file ----

  private static List<String> typeKeys() {
    List<String> keys = new ArrayList<>();
    for (Type type : Type.values()) {
      keys.add(type.key());
    }
    return keys;
  }

  private static List<String> ioKeys() {
    List<String> keys = new ArrayList<>();
    for (Io io : Io.values()) {
      keys.add(io.key());
    }
    return keys;
  }

  private static List<String> weightKeys() {
    List<String> keys = new ArrayList<>();
    for (WeightScale scale : WeightScale.values()) {
      keys.add(scale.key());
    }
    return keys;
  }

  private static List<String> kinds() {
    return words(Cost.values()).subList(0, Cost.DEBTS);
  }

  private static List<String> words(Enum<?>[] constants) {
    List<String> words = new ArrayList<>();
    for (Enum<?> constant : constants) {
      words.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return words;
  }
}
