package org.coremux.mux;

/**
 * Where the time of one schedulable went, cause by cause: cumulative clocks, which add up to the
 * time since they began, to the nanosecond. What happens below, to the vCPU that provides its
 * processor, is its own cause while it is dispatched there or queued for it.
 *
 * <p>Model: a queued one waits where it was queued; if it is moved before it runs, the rest of its
 * wait is still told by its first processor.
 *
 * <p>Cost: some ten additions for each change of run state, and some 60 where overhead was paid
 * since the last one; only where somebody asked for it. Allocates nothing after construction.
 */
public final class TimeSplit {
  /** Work of its own, at nominal speed; of a vCPU what it provides. */
  public static final int WORK = 0;

  /** Lost because the core was slower than nominal: a busy sibling, the clock, far memory. */
  public static final int CORE = 1;

  /** Lost to walks of page tables, beyond those of the bare machine. */
  public static final int MEMORY = 2;

  /** Lost to its frequent operations, beyond their cost on the bare machine. */
  public static final int OPERATIONS = 3;

  /** Switches on its own level. */
  public static final int SWITCH = 4;

  /** Other overhead of its own level. */
  public static final int OVERHEAD = 5;

  /** Queued behind others of its own level. */
  public static final int QUEUED = 6;

  /** Kept from running on its own level: a container's quota. */
  public static final int HELD = 7;

  /** Blocked. */
  public static final int BLOCKED = 8;

  /** Not there. */
  public static final int OFFLINE = 9;

  /** Its vCPU waits for a processor. */
  public static final int WAITING = 10;

  /** Its vCPU is capped. */
  public static final int CAPPED = 11;

  /** Its vCPU is stopped for the sake of its siblings. */
  public static final int COSTOPPED = 12;

  /** Its vCPU is halted, and has not been woken yet. */
  public static final int HALTED = 13;

  /** Its vCPU is not there. */
  public static final int BELOW_OFFLINE = 14;

  /** It, or its vCPU, is stalled: a page is being brought back. */
  public static final int STALLED = 15;

  /** The first of the overheads that its vCPU pays. */
  private static final int PAID = 16;

  /** From here on a cause is told by the level below. */
  private static final int BELOW = WAITING;

  /** How many causes there are. */
  public static final int COUNT = PAID + Slot.COUNT;

  private final Schedulable of;
  private final long[] ns = new long[COUNT];

  /** What the vCPU below had when this one looked last. */
  private final long[] seenNs = new long[COUNT];

  private final long[] seenOwnNs;

  /** Grows whenever something is added to what its vCPU, or itself as one, has paid. */
  private long paidVersion;

  private long seenPaidVersion = -1;
  private long seenOwnVersion = -1;
  private final long bornNs;
  private Processor at;
  private long seenClockNs;
  private long seenExecutedNs;
  private long seenWorkNs;
  private long seenMemoryNs;
  private long seenOperationsNs;

  TimeSplit(Schedulable of) {
    this.of = of;
    seenOwnNs = new long[of.overheadNs.length];
    bornNs = of.sinceNs;
  }

  /** The cause for what its vCPU pays of that kind for exits with that reason. */
  public static int paid(Cost kind, ExitReason why) {
    return PAID + Slot.of(kind, why);
  }

  /** The cause for what its vCPU pays of that kind for no exit: a switch of the host. */
  public static int paid(Cost kind) {
    return PAID + Slot.of(kind);
  }

  /** The time by that cause, up to the last settlement, in ns. */
  public long ns(int cause) {
    return ns[cause];
  }

  /** All causes together: the time since it began to be split, in ns. */
  public long totalNs() {
    long sum = 0;
    for (long part : ns) {
      sum += part;
    }
    return sum;
  }

  long bornNs() {
    return bornNs;
  }

  /** Copies all causes to the beginning of the array. */
  public void copyTo(long[] target) {
    System.arraycopy(ns, 0, target, 0, COUNT);
  }

  /** Adds to the array what has come since {@code before} was copied. */
  public void addSince(long[] before, long[] target) {
    for (int cause = 0; cause < COUNT; cause++) {
      target[cause] += ns[cause] - before[cause];
    }
  }

  /** It is queued elsewhere than it was. */
  void moved() {
    look(of.mux.nowNs());
  }

  /** Adds the time since the last change, spent in the state that it still has. */
  void add(long nowNs, long wallNs) {
    boolean below = at != null && at.provider != null;
    if (below) {
      settleBelow(nowNs);
    }
    if (of.state == RunState.RUNNING) {
      of.processor.settle(nowNs);
      addOwn();
      if (below) {
        inherit();
      }
    } else if (of.state == RunState.RUNNABLE && of.held == null && below) {
      ns[isVcpu() ? WAITING : QUEUED] += at.clockNs - seenClockNs;
      inherit();
    } else {
      ns[still()] += wallNs;
    }
    look(nowNs);
  }

  private void settleBelow(long nowNs) {
    at.provider.book(nowNs);
    at.settle(nowNs);
  }

  private boolean isVcpu() {
    return of.provided != null;
  }

  /** Why it stands still by its own level's doing; a vCPU says it in the words of those above. */
  private int still() {
    boolean vcpu = isVcpu();
    switch (of.state) {
      case BLOCKED:
        if (of.stalled) {
          return STALLED;
        }
        return vcpu ? HALTED : BLOCKED;
      case OFFLINE:
        return vcpu ? BELOW_OFFLINE : OFFLINE;
      default:
        if (of.held == null) {
          return vcpu ? WAITING : QUEUED;
        }
        int below = of.held == Hold.CAP ? CAPPED : COSTOPPED;
        return vcpu ? below : HELD;
    }
  }

  private void addOwn() {
    long executedNs = of.executedNs - seenExecutedNs;
    if (isVcpu()) {
      ns[WORK] += executedNs;
    } else {
      long workNs = of.workNs - seenWorkNs;
      long memoryNs = of.lostNs[SpeedFactor.MEMORY.ordinal()] - seenMemoryNs;
      long operationsNs = of.lostNs[SpeedFactor.OVERHEAD.ordinal()] - seenOperationsNs;
      ns[WORK] += workNs;
      ns[MEMORY] += memoryNs;
      ns[OPERATIONS] += operationsNs;
      ns[CORE] += executedNs - workNs - memoryNs - operationsNs;
    }
    long restNs = at.clockNs - seenClockNs - executedNs;
    if (of.paidVersion != seenOwnVersion) {
      for (int slot = 1; slot < seenOwnNs.length; slot++) {
        long paidNs = of.overheadNs[slot] - seenOwnNs[slot];
        ns[isVcpu() ? PAID + slot : OVERHEAD] += paidNs;
        restNs -= paidNs;
      }
      paidVersion++;
    }
    // Not what it was charged for switches: another processor's, to the idle one, is in that too.
    ns[isVcpu() ? PAID : SWITCH] += restNs;
  }

  /** What the vCPU below did instead of running this level is this one's cause. */
  private void inherit() {
    long[] its = at.provider.split.ns;
    for (int cause = BELOW; cause < PAID; cause++) {
      ns[cause] += its[cause] - seenNs[cause];
    }
    if (at.provider.split.paidVersion != seenPaidVersion) {
      for (int cause = PAID; cause < COUNT; cause++) {
        ns[cause] += its[cause] - seenNs[cause];
      }
      paidVersion++;
    }
  }

  private void look(long nowNs) {
    boolean moved = at != of.processor;
    at = of.processor;
    seenClockNs = at == null ? 0 : at.clockNs;
    seenExecutedNs = of.executedNs;
    seenWorkNs = of.workNs;
    seenMemoryNs = of.lostNs[SpeedFactor.MEMORY.ordinal()];
    seenOperationsNs = of.lostNs[SpeedFactor.OVERHEAD.ordinal()];
    if (of.paidVersion != seenOwnVersion) {
      seenOwnVersion = of.paidVersion;
      System.arraycopy(of.overheadNs, 0, seenOwnNs, 0, seenOwnNs.length);
    }
    if (at != null && at.provider != null) {
      if (moved) {
        settleBelow(nowNs);
      }
      TimeSplit its = at.provider.split;
      System.arraycopy(its.ns, BELOW, seenNs, BELOW, PAID - BELOW);
      if (moved || its.paidVersion != seenPaidVersion) {
        seenPaidVersion = its.paidVersion;
        System.arraycopy(its.ns, PAID, seenNs, PAID, COUNT - PAID);
      }
    }
  }

  @Override
  public String toString() {
    return "time of " + of;
  }
}
