package org.coremux.hypervisor;

import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;

/**
 * The NUMA nodes of a machine, and whose memory is where: all of a guest's on one node.
 *
 * <p>Model: on a processor of another node a guest is slower by the part of its time that it waits
 * for memory. Its memory does not follow it.
 */
final class Nodes {
  /** Of a share in hundredths of a percent. */
  private static final long WHOLE = 10_000;

  private static final long NOMINAL = 1L << 16;

  private final Topology machine;
  private final int remoteHundredths;
  private final long[] givenBytes;

  Nodes(Topology machine, int remoteHundredths) {
    this.machine = machine;
    this.remoteHundredths = remoteHundredths;
    givenBytes = new long[machine.nodeCount()];
  }

  /** Gives the guest its memory, on the node that it asks for or that has given away least. */
  void place(Guest guest) {
    PageUse use = guest.pages();
    int node = use.home().node();
    if (node < 0) {
      node = 0;
      for (int i = 1; i < givenBytes.length; i++) {
        node = givenBytes[i] < givenBytes[node] ? i : node;
      }
    }
    givenBytes[node] += use.memoryBytes();
    int far = far(use.home().farHundredths());
    boolean matters = givenBytes.length > 1 && far < NOMINAL;
    CpuMask near = matters ? machine.cpusOfNode(node) : null;
    guest.memoryOnHost().near(near, far, guest.scheduled());
  }

  /** The speed where memory is far, in 65,536ths, rounded down. */
  private int far(int boundHundredths) {
    long more = boundHundredths * (remoteHundredths - WHOLE);
    return (int) (NOMINAL * WHOLE * WHOLE / (WHOLE * WHOLE + more));
  }
}
