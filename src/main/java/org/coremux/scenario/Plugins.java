package org.coremux.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.coremux.guest.WorkloadProvider;
import org.coremux.mux.SchedulerProvider;
import org.coremux.platform.Platform;
import org.coremux.platform.WeightScale;
import org.coremux.topology.Caches;
import org.coremux.topology.CpuModel;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/**
 * What is installed: policies and kinds of workload, found on the class path, and the presets of
 * platforms and CPUs.
 */
public final class Plugins {
  private final List<SchedulerProvider> schedulers;
  private final List<WorkloadProvider> workloads;
  private final Map<String, Platform> changed;

  private Plugins(ClassLoader loader) {
    schedulers = load(SchedulerProvider.class, loader, SchedulerProvider::name);
    workloads = load(WorkloadProvider.class, loader, WorkloadProvider::name);
    changed = Map.of();
  }

  private Plugins(Plugins installed, Map<String, Platform> changed) {
    schedulers = installed.schedulers;
    workloads = installed.workloads;
    this.changed = Map.copyOf(changed);
  }

  /** The same, but a platform is another one: what if one of its figures were different? */
  public Plugins with(String name, Platform platform) {
    Map<String, Platform> all = new HashMap<>(changed);
    all.put(name, platform);
    return new Plugins(this, all);
  }

  /** What this program's class path has. */
  public static Plugins installed() {
    return installed(Plugins.class.getClassLoader());
  }

  /** What the loader has: one for a user's jar, whose parent has the rest. */
  public static Plugins installed(ClassLoader loader) {
    return new Plugins(loader);
  }

  private static <T> List<T> load(
      Class<T> kind, ClassLoader loader, java.util.function.Function<T, String> name) {
    List<T> found = new ArrayList<>();
    ServiceLoader.load(kind, loader).forEach(found::add);
    found.sort(Comparator.comparing(name));
    for (int i = 1; i < found.size(); i++) {
      if (name.apply(found.get(i)).equals(name.apply(found.get(i - 1)))) {
        throw new IllegalStateException(
            "two plug-ins are called "
                + name.apply(found.get(i))
                + ": "
                + found.get(i - 1).getClass().getName()
                + " and "
                + found.get(i).getClass().getName());
      }
    }
    return List.copyOf(found);
  }

  /** The policies, by name. */
  public List<SchedulerProvider> schedulers() {
    return schedulers;
  }

  /** The kinds of workload, by name. */
  public List<WorkloadProvider> workloads() {
    return workloads;
  }

  /**
   * The policy of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SchedulerProvider scheduler(String name) {
    for (SchedulerProvider provider : schedulers) {
      if (provider.name().equals(name)) {
        return provider;
      }
    }
    throw new IllegalArgumentException("there is no scheduler " + name);
  }

  /**
   * The kind of workload of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public WorkloadProvider workload(String kind) {
    for (WorkloadProvider provider : workloads) {
      if (provider.name().equals(kind)) {
        return provider;
      }
    }
    throw new IllegalArgumentException("there is no workload " + kind);
  }

  /**
   * The platform of that name, or of that file.
   *
   * @throws IllegalArgumentException if there is none
   * @throws ScenarioException if the file is wrong
   */
  public Platform platform(String name) {
    Platform other = changed.get(name);
    if (other != null) {
      return other;
    }
    return Platforms.names().contains(name)
        ? Platforms.preset(name)
        : Platforms.read(Path.of(name));
  }

  /** The machine that a scenario describes. */
  public Topology machine(CpuSpec cpu) {
    return cpu.preset().isEmpty()
        ? new Topology(
            new Shape(cpu.sockets(), 1, cpu.llcs(), cpu.cores(), cpu.threads()), cpu.clockHz())
        : CpuModels.preset(cpu.preset()).topology(cpu.sockets());
  }

  /** The caches of that machine. */
  Caches caches(CpuSpec cpu) {
    return cpu.preset().isEmpty() ? Caches.USUAL : CpuModels.preset(cpu.preset()).caches();
  }

  /** The names that a scenario may use. */
  public Catalogue catalogue() {
    return new Catalogue(
        schedulers.stream().map(Plugins::entry).toList(),
        workloads.stream().map(Plugins::entry).toList(),
        Platforms.names().stream().map(Platforms::preset).map(Plugins::entry).toList(),
        CpuModels.names().stream().map(CpuModels::preset).map(Plugins::entry).toList());
  }

  private static Catalogue.Scheduler entry(SchedulerProvider provider) {
    String noGroups = provider.refusesGroups();
    String noCaps = provider.refusesCaps();
    return new Catalogue.Scheduler(
        provider.name(),
        provider.summary(),
        provider.parameters(),
        noGroups == null ? "" : noGroups,
        noCaps == null ? "" : noCaps,
        provider.guestParameters(),
        provider::refuses);
  }

  private static Catalogue.Workload entry(WorkloadProvider provider) {
    return new Catalogue.Workload(
        provider.name(), provider.summary(), provider.parameters(), provider::ends);
  }

  /** A platform, a preset's or a user's, as a scenario sees it. */
  static Catalogue.Platform entry(Platform platform) {
    Platform.Traits traits = platform.traits();
    boolean hostSystem =
        traits.type() == Platform.Type.TYPE_2 || traits.type() == Platform.Type.BARE_METAL;
    return new Catalogue.Platform(
        platform.name(),
        traits.summary(),
        traits.scheduler(),
        new Catalogue.Traits(
            traits.hasDomain0(),
            hostSystem,
            hostSystem,
            traits.type().isVirtual(),
            platform.canBeNested(),
            platform.haltPoll().maxNs() > 0),
        new Catalogue.GuestDefaults(
            platform.guest().scheduler(),
            platform.guest().tickNs(),
            platform.guest().hasStealClock()),
        shares(traits.weights()),
        platform.assists());
  }

  private static Catalogue.Shares shares(WeightScale scale) {
    return new Catalogue.Shares() {
      @Override
      public String weightText(long weight) {
        return scale.weightText(weight);
      }

      @Override
      public String capText(long capHundredths, int vcpus, long clockHz) {
        return scale.capText(capHundredths, vcpus, clockHz);
      }
    };
  }

  private static Catalogue.Cpu entry(CpuModel model) {
    Topology one = model.topology();
    return new Catalogue.Cpu(
        model.name(),
        model.summary(),
        1,
        one.shape().coresPerSocket(),
        one.shape().threadsPerCore(),
        one.clockHz());
  }
}
