package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;

/**
 * What {@link Esxi} keeps for each world (VMware's word for what is scheduled), by index.
 *
 * <p>Allocation: only in {@link #admit}.
 */
final class EsxiWorlds {
  static final int NONE = -1;

  /** One pCPU, as an entitlement. */
  static final int ONE = 65_536;

  private static final int CAPACITY_MIN = 8;

  Schedulable[] world = new Schedulable[CAPACITY_MIN];
  EsxiVm[] vm = new EsxiVm[CAPACITY_MIN];

  /** What it has used, in units of what it is entitled to. Unit: ns. */
  long[] vtimeNs = new long[CAPACITY_MIN];

  /** What it is entitled to, in {@link #ONE}ths of a pCPU. */
  int[] entitled = new int[CAPACITY_MIN];

  /** In whose queue it waits, or NONE. */
  int[] queuedOn = new int[CAPACITY_MIN];

  /** On which pCPU it runs, or NONE. */
  int[] runsOn = new int[CAPACITY_MIN];

  /** Where it is to start when it is released, or NONE. */
  int[] target = new int[CAPACITY_MIN];

  /** Runs or waits, and is not held. */
  boolean[] awake = new boolean[CAPACITY_MIN];

  /** Has been awake before, so that it has a virtual time. */
  boolean[] known = new boolean[CAPACITY_MIN];

  /** Counts as one that wants its part of what its VM is entitled to. */
  boolean[] active = new boolean[CAPACITY_MIN];

  boolean[] yielded = new boolean[CAPACITY_MIN];

  /** Is co-stopped, whether it wants to run or not. */
  boolean[] stopped = new boolean[CAPACITY_MIN];

  /** Time that it did not use although it was idle, being co-stopped; or a lead. Unit: ns. */
  long[] notProgressNs = new long[CAPACITY_MIN];

  /** How long it had been idle when it was co-stopped. Unit: ns. */
  long[] idleAtStopNs = new long[CAPACITY_MIN];

  /** Progress at the last look. Unit: ns. */
  long[] progressNs = new long[CAPACITY_MIN];

  /** For how long it had wanted to run at the last look. Unit: ns. */
  long[] wantedNs = new long[CAPACITY_MIN];

  /** It slept, or was held, since then; or is new. */
  boolean[] rested = new boolean[CAPACITY_MIN];

  /** Takes a new one in, asleep. */
  void admit(Schedulable s, EsxiVm its) {
    int i = s.index();
    if (i >= world.length) {
      grow(Math.max(i + 1, 2 * world.length));
    }
    world[i] = s;
    vm[i] = its;
    vtimeNs[i] = 0;
    entitled[i] = ONE;
    queuedOn[i] = NONE;
    runsOn[i] = NONE;
    target[i] = NONE;
    awake[i] = false;
    known[i] = false;
    active[i] = false;
    yielded[i] = false;
    stopped[i] = false;
    notProgressNs[i] = 0;
    idleAtStopNs[i] = 0;
    progressNs[i] = 0;
    wantedNs[i] = 0;
    rested[i] = true;
  }

  void retire(int i) {
    world[i] = null;
    vm[i] = null;
  }

  /** Whether it is a vCPU; what else there is of a VM are threads that serve it. */
  boolean isVcpu(int i) {
    return world[i].provided() != null;
  }

  /** Some pCPU on which it may run. */
  int anyAllowed(int i) {
    CpuMask mask = world[i].affinity();
    return mask == null ? 0 : mask.first();
  }

  /** So much of its own time is so much virtual time of it. Unit: ns. */
  long virtualNs(int i, long ownNs) {
    return ownNs * ONE / entitled[i];
  }

  private void grow(int length) {
    world = Arrays.copyOf(world, length);
    vm = Arrays.copyOf(vm, length);
    vtimeNs = Arrays.copyOf(vtimeNs, length);
    entitled = Arrays.copyOf(entitled, length);
    queuedOn = Arrays.copyOf(queuedOn, length);
    runsOn = Arrays.copyOf(runsOn, length);
    target = Arrays.copyOf(target, length);
    awake = Arrays.copyOf(awake, length);
    known = Arrays.copyOf(known, length);
    active = Arrays.copyOf(active, length);
    yielded = Arrays.copyOf(yielded, length);
    stopped = Arrays.copyOf(stopped, length);
    notProgressNs = Arrays.copyOf(notProgressNs, length);
    idleAtStopNs = Arrays.copyOf(idleAtStopNs, length);
    progressNs = Arrays.copyOf(progressNs, length);
    wantedNs = Arrays.copyOf(wantedNs, length);
    rested = Arrays.copyOf(rested, length);
  }
}
