package org.coremux.platform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A platform as data: how its processors are shared out, where its devices live, and what it costs.
 *
 * @param traits what kind of platform it is
 * @param guest what a guest's operating system is like when the scenario does not say
 * @param primitives by name, in the order of the file; those of its CPU profile included
 * @param paths by name, in the order of the file; every operation of the platform has one
 */
public record Platform(
    Traits traits, GuestDefaults guest, List<Primitive> primitives, List<Path> paths) {

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
   * Checks that every path exists and names primitives that exist.
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
      for (Path.Step step : path.steps()) {
        if (!known.containsKey(step.primitive())) {
          throw new IllegalArgumentException(
              "path " + path.name() + " names the unknown primitive " + step.primitive());
        }
      }
    }
    for (Operation operation : operations(traits.type())) {
      if (!named.containsKey(operation.key())) {
        throw new IllegalArgumentException("path " + operation.key() + " is missing");
      }
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

  /**
   * The primitive of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Primitive primitive(String name) {
    for (Primitive primitive : primitives) {
      if (primitive.name().equals(name)) {
        return primitive;
      }
    }
    throw new IllegalArgumentException(name() + " has no primitive " + name);
  }

  /**
   * The same platform with another figure for a primitive that it has.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Platform with(Primitive changed) {
    List<Primitive> all = new ArrayList<>(primitives);
    all.set(all.indexOf(primitive(changed.name())), changed);
    return new Platform(traits, guest, all, paths);
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
   * The path of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Path path(String name) {
    for (Path path : paths) {
      if (path.name().equals(name)) {
        return path;
      }
    }
    throw new IllegalArgumentException(name() + " has no path " + name);
  }

  /** What a path costs at a clock, rounded once. Unit of the clock: Hz. */
  public PathCost cost(String path, long clockHz) {
    return new PathCost(this, path(path), clockHz);
  }

  /** What every operation costs at a host's clock. Unit of the clock: Hz. */
  public PlatformCosts costs(long clockHz) {
    return new PlatformCosts(this, clockHz);
  }

  /** The assumed primitives that some path takes, in the order of the file: reports list them. */
  public List<Primitive> assumed() {
    List<Primitive> assumed = new ArrayList<>();
    for (Primitive primitive : primitives) {
      if (primitive.isAssumed() && isTaken(primitive.name())) {
        assumed.add(primitive);
      }
    }
    return assumed;
  }

  private boolean isTaken(String primitive) {
    for (Path path : paths) {
      for (Path.Step step : path.steps()) {
        if (step.primitive().equals(primitive)) {
          return true;
        }
      }
    }
    return false;
  }
}
