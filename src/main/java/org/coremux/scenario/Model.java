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
import org.coremux.hypervisor.Migration;
import org.coremux.hypervisor.MigrationRules;
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
import org.coremux.sched.Granularity;
import org.coremux.sched.RealTimeParameters;
import org.coremux.topology.CpuMask;

/**
 * A scenario, wired: hosts with guests that are ready to run, at time 0.
 *
 * <p>One site for each host, or for hosts between which guests migrate; sites are not linked yet,
 * so each runs alone.
 */
public final class Model {
  /** One vCPU, as a cap counts. Unit: hundredths of a percent. */
  private static final int ONE_VCPU = 10_000;

  /** Period of a container's cap. Unit: ns. Source: Linux cpu.max, default "max 100000". */
  private static final long CAP_PERIOD_NS = 100_000_000;

  private static final long BYTES_PER_KIB = 1_024;

  private final Scenario scenario;
  private final Expansion expansion;
  private final Plugins plugins;
  private final Options options;
  private final Simulation simulation;
  private final RandomStreams streams;
  private final List<Host> hosts = new ArrayList<>();
  private final List<Placed> guests = new ArrayList<>();
  private final Map<Host, Commons> commons = new LinkedHashMap<>();
  private final List<Migration> migrations = new ArrayList<>();

  /** The containers of each guest: each before those in it. */
  private final Map<Guest, List<Group>> groups = new LinkedHashMap<>();

  private final Happenings happenings;
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
   * @param entry index of its entry in {@link Scenario#entries}
   * @param present when it is there
   */
  public record Placed(Guest guest, int host, int entry, Presence present) {}

  /**
   * When a guest is there.
   *
   * @param fromNs from when. Unit: ns
   * @param untilNs until when; {@link GuestSpec#NEVER} for always. Unit: ns
   */
  public record Presence(long fromNs, long untilNs) {
    /** What an entry says, as far as the guest is there that it is in. */
    static Presence of(GuestSpec spec, Placed outer) {
      return outer == null
          ? new Presence(spec.startNs(), spec.stopNs())
          : new Presence(
              Math.max(spec.startNs(), outer.present.fromNs),
              Math.min(spec.stopNs(), outer.present.untilNs));
    }
  }

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
    expansion = scenario.expanded();
    SharedSites sites = new SharedSites(scenario, expansion);
    for (Expansion.Host host : expansion.hosts()) {
      hosts.add(host(host, sites.site(hosts.size(), simulation)));
    }
    for (Expansion.Guest guest : expansion.guests()) {
      Placed outer = guest.outer() < 0 ? null : guests.get(guest.outer());
      guests.add(guest(guest, outer));
    }
    happenings = new Happenings(this, groups, plugins);
    happenings.arm();
    if (options.checked()) {
      hosts.forEach(this::check);
    }
  }

  // ---- hosts ----

  private Host host(Expansion.Host named, Site site) {
    HostSpec spec = named.spec();
    Platform platform = spec.kvm().on(plugins.platform(spec.platform()).with(spec.assists()));
    SchedulerSpec scheduler = spec.scheduler();
    HostSetup setup =
        new HostSetup(
            named.name(),
            spec.effects().machine(plugins.machine(spec.cpu())),
            platform,
            policy(scheduler.name(), scheduler.parameters(), hasRealTime(named)),
            spec.devices().spec(),
            spec.memory(platform.traits().type().isVirtual()),
            spec.effects().caches(plugins.caches(spec.cpu())),
            streams,
            scenario.endNsMax());
    Host host = new Host(site, setup);
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
    GuestSetup.Share share = GuestSetup.Share.of(domain0.weight(), affinity);
    boolean isRealTime = hasRealTime(spec.background(), List.of());
    host.addDomain0(domain0(platform, Host.DOMAIN0, vcpus, share, isRealTime));
  }

  private GuestSetup domain0(
      Platform platform, String name, int vcpus, GuestSetup.Share share, boolean isRealTime) {
    return new GuestSetup(
        name,
        vcpus,
        share,
        standardGuestPolicy(platform.guest(), isRealTime),
        Features.Devices.ASSIGNED,
        GuestSetup.Clock.usual(platform.guest().hasStealClock()));
  }

  private Policy standardGuestPolicy(Platform.GuestDefaults guest, boolean isRealTime) {
    SchedulerProvider provider = plugins.scheduler(guest.scheduler());
    Parameters defaults = Parameters.defaults(provider.parameters());
    return policy(provider.name(), ticking(defaults, guest.tickNs()), isRealTime);
  }

  // ---- guests ----

  private Placed guest(Expansion.Guest named, Placed outer) {
    GuestSpec spec = named.spec();
    Host host = hosts.get(named.host());
    GuestOsSpec os = spec.os();
    Platform below = outer == null ? host.setup().platform() : platformIn(outer);
    GuestSetup.Inner inner = spec.isHost() ? inner(named, below) : null;
    Policy policy =
        policy(
            os.scheduler().name(),
            ticking(os.scheduler().parameters(), os.tickNs()),
            hasRealTime(spec, inner));
    GuestSetup setup =
        new GuestSetup(
            named.name(),
            spec.vcpus(),
            share(spec),
            policy,
            spec.devices().orElse(below.devices()),
            new GuestSetup.Clock(
                os.stealClock(), os.lostTicks(), os.accounting() == GuestOsSpec.Accounting.TICKS),
            spec.pageUse(),
            inner);
    Guest guest = outer == null ? host.add(setup) : host.add(setup, outer.guest());
    if (options.splitsTime()) {
      guest.splitTime();
    }
    WorkloadProvider.Copy copy =
        new WorkloadProvider.Copy(1, named.copy(), spec.vcpus(), commons(host));
    install(host, spec.workload(), guest, copy, guest.name());
    for (GroupSpec group : spec.groups()) {
      install(host, group, guest, copy);
    }
    Presence present = Presence.of(spec, outer);
    startAndStop(guest, present, host.site());
    return new Placed(guest, named.host(), named.entry(), present);
  }

  /** The platform that the guests in a guest are on; processes have that of their system. */
  private Platform platformIn(Placed outer) {
    if (!outer.guest().isVirtual()) {
      return outer.guest().platform();
    }
    return plugins.platform(scenario.entries().get(outer.entry()).platform());
  }

  /** Its host's assists are those of the machine: it has them, too. */
  private GuestSetup.Inner inner(Expansion.Guest named, Platform below) {
    GuestSpec spec = named.spec();
    HostSpec host = expansion.hosts().get(named.host()).spec();
    Platform platform = plugins.platform(spec.platform()).with(host.assists());
    boolean hasDomain0 = below.traits().type().isVirtual() && platform.traits().hasDomain0();
    String name = named.name() + "/" + Host.DOMAIN0;
    boolean isRealTime = hasRealTime(spec.workload(), spec.groups());
    return new GuestSetup.Inner(
        platform,
        hasDomain0
            ? domain0(platform, name, spec.vcpus(), GuestSetup.Share.NORMAL, isRealTime)
            : null);
  }

  /** Whether real-time threads are scheduled by the guest's own policy. */
  private boolean hasRealTime(GuestSpec spec, GuestSetup.Inner inner) {
    if (inner != null && inner.domain0() != null) {
      return false;
    }
    boolean ofProcesses = inner != null && !inner.platform().traits().type().isVirtual();
    return ofProcesses ? hasRealTimeWithin(spec) : hasRealTime(spec.workload(), spec.groups());
  }

  private boolean hasRealTimeWithin(GuestSpec spec) {
    return hasRealTime(spec.workload(), spec.groups())
        || spec.guests().stream().anyMatch(this::hasRealTimeWithin);
  }

  private Commons commons(Host host) {
    return commons.computeIfAbsent(host, h -> new Commons());
  }

  private void install(Host host, GroupSpec spec, Guest guest, WorkloadProvider.Copy copy) {
    Group outer = guest.os().group();
    Multiplexer level = guest.os().multiplexer();
    Group own = level.group(spec.name(), outer, spec.weight(), quota(spec));
    groups.computeIfAbsent(guest, g -> new ArrayList<>()).add(own);
    guest.os().enter(own);
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
          new WorkloadMeter(spec.kind(), provider.ends(spec.parameters()), scenario.endNsMax());
      long clockHz = host.setup().topology().clockHz();
      MixCosts mix = new MixCosts(guest.platform(), spec.operations(), clockHz);
      String stream =
          spec.stream().isEmpty()
              ? owner + "/" + guest.meters().size()
              : spec.stream() + "/" + copy.guest();
      guest.install(provider.create(spec.parameters(), its), meter, mix, streams, stream);
      if (spec.workingSetBytes() > 0) {
        long kib = (spec.workingSetBytes() + BYTES_PER_KIB - 1) / BYTES_PER_KIB;
        guest.workingSet(guest.meters().size() - 1, kib);
      }
    }
  }

  private static void startAndStop(Guest guest, Presence present, Site site) {
    if (present.untilNs() <= present.fromNs()) {
      return; // the guest that it is in is gone before
    }
    if (present.fromNs() == 0) {
      guest.start(0);
    } else {
      site.arm(new Timer(guest::start), present.fromNs());
    }
    if (present.untilNs() != GuestSpec.NEVER) {
      site.arm(new Timer(now -> guest.stop()), present.untilNs());
    }
  }

  static GuestSetup.Share share(GuestSpec spec) {
    return new GuestSetup.Share(
        spec.weight(),
        spec.cap(),
        mask(spec.affinity()),
        spec.isGroup(),
        SchedulingReader.byPolicy(spec.scheduling()));
  }

  static Group.Quota quota(GroupSpec spec) {
    return spec.cap() == 0
        ? Group.Quota.NONE
        : new Group.Quota(CAP_PERIOD_NS * spec.cap() / ONE_VCPU, CAP_PERIOD_NS, 0);
  }

  static CpuMask mask(CpuList list) {
    return list.isAll() ? null : CpuMask.of(list.indices());
  }

  // ---- policies ----

  private Policy policy(String name, Parameters parameters, boolean isRealTime) {
    SchedulerProvider provider = plugins.scheduler(name);
    Function<Pool, Scheduler> alone = pool -> provider.create(pool, parameters);
    boolean isStacked = isRealTime && !provider.hasRealTime();
    RealTimeParameters bound = RealTimeParameters.of(parameters);
    Function<Pool, Scheduler> stacked = pool -> new ClassStack(pool, bound, alone);
    Function<Pool, Scheduler> create =
        GranularityKeys.around(parameters, isStacked ? stacked : alone);
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
    return expansion.guests().stream()
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

  // ---- moves ----

  /**
   * Prepares a guest to move to another host on its site, when it is told to begin; before the run.
   *
   * @param rules how it goes about it
   */
  public Migration migrate(Migration.Trip trip, MigrationRules rules) {
    trip.target().expect(trip.guest());
    Migration migration = new Migration(trip, rules);
    migrations.add(migration);
    return migration;
  }

  // ---- checks ----

  private void check(Host host) {
    List<BooksCheck> checks =
        host.levels().stream().filter(host::has).map(BooksCheck::new).toList();
    host.site()
        .afterInstant(
            () -> {
              checks.forEach(BooksCheck::runIfActive);
              if (host.memory() != null) {
                host.memory().check();
              }
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

  /** Which events could not be done so far, and why; for people, a line for each. */
  public List<String> failures() {
    return happenings.failures();
  }

  /** Its hosts and guests by name, in the order of {@link #hosts} and {@link #guests}. */
  public Expansion expansion() {
    return expansion;
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

  /** How far it has been run. Unit: ns since time 0. */
  public long nowNs() {
    return hosts.get(0).site().nowNs();
  }

  /** The moves of guests from host to host, in the order in which they are to begin. */
  public List<Migration> migrations() {
    return Collections.unmodifiableList(migrations);
  }

  /** What the scenario sets and this model has no use for, for people; usually nothing. */
  public List<String> warnings() {
    Set<String> warnings = new LinkedHashSet<>();
    List<GuestSpec> entries = scenario.entries();
    for (Host host : hosts) {
      HostSpec its = expansion.hosts().get(hosts.indexOf(host)).spec();
      Granularity granularity = GranularityKeys.of(its.scheduler().parameters());
      boolean isDedicated = host.setup().platform().traits().type() == Platform.Type.DEDICATED;
      if (granularity != Granularity.CPU && (isDedicated || GranularityKeys.threads(its) == 1)) {
        warnings.add(
            "hosts.%s.scheduler.granularity: no effect, as %s"
                .formatted(
                    host.name(),
                    isDedicated
                        ? "each guest has cores of its own"
                        : "a " + granularity.key() + " of it has one hardware thread"));
      }
      boolean isVirtual = host.setup().platform().traits().type().isVirtual();
      boolean isSaid = expansion.hosts().get(hosts.indexOf(host)).spec().overcommit().isPresent();
      if (isSaid && !isVirtual) {
        warnings.add(
            "hosts.%s.overcommit: no effect on %s, where guests are processes"
                .formatted(host.name(), host.setup().platform().name()));
      }
    }
    for (Placed placed : guests) {
      Platform platform = hosts.get(placed.host()).setup().platform();
      GuestSpec spec = entries.get(placed.entry());
      String why = ": no effect on " + platform.name() + ", where each guest has cores of its own";
      if (platform.traits().type() == Platform.Type.BARE_METAL && isExceeded(spec)) {
        warnings.add(
            ("guests.%s.vcpus: on %s the guests in it are processes, which nothing holds to these"
                    + " %d together")
                .formatted(spec.name(), platform.name(), spec.vcpus()));
      }
      if (platform.traits().type() == Platform.Type.DEDICATED && placed.guest().outer() == null) {
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

  /** Whether those in the guest have more vCPUs than it has. */
  private static boolean isExceeded(GuestSpec spec) {
    int vcpus = 0;
    for (GuestSpec inner : spec.guests()) {
      vcpus += inner.copies() * inner.vcpus();
    }
    return vcpus > spec.vcpus();
  }

  /** The guests, in the order of the scenario. */
  public List<Placed> guests() {
    return Collections.unmodifiableList(guests);
  }
}
