package org.coremux.experiment;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What one host did. Its steal is asked of the run, which knows its guests: {@link
 * RunResult#steal}.
 *
 * @param name unique among the hosts
 * @param platform the preset's name, such as {@code xen}
 * @param scheduler the policy's name, such as {@code credit2}
 * @param pcpus hardware threads; of a host of dedicated cores those that its guests have
 * @param time what they spent the measured window on, adding up to pCPUs x duration
 * @param contextSwitches dispatches of another schedulable than the last one on that pCPU
 * @param migrations dispatches on another pCPU than the last
 * @param domain0 the driver domain, where the platform has one
 * @param memory its memory, where it may promise more than it has
 */
public record HostResult(
    String name,
    String platform,
    String scheduler,
    int pcpus,
    HostTime time,
    long contextSwitches,
    long migrations,
    Optional<GuestResult> domain0,
    Optional<HostMemoryResult> memory) {
  /** One that never takes memory back. */
  public HostResult(
      String name,
      String platform,
      String scheduler,
      int pcpus,
      HostTime time,
      long contextSwitches,
      long migrations,
      Optional<GuestResult> domain0) {
    this(
        name,
        platform,
        scheduler,
        pcpus,
        time,
        contextSwitches,
        migrations,
        domain0,
        Optional.empty());
  }

  /** The same, with its memory. */
  public HostResult with(Optional<HostMemoryResult> itsMemory) {
    return new HostResult(
        name, platform, scheduler, pcpus, time, contextSwitches, migrations, domain0, itsMemory);
  }

  /** Checks names and counts. */
  public HostResult {
    if (name == null || name.isEmpty() || platform == null || scheduler == null) {
      throw new IllegalArgumentException("a host needs a name, a platform and a scheduler");
    }
    if (pcpus < 0 || contextSwitches < 0 || migrations < 0) {
      throw new IllegalArgumentException(
          "host %s: pcpus %d, context switches %d, migrations %d"
              .formatted(name, pcpus, contextSwitches, migrations));
    }
  }

  /** 1 - idle / elapsed. */
  public BigDecimal utilisation() {
    long elapsedNs = time.totalNs();
    return Decimal.ratio(elapsedNs - time.idleNs(), elapsedNs);
  }
}
