package org.coremux.mux;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Costs that a test names one by one; what it does not name is free. Unit: ns. */
final class Prices implements LevelCosts {
  private final Map<String, Long> switches = new HashMap<>();
  private final Map<ExitReason, Long> exits = new EnumMap<>(ExitReason.class);
  private long anySwitchNs;
  private long idleSwitchNs;
  private long refillNs;
  private long kickNs;
  private long leaveIdleNs;
  private long pollStartNs;
  private long pollMaxNs;
  private int pollGrow = 2;
  private int pollShrink = 2;

  /** Every switch but those to the idle one. */
  Prices eachSwitch(long ns) {
    anySwitchNs = ns;
    return this;
  }

  /** Switches to the one of this name. */
  Prices switchTo(String name, long ns) {
    switches.put(name, ns);
    return this;
  }

  Prices switchToIdle(long ns) {
    idleSwitchNs = ns;
    return this;
  }

  Prices exit(ExitReason why, long ns) {
    exits.put(why, ns);
    return this;
  }

  Prices kick(long ns) {
    kickNs = ns;
    return this;
  }

  Prices leavingIdle(long ns) {
    leaveIdleNs = ns;
    return this;
  }

  /** Reloading a KiB that others have touched. */
  Prices refill(long ns) {
    refillNs = ns;
    return this;
  }

  Prices poll(long startNs, long maxNs) {
    pollStartNs = startNs;
    pollMaxNs = maxNs;
    return this;
  }

  Prices pollFactors(int grow, int shrink) {
    pollGrow = grow;
    pollShrink = shrink;
    return this;
  }

  @Override
  public int pollGrow() {
    return pollGrow;
  }

  @Override
  public int pollShrink() {
    return pollShrink;
  }

  @Override
  public long pollStartNs() {
    return pollStartNs;
  }

  @Override
  public long pollMaxNs() {
    return pollMaxNs;
  }

  @Override
  public long switchNs(Schedulable from, Schedulable to) {
    return to.index() < 0 ? idleSwitchNs : switches.getOrDefault(to.name(), anySwitchNs);
  }

  @Override
  public long refillNs(long workingSetKib, long othersKib) {
    return Math.min(workingSetKib, othersKib) * refillNs;
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
  public long exitNs(ExitReason why, Cost kind) {
    return kind == Cost.EXIT ? exits.getOrDefault(why, 0L) : 0;
  }
}
