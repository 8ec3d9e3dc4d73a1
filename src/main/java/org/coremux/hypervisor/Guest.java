package org.coremux.hypervisor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.coremux.engine.Parameters;
import org.coremux.engine.RandomStreams;
import org.coremux.guest.GuestOs;
import org.coremux.guest.GuestThread;
import org.coremux.guest.Workload;
import org.coremux.guest.WorkloadMeter;
import org.coremux.guest.WorkloadSite;
import org.coremux.metric.LatencyHistogram;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;
import org.coremux.platform.Features;
import org.coremux.platform.MixCosts;
import org.coremux.platform.Platform;
import org.coremux.topology.CpuMask;

/**
 * What a host runs for one tenant: a virtual machine with its vCPUs and its operating system, or,
 * on bare metal, a group of processes; and the workloads in it.
 */
public final class Guest {
  private final String name;
  private Multiplexer level;
  private final List<Schedulable> vcpus;
  private final GuestOs os;
  private final Installed installed = new Installed();
  private final LatencyHistogram dispatchLatency;
  private Guest outer;
  private Platform platform;
  private final GuestPages pages = new GuestPages();
  private Layer layer;
  private boolean splits;
  private boolean started;
  private boolean gone;
  private final List<Guest> inner = new ArrayList<>();
  private final Residences residences;
  private final Pauses pauses = new Pauses();
  private Features.Devices devices;
  private GuestSetup.Share share = GuestSetup.Share.NORMAL;

  /**
   * @param level the multiplexer of the host on which it is scheduled
   * @param vcpus its vCPUs; empty for a group of processes
   * @param longestNs the longest latency that can occur: the length of the run, in ns
   */
  Guest(String name, Multiplexer level, List<Schedulable> vcpus, GuestOs os, long longestNs) {
    this.name = name;
    this.level = level;
    this.vcpus = List.copyOf(vcpus);
    this.os = os;
    residences = new Residences(os);
    dispatchLatency = new LatencyHistogram(longestNs);
    vcpus.forEach(vcpu -> vcpu.dispatchLatency(dispatchLatency));
  }

  Guest on(Platform below) {
    platform = below;
    return this;
  }

  Guest in(Guest other) {
    outer = other;
    if (other != null) {
      other.inner.add(this);
    }
    return this;
  }

  Guest hosts(Layer own) {
    layer = own;
    return this;
  }

  Guest at(Residence where, GuestSetup.Share its) {
    residences.at(where);
    level = where.pool();
    share = its;
    return this;
  }

  Guest with(Features.Devices model) {
    devices = model;
    return this;
  }

  /** How its devices look to it. */
  Features.Devices devices() {
    return devices;
  }

  /** Its memory on its host. */
  GuestPages memoryOnHost() {
    return pages;
  }

  /** Where it is, and where it may be. */
  Residences residences() {
    return residences;
  }

  /** What its host has of it. */
  Residence residence() {
    return residences.here();
  }

  /** Its name, as people know it. */
  public String name() {
    return name;
  }

  /** Its operating system. */
  public GuestOs os() {
    return os;
  }

  /** The platform whose guest it is, at the prices that it has where it runs. */
  public Platform platform() {
    return platform;
  }

  /** What it does with its memory; null for a host system's own load. */
  public PageUse pages() {
    return pages.use();
  }

  /** Which of its pages are there; null on a host that never takes any. */
  public GuestMemory memory() {
    return pages.memory();
  }

  /** The guest that it is in; null for one of the host itself. */
  public Guest outer() {
    return outer;
  }

  /** What takes its own guests in; only for one that is a host itself. */
  Layer layer() {
    if (layer == null) {
      throw new IllegalStateException(name + " has no platform, and so no guests");
    }
    return layer;
  }

  /** The driver domain of a guest that is itself a host; null when it has none. */
  public Guest domain0() {
    return layer == null ? null : layer.domain0();
  }

  /** For how long its own threads have run, up to now. Unit: ns. */
  public long loadNs() {
    return os.ranNs();
  }

  /** The multiplexer of its vCPUs; of a group of processes the one that they are on. */
  public Multiplexer above() {
    return isVirtual() ? vcpus.get(0).provided().multiplexer() : level;
  }

  /** Whether it has vCPUs, and so a level of its own. */
  public boolean isVirtual() {
    return !vcpus.isEmpty();
  }

  /** What the host schedules for it: its vCPUs, or on bare metal its threads. */
  public List<Schedulable> scheduled() {
    return isVirtual() ? vcpus : os.scheduled();
  }

  /** The multiplexer of the host on which it is scheduled. */
  public Multiplexer level() {
    return level;
  }

  /** Time from a wake-up to the processor, of all that the host schedules for it. */
  public LatencyHistogram dispatchLatency() {
    return dispatchLatency;
  }

  /** What its workloads were asked and did, in the order in which they were installed. */
  public List<WorkloadMeter> meters() {
    return Collections.unmodifiableList(installed.meters);
  }

  /** The threads of the workload of that index. */
  public List<GuestThread> threads(int workload) {
    return installed.threads.get(workload);
  }

  /** What the frequent operations of its workloads cost, in the order of the workloads. */
  public List<MixCosts> mixes() {
    return Collections.unmodifiableList(installed.mixes);
  }

  /** The threads that serve its devices, wherever they are; none for devices of its own. */
  public List<GuestThread> backends() {
    return residences.backends();
  }

  /** Those of them that are on that host, or in its driver domain. */
  public List<GuestThread> backends(Host at) {
    return residences.backends(at);
  }

  /** Whether the thread that serves it is the host's own, and not a driver domain's. */
  public boolean isOfHost(GuestThread backend) {
    return residences.isOfHost(backend);
  }

  /** From now on it is kept where its threads' and its requests' time goes; before the run. */
  public void splitTime() {
    vcpus.forEach(Schedulable::splitTime);
    if (domain0() != null) {
      domain0().splitTime();
    }
    splits = true;
  }

  /**
   * Puts a workload into it; before the run.
   *
   * @param mix what its frequent operations cost here
   */
  public void install(
      Workload workload,
      WorkloadMeter meter,
      MixCosts mix,
      RandomStreams streams,
      String streamName) {
    int before = os.threads().size();
    if (splits) {
      meter.splitTime();
    }
    workload.install(new WorkloadSite(os, meter, streams, streamName));
    List<GuestThread> its = List.copyOf(os.threads().subList(before, os.threads().size()));
    installed.add(workload, meter, mix, its);
    for (GuestThread thread : its) {
      if (splits) {
        thread.schedulable().splitTime();
      }
      if (!isVirtual()) {
        thread.schedulable().dispatchLatency(dispatchLatency);
        pages.pace(thread.schedulable());
      }
    }
  }

  /**
   * Says how much memory each thread of a workload goes on using; before the run. A vCPU goes on
   * using what the largest of them does.
   *
   * @param workload its index
   * @param kib so much. Unit: KiB
   */
  public void workingSet(int workload, long kib) {
    installed.threads.get(workload).forEach(thread -> thread.schedulable().workingSet(kib));
    vcpus.forEach(vcpu -> vcpu.workingSet(kib));
  }

  /** Boots it: its vCPUs come up, then its threads, then requests begin to arrive. */
  public void start(long nowNs) {
    if (started) {
      throw new IllegalStateException(name + " has been started before");
    }
    if (gone) {
      return;
    }
    started = true;
    pages.start();
    vcpus.forEach(level::start);
    if (domain0() != null) {
      domain0().start(nowNs);
    }
    os.start();
    installed.workloads.forEach(workload -> workload.begin(nowNs));
    if (pauses.any()) {
      pauses.takeOff(scheduled(), level);
    }
  }

  // ---- what may happen to it ----

  /**
   * Takes it off the processors, offline, until it is resumed as often as it was paused: its timers
   * are late, and what comes from outside waits. Source: qemu pause_all_vcpus, Xen domain_pause.
   */
  public void pause() {
    if (pauses.begin() && started && !gone) {
      pauses.takeOff(scheduled(), level);
    }
    if (!isVirtual()) { // else they stand with it
      inner.forEach(Guest::pause);
    }
  }

  /**
   * Takes a pause back.
   *
   * @throws IllegalStateException when it is not paused
   */
  public void resume() {
    if (pauses.end(name) && !gone) {
      pauses.bringBack(level);
    }
    if (!isVirtual()) {
      inner.forEach(Guest::resume);
    }
  }

  /** Whether it has been stopped, or has failed. */
  public boolean isGone() {
    return gone;
  }

  /** Stops it and all in it. */
  public void shutDown() {
    stop();
    inner.forEach(Guest::shutDown);
  }

  /** It is gone, with all in it: what comes to it from now on is dropped, and counted. */
  public void fail() {
    if (gone) {
      return;
    }
    installed.workloads.forEach(Workload::fail);
    takeDown();
    inner.forEach(Guest::fail);
  }

  /** It gets this share of its host from now on; where that is not possible, of the next one. */
  public void share(GuestSetup.Share next, boolean isPossibleHere) {
    share = next;
    if (isPossibleHere) {
      residence().layer().share(this, next);
    }
  }

  /** Those in it are confined as it is. */
  void shareWithin(CpuMask allowed) {
    for (Guest guest : inner) {
      layer.confine(allowed);
      guest.share(guest.share, true);
    }
  }

  /** The host that it is on, in however many guests. */
  public Host host() {
    return residence().layer().host();
  }

  /** Whether nothing of it is on a processor or in a device, so that its host may let it go. */
  public boolean isAtRest() {
    return pauses.any() && residence().isQuiet(vcpus);
  }

  /** What its threads' frequent operations cost is that of its platform at that clock. */
  void reprice(long clockHz) {
    installed.reprice(platform, clockHz);
  }

  /** What it gets of its host. */
  public GuestSetup.Share share() {
    return share;
  }

  /** A workload of it has these settings from now on. */
  public void changed(int workload, Parameters settings, long nowNs) {
    if (!gone) {
      installed.workloads.get(workload).changed(settings, nowNs);
    }
  }

  /** Takes it off the host: requests end, and it is offline from now on. */
  public void stop() {
    if (gone) {
      return;
    }
    installed.workloads.forEach(Workload::end);
    takeDown();
  }

  private void takeDown() {
    gone = true;
    if (domain0() != null) {
      domain0().stop();
    }
    scheduled().forEach(level::stop);
    pages.leave();
  }

  @Override
  public String toString() {
    return name;
  }
}
