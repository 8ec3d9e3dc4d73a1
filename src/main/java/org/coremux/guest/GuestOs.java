package org.coremux.guest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.sched.NiceWeights;
import org.coremux.topology.CpuMask;

/**
 * The operating system of a guest, or, on bare metal, the part of the host's that a guest is: its
 * threads, their groups, and the interrupts of its devices.
 *
 * <p>Model: threads have one weight within their group. Handling an interrupt takes no work of the
 * guest's own; what the exit and the injection cost is the platform's.
 */
public final class GuestOs {
  private final String name;
  private final Multiplexer mux;
  private int weight;
  private CpuMask affinity;
  private final List<GuestThread> threads = new ArrayList<>();

  /** Of each thread. */
  private final List<Standing> standings = new ArrayList<>();

  /** Threads that begin with the guest. */
  private final List<GuestThread> atStart = new ArrayList<>();

  private Group group;
  private int parallelism = Integer.MAX_VALUE;
  private int interruptLines;
  private Supplier<IoSetup> devices;
  private IoSetup io;
  private PauseLoops pauseLoops;
  private LockCalls lockCalls;
  private Paravirtual paravirtual = Paravirtual.NONE;

  /**
   * @param mux where its threads are scheduled: over its vCPUs, or on the host itself
   * @param group the group of all its threads there; null for none
   * @param weight of each thread, in the unit of that level's policy
   * @param affinity of each thread; null for all processors
   */
  public GuestOs(String name, Multiplexer mux, Group group, int weight, CpuMask affinity) {
    this.name = name;
    this.mux = mux;
    this.group = group;
    this.weight = weight;
    this.affinity = affinity;
  }

  /** Its name, as people know it. */
  public String name() {
    return name;
  }

  /** Where its threads are scheduled. */
  public Multiplexer multiplexer() {
    return mux;
  }

  /** Its threads, in the order in which they were created. */
  public List<GuestThread> threads() {
    return Collections.unmodifiableList(threads);
  }

  /** What the scheduler knows of its threads. */
  public List<Schedulable> scheduled() {
    List<Schedulable> all = new ArrayList<>();
    threads.forEach(thread -> all.add(thread.schedulable()));
    return all;
  }

  /** For how long its threads have run, up to now. Unit: ns. */
  public long ranNs() {
    long ns = 0;
    for (GuestThread thread : threads) {
      ns += thread.timeNs(RunState.RUNNING);
    }
    return ns;
  }

  /** Threads created from now on are in this group. */
  public void enter(Group container) {
    group = container;
  }

  /** The group of the threads that are created now; null for none. */
  public Group group() {
    return group;
  }

  /**
   * How a thread stands among the others.
   *
   * @param nice -20 to 19
   * @param realTime priority 1 to 100 above all fair threads; 0 for a fair one
   * @param affinity where it may run; null for wherever the guest may
   * @param cameFrom the processor on which it was before the guest began; -1 for none
   * @param isBorn whether it begins when another thread forks it, and not with the guest
   */
  record Standing(int nice, int realTime, CpuMask affinity, int cameFrom, boolean isBorn) {
    /** As most are. */
    static final Standing USUAL = new Standing(0, 0, null, -1, false);
  }

  GuestThread spawn(String threadName, Program program) {
    return spawn(threadName, Standing.USUAL, program);
  }

  GuestThread spawn(String threadName, Standing standing, Program program) {
    CpuMask allowed = standing.affinity() == null ? affinity : standing.affinity();
    GuestThread thread =
        new GuestThread(
            mux,
            new GuestThread.Spec(
                name + "." + threadName,
                group,
                NiceWeights.of(weight, standing.nice()),
                allowed,
                standing.realTime(),
                standing.cameFrom()),
            program);
    threads.add(thread);
    standings.add(standing);
    if (!standing.isBorn()) {
      atStart.add(thread);
    }
    return thread;
  }

  /** Its threads have this weight, and are where they may run; some have places of their own. */
  public void share(int newWeight, CpuMask allowed) {
    weight = newWeight;
    affinity = allowed;
    for (int i = 0; i < threads.size(); i++) {
      Standing standing = standings.get(i);
      CpuMask own = standing.affinity() == null ? allowed : standing.affinity();
      if (!threads.get(i).schedulable().hasEnded()) {
        int its = NiceWeights.of(newWeight, standing.nice());
        mux.changes().share(threads.get(i).schedulable(), its, own);
      }
    }
  }

  /** A thread of the system's own, which sleeps until it is woken for the first time. */
  public GuestThread daemon(String threadName, Program program) {
    GuestThread thread = spawn(threadName, program);
    mux.start(thread.schedulable());
    return thread;
  }

  /** Lets no more than so many threads compute at once: what vCPUs do where there are none. */
  public GuestOs limitParallelism(int count) {
    parallelism = count;
    return this;
  }

  /** Brings all threads up that no other one forks, and makes them runnable. */
  public void start() {
    if (parallelism < threads.size()) {
      Lanes lanes = new Lanes(parallelism, threads.size());
      for (GuestThread thread : threads) {
        thread.lanes(lanes);
      }
    }
    for (GuestThread thread : atStart) {
      thread.begin();
    }
  }

  /** Gives it devices, which are made when they are used for the first time. */
  public GuestOs io(Supplier<IoSetup> make) {
    devices = make;
    return this;
  }

  /** Its devices are these from now on. */
  public void devices(IoSetup others) {
    io = others;
  }

  /** Whether its devices have been made, because something uses them. */
  public boolean hasDevices() {
    return io != null;
  }

  /**
   * Its devices.
   *
   * @throws IllegalStateException if it was given none
   */
  public IoSetup io() {
    if (io == null) {
      if (devices == null) {
        throw new IllegalStateException(name + " has no devices");
      }
      io = devices.get();
    }
    return io;
  }

  /** What its host does about vCPUs that spin; null for nothing. */
  PauseLoops pauseLoops() {
    return pauseLoops;
  }

  /** Its host does this about vCPUs that spin. */
  public void pauseLoops(PauseLoops helper) {
    pauseLoops = helper;
  }

  /** What it may ask of its hypervisor about locks; null where there is none to ask. */
  LockCalls lockCalls() {
    return lockCalls;
  }

  /** It may ask this of its hypervisor about locks. */
  public void lockCalls(LockCalls calls) {
    lockCalls = calls;
  }

  /** What its hypervisor offers it, and it makes use of. */
  Paravirtual paravirtual() {
    return paravirtual;
  }

  /** Its hypervisor offers it this. */
  public void paravirtual(Paravirtual offer) {
    paravirtual = offer;
  }

  /** A device with one queue for each processor, whose interrupts are handled like this. */
  public InterruptLine interruptLine(InterruptLine.Handler handler) {
    return new InterruptLine(mux, interruptLines++, handler);
  }

  @Override
  public String toString() {
    return name;
  }
}
