package org.coremux.platform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coremux.mux.Cost;

/**
 * A platform as data: how its processors are shared out, where its devices live, and what it costs.
 *
 * @param traits what kind of platform it is
 * @param guest what a guest's operating system is like when the scenario does not say
 * @param features what it does beyond that, with its assists as they are switched now
 * @param primitives by name, in the order of the file; those of its CPU profile included
 * @param paths by name, in the order of the file, with every step that some assist leads to; every
 *     operation of the platform has one
 */
public record Platform(
    Traits traits,
    GuestDefaults guest,
    Features features,
    List<Primitive> primitives,
    List<Path> paths) {
  /** The ratio by which a guest's kernel is slower, where a platform's file has it. */
  public static final String KERNEL_FACTOR = "kernelFactor";

  /** The ratio by which a guest's user code is slower, where a platform's file has it. */
  public static final String USER_FACTOR = "userFactor";

  /** How processors get from hardware to guests. */
  public enum Type {
    /** One operating system; guests are groups of its processes. */
    BARE_METAL("bare-metal"),
    /** Each guest alone on its own cores of the machine. */
    DEDICATED("dedicated"),
    /** A hypervisor on the hardware schedules vCPUs. */
    TYPE_1("type-1"),
    /** A host operating system schedules vCPU threads among its own. */
    TYPE_2("type-2");

    private final String key;

    Type(String key) {
      this.key = key;
    }

    /** The word in a platform's file. */
    public String key() {
      return key;
    }

    /** Whether there is a level of guests above that of the host. */
    public boolean isVirtual() {
      return this == TYPE_1 || this == TYPE_2;
    }
  }

  /** Where a guest's devices are served. */
  public enum Io {
    /** By the drivers of the one operating system. */
    NATIVE("native"),
    /** By a privileged guest, which must itself be scheduled. */
    DRIVER_DOMAIN("driver-domain"),
    /** By threads of the host's kernel, or of the hypervisor itself. */
    HOST_KERNEL("host-kernel"),
    /** By the hypervisor's user-space process. */
    HOST_APPLICATION("host-application");

    private final String key;

    Io(String key) {
      this.key = key;
    }

    /** The word in a platform's file. */
    public String key() {
      return key;
    }
  }

  /**
   * What kind of platform it is.
   *
   * @param name as scenarios write it
   * @param summary one line for people
   * @param type how processors are shared out
   * @param io where devices are served
   * @param hasDomain0 whether a driver domain runs beside the guests
   * @param scheduler name of the policy that shares the pCPUs unless a scenario says otherwise
   * @param weights how weights and caps are written there
   */
  public record Traits(
      String name,
      String summary,
      Type type,
      Io io,
      boolean hasDomain0,
      String scheduler,
      WeightScale weights) {}

  /**
   * A guest's operating system when the scenario does not say.
   *
   * @param scheduler name of its policy
   * @param tickNs period of its timer tick. Unit: ns
   * @param hasStealClock whether it learns how long it waited for a pCPU
   */
  public record GuestDefaults(String scheduler, long tickNs, boolean hasStealClock) {}

  /**
   * Checks that every path exists and names primitives and assists that exist.
   *
   * @throws IllegalArgumentException naming the path or primitive
   */
  public Platform {
    primitives = List.copyOf(primitives);
    paths = List.copyOf(paths);
    Map<String, Primitive> known = new LinkedHashMap<>();
    for (Primitive primitive : primitives) {
      if (known.put(primitive.name(), primitive) != null) {
        throw new IllegalArgumentException("primitive " + primitive.name() + " is there twice");
      }
    }
    Map<String, Path> named = new LinkedHashMap<>();
    for (Path path : paths) {
      if (named.put(path.name(), path) != null) {
        throw new IllegalArgumentException("path " + path.name() + " is there twice");
      }
      path.steps().forEach(step -> check(path, step, known));
    }
    for (Operation operation : operations(traits.type())) {
      if (!named.containsKey(operation.key())) {
        throw new IllegalArgumentException("path " + operation.key() + " is missing");
      }
    }
  }

  /** A platform without features, on hardware of which nothing is known. */
  public Platform(
      Traits traits, GuestDefaults guest, List<Primitive> primitives, List<Path> paths) {
    this(traits, guest, Features.NONE, primitives, paths);
  }

  private static void check(Path path, Path.Step step, Map<String, Primitive> known) {
    Primitive primitive = known.get(step.primitive());
    if (primitive == null || primitive.isRatio()) {
      throw new IllegalArgumentException(
          "path " + path.name() + " names the unknown primitive " + step.primitive());
    }
    for (String ratio : step.by()) {
      if (!known.containsKey(ratio) || !known.get(ratio).isRatio()) {
        throw new IllegalArgumentException(
            "path " + path.name() + " names the unknown ratio " + ratio);
      }
    }
    Operation operation = Operation.of(path.name());
    boolean isOwed =
        operation != null
            && (operation.scope() == Operation.Scope.HOST
                || operation.scope() == Operation.Scope.GUEST);
    if (step.kind() == Cost.WORK && isOwed) {
      throw new IllegalArgumentException(
          "path " + path.name() + " has work of the guest, where everything is an overhead");
    }
  }

  /** The operations that a platform of that type must have a path for, in order. */
  public static List<Operation> operations(Type type) {
    List<Operation> operations = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      Operation.Scope scope = operation.scope();
      if (scope == Operation.Scope.HOST || type.isVirtual() && scope == Operation.Scope.GUEST) {
        operations.add(operation);
      }
    }
    return operations;
  }

  public String name() {
    return traits.name();
  }

  /** The device model that its guests have unless said. */
  public Features.Devices devices() {
    return features.devices();
  }

  /** How long it polls before a vCPU's pCPU goes idle. */
  public Features.HaltPoll haltPoll() {
    return features.haltPoll();
  }

  /** After how long in a pause loop a vCPU exits, where it does. Unit: cycles. */
  public long pauseWindow() {
    return features.pauseWindow();
  }

  /** The hardware that its figures stand on. */
  public Profile profile() {
    return features.profile();
  }

  // ---- assists and nesting ----

  /** The assists as they are switched now, in the order of the file. */
  public List<Assist> assists() {
    return features.assists();
  }

  /** Whether it has that assist, and it is switched on. */
  public boolean hasOn(String assist) {
    return Assist.isOn(assist, assists());
  }

  /**
   * The same platform with these assists switched so. Those that it does not have are passed over:
   * one scenario may be run on several platforms.
   */
  public Platform with(Map<String, Boolean> switched) {
    List<Assist> others = new ArrayList<>();
    for (Assist assist : assists()) {
      others.add(new Assist(assist.name(), switched.getOrDefault(assist.name(), assist.isOn())));
    }
    return new Platform(traits, guest, features.with(others), primitives, paths);
  }

  /** The same platform that polls before halting, and looks for pause loops, so. */
  public Platform with(Features.HaltPoll poll, long pauseCycles) {
    return new Platform(traits, guest, features.with(poll, pauseCycles), primitives, paths);
  }

  /** Whether anything is known of how it does as a guest of another. */
  public boolean canBeNested() {
    return !features.nesting().replaces().isEmpty();
  }

  /**
   * The platform as a guest of another: each exit of its own guests is taken by the one below,
   * which enters this one and is left again, and each access of this one on the way exits to the
   * one below. So a null exit costs {@code 2 + accesses} times that of the one below, which may
   * itself be nested; what a device adds is added.
   *
   * @throws IllegalArgumentException if it does not know its accesses, or the one below has no
   *     guests
   */
  public Platform under(Platform below) {
    if (!canBeNested() || !below.hasPath(Operation.HYPERCALL.key())) {
      throw new IllegalArgumentException(name() + " cannot run in a guest of " + below.name());
    }
    return new Platform(traits, guest, features, new Nested(this, below).primitives(), paths);
  }

  // ---- figures ----

  /**
   * The primitive of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Primitive primitive(String name) {
    Primitive primitive = primitiveOrNull(name);
    if (primitive == null) {
      throw new IllegalArgumentException(name() + " has no primitive " + name);
    }
    return primitive;
  }

  private Primitive primitiveOrNull(String name) {
    for (Primitive primitive : primitives) {
      if (primitive.name().equals(name)) {
        return primitive;
      }
    }
    return null;
  }

  /** Whether it has a primitive of that name. */
  boolean has(String primitive) {
    return primitiveOrNull(primitive) != null;
  }

  /** A ratio in thousandths; one when there is none of that name. */
  int ratio(String name) {
    Primitive primitive = primitiveOrNull(name);
    return primitive == null ? Path.WHOLE : primitive.ratio();
  }

  /**
   * The same platform with another figure for a primitive that it has.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Platform with(Primitive changed) {
    List<Primitive> all = new ArrayList<>(primitives);
    all.set(all.indexOf(primitive(changed.name())), changed);
    return new Platform(traits, guest, features, all, paths);
  }

  /** Whether there is a path of that name. */
  public boolean hasPath(String name) {
    for (Path path : paths) {
      if (path.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The path of that name, with the steps that are taken as the assists are now.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Path path(String name) {
    for (Path path : paths) {
      if (path.name().equals(name)) {
        return path.with(assists());
      }
    }
    throw new IllegalArgumentException(name() + " has no path " + name);
  }

  /** What a path costs at a clock, rounded once. Unit of the clock: Hz. */
  public PathCost cost(String path, long clockHz) {
    return new PathCost(primitives, path(path), clockHz);
  }

  /** What every operation costs at a host's clock. Unit of the clock: Hz. */
  public PlatformCosts costs(long clockHz) {
    return new PlatformCosts(this, clockHz, null);
  }

  /** The same on a machine with these caches. Unit of the clock: Hz. */
  public PlatformCosts costs(long clockHz, CacheEffects effects) {
    return new PlatformCosts(this, clockHz, effects);
  }

  /** What one step costs at a clock by itself, whether it is taken or not. */
  public PathCost cost(Path.Step step, long clockHz) {
    return new PathCost(primitives, new Path(step.primitive(), List.of(step)), clockHz);
  }

  /** What an operation adds to what the bare hardware takes for it. Units: Hz, ns. */
  public long adderNs(Operation operation, long clockHz) {
    return adder(operation).toNs(clockHz);
  }

  /** What an operation adds to what the bare hardware takes for it, before rounding. */
  ExactCost.Exact adder(Operation operation) {
    if (!hasPath(operation.key())) {
      return ExactCost.Exact.ZERO;
    }
    ExactCost own = ExactCost.of(primitives, path(operation.key()));
    return own.total().minus(profile().exactly(operation).total());
  }

  /**
   * The assumed primitives that every run rests on, in the order of the file: those of paths that
   * are not of a workload's mix or of I/O.
   */
  public List<Primitive> assumed() {
    return assumed(List.of());
  }

  /** The same with those of these operations of a mix or of I/O, too: reports list them. */
  public List<Primitive> assumed(List<Operation> also) {
    List<Primitive> assumed = new ArrayList<>();
    for (Primitive primitive : primitives) {
      if (primitive.isAssumed() && isTaken(primitive.name(), also)) {
        assumed.add(primitive);
      }
    }
    return assumed;
  }

  private boolean isTaken(String primitive, List<Operation> also) {
    for (Path path : paths) {
      Operation operation = Operation.of(path.name());
      boolean isOnDemand =
          operation != null
              && (operation.scope() == Operation.Scope.MIX
                  || operation.scope() == Operation.Scope.IO);
      if (isOnDemand && !also.contains(operation)) {
        continue;
      }
      for (Path.Step step : path(path.name()).steps()) {
        if (step.primitive().equals(primitive) || step.by().contains(primitive)) {
          return true;
        }
      }
    }
    return false;
  }
}
