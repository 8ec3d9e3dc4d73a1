package org.coremux.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.coremux.engine.Parameter.Range;
import org.coremux.mux.Cost;
import org.coremux.platform.Amount;
import org.coremux.platform.Assist;
import org.coremux.platform.Basis;
import org.coremux.platform.Features;
import org.coremux.platform.Features.Accesses;
import org.coremux.platform.Features.Devices;
import org.coremux.platform.Features.HaltPoll;
import org.coremux.platform.Features.Instead;
import org.coremux.platform.Features.Nesting;
import org.coremux.platform.Operation;
import org.coremux.platform.Platform;
import org.coremux.platform.Platform.GuestDefaults;
import org.coremux.platform.Platform.Io;
import org.coremux.platform.Platform.Traits;
import org.coremux.platform.Platform.Type;
import org.coremux.platform.Primitive;
import org.coremux.platform.Primitive.Evidence;
import org.coremux.platform.Primitive.Provenance;
import org.coremux.platform.Profile;
import org.coremux.platform.WeightScale;
import org.coremux.scenario.Node.Entry;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Quantity.Dimension;

/**
 * Platforms by name, and those that users describe in files of the same form.
 *
 * <p>A file has the keys {@code platform} (its name), {@code summary}, {@code type}, {@code io},
 * {@code domain0}, {@code scheduler}, {@code weights}, {@code guest}, {@code primitives} and {@code
 * paths}, and may have {@code devices}, {@code haltPoll}, {@code assists}, {@code nesting} and
 * {@code parts}. With {@code extends: NAME} it begins as that preset: keys that it gives replace
 * the preset's; assists, primitives, parts and paths one by one. With {@code profile: NAME} it has
 * the primitives of that hardware too, and what operations cost there, unless it gives them itself.
 */
public final class Platforms {
  private static final List<String> NAMES =
      List.of(
          "bare-metal",
          "bare-metal-dedicated",
          "xen",
          "xen-hvm",
          "xen-pvh",
          "xen-pv",
          "esxi",
          "hyper-v",
          "kvm",
          "kvm-qemu",
          "microvm",
          "hosted",
          "kvm-arm",
          "xen-arm",
          "kvm-arm-2014",
          "hosted-2001",
          "workstation-2002",
          "uml-2002",
          "xen-2003",
          "vmware-bt",
          "vmware-vt");

  private static final List<String> PROFILES =
      List.of(
          "xeon-e5-2450",
          "x86-modern",
          "x-gene",
          "cortex-a15",
          "p3-733",
          "p4-672",
          "core2-2.66",
          "xeon-p4-2.4",
          "prescott",
          "merom",
          "penryn",
          "nehalem",
          "westmere",
          "sandy-bridge");

  private static final List<String> PROFILE_KEYS =
      List.of("profile", "extends", "summary", "clock", "primitives", "parts", "paths");

  private static final List<String> PRIMITIVE_KEYS =
      List.of("cpu", "latency", "ratio", "basis", "on", "source", "flag", "fittedOn", "note");

  /** Primitives that can be ratios alone. */
  private static final List<String> FACTORS = List.of(Platform.KERNEL_FACTOR, Platform.USER_FACTOR);

  /** How well a published figure is known. Source: published-figures, section 0. */
  private static final List<String> FLAGS =
      List.of("V1", "V2", "MH", "D", "R-high", "R-med", "R-low");

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
          "devices",
          "haltPoll",
          "profile",
          "assists",
          "nesting",
          "primitives",
          "parts",
          "paths");

  /** Keys whose entries are replaced one by one when a file extends a preset. */
  private static final List<String> MERGED = List.of("assists", "primitives", "parts", "paths");

  /** Keys that a file never takes from the preset that it extends. */
  private static final List<String> OWN = List.of("platform", "summary");

  /** Those that were read: they never change, and all of them are asked for again and again. */
  private static final Map<String, Platform> PRESETS = new ConcurrentHashMap<>();

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
    return PRESETS.computeIfAbsent(name, Platforms::readPreset);
  }

  /**
   * The hardware of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Profile profile(String name) {
    if (!PROFILES.contains(name)) {
      throw new IllegalArgumentException("there is no profile " + name);
    }
    Platforms platforms = new Platforms();
    Mapping file = platforms.reader.resource("platforms/profiles/" + name);
    Profile profile = platforms.profile(platforms.profileExtended(file));
    platforms.reader.finish();
    return profile;
  }

  private static Platform readPreset(String name) {
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
    Mapping extended = extended(own);
    Mapping hardware = hardware(extended);
    Profile profile = profile(hardware);
    Mapping node = over(hardware, extended);
    reader.keys(node, "", KEYS);
    Type type = Type.values()[reader.word(node, "", "type", typeKeys())];
    Traits traits = traits(node, type);
    GuestDefaults guest = guest(reader.mapping(node, "", "guest"));
    List<Primitive> primitives = primitives(reader.mapping(node, "", "primitives"));
    List<Assist> assists = assists(node);
    PathReader pathReader = paths(primitives, assists);
    List<org.coremux.platform.Path> composed = pathReader.paths(node);
    Nesting nesting = nesting(node, primitives, pathReader);
    refuseWork(node, composed);
    for (Operation operation : Platform.operations(type)) {
      if (composed.stream().noneMatch(path -> path.name().equals(operation.key()))) {
        String path = PresetReader.child("paths", operation.key());
        reader.problem(
            node.value("paths") == null ? node.place() : node.value("paths").place(),
            path,
            "is missing; write [] if it costs nothing");
      }
    }
    Features features = new Features(devices(node), haltPoll(node), assists, nesting, profile);
    reader.finish();
    return new Platform(traits, guest, features, primitives, composed);
  }

  /** What is owed step by step is all overhead. */
  private void refuseWork(Mapping node, List<org.coremux.platform.Path> paths) {
    for (org.coremux.platform.Path path : paths) {
      Operation operation = Operation.of(path.name());
      boolean isOwed =
          operation != null
              && (operation.scope() == Operation.Scope.HOST
                  || operation.scope() == Operation.Scope.GUEST);
      if (isOwed && path.steps().stream().anyMatch(step -> step.kind() == Cost.WORK)) {
        reader.problem(
            node.value("paths").place(),
            PresetReader.child("paths", path.name()),
            "has a step of the kind `work`; what this costs is all overhead");
      }
    }
  }

  // ---- presets ----

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

  // ---- CPU profiles ----

  /** The tree of the profile that a platform names, its bases included; empty without one. */
  private Mapping hardware(Mapping node) {
    Node name = node.value("profile");
    if (name == null) {
      return new Mapping(node.place());
    }
    String text = reader.text(node, "", "profile");
    if (Catalogue.isFile(text)) {
      return profileExtended(reader.file(name.place().folder().resolve(text)));
    }
    String profile = PROFILES.get(reader.word(node, "", "profile", PROFILES));
    return profileExtended(reader.resource("platforms/profiles/" + profile));
  }

  private Mapping profileExtended(Mapping own) {
    if (own.value("extends") == null) {
      return own;
    }
    String name = PROFILES.get(reader.word(own, "", "extends", PROFILES));
    Mapping base = profileExtended(reader.resource("platforms/profiles/" + name));
    Mapping whole = new Mapping(own.place());
    whole.entries().putAll(base.entries());
    own.entries().forEach((key, entry) -> whole.entries().put(key, over(base, key, entry)));
    return whole;
  }

  private Profile profile(Mapping node) {
    if (node.entries().isEmpty()) {
      return Profile.NONE;
    }
    reader.keys(node, "", PROFILE_KEYS);
    List<Primitive> primitives = primitives(reader.mapping(node, "", "primitives"));
    Range clocks = Range.of(1_000_000, 100_000_000_000L);
    return new Profile(
        reader.text(node, "", "profile"),
        reader.text(node, "", "summary"),
        reader.optionalQuantity(node, "clock", Dimension.FREQUENCY, clocks, Profile.NONE.clockHz()),
        primitives,
        paths(primitives, List.of()).paths(node));
  }

  /**
   * A platform with the primitives and the native paths of its hardware, as far as it does not give
   * them itself. Native paths use the platform's figures where it has its own.
   */
  private Mapping over(Mapping hardware, Mapping node) {
    Mapping whole = new Mapping(node.place());
    whole.entries().putAll(node.entries());
    for (String key : MERGED) {
      if (hardware.value(key) instanceof Mapping base) {
        Node own = node.value(key);
        Mapping mine = own == null ? new Mapping(node.place()) : reader.asMapping(own, key);
        whole.entries().put(key, new Entry(node.place(), union(base, mine)));
      }
    }
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

  private Devices devices(Mapping node) {
    List<String> keys = Stream.of(Devices.values()).map(Devices::key).toList();
    return node.value("devices") == null
        ? Devices.PARAVIRTUAL
        : Devices.values()[reader.word(node, "", "devices", keys)];
  }

  private HaltPoll haltPoll(Mapping node) {
    if (node.value("haltPoll") == null) {
      return HaltPoll.NONE;
    }
    Mapping poll = reader.mapping(node, "", "haltPoll");
    reader.keys(poll, "haltPoll", List.of("max", "start"));
    Range times = Range.of(0, 1_000_000_000L);
    long maxNs = reader.quantity(poll, "max", Dimension.TIME, times);
    return new HaltPoll(
        maxNs, reader.optionalQuantity(poll, "start", Dimension.TIME, times, maxNs));
  }

  private List<Assist> assists(Mapping node) {
    List<Assist> assists = new ArrayList<>();
    if (node.value("assists") != null) {
      Mapping named = reader.mapping(node, "", "assists");
      for (String name : named.entries().keySet()) {
        assists.add(new Assist(name, reader.toggle(named, "assists", name)));
      }
    }
    return assists;
  }

  private Nesting nesting(Mapping node, List<Primitive> primitives, PathReader paths) {
    if (node.value("nesting") == null) {
      return Nesting.NONE;
    }
    Mapping nesting = reader.mapping(node, "", "nesting");
    reader.keys(nesting, "nesting", List.of("replaces", "accesses", "instead"));
    List<String> replaces = reader.words(nesting, "nesting", "replaces", names(primitives, false));
    List<Accesses> accesses = new ArrayList<>();
    List<Node> items =
        nesting.value("accesses") == null
            ? List.of()
            : reader.list(nesting.value("accesses"), "nesting.accesses");
    List<String> ratios = names(primitives, true);
    for (int i = 0; i < items.size(); i++) {
      String at = "nesting.accesses[" + i + "]";
      Mapping item = reader.asMapping(items.get(i), at);
      reader.keys(item, at, List.of("by", "if", "unless"));
      int ratio = reader.word(item, at, "by", ratios);
      if (!ratios.isEmpty()) {
        accesses.add(new Accesses(ratios.get(ratio), paths.when(item, at)));
      }
    }
    return new Nesting(replaces, accesses, instead(nesting, names(primitives, false)));
  }

  private List<Instead> instead(Mapping nesting, List<String> primitives) {
    List<Instead> instead = new ArrayList<>();
    if (nesting.value("instead") != null) {
      Mapping node = reader.mapping(nesting, "nesting", "instead");
      reader.keys(node, "nesting.instead", primitives);
      for (String name : node.entries().keySet()) {
        int as = reader.word(node, "nesting.instead", name, primitives);
        instead.add(new Instead(name, primitives.isEmpty() ? name : primitives.get(as)));
      }
    }
    return instead;
  }

  private List<Primitive> primitives(Mapping node) {
    List<Primitive> primitives = new ArrayList<>();
    for (Map.Entry<String, Entry> entry : node.entries().entrySet()) {
      String path = PresetReader.child("primitives", entry.getKey());
      Mapping value = reader.asMapping(entry.getValue().value(), path);
      reader.keys(value, path, PRIMITIVE_KEYS);
      Amount cpu = reader.amount(value, path, "cpu");
      Amount latency = reader.amount(value, path, "latency");
      int ratio = reader.thousandths(value, path, "ratio", 0);
      if (ratio > 0 && !(cpu.isZero() && latency.isZero())) {
        reader.problem(value.place(), path, "has a cost and a ratio; it can be one of them");
        ratio = 0;
      }
      if (ratio == 0 && FACTORS.contains(entry.getKey())) {
        reader.problem(value.place(), path, "is no ratio; write it as in {ratio: 1.03, ...}");
      }
      primitives.add(new Primitive(entry.getKey(), cpu, latency, ratio, evidence(value, path)));
    }
    return primitives;
  }

  private Evidence evidence(Mapping value, String path) {
    Basis basis =
        Basis.values()[reader.word(value, path, "basis", PresetReader.words(Basis.values()))];
    List<String> flag = reader.words(value, path, "flag", FLAGS);
    return new Evidence(
        basis,
        reader.text(value, path, "source"),
        reader.optionalText(value, path, "on"),
        reader.optionalText(value, path, "note"),
        new Provenance(flag.isEmpty() ? "" : flag.get(0), reader.texts(value, path, "fittedOn")));
  }

  private PathReader paths(List<Primitive> primitives, List<Assist> assists) {
    return new PathReader(
        reader,
        names(primitives, false),
        names(primitives, true),
        assists.stream().map(Assist::name).toList());
  }

  private static List<String> names(List<Primitive> primitives, boolean areRatios) {
    return primitives.stream()
        .filter(primitive -> primitive.isRatio() == areRatios)
        .map(Primitive::name)
        .toList();
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
}
