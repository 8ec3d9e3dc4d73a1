package org.coremux.mux;

import org.coremux.topology.CpuMask;

/** Changes where one may run and tells nobody: it stays where it is queued until it is moved. */
public final class QuietChange {
  private QuietChange() {}

  public static void allow(Schedulable s, CpuMask affinity) {
    s.affinity = affinity;
  }
}
