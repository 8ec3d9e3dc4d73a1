package org.coremux.scenario;

import org.coremux.platform.OperationMix;
import org.coremux.topology.Shape;

/** What a scenario may not exceed; chosen so that no sum of times or sizes overflows. */
final class Limits {

  /** The longest run, warm-up or measured. Unit: ns. 366 d. Source: assumed. */
  static final long SPAN_MAX_NS = 366L * 86_400_000_000_000L;

  /** How long `until: finished` runs at most unless said. Unit: ns. 1 d. Source: assumed. */
  static final long LIMIT_STANDARD_NS = 86_400_000_000_000L;

  /** pCPUs of one host. Source: as the topology has it. */
  static final int PCPUS_MAX = Shape.CPUS_MAX;

  /** Hardware threads of one core. Source: as the topology has it. */
  static final int THREADS_MAX = Shape.THREADS_MAX;

  /** Memory of a host. Unit: bytes. 1 PiB. Source: assumed. */
  static final long MEMORY_MAX = 1L << 50;

  /** Clock of a core. Unit: Hz. 1 THz. Source: assumed. */
  static final long CLOCK_MAX_HZ = 1_000_000_000_000L;

  /** Copies of one host or guest. Source: assumed. */
  static final int COUNT_MAX = 100_000;

  /** vCPUs of one guest. Source: assumed. */
  static final int VCPUS_MAX = 4_096;

  /** vCPUs of a whole scenario. Source: assumed. */
  static final long VCPUS_TOTAL_MAX = 1_000_000;

  /** Threads of one workload. Source: assumed. */
  static final int WORKLOAD_THREADS_MAX = 100_000;

  /** Weight of a guest. Source: Xen's schedulers take 1 to 65,535. */
  static final int WEIGHT_MAX = 65_535;

  /** Weight of a container. Source: Linux, cgroup v2, cpu.weight takes 1 to 10,000. */
  static final int GROUP_WEIGHT_MAX = 10_000;

  /** Times per second of what a guest does. Source: as operations have it. */
  static final long RATE_MAX = OperationMix.RATE_MAX;

  /** Memory shares of a guest. Source: assumed; 10 for each MiB of the largest host. */
  static final long SHARES_MAX = 10L << 30;

  private Limits() {}

  /** The shortest tick of a guest. Unit: ns. Source: assumed, ten times HZ=1000. */
  static final long TICK_MIN_NS = 100_000;
}
