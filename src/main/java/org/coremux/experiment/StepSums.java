package org.coremux.experiment;

import org.coremux.guest.Journey;
import org.coremux.mux.Cost;
import org.coremux.mux.ExitReason;
import org.coremux.mux.SpeedFactor;
import org.coremux.mux.TimeSplit;
import org.coremux.platform.MixCosts;
import org.coremux.platform.Operation;
import org.coremux.platform.Platform;

/** Sums of time by {@link Step}, in ns: what clocks of threads, vCPUs and requests are put into. */
final class StepSums {
  private final long[] ns = new long[Step.COUNT];

  /** Adds to one step. */
  StepSums add(Step step, long more) {
    ns[step.ordinal()] += more;
    return this;
  }

  /** What has come to it. */
  long ns(Step step) {
    return ns[step.ordinal()];
  }

  /** All steps to which something has come, but work. */
  Causes beyondWork() {
    return causes(Step.WORK.ordinal() + 1);
  }

  /** All steps to which something has come. */
  Causes all() {
    return causes(0);
  }

  private Causes causes(int from) {
    Causes causes = Causes.NONE;
    for (int step = from; step < Step.COUNT; step++) {
      if (ns[step] != 0) {
        causes = causes.with(Step.of(step).key(), ns[step]);
      }
    }
    return causes;
  }

  // ---- clocks ----

  /** What a thread executed, and what its own level took: parts of its clocks. */
  void addExecution(long[] clocks, MixCosts mix) {
    add(Step.WORK, clocks[TimeSplit.WORK]);
    add(Step.SMT, clocks[TimeSplit.CORE]);
    divide(mix, SpeedFactor.MEMORY, clocks[TimeSplit.MEMORY]);
    divide(mix, SpeedFactor.OVERHEAD, clocks[TimeSplit.OPERATIONS]);
    add(Step.GUEST_SWITCH, clocks[TimeSplit.SWITCH] + clocks[TimeSplit.OVERHEAD]);
  }

  /** For how long a thread was on a processor that ran, in ns. */
  static long executedNs(long[] clocks) {
    long ns = clocks[TimeSplit.WORK] + clocks[TimeSplit.CORE] + clocks[TimeSplit.MEMORY];
    ns += clocks[TimeSplit.OPERATIONS] + clocks[TimeSplit.SWITCH];
    return ns + clocks[TimeSplit.OVERHEAD];
  }

  /** For what a thread wanted to run and did not: parts of its clocks. */
  void addWaiting(long[] clocks, boolean isVirtual) {
    add(isVirtual ? Step.QUEUE : Step.WAITING, clocks[TimeSplit.QUEUED]);
    add(Step.CAPPED, clocks[TimeSplit.HELD] + clocks[TimeSplit.CAPPED]);
    add(Step.WAITING, clocks[TimeSplit.WAITING]);
    add(Step.COSTOPPED, clocks[TimeSplit.COSTOPPED]);
    add(Step.WAKE_UP, clocks[TimeSplit.HALTED]);
    add(Step.PAGING, clocks[TimeSplit.STALLED]);
  }

  /** What a vCPU paid: of its own clocks, or as those above tell it. */
  void addPaid(long[] clocks) {
    for (int kind = 0; kind < Cost.DEBTS; kind++) {
      Cost cost = Cost.of(kind);
      addPaid(cost, null, clocks[TimeSplit.paid(cost)]);
      for (int reason = 0; reason < ExitReason.COUNT; reason++) {
        ExitReason why = ExitReason.of(reason);
        addPaid(cost, why, clocks[TimeSplit.paid(cost, why)]);
      }
    }
  }

  private void addPaid(Cost kind, ExitReason why, long paidNs) {
    switch (kind) {
      case SWITCH -> add(Step.SWITCH, paidNs);
      case WORLD_SWITCH -> add(Step.WORLD_SWITCH, paidNs);
      case VMM -> add(Step.DEVICE_MODEL, paidNs);
      case POLL -> add(Step.POLL, paidNs);
      default -> add(why == null ? Step.SWITCH : Step.ofExit(why), paidNs);
    }
  }

  /** All of a request's time. */
  void addJourney(long[] clocks, boolean isVirtual, MixCosts mix) {
    addExecution(clocks, mix);
    addWaiting(clocks, isVirtual);
    addPaid(clocks);
    add(isVirtual ? Step.BLOCKED : Step.QUEUE, clocks[TimeSplit.BLOCKED]);
    add(Step.BLOCKED, clocks[TimeSplit.OFFLINE] + clocks[TimeSplit.BELOW_OFFLINE]);
    add(Step.IO_SIGNAL, clocks[Journey.SIGNAL]);
    add(Step.IO_BACKEND_WAIT, clocks[Journey.BACKEND_WAIT]);
    add(Step.IO_BACKEND, clocks[Journey.BACKEND]);
    add(Step.IO_EMULATION, clocks[Journey.EMULATION]);
    add(Step.IO_DEVICE_QUEUE, clocks[Journey.DEVICE_QUEUE]);
    add(Step.IO_DEVICE, clocks[Journey.DEVICE]);
    add(Step.IO_INTERRUPT, clocks[Journey.INTERRUPT]);
    add(Step.WORKER_QUEUE, clocks[Journey.WORKER_QUEUE]);
  }

  private void divide(MixCosts mix, SpeedFactor factor, long lostNs) {
    if (mix.parts(factor).isEmpty()) {
      add(Step.SMT, lostNs); // nothing of the kind is said: at most a rounding
      return;
    }
    long[] divided = mix.divide(factor, lostNs);
    for (int i = 0; i < divided.length; i++) {
      add(step(mix.parts(factor).get(i).name()), divided[i]);
    }
  }

  private static Step step(String part) {
    if (part.equals(Platform.KERNEL_FACTOR)) {
      return Step.KERNEL_CODE;
    }
    if (part.equals(Platform.USER_FACTOR)) {
      return Step.USER_CODE;
    }
    return switch (Operation.of(part)) {
      case SYSTEM_CALL -> Step.SYSTEM_CALLS;
      case PAGE_FAULT -> Step.PAGE_FAULTS;
      case HOST_FAULT -> Step.HOST_FAULTS;
      case PAGE_TABLE_WRITE -> Step.PAGE_TABLE_WRITES;
      case TLB_MISS -> Step.PAGE_WALKS;
      case ADDRESS_SPACE_SWITCH -> Step.ADDRESS_SPACE_SWITCHES;
      case PORT_IO -> Step.PORT_IO;
      case MMIO -> Step.MMIO;
      case CONTROLLER_ACCESS -> Step.CONTROLLER_ACCESS;
      default -> Step.PRIVILEGED;
    };
  }
}
