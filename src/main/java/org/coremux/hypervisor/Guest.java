package org.coremux.hypervisor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.coremux.engine.Parameters;
import org.coremux.engine.RandomStreams;
import org.coremux.guest.GuestOs;
import org.coremux.guest.GuestThread;
import org.coremux.guest.IoSetup;
import org.coremux.guest.Workload;
import org.coremux.guest.WorkloadMeter;
import org.coremux.guest.WorkloadSite;
import org.coremux.metric.LatencyHistogram;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.SpeedFactor;
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
  private final List<Workload> workloads = new ArrayList<>();
  private final List<WorkloadMeter> meters = new ArrayList<>();
  private final List<MixCosts> mixes = new ArrayList<>();
  private final List<List<GuestThread>> threads = new ArrayList<>();
  private final LatencyHistogram dispatchLatency;
  private Guest outer;
  private Platform platform;
  private PageUse pages;
  private Layer layer;
  private boolean splits;
  private boolean started;
  private boolean gone;

  /** Those in it. */
  private final List<Guest> inner = new ArrayList<>();

  private Residence residence;

  /** Where it is, and where it may be. */
  private final List<Residence> residences = new ArrayList<>();

  private Features.Devices devices;

  /** What comes in while it moves waits here; null while it does not. */
  private Waiting waiting;

  private GuestSetup.Share share = GuestSetup.Share.NORMAL;

  /** How often it was paused and not resumed. */
  private int pauses;

  /** What a pause has taken off the processors. */
  private final List<Schedulable> paused = new ArrayList<>();

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
    dispatchLatency = new LatencyHistogram(longestNs);
    for (Schedulable vcpu : vcpus) {
      vcpu.dispatchLatency(dispatchLatency);
    }
  }

  Guest on(Platform below) {
    platform = below;
    return this;
  }

  Guest uses(PageUse use) {
    pages = use;
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
    residence = where;
    level = where.pool();
    share = its;
    if (!residences.contains(where)) {
      residences.add(where);
    }
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

  void mayCome(Residence there) {
    if (!residences.contains(there)) {
      residences.add(there);
    }
  }

  /** What that host has of it; null when it has never been there, and cannot come. */
  Residence residenceAt(Host host) {
    for (Residence one : residences) {
      if (one.layer().host() == host) {
        return one;
      }
    }
    return null;
  }

  /** What its host has of it. */
  Residence residence() {
    return residence;
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
    return pages;
  }

  /** The guest that it is in; null for one of the host itself. */
  public Guest outer() {
    return outer;
  }

  /**
   * What takes its own guests in.
   *
   * @throws IllegalStateException if it is no host
   */
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
    long ns = 0;
    for (GuestThread thread : os.threads()) {
      thread.schedulable().settleBooks();
      ns += thread.schedulable().timeNs(RunState.RUNNING);
    }
    return ns;
  }

  /** The multiplexer of its vCPUs; of a group of processes the one that they are on. */
  public Multiplexer above() {
    return isVirtual() ? vcpus.get(0).provided().multiplexer() : level;
  }

  /** Whether it has vCPUs of its own, and so a level of its own. */
  public boolean isVirtual() {
    return !vcpus.isEmpty();
  }

  /** What the host schedules for it: its vCPUs, or on bare metal its threads. */
  public List<Schedulable> scheduled() {
    if (isVirtual()) {
      return vcpus;
    }
    List<Schedulable> threads = new ArrayList<>();
    for (GuestThread thread : os.threads()) {
      threads.add(thread.schedulable());
    }
    return threads;
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
    return Collections.unmodifiableList(meters);
  }

  /** The threads of the workload of that index. */
  public List<GuestThread> threads(int workload) {
    return threads.get(workload);
  }

  /** What the frequent operations of its workloads cost, in the order of the workloads. */
  public List<MixCosts> mixes() {
    return Collections.unmodifiableList(mixes);
  }

  /** The threads that serve its devices, wherever they are; none for devices of its own. */
  public List<GuestThread> backends() {
    List<GuestThread> all = new ArrayList<>();
    residences.forEach(one -> all.addAll(one.backends()));
    return all;
  }

  /** Those of them that are on that host, or in its driver domain. */
  public List<GuestThread> backends(Host at) {
    Residence there = residenceAt(at);
    return there == null ? List.of() : there.backends();
  }

  /** Whether the thread that serves it is the host's own, and not a driver domain's. */
  public boolean isOfHost(GuestThread backend) {
    return residences.stream()
        .anyMatch(one -> one.pool() == backend.multiplexer() && one.backends().contains(backend));
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
    workloads.add(workload);
    meters.add(meter);
    mixes.add(mix);
    threads.add(List.copyOf(os.threads().subList(before, os.threads().size())));
    for (GuestThread thread : os.threads().subList(before, os.threads().size())) {
      thread.schedulable().pace(mix.speed(SpeedFactor.MEMORY), mix.speed(SpeedFactor.OVERHEAD));
    }
    if (splits) {
      for (GuestThread thread : os.threads().subList(before, os.threads().size())) {
        thread.schedulable().splitTime();
      }
    }
    if (!isVirtual()) {
      for (GuestThread thread : os.threads().subList(before, os.threads().size())) {
        thread.schedulable().dispatchLatency(dispatchLatency);
      }
    }
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
    for (Schedulable vcpu : vcpus) {
      level.start(vcpu);
    }
    if (domain0() != null) {
      domain0().start(nowNs);
    }
    os.start();
    for (Workload workload : workloads) {
      workload.begin(nowNs);
    }
    if (pauses > 0) {
      takeOff();
    }
  }

  // ---- what may happen to it ----

  /**
   * Takes it off the processors, as a monitor does: nothing in it runs, its timers are late, and
   * what comes from outside waits, until it has been resumed as often as it was paused. Its time is
   * offline meanwhile.
   *
   * <p>Source: KVM_EXIT of all vCPUs by a signal, qemu pause_all_vcpus; Xen domain_pause.
   */
  public void pause() {
    pauses++;
    if (pauses == 1 && started && !gone) {
      takeOff();
    }
    if (!isVirtual()) { // else they stand with it
      inner.forEach(Guest::pause);
    }
  }

  private void takeOff() {
    for (Schedulable s : scheduled()) {
      if (s.state() != RunState.OFFLINE) {
        level.stop(s);
        paused.add(s);
      }
    }
  }

  /**
   * Takes a pause back.
   *
   * @throws IllegalStateException when it is not paused
   */
  public void resume() {
    if (pauses == 0) {
      throw new IllegalStateException(name + " is not paused");
    }
    pauses--;
    if (pauses == 0) {
      for (Schedulable s : paused) {
        if (!gone && !s.hasEnded()) {
          level.start(s);
        }
      }
      paused.clear();
    }
    if (!isVirtual()) {
      inner.forEach(Guest::resume);
    }
  }

  /** Whether it is paused, by itself or with what it is in. */
  public boolean isPaused() {
    return pauses > 0;
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
    workloads.forEach(Workload::fail);
    takeDown();
    inner.forEach(Guest::fail);
  }

  /** It gets this share of its host from now on. */
  public void share(GuestSetup.Share next) {
    share = next;
    residence.layer().share(this, next);
  }

  /** Those in it are confined as it is. */
  void shareWithin(CpuMask allowed) {
    for (Guest guest : inner) {
      layer.confine(allowed);
      guest.share(guest.share);
    }
  }

  // ---- moving to another host, while it stands still ----

  /** The host that it is on, in however many guests. */
  public Host host() {
    return residence.layer().host();
  }

  /** Whether it is on its way from one host to another. */
  public boolean isMoving() {
    return waiting != null;
  }

  /** From now on what comes in from outside waits; what its devices have goes on. */
  public void holdArrivals() {
    waiting = new Waiting();
    if (os.hasDevices()) {
      IoSetup io = residence.io();
      os.devices(
          new IoSetup(waiting, null, io.diskService(), io.receiveNs(), io.sendNs(), io.blockNs()));
    }
  }

  /** What came in meanwhile goes to the devices that it has where it is now. */
  public void passArrivals(long nowNs) {
    if (os.hasDevices()) {
      os.devices(residence.io());
      waiting.passTo(residence.io().nic(), nowNs);
    }
    waiting = null;
  }

  /** Whether nothing of it is on a processor or in a device, so that its host may let it go. */
  public boolean isAtRest() {
    return pauses > 0 && vcpus.stream().allMatch(Schedulable::isAway) && residence.isQuiet();
  }

  /** What its threads' frequent operations cost is that of its platform at that clock. */
  void reprice(long clockHz) {
    for (int w = 0; w < mixes.size(); w++) {
      MixCosts mix = mixes.get(w).on(platform, clockHz);
      mixes.set(w, mix);
      for (GuestThread thread : threads.get(w)) {
        thread.schedulable().pace(mix.speed(SpeedFactor.MEMORY), mix.speed(SpeedFactor.OVERHEAD));
      }
    }
  }

  /** What it gets of its host. */
  public GuestSetup.Share share() {
    return share;
  }

  /** A workload of it has these settings from now on. */
  public void changed(int workload, Parameters settings, long nowNs) {
    if (!gone) {
      workloads.get(workload).changed(settings, nowNs);
    }
  }

  /** Takes it off the host: requests end, and it is offline from now on. */
  public void stop() {
    if (gone) {
      return;
    }
    for (Workload workload : workloads) {
      workload.end();
    }
    takeDown();
  }

  private void takeDown() {
    gone = true;
    if (domain0() != null) {
      domain0().stop();
    }
    for (Schedulable s : scheduled()) {
      level.stop(s);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
