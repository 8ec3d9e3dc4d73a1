package org.coremux.hypervisor;

import java.util.ArrayList;
import java.util.List;
import org.coremux.guest.GuestOs;
import org.coremux.guest.IoSetup;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;
import org.coremux.platform.Platform;
import org.coremux.platform.PlatformCosts;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/**
 * A platform on the processors that it shares out: those of a machine, or those of a guest that is
 * itself a host. It takes guests in, each of which may have a layer of its own.
 *
 * <p>Where the layer below has vCPUs and this one has, too, an exit of a guest here costs what the
 * platform's does as a guest of that below ({@link Platform#under}). Where one of them has none,
 * guests here are groups of processes: of the guest that they are in, or, below a system without
 * vCPUs, of the machine itself, in the group of that guest.
 */
final class Layer {
  /** Load weight of a thread of nice value 0. Source: Linux, sched_prio_to_weight. */
  private static final int NICE_0_WEIGHT = 1_024;

  /** Period of a cap. Unit: ns. Source: Linux cpu.max, default "max 100000". */
  private static final long CAP_PERIOD_NS = 100_000_000;

  /** One pCPU. Unit: hundredths of a percent. */
  private static final long ONE_PCPU = 10_000;

  private final Host host;
  private final HostSetup setup;

  /** Whose prices the operations of guests here have. */
  private final Platform priced;

  private final PlatformCosts costs;
  private final LevelCosts hostCosts;
  private final LevelCosts guestCosts;
  private final List<Multiplexer> pools = new ArrayList<>();
  private final List<PhysicalMachine> machines = new ArrayList<>();
  private Machine machine;

  /** The guest whose system the guests here are processes of; null for the machine's own. */
  private Guest system;

  /** The processors of the machine that all guests here have in common; null for all. */
  private CpuMask affinity;

  private Guest domain0;

  /** The layer of a machine, or of a guest whose vCPUs are its processors. */
  Layer(Host host, HostSetup setup) {
    this(host, setup, setup.platform());
  }

  private Layer(Host host, HostSetup setup, Platform priced) {
    this.host = host;
    this.setup = setup;
    this.priced = priced;
    costs = priced.costs(setup.topology().clockHz(), setup.caches());
    hostCosts = costs.host();
    guestCosts = costs.guest();
  }

  /** Gives it the machine itself. */
  Layer onMachine() {
    machine = physicalMachine();
    if (type() != Platform.Type.DEDICATED) {
      addPool(setup.name(), setup.topology());
    }
    return this;
  }

  private Multiplexer addPool(String name, Topology cores) {
    Multiplexer pool = host.level(name, hostCosts).hardware(cores);
    pool.policy(setup.policy().create());
    pools.add(pool);
    return pool;
  }

  // ---- guests ----

  Platform.Type type() {
    return setup.platform().traits().type();
  }

  List<Multiplexer> pools() {
    return pools;
  }

  /** The machine, or guest, whose devices those here are. */
  Machine machine() {
    return machine;
  }

  Guest domain0() {
    return domain0;
  }

  Guest add(GuestSetup guest) {
    if (system != null) {
      return processes(
          guest, pools.get(0), system.isVirtual() ? guest.share().affinity() : affinity);
    }
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

  Guest addDomain0(GuestSetup guest) {
    if (!setup.platform().traits().hasDomain0()) {
      throw new IllegalStateException(setup.platform().name() + " has no Domain 0");
    }
    domain0 = virtualMachine(guest);
    return domain0;
  }

  /** The part of the system here that has a load of its own beside the guests. */
  Guest addBackground() {
    if (type() != Platform.Type.TYPE_2 && type() != Platform.Type.BARE_METAL) {
      throw new IllegalStateException(setup.platform().name() + " has no host system");
    }
    GuestOs os = new GuestOs(setup.name(), pools.get(0), null, threadWeight(), null);
    Guest own = new Guest(setup.name(), pools.get(0), List.of(), os, setup.longestNs()).on(priced);
    new Devices(setup, machine, costs).direct(own, os);
    return own;
  }

  /** A system for threads that move guests: the driver domain's, or the host's own. */
  GuestOs moverOs() {
    return domain0 == null
        ? new GuestOs(setup.name() + ".migration", pools.get(0), null, threadWeight(), null)
        : domain0.os();
  }

  /** Of a thread of the system here. */
  private int threadWeight() {
    return setup.policy().weighsGroups() ? NICE_0_WEIGHT : GuestSetup.Share.NORMAL.weight();
  }

  private Guest virtualMachine(GuestSetup guest) {
    Multiplexer pool = pools.get(0);
    Group group = group(guest, pool);
    int weight = memberWeight(guest.share());
    Schedulable[] vcpus = new Schedulable[guest.vcpus()];
    for (int i = 0; i < vcpus.length; i++) {
      CpuMask affinity = guest.share().affinity();
      vcpus[i] = Schedulable.vcpu(guest.name() + ".v" + i, group, weight, affinity);
      pool.admit(vcpus[i]);
    }
    Layer inner = inner(guest);
    LevelCosts above = inner == null ? guestCosts : inner.hostCosts;
    Multiplexer level = host.level(guest.name(), above).on(vcpus);
    guest.clock().keptBy(level.timekeeping());
    level.policy(guest.policy().create());
    int threadWeight = inner == null ? NICE_0_WEIGHT : inner.threadWeight();
    GuestOs kernel = new GuestOs(guest.name(), level, null, threadWeight, null);
    Spinning.helps(kernel, level, setup.platform(), costs);
    kernel.paravirtual(Offers.of(setup.platform()));
    GuestOs os = inner == null ? kernel : inner.inGuest(kernel, guest.inner().domain0());
    Guest vm = new Guest(guest.name(), pool, List.of(vcpus), os, setup.longestNs()).on(priced);
    vm.memoryOnHost().uses(guest.pages(), vm.scheduled());
    boolean inDomain = isServedInDomain();
    GuestOs own = inDomain ? null : new GuestOs(guest.name(), pool, group, weight, null);
    GuestOs server = inDomain ? domain0.os() : own;
    vm.at(new Residence(this, pool, group, own), guest.share()).with(guest.devices());
    kernel.io(() -> devices(vm, kernel, server));
    if (os != kernel) {
      os.io(kernel::io);
    }
    return guest.inner() == null ? vm : vm.hosts(inner == null ? processesIn(vm, guest) : inner);
  }

  private Guest processes(GuestSetup guest, Multiplexer pool, CpuMask allowed) {
    int weight = memberWeight(guest.share());
    boolean isGroup = guest.share().isGroup();
    Group outer = system == null ? null : system.os().group();
    Group group = isGroup ? group(guest, pool) : outer;
    GuestOs os = new GuestOs(guest.name(), pool, group, weight, allowed);
    if (isGroup) {
      os.limitParallelism(guest.vcpus());
    }
    Guest processes = new Guest(guest.name(), pool, List.of(), os, setup.longestNs()).on(priced);
    processes.at(new Residence(this, pool, isGroup ? group : null, null), guest.share());
    processes.memoryOnHost().uses(guest.pages(), processes.scheduled());
    if (system == null) {
      new Devices(setup, ownMachine(), costs).direct(processes, os);
    } else {
      GuestOs below = system.os();
      os.io(below::io);
    }
    return guest.inner() == null ? processes : processes.hosts(processesIn(processes, guest));
  }

  private Machine ownMachine() {
    return type() == Platform.Type.DEDICATED ? physicalMachine() : machine;
  }

  private Machine physicalMachine() {
    PhysicalMachine physical = new PhysicalMachine(host.site(), setup.devices());
    machines.add(physical);
    return physical;
  }

  /** The machine is gone, and with it what it is doing. */
  void fail() {
    machines.forEach(PhysicalMachine::fail);
  }

  // ---- shares ----

  private Group group(GuestSetup guest, Multiplexer pool) {
    Group outer = system == null ? null : system.os().group();
    return group(guest.name(), guest.share(), outer, pool);
  }

  private Group group(String name, GuestSetup.Share share, Group outer, Multiplexer pool) {
    return pool.group(name, outer, groupWeight(share), quota(share))
        .settings(share.settings(setup.policy()));
  }

  private int groupWeight(GuestSetup.Share share) {
    return setup.policy().weighsGroups()
        ? (int) setup.platform().traits().weights().weight(share.weight())
        : share.weight();
  }

  /** Of a vCPU, or of a thread where there are none. */
  private int memberWeight(GuestSetup.Share share) {
    return setup.policy().weighsGroups() ? NICE_0_WEIGHT : share.weight();
  }

  private static Group.Quota quota(GuestSetup.Share share) {
    return share.capHundredths() == 0
        ? Group.Quota.NONE
        : new Group.Quota(CAP_PERIOD_NS * share.capHundredths() / ONE_PCPU, CAP_PERIOD_NS, 0);
  }

  /** A guest here has another share from now on, and those in it are where it may be. */
  void share(Guest guest, GuestSetup.Share share) {
    Residence at = guest.residence();
    share(at, share);
    int weight = memberWeight(share);
    if (guest.isVirtual()) {
      for (Schedulable vcpu : guest.scheduled()) {
        at.pool().changes().share(vcpu, weight, share.affinity());
      }
    } else {
      guest.os().share(weight, allowedIn(share));
      guest.shareWithin(allowedIn(share));
    }
  }

  /** Where processes with that share may run. */
  private CpuMask allowedIn(GuestSetup.Share share) {
    if (system != null && !system.isVirtual()) {
      return affinity;
    }
    return type() == Platform.Type.DEDICATED ? null : share.affinity();
  }

  // ---- guests that move ----

  Host host() {
    return host;
  }

  private IoSetup devices(Guest guest, GuestOs kernel, GuestOs server) {
    Devices made = new Devices(setup, machine, costs);
    IoSetup io = made.of(new Devices.Owner(guest, kernel), guest.devices(), server);
    guest.residence().io(io);
    return io;
  }

  /** Makes ready what it takes to have a guest here that is elsewhere. */
  void expect(Guest guest) {
    Multiplexer pool = pools.get(0);
    GuestSetup.Share share = guest.share();
    Group group = group(guest.name(), share, null, pool);
    boolean inDomain = isServedInDomain();
    GuestOs own =
        inDomain ? null : new GuestOs(guest.name(), pool, group, memberWeight(share), null);
    Residence here = new Residence(this, pool, group, own);
    GuestOs kernel = guest.os();
    if (kernel.hasDevices()) {
      Residence there = guest.residence();
      guest.at(here, share);
      devices(guest, kernel, inDomain ? domain0.os() : own);
      guest.at(there, share);
    }
    guest.residences().mayCome(here);
  }

  private boolean isServedInDomain() {
    return setup.platform().traits().io() == Platform.Io.DRIVER_DOMAIN && domain0 != null;
  }

  /** A guest that stands still leaves. */
  void release(Guest guest) {
    for (Schedulable vcpu : guest.scheduled()) {
      pools.get(0).changes().release(vcpu);
    }
  }

  /** A guest that stands still comes, with everything at the prices of here. */
  void adopt(Guest guest, Residence here) {
    guest.at(here, guest.share()).on(priced);
    share(here, guest.share());
    for (Schedulable vcpu : guest.scheduled()) {
      CpuMask where = guest.share().affinity();
      here.pool().changes().adopt(vcpu, here.group(), memberWeight(guest.share()), where);
    }
    guest.above().changes().prices(guestCosts);
    guest.reprice(setup.topology().clockHz());
  }

  private void share(Residence at, GuestSetup.Share share) {
    if (at.group() != null) {
      at.pool().changes().share(at.group(), groupWeight(share), quota(share));
    }
    if (at.server() != null) {
      at.server().share(memberWeight(share), null);
    }
  }

  /** What confines the guest of whose system this is the layer is that from now on. */
  void confine(CpuMask allowed) {
    affinity = allowed;
  }

  // ---- a guest's own layer ----

  /** The layer of the guest, where that one has vCPUs, too; null where it does not. */
  private Layer inner(GuestSetup guest) {
    if (guest.inner() == null || !guest.inner().platform().traits().type().isVirtual()) {
      return null;
    }
    return new Layer(host, in(guest, guest.inner().platform().under(setup.platform())));
  }

  /** What a host in that guest is made of: the processors and devices are the guest's. */
  private HostSetup in(GuestSetup guest, Platform platform) {
    return new HostSetup(
        guest.name(),
        setup.topology(),
        platform,
        guest.policy(),
        setup.devices(),
        setup.memory(),
        setup.caches(),
        setup.streams(),
        setup.longestNs());
  }

  /**
   * Its processors and devices are those of a guest's kernel; the system in which the guest's own
   * threads are: the kernel, or the driver domain.
   */
  private GuestOs inGuest(GuestOs kernel, GuestSetup driverDomain) {
    pools.add(kernel.multiplexer());
    machine = new GuestMachine(kernel);
    if (driverDomain == null) {
      return kernel;
    }
    Multiplexer level = addDomain0(driverDomain).os().multiplexer();
    return new GuestOs(kernel.name(), level, null, NICE_0_WEIGHT, null);
  }

  /** A layer whose guests are processes of the system of that guest. */
  private Layer processesIn(Guest guest, GuestSetup of) {
    Layer layer =
        new Layer(host, guest.isVirtual() ? in(of, of.inner().platform()) : setup, priced);
    layer.pools.add(guest.os().multiplexer());
    layer.system = guest;
    layer.affinity = allowed(guest, of);
    return layer;
  }

  /** What confines a guest's processes on the machine confines those of its guests, too. */
  private CpuMask allowed(Guest guest, GuestSetup of) {
    if (guest.isVirtual() || type() == Platform.Type.DEDICATED) {
      return null;
    }
    return system == null ? of.share().affinity() : affinity;
  }
}
