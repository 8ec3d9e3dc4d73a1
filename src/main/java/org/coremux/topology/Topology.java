package org.coremux.topology;

/**
 * A machine's logical CPUs and what each shares with which others. Immutable.
 *
 * <p>Model: logical CPU = (socket x cores of a socket + core within the socket) x threads of a core
 * + thread, so threads of a core are neighbours (0 and 1, 2 and 3 ...), unlike on Linux hosts,
 * where the second threads usually follow all the first. Cores, caches, nodes and sockets are
 * numbered through the whole machine. When hardware threads of a core are busy each runs at a speed
 * of {@link SmtSpeeds}.
 *
 * <p>Cost: every lookup is an array element; nothing allocates after construction.
 *
 * <p>Source: SMT factor 0.625 (a busy pair does 1.25 times a lone thread's work): Broadcom KB
 * 326271, 10 to 30 % more throughput, 55 to 65 % of a lone thread each; see schedulers.md 20.
 */
public final class Topology {
  /** Nominal speed of a processor. Unit: 65,536ths of nominal. */
  public static final int NOMINAL_SPEED = 65_536;

  /** Speed of each of two busy threads of a core, 0.625. Unit: 65,536ths. Source: see class. */
  public static final int SMT_FACTOR = 40_960;

  /** Slowest clock accepted, 1 MHz. Unit: Hz. Source: assumed. */
  public static final long CLOCK_HZ_MIN = 1_000_000L;

  /** Fastest clock accepted, 100 GHz. Unit: Hz. Source: assumed. */
  public static final long CLOCK_HZ_MAX = 100_000_000_000L;

  /** Clock where none matters: one cycle per ns. Unit: Hz. Source: assumed. */
  private static final long FLAT_CLOCK_HZ = 1_000_000_000L;

  private final Shape shape;
  private final long clockHz;
  private final SmtSpeeds smt;
  private final int[] core;
  private final int[] llc;
  private final int[] node;
  private final int[] socket;
  private final CpuMask all;
  private final CpuMask[] cpusOfCore;
  private final CpuMask[] cpusOfLlc;
  private final CpuMask[] cpusOfNode;
  private final CpuMask[] cpusOfSocket;

  /** A machine of that shape with the usual SMT factor. */
  public Topology(Shape shape, long clockHz) {
    this(shape, clockHz, SMT_FACTOR);
  }

  /** A machine of that shape of whose SMT only the usual factor is known, in 65,536ths. */
  public Topology(Shape shape, long clockHz, int smtFactor) {
    this(shape, clockHz, SmtSpeeds.of(smtFactor));
  }

  /**
   * A machine of that shape.
   *
   * @param clockHz nominal clock of every core, 1 MHz to 100 GHz
   * @param smt speeds of busy threads of a core
   * @throws IllegalArgumentException naming the setting, what it is and what is allowed
   */
  public Topology(Shape shape, long clockHz, SmtSpeeds smt) {
    if (clockHz < CLOCK_HZ_MIN || clockHz > CLOCK_HZ_MAX) {
      throw new IllegalArgumentException("clock is " + clockHz + " Hz; allowed: 1 MHz to 100 GHz");
    }
    this.shape = shape;
    this.clockHz = clockHz;
    this.smt = smt;
    int threads = shape.threadsPerCore();
    int perSocket = shape.coresPerSocket() * threads;
    this.core = indices(threads);
    this.llc = indices(perSocket / shape.llcsPerSocket());
    this.node = indices(perSocket / shape.nodesPerSocket());
    this.socket = indices(perSocket);
    this.all = CpuMask.all(shape.cpuCount());
    this.cpusOfCore = masks(threads);
    this.cpusOfLlc = masks(perSocket / shape.llcsPerSocket());
    this.cpusOfNode = masks(perSocket / shape.nodesPerSocket());
    this.cpusOfSocket = masks(perSocket);
  }

  /** What a guest sees: so many cores of one thread on one socket, at 1 GHz. */
  public static Topology flat(int cpus) {
    return new Topology(Shape.of(1, cpus, 1), FLAT_CLOCK_HZ);
  }

  private int[] indices(int cpusEach) {
    int[] index = new int[shape.cpuCount()];
    for (int cpu = 0; cpu < index.length; cpu++) {
      index[cpu] = cpu / cpusEach;
    }
    return index;
  }

  private CpuMask[] masks(int cpusEach) {
    CpuMask[] masks = new CpuMask[shape.cpuCount() / cpusEach];
    for (int i = 0; i < masks.length; i++) {
      masks[i] = CpuMask.range(i * cpusEach, (i + 1) * cpusEach - 1);
    }
    return masks;
  }

  public Shape shape() {
    return shape;
  }

  /** Nominal clock. Unit: Hz. */
  public long clockHz() {
    return clockHz;
  }

  /** Speeds of busy threads of a core. */
  public SmtSpeeds smt() {
    return smt;
  }

  /** Speed of each of two busy threads of a core as a rule. Unit: 65,536ths of nominal. */
  public int smtFactor() {
    return smt.usual();
  }

  /**
   * Speed of each busy thread of a core as a rule. Unit: 65,536ths of nominal, rounded down.
   *
   * @param busyThreads how many of the core's threads are busy, itself included
   */
  public int smtSpeed(int busyThreads) {
    return smt.of(busyThreads, (long) busyThreads * SmtSpeeds.USUAL_BOUND);
  }

  public int cpuCount() {
    return core.length;
  }

  public int coreCount() {
    return cpusOfCore.length;
  }

  public int llcCount() {
    return cpusOfLlc.length;
  }

  public int nodeCount() {
    return cpusOfNode.length;
  }

  public int socketCount() {
    return cpusOfSocket.length;
  }

  /** Index of the core of a logical CPU. */
  public int core(int cpu) {
    return core[cpu];
  }

  /** Index of the last-level cache of a logical CPU. */
  public int llc(int cpu) {
    return llc[cpu];
  }

  /** Index of the NUMA node of a logical CPU. */
  public int node(int cpu) {
    return node[cpu];
  }

  /** Index of the socket of a logical CPU. */
  public int socket(int cpu) {
    return socket[cpu];
  }

  /** Which thread of its core a logical CPU is, from 0. */
  public int thread(int cpu) {
    return cpu - core[cpu] * shape.threadsPerCore();
  }

  /** All logical CPUs. */
  public CpuMask cpus() {
    return all;
  }

  /** The threads of the core of a logical CPU, itself included. */
  public CpuMask siblings(int cpu) {
    return cpusOfCore[core[cpu]];
  }

  public CpuMask cpusOfCore(int index) {
    return cpusOfCore[index];
  }

  public CpuMask cpusOfLlc(int index) {
    return cpusOfLlc[index];
  }

  public CpuMask cpusOfNode(int index) {
    return cpusOfNode[index];
  }

  public CpuMask cpusOfSocket(int index) {
    return cpusOfSocket[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Topology that
        && shape.equals(that.shape)
        && clockHz == that.clockHz
        && smt.equals(that.smt);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * shape.hashCode() + Long.hashCode(clockHz)) + smt.hashCode();
  }

  @Override
  public String toString() {
    return shape + " at " + clockHz + " Hz";
  }
}
