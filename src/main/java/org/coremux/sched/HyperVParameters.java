package org.coremux.sched;

/**
 * What the model of Hyper-V can be told.
 *
 * @param type who schedules, and what is given away
 * @param quantumNs how long one runs before others have their turn. Unit: ns. Source: assumed;
 *     schedulers.md 16 has 10 ms.
 * @param periodNs in which reserves are given and limits hold. Unit: ns. Source: assumed;
 *     schedulers.md 16 has 100 ms.
 * @param rootQuantumNs the quantum of the root's own threads. Unit: ns. Source: schedulers.md 16.
 * @param rendezvousNs until all threads of a core stand still. Unit: ns. Source: see {@link
 *     Granularity}.
 * @param groups the CPU groups. Default none. Source: schedulers.md 16.
 */
public record HyperVParameters(
    Type type,
    long quantumNs,
    long periodNs,
    long rootQuantumNs,
    long rendezvousNs,
    HyperVGroups groups) {

  /** Unit: ns. Source: assumed; see class. */
  public static final long QUANTUM_NS = 10_000_000;

  /** Unit: ns. Source: assumed; see class. */
  public static final long PERIOD_NS = 100_000_000;

  /** A tick of Windows' clock. Unit: ns. Source: Windows' documentation, 15.625 ms. */
  public static final long TICK_NS = 15_625_000;

  /** Ticks of a quantum of a Windows server; of a client it is 2. Source: schedulers.md 16. */
  public static final int SERVER_TICKS = 12;

  /** See above. */
  public static final int CLIENT_TICKS = 2;

  /** The scheduler types of Hyper-V. Source: Microsoft, "Hyper-V hypervisor scheduler types". */
  public enum Type {
    /** The root partition's operating system schedules virtual processors as its threads. */
    ROOT,
    /** The hypervisor schedules virtual processors on hardware threads. */
    CLASSIC,
    /** The hypervisor schedules units of one virtual machine on cores; since Server 2019. */
    CORE
  }

  /** Checks the ranges. */
  public HyperVParameters {
    if (quantumNs <= 0 || periodNs < quantumNs || rootQuantumNs <= 0 || rendezvousNs < 0) {
      throw new IllegalArgumentException(
          "quantum "
              + quantumNs
              + " ns, period "
              + periodNs
              + " ns, quantum of the root "
              + rootQuantumNs
              + " ns, rendezvous "
              + rendezvousNs
              + " ns; allowed: over 0, and periods of at least a quantum");
    }
  }

  /** The standard ones of that type. */
  public static HyperVParameters of(Type type) {
    return new HyperVParameters(
        type,
        QUANTUM_NS,
        PERIOD_NS,
        SERVER_TICKS * TICK_NS,
        Granularity.RENDEZVOUS_NS,
        HyperVGroups.NONE);
  }
}
