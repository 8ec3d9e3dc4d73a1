package org.coremux.hypervisor;

import org.coremux.guest.Request;
import org.coremux.mux.Cost;
import org.coremux.platform.Operation;
import org.coremux.platform.PlatformCosts;

/**
 * What the parts of an I/O request cost on a platform, in whole nanoseconds.
 *
 * <p>Model: a vCPU that waits for an emulated device whose model is in another domain keeps its
 * pCPU meanwhile, as it does for the operations of a workload's mix.
 */
final class IoCosts {
  private static final int KINDS = Request.Kind.values().length;

  private final long[] backendNs = new long[KINDS];
  private final long[][] emulationNs = new long[KINDS][Cost.DEBTS];
  private final long[] emulationTotalNs = new long[KINDS];
  private final long[] batchNs;
  private final long[] handOverNs;
  private final PlatformCosts costs;

  IoCosts(PlatformCosts costs) {
    this.costs = costs;
    part(Request.Kind.SEND, Operation.TRANSMIT, Operation.EMULATED_TRANSMIT);
    part(Request.Kind.RECEIVE, Operation.RECEIVE, Operation.EMULATED_RECEIVE);
    part(Request.Kind.BLOCK, Operation.BLOCK_SUBMIT, Operation.EMULATED_BLOCK);
    batchNs = byKind(Operation.EMULATED_BATCH);
    handOverNs = byKind(Operation.EMULATED_HAND_OVER);
    backendNs[Request.Kind.BLOCK_BACK.ordinal()] = costs.cpuNs(Operation.BLOCK_COMPLETE);
  }

  private void part(Request.Kind kind, Operation backend, Operation emulation) {
    backendNs[kind.ordinal()] = costs.cpuNs(backend);
    long waitNs = costs.latencyNs(emulation);
    emulationTotalNs[kind.ordinal()] = costs.cpuNs(emulation) + waitNs;
    for (int debt = 0; debt < Cost.DEBTS; debt++) {
      emulationNs[kind.ordinal()][debt] = costs.cpuNs(emulation, Cost.of(debt));
    }
    emulationNs[kind.ordinal()][Cost.VMM.ordinal()] += waitNs;
  }

  private long[] byKind(Operation operation) {
    long[] ns = new long[Cost.DEBTS];
    for (int debt = 0; debt < Cost.DEBTS; debt++) {
      ns[debt] = costs.cpuNs(operation, Cost.of(debt));
    }
    return ns;
  }

  /** Whether an emulated device hands packets out together. */
  boolean combinesSends() {
    return costs.cpuNs(Operation.EMULATED_HAND_OVER) > 0;
  }

  /** What packets that are handed out together take once, by kind. */
  long[] batchNs() {
    return batchNs;
  }

  /** What handing them out takes where nothing else has switched to the host, by kind. */
  long[] handOverNs() {
    return handOverNs;
  }

  /** Work of the one who serves the device, for each packet or block. */
  long backendNs(Request.Kind kind) {
    return backendNs[kind.ordinal()];
  }

  /** What the guest's accesses to an emulated device take for a packet or block, by kind. */
  long[] emulationNs(Request.Kind kind) {
    return emulationNs[kind.ordinal()];
  }

  /** The same together. */
  long emulationTotalNs(Request.Kind kind) {
    return emulationTotalNs[kind.ordinal()];
  }

  /** From the guest's doorbell until whoever serves the device is being woken. */
  long doorbellLatencyNs() {
    return costs.cpuNs(Operation.DOORBELL_OUT) + costs.latencyNs(Operation.DOORBELL_OUT);
  }

  /** Work of telling the guest. */
  long notifyNs() {
    return costs.cpuNs(Operation.NOTIFY);
  }

  /** From there until the interrupt is due at its vCPU. */
  long notifyLatencyNs() {
    return costs.latencyNs(Operation.NOTIFY);
  }

  /** Work of whoever serves the device for an interrupt of it. */
  long deviceInterruptNs() {
    return costs.cpuNs(Operation.DEVICE_INTERRUPT);
  }

  /** From the device's interrupt until whoever serves it is being woken. */
  long deviceInterruptLatencyNs() {
    return costs.latencyNs(Operation.DEVICE_INTERRUPT);
  }
}
