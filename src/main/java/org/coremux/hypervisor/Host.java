package org.coremux.hypervisor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.coremux.engine.Site;
import org.coremux.guest.GuestOs;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TraceHash;
import org.coremux.platform.Features;
import org.coremux.platform.Platform;
import org.coremux.platform.PlatformCosts;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/**
 * A machine with what runs on it. Type 1, Type 2 and bare metal differ in what is scheduled on the
 * pCPUs, and in what that costs; the machinery is one.
 *
 * <ul>
 *   <li>Type 1: the hypervisor's policy over the vCPUs of all domains, Domain 0 among them.
 *   <li>Type 2: the host system's policy over vCPU threads, in a group for each guest, and over the
 *       host's own threads, which compete with them.
 *   <li>Bare metal: the one system's policy over all threads, in a group for each guest.
 *   <li>Dedicated: bare metal, with cores of its own for each guest.
 * </ul>
 */
public final class Host {
  /** Name of the driver domain. Source: Xen, "Domain-0". */
  public static final String DOMAIN0 = "Domain-0";

  /** Load weight of a thread of nice value 0. Source: Linux, sched_prio_to_weight. */
  private static final int NICE_0_WEIGHT = 1_024;

  /** Period of a cap. Unit: ns. Source: Linux cpu.max, default "max 100000". */
  private static final long CAP_PERIOD_NS = 100_000_000;

  /** One pCPU. Unit: hundredths of a percent. */
  private static final long ONE_PCPU = 10_000;

  private final HostSetup setup;
  private final Site site;
  private final TraceHash hash = new TraceHash();
  private final PlatformCosts costs;
  private final LevelCosts hostCosts;
  private final LevelCosts guestCosts;
  private final Machine machine;
  private final List<Multiplexer> pools = new ArrayList<>();
  private final List<Multiplexer> levels = new ArrayList<>();
  private final List<Guest> guests = new ArrayList<>();
  private Guest domain0;
  private Guest background;

  /** A host without guests, on the site. */
  public Host(Site site, HostSetup setup) {
    this.site = site;
    this.setup = setup;
    machine = new Machine(site, setup.devices());
    costs = setup.platform().costs(setup.topology().clockHz());
    hostCosts = costs.host();
    guestCosts = costs.guest();
    if (type() != Platform.Type.DEDICATED) {
      addPool(setup.name(), setup.topology());
    }
  }

  private Multiplexer addPool(String name, Topology machine) {
    Multiplexer pool = level(name, hostCosts).hardware(machine);
    pool.policy(setup.policy().create());
    pools.add(pool);
    return pool;
  }

  private Multiplexer level(String name, LevelCosts costs) {
    Multiplexer level =
        new Multiplexer(site, name, hash, costs, setup.streams().generator(name + "/scheduler"));
    levels.add(level);
    return level;
  }

  // ---- guests ----

  /** Takes a guest in; it is offline until it is started. */
  public Guest add(GuestSetup guest) {
    Guest added = create(guest);
    guests.add(added);
    return added;
  }

  /**
   * Takes the driver domain in.
   *
   * @throws IllegalStateException when the platform has none
   */
  public Guest addDomain0(GuestSetup guest) {
    if (!setup.platform().traits().hasDomain0()) {
      throw new IllegalStateException(setup.platform().name() + " has no Domain 0");
    }
    domain0 = create(guest);
    return domain0;
  }

  /**
   * The part of the host system that has a load of its own beside the guests.
   *
   * @throws IllegalStateException when no system runs beside the guests on this platform
   */
  public Guest addBackground() {
    if (type() != Platform.Type.TYPE_2 && type() != Platform.Type.BARE_METAL) {
      throw new IllegalStateException(setup.platform().name() + " has no host system");
    }
    int weight = setup.policy().weighsGroups() ? NICE_0_WEIGHT : GuestSetup.Share.NORMAL.weight();
    GuestOs os = new GuestOs(setup.name(), pools.get(0), null, weight, null);
    background = new Guest(setup.name(), pools.get(0), List.of(), os, setup.longestNs());
    return background;
  }

  private Guest create(GuestSetup guest) {
    return switch (type()) {
      case TYPE_1, TYPE_2 -> virtualMachine(guest);
      case BARE_METAL -> processes(guest, pools.get(0), guest.share().affinity());
      case DEDICATED -> {
        Topology cores = new Topology(Shape.of(1, guest.vcpus(), 1), setup.topology().clockHz());
        Multiplexer own = addPool(guest.name(), cores);
        yield processes(guest, own, null); // alone there: an affinity of the machine says nothing
      }
    };
  }

  private Guest virtualMachine(GuestSetup guest) {
    Multiplexer pool = pools.get(0);
    Group group = group(guest, pool);
    int weight = setup.policy().weighsGroups() ? NICE_0_WEIGHT : guest.share().weight();
    Schedulable[] vcpus = new Schedulable[guest.vcpus()];
    for (int i = 0; i < vcpus.length; i++) {
      CpuMask affinity = guest.share().affinity();
      vcpus[i] = Schedulable.vcpu(guest.name() + ".v" + i, group, weight, affinity);
      pool.admit(vcpus[i]);
    }
    Multiplexer above = level(guest.name(), guestCosts).on(vcpus).stealClock(guest.stealClock());
    above.policy(guest.policy().create());
    GuestOs os = new GuestOs(guest.name(), above, null, NICE_0_WEIGHT, null);
    Guest vm = new Guest(guest.name(), pool, List.of(vcpus), os, setup.longestNs());
    GuestOs server =
        setup.platform().traits().io() == Platform.Io.DRIVER_DOMAIN && domain0 != null
            ? domain0.os()
            : new GuestOs(guest.name(), pool, group, weight, null);
    os.io(() -> new Devices(setup, machine, costs).of(vm, guest.devices(), server));
    return vm;
  }

  private Guest processes(GuestSetup guest, Multiplexer pool, CpuMask affinity) {
    int weight = setup.policy().weighsGroups() ? NICE_0_WEIGHT : guest.share().weight();
    boolean isGroup = guest.share().isGroup();
    Group group = isGroup ? group(guest, pool) : null;
    GuestOs os = new GuestOs(guest.name(), pool, group, weight, affinity);
    if (isGroup) {
      os.limitParallelism(guest.vcpus());
    }
    Guest processes = new Guest(guest.name(), pool, List.of(), os, setup.longestNs());
    Machine own = type() == Platform.Type.DEDICATED ? new Machine(site, setup.devices()) : machine;
    os.io(() -> new Devices(setup, own, costs).of(processes, Features.Devices.ASSIGNED, null));
    return processes;
  }

  private Group group(GuestSetup guest, Multiplexer pool) {
    GuestSetup.Share share = guest.share();
    int weight = share.weight();
    if (setup.policy().weighsGroups()) {
      weight = (int) setup.platform().traits().weights().weight(share.weight());
    }
    Group.Quota quota =
        share.capHundredths() == 0
            ? Group.Quota.NONE
            : new Group.Quota(CAP_PERIOD_NS * share.capHundredths() / ONE_PCPU, CAP_PERIOD_NS, 0);
    return pool.group(guest.name(), null, weight, quota);
  }

  // ---- what there is ----

  /** Its name, as people know it. */
  public String name() {
    return setup.name();
  }

  /** What it is made of. */
  public HostSetup setup() {
    return setup;
  }

  /** The site that it is. */
  public Site site() {
    return site;
  }

  private Platform.Type type() {
    return setup.platform().traits().type();
  }

  /** Its guests, in the order in which they were added; without the driver domain. */
  public List<Guest> guests() {
    return Collections.unmodifiableList(guests);
  }

  /** The driver domain; null when it has none. */
  public Guest domain0() {
    return domain0;
  }

  /** The host system's own load; null when it has none. */
  public Guest background() {
    return background;
  }

  /** Those of the two above that it has. */
  public List<Guest> systems() {
    List<Guest> systems = new ArrayList<>();
    if (domain0 != null) {
      systems.add(domain0);
    }
    if (background != null) {
      systems.add(background);
    }
    return systems;
  }

  /** The multiplexers of its pCPUs: one, or on dedicated cores one for each guest. */
  public List<Multiplexer> pools() {
    return Collections.unmodifiableList(pools);
  }

  /** All its multiplexers, those of the guests included. */
  public List<Multiplexer> levels() {
    return Collections.unmodifiableList(levels);
  }

  /** How many pCPUs it has; on dedicated cores, how many its guests have. */
  public int processorCount() {
    int count = 0;
    for (Multiplexer pool : pools) {
      count += pool.processorCount();
    }
    return count;
  }

  /** Hash of everything that was scheduled here, at every level. */
  public long traceHash() {
    return hash.value();
  }

  @Override
  public String toString() {
    return name();
  }
}
