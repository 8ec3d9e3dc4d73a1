package org.coremux.hypervisor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Sampler;
import org.coremux.engine.Site;
import org.coremux.guest.GuestOs;
import org.coremux.guest.GuestThread;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.TraceHash;
import org.coremux.platform.Platform;

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
 *
 * <p>A guest that is itself a host has the same, on its vCPUs.
 */
public final class Host {
  /** Name of the driver domain. Source: Xen, "Domain-0". */
  public static final String DOMAIN0 = "Domain-0";

  private final HostSetup setup;
  private final Site site;
  private final TraceHash hash = new TraceHash();
  private final List<Multiplexer> levels = new ArrayList<>();
  private final List<Guest> guests = new ArrayList<>();
  private final List<Guest> domains = new ArrayList<>();
  private final Layer layer;
  private final Nodes nodes;

  /** Who takes memory back; null where that never has to be. */
  private final Reclaimer reclaimer;

  private Guest background;
  private GuestOs moverOs;
  private boolean failed;
  private final List<Moves> watchers = new ArrayList<>();
  private final List<Runnable> failures = new ArrayList<>();

  /** A host without guests, on the site. */
  public Host(Site site, HostSetup setup) {
    this.site = site;
    this.setup = setup;
    layer = new Layer(this, setup).onMachine();
    nodes = new Nodes(setup.topology(), setup.memory().remoteHundredths());
    reclaimer = setup.memory().reclaim() == null ? null : reclaimer();
  }

  private Reclaimer reclaimer() {
    Distribution swap = setup.memory().reclaim().swap();
    DeviceSpec devices = setup.devices();
    SwapDevice device =
        new SwapDevice(
            layer.machine(),
            swap == null ? null : new Station(site, devices.diskChannels()),
            new Sampler(
                swap == null ? devices.diskService() : swap,
                setup.streams().stream(setup.name() + "/swap")));
    return new Reclaimer(site, new HostMemory(setup.memory()), setup, device);
  }

  Multiplexer level(String name, LevelCosts costs) {
    Multiplexer level =
        new Multiplexer(site, name, hash, costs, setup.streams().generator(name + "/scheduler"));
    levels.add(level);
    return level;
  }

  // ---- guests ----

  /** Takes a guest in; it is offline until it is started. */
  public Guest add(GuestSetup guest) {
    return added(layer.add(guest), null);
  }

  /**
   * Takes a guest in, in another one here that is itself a host; where the guests of this one have
   * vCPUs it is such a guest's guest, and else processes in the group of that one.
   *
   * @throws IllegalStateException if the other one is no host
   */
  public Guest add(GuestSetup guest, Guest outer) {
    return added(outer.layer().add(guest), outer);
  }

  private Guest added(Guest guest, Guest outer) {
    guest.in(outer);
    guests.add(guest);
    if (outer == null) {
      takeMemory(guest);
    }
    if (guest.domain0() != null) {
      domains.add(guest.domain0());
    }
    return guest;
  }

  private void takeMemory(Guest guest) {
    if (setup.platform().traits().type() != Platform.Type.DEDICATED) {
      nodes.place(guest);
    }
    if (reclaimer != null) {
      GuestMemory memory = reclaimer.memory().add(guest.pages());
      PageFaults faults = new PageFaults(guest, memory, reclaimer, setup.streams());
      guest.memoryOnHost().mayMiss(faults);
      reclaimer.add(faults);
    }
  }

  /**
   * Takes the driver domain in.
   *
   * @throws IllegalStateException when the platform has none
   */
  public Guest addDomain0(GuestSetup guest) {
    return layer.addDomain0(guest);
  }

  /**
   * The part of the host system that has a load of its own beside the guests.
   *
   * @throws IllegalStateException when no system runs beside the guests on this platform
   */
  public Guest addBackground() {
    background = layer.addBackground();
    return background;
  }

  /** The machine itself. */
  Machine machine() {
    return layer.machine();
  }

  /** Where threads are that move guests from and to it: the driver domain, or the host system. */
  GuestOs moverOs() {
    if (moverOs == null) {
      moverOs = layer.moverOs();
    }
    return moverOs;
  }

  /** Whether those are in a domain, and not on the host itself. */
  boolean movesInDomain() {
    return layer.domain0() != null;
  }

  /** The threads that move guests from and to it. */
  public List<GuestThread> movers() {
    return moverOs == null || movesInDomain() ? List.of() : moverOs.threads();
  }

  // ---- guests that move ----

  /**
   * Makes ready what it takes to have a guest here that is on another host now; before the run. It
   * is one of {@link #guests} from now on.
   *
   * @throws IllegalArgumentException when it has no vCPUs, or is in another guest, or this host is
   *     another {@link Site} or has another platform
   */
  public void expect(Guest guest) {
    Host other = guest.host();
    if (!guest.isVirtual() || guest.outer() != null || other.site != site) {
      throw new IllegalArgumentException(guest + " cannot come to " + name());
    }
    if (!guests.contains(guest)) {
      layer.expect(guest);
      guests.add(guest);
      levels.add(guest.above());
    }
  }

  /** Who is told of guests that leave and come. */
  public void watch(Moves watcher) {
    watchers.add(watcher);
  }

  /**
   * Lets a guest go that is {@link Guest#isAtRest at rest}; another host takes it in now.
   *
   * @throws IllegalStateException when it is not at rest, or not here
   */
  public void release(Guest guest) {
    if (guest.host() != this || !guest.isAtRest()) {
      throw new IllegalStateException(guest + " cannot leave " + name() + " now");
    }
    watchers.forEach(watcher -> watcher.leaves(guest, this));
    layer.release(guest);
  }

  /**
   * Takes in a guest that another host has let go in this instant.
   *
   * @throws IllegalStateException when it was not {@link #expect expected}
   */
  public void adopt(Guest guest) {
    Residence here = guest.residences().at(this);
    if (here == null) {
      throw new IllegalStateException(guest + " was not expected on " + name());
    }
    layer.adopt(guest, here);
    nodes.place(guest);
    watchers.forEach(watcher -> watcher.comes(guest, this));
  }

  // ---- what may happen to it ----

  /**
   * It is gone, with everything on it: its processors idle from now on, what its devices were doing
   * is lost, and what comes to its guests is dropped, and counted. A processor that runs something
   * goes idle when it has been told, some microseconds later.
   */
  public void fail() {
    failed = true;
    layer.fail();
    failures.forEach(Runnable::run);
    for (Guest guest : guests) {
      if (guest.host() == this) { // and not only expected
        guest.fail();
      }
    }
    systems().forEach(Guest::fail);
    for (Multiplexer pool : pools()) {
      for (int i = 0; i < pool.roster().indices(); i++) {
        if (pool.roster().at(i) != null) {
          pool.stop(pool.roster().at(i)); // threads that serve devices are left
        }
      }
    }
  }

  /** Who is told when it fails, before its guests are. */
  void whenFailed(Runnable listener) {
    failures.add(listener);
  }

  /** Whether it has failed. */
  public boolean hasFailed() {
    return failed;
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

  /** Its memory, of a host that may promise more than it has; null for others. */
  public HostMemory memory() {
    return reclaimer == null ? null : reclaimer.memory();
  }

  /** The site that it is. */
  public Site site() {
    return site;
  }

  /**
   * Its guests, and theirs, in the order in which they were added, and those that may come to it;
   * without driver domains. See {@link #isDirect} for those that run on the pCPUs themselves.
   */
  public List<Guest> guests() {
    return Collections.unmodifiableList(guests);
  }

  /**
   * Whether the guest is scheduled on the pCPUs; what others spend is part of what a guest spends
   * in which they are.
   */
  public boolean isDirect(Guest guest) {
    return guest.level().processor(0).provider() == null;
  }

  /** The driver domain; null when it has none. */
  public Guest domain0() {
    return layer.domain0();
  }

  /** The host system's own load; null when it has none. */
  public Guest background() {
    return background;
  }

  /** The driver domains of guests that are hosts themselves. */
  public List<Guest> domains() {
    return Collections.unmodifiableList(domains);
  }

  /** All those that it has: of its own first, then those of guests. */
  public List<Guest> systems() {
    List<Guest> systems = new ArrayList<>();
    if (domain0() != null) {
      systems.add(domain0());
    }
    if (background != null) {
      systems.add(background);
    }
    systems.addAll(domains);
    return systems;
  }

  /** The multiplexers of its pCPUs: one, or on dedicated cores one for each guest. */
  public List<Multiplexer> pools() {
    return Collections.unmodifiableList(layer.pools());
  }

  /**
   * All its multiplexers, those of the guests included: each after the one that it stands on; and
   * those of guests that may come, see {@link #has}.
   */
  public List<Multiplexer> levels() {
    return Collections.unmodifiableList(levels);
  }

  /** Whether that one of its levels is here now, and not that of a guest on another host. */
  public boolean has(Multiplexer level) {
    for (Guest guest : guests) {
      if (guest.host() != this && guest.above() == level) {
        return false;
      }
    }
    return true;
  }

  /** How many pCPUs it has; on dedicated cores, how many its guests have. */
  public int processorCount() {
    int count = 0;
    for (Multiplexer pool : pools()) {
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
