package org.coremux.experiment;

import java.util.List;

/**
 * What a model does: who runs where now, and what became of the time of processors and guests over
 * a stretch before that.
 *
 * @param at where the run is
 * @param fromNs where the stretch begins, in ns since the start of the run
 * @param untilNs where it ends; the same as its beginning when nothing has been measured yet
 * @param hosts in the order of the scenario
 */
public record Load(Position at, long fromNs, long untilNs, List<HostLoad> hosts) {
  /** Keeps its own copy. */
  public Load {
    hosts = List.copyOf(hosts);
  }

  /** How long the stretch is. Unit: ns. */
  public long lengthNs() {
    return untilNs - fromNs;
  }

  /**
   * Where a run is.
   *
   * @param nowNs the simulated time, in ns since the start of the run, the warm-up included
   * @param warmupNs when the warm-up ends
   * @param endNs when it ends at the latest
   * @param events timers fired and messages arrived so far
   * @param isOver whether nothing comes any more
   */
  public record Position(long nowNs, long warmupNs, long endNs, long events, boolean isOver) {}

  /**
   * A host.
   *
   * @param name its name
   * @param platform of what kind it is
   * @param policy who decides there
   * @param time what its pCPUs spent the stretch on
   * @param processors its pCPUs, in their order
   * @param guests what it runs: its guests, and before them what it has of its own
   */
  public record HostLoad(
      String name,
      String platform,
      String policy,
      HostTime time,
      List<ProcessorLoad> processors,
      List<GuestLoad> guests) {
    /** Keeps its own copies. */
    public HostLoad {
      processors = List.copyOf(processors);
      guests = List.copyOf(guests);
    }
  }

  /**
   * A pCPU.
   *
   * @param current who is on it now; {@link Decision#IDLE} for nobody
   * @param workNs spent on the work of whoever runs there
   * @param overheadNs spent on switches, exits, the monitor, the host system and the hypervisor
   * @param idleNs spent on nothing
   */
  public record ProcessorLoad(String current, long workNs, long overheadNs, long idleNs) {}

  /** What a vCPU, or on bare metal a thread, does at an instant. */
  public enum Activity {
    /** It is on a processor. */
    RUNNING,
    /** It wants to run, and waits for a processor. */
    WAITING,
    /** It wants to run, and its cap or its siblings hold it. */
    HELD,
    /** It has nothing to do. */
    BLOCKED,
    /** It has not begun, or has ended. */
    OFFLINE
  }

  /**
   * A guest, the driver domain, or the host system's own load.
   *
   * @param name its name
   * @param isSystem whether it is the host's own
   * @param now what its vCPUs do now, in their order
   * @param time the states that they were in
   * @param dispatches how often they changed places
   * @param exits how often they left guest mode
   * @param dispatchLatency from a wake-up to the first nanosecond on a processor
   */
  public record GuestLoad(
      String name,
      boolean isSystem,
      List<Activity> now,
      GuestTime time,
      GuestResult.Dispatches dispatches,
      long exits,
      Latency dispatchLatency) {
    /** Keeps its own copy. */
    public GuestLoad {
      now = List.copyOf(now);
    }
  }
}
