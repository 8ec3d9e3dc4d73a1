package org.coremux.platform;

import org.coremux.mux.LevelCosts;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * A platform's costs on the level of a guest.
 *
 * <p>Model: what a kick makes of exits is on the level below; here is only its flight. Leaving idle
 * is that of the pCPU, when the vCPU is woken, and not counted again. Switching to the idle thread
 * is free: it delays nobody.
 */
final class GuestCosts implements LevelCosts {
  /** The index that every idle schedulable has. Source: {@link Schedulable#index}. */
  private static final int IDLE = -1;

  private final long switchNs;
  private final long kickNs;
  private final CacheRefill refill;

  GuestCosts(PlatformCosts costs) {
    switchNs = costs.cpuNs(Operation.GUEST_SWITCH);
    kickNs = costs.latencyNs(Operation.SEND_IPI);
    refill = costs.refill();
  }

  @Override
  public long switchNs(Schedulable from, Schedulable to) {
    return to.index() == IDLE ? 0 : switchNs;
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
}
