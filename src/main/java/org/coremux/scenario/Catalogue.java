package org.coremux.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Refusal;
import org.coremux.platform.Assist;

/**
 * The names that a scenario may use: what there is, and what each of it understands.
 *
 * <p>Each list is in the order in which it is printed; names are unique within a list.
 *
 * @param schedulers policies
 * @param workloads kinds of workload
 * @param platforms what may run on the bare machine
 * @param cpus CPUs by name
 */
public record Catalogue(
    List<Scheduler> schedulers,
    List<Workload> workloads,
    List<Platform> platforms,
    List<Cpu> cpus) {

  public Catalogue {
    schedulers = List.copyOf(schedulers);
    workloads = List.copyOf(workloads);
    platforms = List.copyOf(platforms);
    cpus = List.copyOf(cpus);
  }

  /** Something with a name and one sentence about it. */
  public sealed interface Entry permits Scheduler, Workload, Platform, Cpu {
    /** As a scenario has it. */
    String name();

    /** One sentence without a full stop. */
    String summary();
  }

  /**
   * A policy.
   *
   * @param name as a scenario has it
   * @param summary one sentence
   * @param parameters what it understands
   * @param noGroups why it cannot do groups; empty when it can
   * @param noCaps why it cannot cap a guest; empty when it can
   * @param guestParameters what a guest may say of itself under it
   * @param check what of all that is asked of it it cannot do
   */
  public record Scheduler(
      String name,
      String summary,
      List<Parameter> parameters,
      String noGroups,
      String noCaps,
      List<Parameter> guestParameters,
      Check check)
      implements Entry {
    public Scheduler {
      parameters = List.copyOf(parameters);
      guestParameters = List.copyOf(guestParameters);
    }

    /** What a policy cannot do, before a run. */
    @FunctionalInterface
    public interface Check {
      /** As {@code SchedulerProvider.refuses}. */
      List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests);
    }

    /** One of which guests ask nothing. */
    public Scheduler(
        String name, String summary, List<Parameter> parameters, String noGroups, String noCaps) {
      this(
          name, summary, parameters, noGroups, noCaps, List.of(), (cpus, own, guests) -> List.of());
    }
  }

  /**
   * A kind of workload.
   *
   * @param name as a scenario has it
   * @param summary one sentence
   * @param parameters what it understands, beside threads and stream
   * @param ends whether, with these parameters, its work is finite
   */
  public record Workload(
      String name, String summary, List<Parameter> parameters, Predicate<Parameters> ends)
      implements Entry {
    public Workload {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * What may run on the bare machine.
   *
   * @param name as a scenario has it
   * @param summary one sentence
   * @param scheduler the name of its own policy
   * @param traits what it has
   * @param guest what its guests are like unless a scenario says otherwise
   * @param shares how it says weight and cap
   * @param assists what can be switched there, with what it is unless a scenario says otherwise
   */
  public record Platform(
      String name,
      String summary,
      String scheduler,
      Traits traits,
      GuestDefaults guest,
      Shares shares,
      List<Assist> assists)
      implements Entry {
    public Platform {
      assists = List.copyOf(assists);
      Objects.requireNonNull(traits, "traits");
      Objects.requireNonNull(guest, "guest");
      Objects.requireNonNull(shares, "shares");
    }
  }

  /**
   * What a platform has.
   *
   * @param domain0 whether it has a driver domain
   * @param hostSystem whether a host system runs its own load beside the guests
   * @param groups whether its guests are groups, so that a cap takes a policy that can do them
   * @param vcpus whether its guests have vCPUs, and are not processes
   * @param nests whether it is known what it costs in a guest of another
   * @param polls whether it polls before a vCPU blocks
   */
  public record Traits(
      boolean domain0,
      boolean hostSystem,
      boolean groups,
      boolean vcpus,
      boolean nests,
      boolean polls) {}

  /**
   * A guest's operating system when the scenario does not say.
   *
   * @param scheduler the name of its policy
   * @param tickNs between ticks of a busy vCPU; ns
   * @param stealClock whether it sees stolen time
   */
  public record GuestDefaults(String scheduler, long tickNs, boolean stealClock) {}

  /** A platform's own words for weight and cap, for people. */
  public interface Shares {
    /** What a weight relative to 256 is there: {@code cpu.weight = 100}. */
    String weightText(long weight);

    /**
     * What a cap is there: {@code cpu.max = 50000 100000}.
     *
     * @param capHundredths hundredths of a percent of one pCPU
     * @param vcpus of the guest
     * @param clockHz of the host
     */
    String capText(long capHundredths, int vcpus, long clockHz);
  }

  /**
   * A CPU by name.
   *
   * @param name as a scenario has it
   * @param summary one sentence
   * @param sockets from 1
   * @param cores of each socket, from 1
   * @param threads of each core, from 1
   * @param clockHz nominal clock; Hz
   */
  public record Cpu(String name, String summary, int sockets, int cores, int threads, long clockHz)
      implements Entry {}

  /** What a parameter is unless a scenario gives it, as a scenario would; empty without one. */
  public static String standard(Parameter parameter) {
    return parameter.standard() == null ? "" : Settings.standard(parameter);
  }

  /** The numbers that a parameter takes, as a scenario would have them; empty when any, or none. */
  public static String range(Parameter parameter) {
    return Settings.range(parameter);
  }

  /** The entry of that name. */
  static <E extends Entry> Optional<E> find(List<E> entries, String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** Whether a scenario names a file where it names a platform. */
  static boolean isFile(String platform) {
    return platform.endsWith(".yaml") || platform.endsWith(".yml") || platform.contains("/");
  }

  /**
   * The platform that a host names: one of these, or a user's file.
   *
   * @throws ScenarioException if it is a file, and something is wrong with it
   */
  Optional<Platform> platform(String name) {
    return isFile(name)
        ? Optional.of(Plugins.entry(Platforms.read(Path.of(name))))
        : find(platforms, name);
  }

  /** The names, in order. */
  static List<String> names(List<? extends Entry> entries) {
    return entries.stream().map(Entry::name).toList();
  }
}
