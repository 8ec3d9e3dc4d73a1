package org.coremux.topology;

/**
 * How many of what a machine has; every part is divided evenly.
 *
 * @param sockets packages on the board, at least 1
 * @param nodesPerSocket NUMA nodes of a socket; divides the caches of a socket
 * @param llcsPerSocket last-level caches of a socket; divides its cores
 * @param coresPerSocket cores of a socket, at least 1
 * @param threadsPerCore hardware threads of a core, 1 to 8
 */
public record Shape(
    int sockets, int nodesPerSocket, int llcsPerSocket, int coresPerSocket, int threadsPerCore) {
  /** Most logical CPUs of one machine: four times the largest built in 2025. Source: assumed. */
  public static final int CPUS_MAX = 16_384;

  /** Most hardware threads of a core. Source: IBM POWER8 to POWER10, SMT8. */
  public static final int THREADS_MAX = 8;

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException naming the setting, what it is and what is allowed
   */
  public Shape {
    require(sockets >= 1, "sockets", sockets, "at least 1");
    require(coresPerSocket >= 1, "cores", coresPerSocket, "at least 1");
    boolean threads = threadsPerCore >= 1 && threadsPerCore <= THREADS_MAX;
    require(threads, "threads", threadsPerCore, "1 to " + THREADS_MAX);
    boolean caches = llcsPerSocket >= 1 && coresPerSocket % llcsPerSocket == 0;
    require(caches, "llcs", llcsPerSocket, "a divisor of the " + coresPerSocket + " cores");
    boolean nodes = nodesPerSocket >= 1 && llcsPerSocket % nodesPerSocket == 0;
    require(nodes, "nodes", nodesPerSocket, "a divisor of the " + llcsPerSocket + " llcs");
    long cpus = (long) sockets * coresPerSocket * threadsPerCore;
    require(cpus <= CPUS_MAX, "sockets x cores x threads", cpus, "at most " + CPUS_MAX);
  }

  /** One node and one cache for each socket, as a scenario means that names neither. */
  public static Shape of(int sockets, int coresPerSocket, int threadsPerCore) {
    return new Shape(sockets, 1, 1, coresPerSocket, threadsPerCore);
  }

  /** Logical CPUs of the whole machine. */
  public int cpuCount() {
    return sockets * coresPerSocket * threadsPerCore;
  }

  /** The same parts on another number of sockets. */
  public Shape withSockets(int count) {
    return new Shape(count, nodesPerSocket, llcsPerSocket, coresPerSocket, threadsPerCore);
  }

  private static void require(boolean holds, String setting, long is, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(setting + " is " + is + "; allowed: " + allowed);
    }
  }
}
