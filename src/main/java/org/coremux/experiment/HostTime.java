package org.coremux.experiment;

/**
 * What the pCPUs of a host spent the measured window on, summed over them. Unit: ns. The seven add
 * up to pCPUs x duration, exactly.
 *
 * @param guestNs the guests' own work
 * @param exitNs VM exits and entries, and what they cost
 * @param switchNs switches from one schedulable to another
 * @param vmmNs the virtual machine monitor: emulation and I/O backends
 * @param hostOsNs the host operating system's own load
 * @param hypervisorNs the hypervisor itself: scheduling, timers, interrupts
 * @param idleNs nothing to do, or forced to do nothing
 * @param forcedIdleNs the part of that in which a thread was forced to do nothing
 */
public record HostTime(
    long guestNs,
    long exitNs,
    long switchNs,
    long vmmNs,
    long hostOsNs,
    long hypervisorNs,
    long idleNs,
    long forcedIdleNs) {
  /** Of a host on which no thread is ever forced to idle. */
  public HostTime(
      long guestNs,
      long exitNs,
      long switchNs,
      long vmmNs,
      long hostOsNs,
      long hypervisorNs,
      long idleNs) {
    this(guestNs, exitNs, switchNs, vmmNs, hostOsNs, hypervisorNs, idleNs, 0);
  }

  /** Refuses a negative time, and more forced idle time than idle time. */
  public HostTime {
    if (guestNs < 0
        || exitNs < 0
        || switchNs < 0
        || vmmNs < 0
        || hostOsNs < 0
        || hypervisorNs < 0
        || idleNs < 0
        || forcedIdleNs < 0
        || forcedIdleNs > idleNs) {
      throw new IllegalArgumentException(
          "wrong time: guest %d, exit %d, switch %d, vmm %d,"
                  .formatted(guestNs, exitNs, switchNs, vmmNs)
              + " host_os %d, hypervisor %d, idle %d of which forced %d ns"
                  .formatted(hostOsNs, hypervisorNs, idleNs, forcedIdleNs));
    }
  }

  /** All seven, in the order and by the names of the result format. */
  public Breakdown parts() {
    return Breakdown.NONE
        .with("guest", guestNs)
        .with("exit", exitNs)
        .with("switch", switchNs)
        .with("vmm", vmmNs)
        .with("host_os", hostOsNs)
        .with("hypervisor", hypervisorNs)
        .with("idle", idleNs);
  }

  /** The seven together. */
  public long totalNs() {
    return parts().total();
  }
}
