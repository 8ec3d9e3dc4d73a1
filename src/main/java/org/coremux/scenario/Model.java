package org.coremux.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.engine.RandomStreams;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.guest.Commons;
import org.coremux.guest.WorkloadMeter;
import org.coremux.guest.WorkloadProvider;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.GuestSetup;
import org.coremux.hypervisor.Host;
import org.coremux.hypervisor.HostSetup;
import org.coremux.hypervisor.Policy;
import org.coremux.mux.BooksCheck;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;
import org.coremux.platform.Features;
import org.coremux.platform.MixCosts;
import org.coremux.platform.Platform;
import org.coremux.sched.CheckedScheduler;
import org.coremux.sched.ClassStack;
import org.coremux.topology.CpuMask;

/**
 * A scenario, wired: hosts with guests that are ready to run, at time 0.
 *
 * <p>One site for each host; hosts are not linked yet, so each runs alone.
 */
public final class Model {
  /** One vCPU, as a cap counts. Unit: hundredths of a percent. */
  private static final int ONE_VCPU = 10_000;

  /** Period of a container's cap. Unit: ns. Source: Linux cpu.max, default "max 100000". */
  private static final long CAP_PERIOD_NS = 100_000_000;

  private final Scenario scenario;
  private final Plugins plugins;
  private final Options options;
  private final Simulation simulation;
  private final RandomStreams streams;
  private final List<Host> hosts = new ArrayList<>();
  private final List<Placed> guests = new ArrayList<>();
  private final Map<Host, Commons> commons = new LinkedHashMap<>();
  private final AtomicLong checkedInstants = new AtomicLong();

  /**
   * How it is run, which changes nothing of what happens.
   *
   * @param replication which of several runs on one seed, from 0; this one does change the draws
   * @param checked whether every invariant is checked after every instant
   * @param splitsTime whether it is kept where the time of threads and requests goes
   * @param observer stands between each level and its policy
   */
  public record Options(
      int replication, boolean checked, boolean splitsTime, PolicyObserver observer) {
    /** The first replication, unchecked. */
    public static final Options NORMAL = new Options(0, false);

    /** Nobody stands between. */
    public Options(int replication, boolean checked) {
      this(replication, checked, false, (pool, create) -> create.apply(pool));
    }

    /** The same, and it is kept where the time of threads and requests goes. */
    public Options splittingTime() {
      return new Options(replication, checked, true, observer);
    }

    /** The same with somebody between each level and its policy. */
    public Options with(PolicyObserver other) {
      return new Options(replication, checked, splitsTime, other);
    }
  }

  /** Stands between a level and its policy, and sees both; must not change what either says. */
  @FunctionalInterface
  public interface PolicyObserver {
    /** What the level takes for its policy: the one that {@code create} makes, wrapped. */
    Scheduler around(Pool pool, Function<Pool, Scheduler> create);
  }

  /**
   * A guest and where it is.
   *
   * @param guest what runs
   * @param host index of its host
   * @param entry index of the entry of the scenario that it comes from
   */
  public record Placed(Guest guest, int host, int entry) {}

  /**
   * Wires the scenario.
   *
   * @throws ScenarioException when a file that it names is missing or broken
   */
  public Model(Scenario scenario, Plugins plugins, Options options) {
    this.scenario = scenario;
    this.plugins = plugins;
    this.options = options;
    simulation = new Simulation(scenario.seed());
    streams = new RandomStreams(scenario.seed(), options.replication());
    Expansion expansion = scenario.expanded();
    for (Expansion.Host host : expansion.hosts()) {
      hosts.add(host(host));
    }
    for (Expansion.Guest guest : expansion.guests()) {
      guests.add(new Placed(guest(guest), guest.host(), guest.entry()));
    }
    if (options.checked()) {
      hosts.forEach(this::check);
    }
  }

  // ---- hosts ----

  private Host host(Expansion.Host named) {
    HostSpec spec = named.spec();
    Platform platform = plugins.platform(spec.platform()).with(spec.assists());
    SchedulerSpec scheduler = spec.scheduler();
    HostSetup setup =
        new HostSetup(
            named.name(),
            plugins.machine(spec.cpu()),
            platform,
            policy(scheduler.name(), scheduler.parameters(), hasRealTime(named)),
            spec.devices().spec(),
            streams,
            longestNs());
    Host host = new Host(simulation.site(named.name()), setup);
    if (platform.traits().hasDomain0()) {
      addDomain0(host, spec);
    }
    if (!spec.background().isEmpty()) {
      Guest background = host.domain0() == null ? host.addBackground() : host.domain0();
      install(
          host,
          spec.background(),
          background,
          new WorkloadProvider.Copy(1, 0, host.processorCount(), commons(host)),
          host.name()); // not its own: the host's load is the same on every platform
    }
    host.systems().forEach(system -> system.start(0));
    return host;
  }

  private void addDomain0(Host host, HostSpec spec) {
    Platform platform = host.setup().platform();
    Domain0Spec domain0 = spec.domain0().orElse(new Domain0Spec(0, 256, CpuList.ALL));
    int vcpus = domain0.vcpus() == 0 ? host.processorCount() : domain0.vcpus();
    CpuMask affinity = mask(domain0.affinity());
    Policy os = standardGuestPolicy(platform.guest(), hasRealTime(spec.background(), List.of()));
    GuestSetup.Share share = new GuestSetup.Share(domain0.weight(), 0, affinity, true);
    host.addDomain0(
        new GuestSetup(
            Host.DOMAIN0,
            vcpus,
            share,
            os,
            Features.Devices.ASSIGNED,
            platform.guest().hasStealClock()));
  }

  private Policy standardGuestPolicy(Platform.GuestDefaults guest, boolean isRealTime) {
    SchedulerProvider provider = plugins.scheduler(guest.scheduler());
    Parameters defaults = Parameters.defaults(provider.parameters());
    return policy(provider.name(), ticking(defaults, guest.tickNs()), isRealTime);
  }

  // ---- guests ----

  private Guest guest(Expansion.Guest named) {
    GuestSpec spec = named.spec();
    Host host = hosts.get(named.host());
    GuestOsSpec os = spec.os();
    GuestSetup.Share share =
        new GuestSetup.Share(spec.weight(), spec.cap(), mask(spec.affinity()), spec.isGroup());
    boolean isRealTime = hasRealTime(spec.workload(), spec.groups());
    Policy policy =
        policy(
            os.scheduler().name(), ticking(os.scheduler().parameters(), os.tickNs()), isRealTime);
    Guest guest =
        host.add(
            new GuestSetup(
                named.name(),
                spec.vcpus(),
                share,
                policy,
                spec.devices().orElse(host.setup().platform().devices()),
                os.stealClock()));
    if (options.splitsTime()) {
      guest.splitTime();
    }
    WorkloadProvider.Copy copy =
        new WorkloadProvider.Copy(1, named.copy(), spec.vcpus(), commons(host));
    install(host, spec.workload(), guest, copy, guest.name());
    for (GroupSpec group : spec.groups()) {
      install(host, group, guest, copy);
    }
    startAndStop(guest, spec, host.site());
    return guest;
  }

  private Commons commons(Host host) {
    return commons.computeIfAbsent(host, h -> new Commons());
  }

  private void install(Host host, GroupSpec spec, Guest guest, WorkloadProvider.Copy copy) {
    Group outer = guest.os().group();
    Group.Quota quota =
        spec.cap() == 0
            ? Group.Quota.NONE
            : new Group.Quota(CAP_PERIOD_NS * spec.cap() / ONE_VCPU, CAP_PERIOD_NS, 0);
    Multiplexer level = guest.os().multiplexer();
    guest.os().enter(level.group(spec.name(), outer, spec.weight(), quota));
    install(host, spec.workload(), guest, copy, guest.name());
    for (GroupSpec inner : spec.groups()) {
      install(host, inner, guest, copy);
    }
    guest.os().enter(outer);
  }

  /** {@code owner} names what they draw, where they do not say. */
  private void install(
      Host host, List<WorkloadSpec> specs, Guest guest, WorkloadProvider.Copy copy, String owner) {
    for (WorkloadSpec spec : specs) {
      WorkloadProvider provider = plugins.workload(spec.kind());
      WorkloadProvider.Copy its =
          new WorkloadProvider.Copy(spec.threads(), copy.guest(), copy.vcpus(), copy.commons());
      WorkloadMeter meter =
          new WorkloadMeter(spec.kind(), provider.ends(spec.parameters()), longestNs());
      Platform platform = host.setup().platform();
      MixCosts mix = new MixCosts(platform, spec.operations(), host.setup().topology().clockHz());
      String stream =
          spec.stream().isEmpty()
              ? owner + "/" + guest.meters().size()
              : spec.stream() + "/" + copy.guest();
      guest.install(provider.create(spec.parameters(), its), meter, mix, streams, stream);
    }
  }

  private static void startAndStop(Guest guest, GuestSpec spec, Site site) {
    if (spec.startNs() == 0) {
      guest.start(0);
    } else {
      site.arm(new Timer(guest::start), spec.startNs());
    }
    if (spec.stopNs() != GuestSpec.NEVER) {
      site.arm(new Timer(now -> guest.stop()), spec.stopNs());
    }
  }

  private static CpuMask mask(CpuList list) {
    return list.isAll() ? null : CpuMask.of(list.indices());
  }

  // ---- policies ----

  private Policy policy(String name, Parameters parameters, boolean isRealTime) {
    SchedulerProvider provider = plugins.scheduler(name);
    Function<Pool, Scheduler> alone = pool -> provider.create(pool, parameters);
    Function<Pool, Scheduler> create = isRealTime ? pool -> new ClassStack(pool, alone) : alone;
    Function<Pool, Scheduler> checked = pool -> new CheckedScheduler(pool, create);
    Function<Pool, Scheduler> inner = options.checked() ? checked : create;
    return new Policy(
        name, provider.refusesGroups() == null, pool -> options.observer().around(pool, inner));
  }

  /** Whether real-time threads run directly on the host. */
  private boolean hasRealTime(Expansion.Host host) {
    Platform.Traits traits = plugins.platform(host.spec().platform()).traits();
    if (traits.type().isVirtual()) { // a driver domain has the host's load in its own system
      return !traits.hasDomain0() && hasRealTime(host.spec().background(), List.of());
    }
    int index = hosts.size();
    return scenario.expanded().guests().stream()
        .filter(guest -> guest.host() == index)
        .anyMatch(guest -> hasRealTime(guest.spec().workload(), guest.spec().groups()));
  }

  private boolean hasRealTime(List<WorkloadSpec> workloads, List<GroupSpec> groups) {
    return workloads.stream()
            .anyMatch(spec -> plugins.workload(spec.kind()).isRealTime(spec.parameters()))
        || groups.stream().anyMatch(group -> hasRealTime(group.workload(), group.groups()));
  }

  /** The parameters with this tick, for a policy that has one and was not told otherwise. */
  private static Parameters ticking(Parameters parameters, long tickNs) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Parameter parameter : parameters.declared()) {
      Object value = parameters.orNull(parameter.name());
      boolean isStandard = value != null && value.equals(parameter.standard());
      if (isStandard && parameter.name().equals("tick") && tickNs > 0) {
        value = tickNs;
      } else if (isStandard && parameter.name().equals("tickless")) {
        value = tickNs == 0;
      }
      if (value != null) {
        values.put(parameter.name(), value);
      }
    }
    return Parameters.of(parameters.declared(), values);
  }

  private long longestNs() {
    return Math.addExact(scenario.warmupNs(), scenario.measuredNsMax());
  }

  // ---- checks ----

  private void check(Host host) {
    List<BooksCheck> checks = host.levels().stream().map(BooksCheck::new).toList();
    host.site()
        .afterInstant(
            () -> {
              checks.forEach(BooksCheck::runIfActive);
              checkedInstants.incrementAndGet();
            });
  }

  /** After how many instants, of all hosts together, every invariant was found to hold. */
  public long checkedInstants() {
    return checkedInstants.get();
  }

  // ---- what there is ----

  /** What it was made from. */
  public Scenario scenario() {
    return scenario;
  }

  /** How it is run. */
  public Options options() {
    return options;
  }

  /** The clock and the loop. */
  public Simulation simulation() {
    return simulation;
  }

  /** The hosts, in the order of the scenario. */
  public List<Host> hosts() {
    return Collections.unmodifiableList(hosts);
  }

  /** What the scenario sets and this model has no use for, for people; usually nothing. */
  public List<String> warnings() {
    Set<String> warnings = new LinkedHashSet<>();
    for (Placed placed : guests) {
      Platform platform = hosts.get(placed.host()).setup().platform();
      GuestSpec spec = scenario.guests().get(placed.entry());
      String why = ": no effect on " + platform.name() + ", where each guest has cores of its own";
      if (platform.traits().type() == Platform.Type.DEDICATED) {
        if (spec.weight() != GuestSetup.Share.NORMAL.weight()) {
          warnings.add("guests." + spec.name() + ".weight" + why);
        }
        if (!spec.affinity().isAll()) {
          warnings.add("guests." + spec.name() + ".affinity" + why);
        }
      }
    }
    return List.copyOf(warnings);
  }

  /** The guests, in the order of the scenario. */
  public List<Placed> guests() {
    return Collections.unmodifiableList(guests);
  }
}
