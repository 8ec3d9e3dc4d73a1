package org.coremux.platform;

import org.coremux.mux.Cost;
import org.coremux.mux.ExitReason;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/**
 * A platform's costs on the level of the host.
 *
 * <p>Model: a vCPU that is switched out although it would go on has left guest mode for that, which
 * the one that takes its place pays with the switch; one that halted has paid its exit already.
 * Switching to the idle one is free: it delays nobody. Taking somebody after idling is the work of
 * leaving idle, whoever ran before (Xen would not even switch if the same vCPU comes back).
 *
 * <p>Cost: an array element each; allocates nothing.
 */
final class HostCosts implements LevelCosts {
  /** The index that every idle schedulable has. Source: {@link Schedulable#index}. */
  private static final int IDLE = -1;

  private final long switchNs;
  private final long preemptNs;
  private final long fromIdleNs;
  private final long kickNs;
  private final long leaveIdleNs;
  private final Features.HaltPoll haltPoll;
  private final CacheRefill refill;
  private final long[] exitNs = new long[ExitReason.COUNT * Cost.COUNT];

  HostCosts(PlatformCosts costs) {
    switchNs = costs.cpuNs(Operation.SWITCH);
    preemptNs = costs.cpuNs(Operation.PREEMPT);
    fromIdleNs = costs.cpuNs(Operation.LEAVE_IDLE);
    kickNs = costs.latencyNs(Operation.KICK);
    leaveIdleNs = costs.latencyNs(Operation.LEAVE_IDLE);
    haltPoll = costs.haltPoll();
    refill = costs.refill();
    for (int reason = 0; reason < ExitReason.COUNT; reason++) {
      Operation operation = operation(ExitReason.of(reason));
      for (int kind = 0; kind < Cost.DEBTS; kind++) {
        exitNs[reason * Cost.COUNT + kind] = costs.cpuNs(operation, Cost.of(kind));
      }
    }
  }

  /** The path that an exit for that reason takes. */
  private static Operation operation(ExitReason why) {
    switch (why) {
      case HALT:
        return Operation.HALT;
      case TIMER:
        return Operation.PROGRAM_TIMER;
      case INTERRUPT:
        return Operation.INTERRUPT;
      case IPI:
        return Operation.SEND_IPI;
      case DEVICE:
        return Operation.ASSIGNED_INTERRUPT;
      case IO:
        return Operation.DOORBELL;
      case FAULT:
        return Operation.HOST_FAULT;
      default:
        return Operation.HYPERCALL;
    }
  }

  @Override
  public long switchNs(Schedulable from, Schedulable to) {
    if (to.index() == IDLE) {
      return 0;
    }
    if (from.index() == IDLE) {
      return fromIdleNs;
    }
    boolean leftGuestMode = from.provided() != null && from.state() == RunState.RUNNABLE;
    return leftGuestMode ? switchNs + preemptNs : switchNs;
  }

  @Override
  public long refillNs(long workingSetKib, long othersKib) {
    return refill.ns(workingSetKib, othersKib);
  }

  @Override
  public long movedNs(long workingSetKib, Processor from, Processor to) {
    return refill.movedNs(workingSetKib, from, to);
  }

  @Override
  public long kickNs(Processor from, Processor to) {
    return kickNs;
  }

  @Override
  public long leaveIdleNs(Processor idle) {
    return leaveIdleNs;
  }

  @Override
  public long pollMaxNs() {
    return haltPoll.maxNs();
  }

  @Override
  public long pollStartNs() {
    return haltPoll.startNs();
  }

  @Override
  public int pollGrow() {
    return haltPoll.grow();
  }

  @Override
  public int pollShrink() {
    return haltPoll.shrink();
  }

  @Override
  public long exitNs(ExitReason why, Cost kind) {
    return exitNs[why.ordinal() * Cost.COUNT + kind.ordinal()];
  }
}
