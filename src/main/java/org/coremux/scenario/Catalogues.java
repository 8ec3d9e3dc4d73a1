package org.coremux.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.coremux.mux.SchedulerProvider;
import org.coremux.platform.Platform;
import org.coremux.platform.Platform.Type;
import org.coremux.platform.WeightScale;
import org.coremux.topology.CpuModel;

/** Makes catalogues of what is installed: plug-ins on the class path, and our presets. */
public final class Catalogues {

  private Catalogues() {}

  /** Policies on the class path, presets of platforms and CPUs, and the given workloads. */
  public static Catalogue installed(List<Catalogue.Workload> workloads) {
    return new Catalogue(
        ServiceLoader.load(SchedulerProvider.class).stream()
            .map(provider -> entry(provider.get()))
            .toList(),
        workloads,
        Platforms.names().stream().map(name -> entry(Platforms.preset(name))).toList(),
        CpuModels.names().stream().map(name -> entry(CpuModels.preset(name))).toList());
  }

  private static Catalogue.Scheduler entry(SchedulerProvider provider) {
    String noGroups = provider.refusesGroups();
    return new Catalogue.Scheduler(
        provider.name(),
        provider.summary(),
        provider.parameters(),
        noGroups == null ? "" : noGroups);
  }

  /** A platform, a preset's or a user's, as a scenario sees it. */
  static Catalogue.Platform entry(Platform platform) {
    Platform.Traits traits = platform.traits();
    boolean hasHostSystem = traits.type() == Type.BARE_METAL || traits.type() == Type.TYPE_2;
    return new Catalogue.Platform(
        traits.name(),
        traits.summary(),
        traits.scheduler(),
        new Catalogue.Traits(traits.hasDomain0(), hasHostSystem, hasHostSystem),
        new Catalogue.GuestDefaults(
            platform.guest().scheduler(),
            platform.guest().tickNs(),
            platform.guest().hasStealClock()),
        shares(traits.weights()));
  }

  /** Whether a scenario names a file where it names a platform. */
  static boolean isFile(String platform) {
    return platform.endsWith(".yaml") || platform.endsWith(".yml") || platform.contains("/");
  }

  /**
   * The platform that a host names, one of the catalogue or a user's file.
   *
   * @throws ScenarioException if it is a file, and something is wrong with it
   */
  static Optional<Catalogue.Platform> platform(Catalogue catalogue, String name) {
    return isFile(name)
        ? Optional.of(entry(Platforms.read(Path.of(name))))
        : Catalogue.find(catalogue.platforms(), name);
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
    return new Catalogue.Cpu(
        model.name(),
        model.summary(),
        model.topology().shape().sockets(),
        model.topology().shape().coresPerSocket(),
        model.topology().shape().threadsPerCore(),
        model.topology().clockHz());
  }
}
