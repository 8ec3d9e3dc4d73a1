package org.coremux.platform;

import java.util.List;
import org.coremux.mux.Cost;
import org.coremux.mux.LevelCosts;

/**
 * What every operation of a platform costs at one clock, in whole nanoseconds.
 *
 * <p>Cost: converted once, when a host is wired; reading is an array element and allocates nothing.
 * An operation that the platform does not have (a hypercall on bare metal) costs nothing.
 */
public final class PlatformCosts {
  private static final Operation[] OPERATIONS = Operation.values();
  private static final List<Path.Step> NOTHING = List.of();

  private final long clockHz;
  private final Features.HaltPoll haltPoll;
  private final CacheRefill refill;
  private final PathCost[] costs = new PathCost[OPERATIONS.length];

  PlatformCosts(Platform platform, long clockHz, CacheEffects effects) {
    this.clockHz = clockHz;
    haltPoll = platform.haltPoll();
    refill = new CacheRefill(platform, clockHz, effects);
    for (Operation operation : OPERATIONS) {
      boolean has = platform.hasPath(operation.key());
      Path path = has ? platform.path(operation.key()) : new Path(operation.key(), NOTHING);
      costs[operation.ordinal()] = new PathCost(platform.primitives(), path, clockHz);
    }
  }

  /** The clock at which cycles were converted. Unit: Hz. */
  public long clockHz() {
    return clockHz;
  }

  /** For how long a host polls before a halted vCPU blocks. */
  Features.HaltPoll haltPoll() {
    return haltPoll;
  }

  /** What coming back to used caches costs. */
  CacheRefill refill() {
    return refill;
  }

  /** What the operation occupies a processor for. Unit: ns of work at nominal speed. */
  public long cpuNs(Operation operation) {
    return costs[operation.ordinal()].cpuNs();
  }

  /** The part of it of that kind of overhead; the parts add up to the whole. Unit: ns. */
  public long cpuNs(Operation operation, Cost kind) {
    return costs[operation.ordinal()].cpuNs(kind);
  }

  /** What elapses while nobody is occupied. Unit: ns. */
  public long latencyNs(Operation operation) {
    return costs[operation.ordinal()].latencyNs();
  }

  /** What things cost on the level of the host: its pCPUs, and the exits of its vCPUs. */
  public LevelCosts host() {
    return new HostCosts(this);
  }

  /** What things cost on the level of a guest: its vCPUs as processors, its own switches. */
  public LevelCosts guest() {
    return new GuestCosts(this);
  }
}
