package org.coremux.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.scenario.SpecReader.Read;
import org.coremux.sched.Granularity;
import org.coremux.sched.HyperVProvider;

/**
 * Whether a host's policy gives away hardware threads, cores or sockets: keys that every policy of
 * a host understands beside its own.
 */
final class GranularityKeys {
  private static final String HYPER_V = new HyperVProvider().name();

  private GranularityKeys() {}

  /** A policy's own parameters and these, but for those whose names it has itself. */
  static List<Parameter> with(List<Parameter> own, List<Parameter> common) {
    List<Parameter> all = new ArrayList<>(own);
    for (Parameter parameter : common) {
      if (own.stream().noneMatch(other -> other.name().equals(parameter.name()))) {
        all.add(parameter);
      }
    }
    return all;
  }

  /** One that gives away threads, as all do unless said, without a word of it. */
  static SchedulerSpec brief(SchedulerSpec read, List<Parameter> own) {
    if (Granularity.of(read.parameters()) != Granularity.CPU) {
      return read;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, String> written = new LinkedHashMap<>();
    for (Parameter parameter : own) {
      Object value = read.parameters().orNull(parameter.name());
      if (value != null) {
        values.put(parameter.name(), value);
      }
      if (read.written().containsKey(parameter.name())) {
        written.put(parameter.name(), read.written().get(parameter.name()));
      }
    }
    return new SchedulerSpec(read.name(), Parameters.of(own, values), written);
  }

  private static boolean isSaid(Parameters parameters) {
    return parameters.declared().stream().anyMatch(p -> p.name().equals(Granularity.NAME));
  }

  /** What the host's policy gives away. */
  static Granularity of(Parameters parameters) {
    return isSaid(parameters) ? Granularity.of(parameters) : Granularity.CPU;
  }

  /** The policy that {@code create} makes, as these parameters have it given away. */
  static Function<Pool, Scheduler> around(Parameters parameters, Function<Pool, Scheduler> create) {
    Granularity granularity = of(parameters);
    if (granularity == Granularity.CPU) {
      return create;
    }
    long rendezvousNs = parameters.durationNs(Granularity.RENDEZVOUS);
    return pool -> granularity.around(pool, rendezvousNs, create);
  }

  /** The same, of Hyper-V by its type. */
  private static Granularity given(HostSpec host) {
    Granularity said = of(host.scheduler().parameters());
    return said == Granularity.CPU && isHyperVCores(host) ? Granularity.CORE : said;
  }

  private static boolean isHyperVCores(HostSpec host) {
    return host.scheduler().name().equals(HYPER_V)
        && HyperVProvider.givesCores(host.scheduler().parameters());
  }

  /** How many consecutive pCPUs of the host are given away together. */
  static int threads(HostSpec host) {
    CpuSpec cpu = host.cpu();
    return switch (given(host)) {
      case CPU -> 1;
      case CORE -> cpu.threads();
      case SOCKET -> cpu.cores() * cpu.threads();
    };
  }

  /** Says what may use a part of a core where only whole ones are given away. */
  static void check(
      Expansion expansion,
      List<Read<HostSpec>> hosts,
      List<Read<GuestSpec>> guests,
      Catalogue catalogue) {
    for (Read<HostSpec> host : hosts) {
      if (host.spec().scheduler() != null) {
        if (!has(catalogue, host.spec(), Catalogue.Traits::domain0)) {
          pinned(host.spec().background(), host.spec(), threads(host.spec()))
              .ifPresent(cut -> host.section().problem("background", cut));
        }
        host.spec()
            .domain0()
            .flatMap(domain0 -> cut(domain0.affinity(), host.spec()))
            .ifPresent(cut -> host.section().problem("domain0", cut));
      }
    }
    for (Expansion.Guest guest : expansion.guests()) {
      HostSpec host = guest.host() < 0 ? null : expansion.hosts().get(guest.host()).spec();
      if (host != null && host.scheduler() != null) {
        int threads = threads(expansion, guest, host, catalogue);
        check(guest, host, guests.get(guest.entry()).section(), threads);
      }
    }
  }

  /** How many are given away together to threads of the guest; 1 where it has vCPUs. */
  private static int threads(
      Expansion expansion, Expansion.Guest guest, HostSpec host, Catalogue catalogue) {
    if (has(catalogue, host, Catalogue.Traits::vcpus)) {
      return 1;
    }
    if (has(catalogue, host, Catalogue.Traits::hostSystem)) {
      return threads(host);
    }
    Expansion.Guest alone = guest;
    while (alone.outer() >= 0) {
      alone = expansion.guests().get(alone.outer());
    }
    return given(host) == Granularity.SOCKET ? alone.spec().vcpus() : 1; // a machine of its own
  }

  private static void check(Expansion.Guest guest, HostSpec host, Section section, int threads) {
    boolean isOfHost = guest.outer() < 0; // the pCPUs of one in a guest are that one's
    if (isOfHost && section.isGood("affinity")) { // copies may be on other hosts
      cut(guest.spec().affinity(), host).ifPresent(cut -> section.problem("affinity", cut));
    }
    if (section.isGood("workload")) {
      pinned(guest.spec().workload(), host, threads)
          .ifPresent(cut -> section.problem("workload", cut));
    }
    if (section.isGood("groups")) {
      List<WorkloadSpec> all = new ArrayList<>();
      guest.spec().groups().forEach(group -> group.collect(all));
      pinned(all, host, threads).ifPresent(cut -> section.problem("groups", cut));
    }
  }

  private static boolean has(
      Catalogue catalogue, HostSpec host, Predicate<Catalogue.Traits> trait) {
    return catalogue.platform(host.platform()).filter(of -> trait.test(of.traits())).isPresent();
  }

  /** Threads of recordings keep to single hardware threads, unless told otherwise. */
  private static Optional<String> pinned(List<WorkloadSpec> workloads, HostSpec host, int threads) {
    boolean isPinned =
        threads > 1
            && workloads.stream()
                .anyMatch(its -> its.kind().equals("replay") && its.parameters().on("pinned"));
    return isPinned
        ? Optional.of(
            "has a replay that keeps threads to one pCPU, a part of a "
                + whole(host)
                + "; allowed here: pinned: false")
        : Optional.empty();
  }

  private static boolean isCut(CpuList affinity, HostSpec host) {
    int threads = threads(host);
    if (affinity.isAll() || threads == 1) {
      return false;
    }
    int[] in = new int[host.cpu().pcpus() / threads];
    for (int cpu : affinity.indices()) {
      if (cpu / threads < in.length) {
        in[cpu / threads]++;
      }
    }
    boolean hasWhole = false;
    boolean hasPart = false;
    for (int count : in) {
      hasWhole |= count == threads;
      hasPart |= count != 0 && count != threads;
    }
    // Hyper-V uses the whole ones, if there are any; Xen takes nothing else.
    return hasPart && !(hasWhole && of(host.scheduler().parameters()) == Granularity.CPU);
  }

  /** What is wrong with an affinity where the host gives away more than it names of a core. */
  static Optional<String> cut(CpuList affinity, HostSpec host) {
    return isCut(affinity, host) ? Optional.of(named(affinity, host)) : Optional.empty();
  }

  private static String named(CpuList affinity, HostSpec host) {
    int threads = threads(host);
    return "names "
        + affinity
        + ", a part of a "
        + whole(host)
        + ": 0-"
        + (threads - 1)
        + (host.cpu().pcpus() > threads ? ", " + threads + "-" + (2 * threads - 1) + " ..." : "");
  }

  /** What is given away, and who says so. */
  private static String whole(HostSpec host) {
    String what = given(host).key();
    boolean isSaid = of(host.scheduler().parameters()) != Granularity.CPU;
    return what
        + "; the host gives away whole ones ("
        + (isSaid ? "granularity: " : HYPER_V + " with type: ")
        + what
        + ")";
  }
}
