package org.coremux.platform;

import java.math.BigDecimal;
import org.coremux.mux.Cost;

/**
 * What one path costs at one clock, in whole nanoseconds.
 *
 * <p>Model: the exact sum of the steps is rounded half up, once. The parts by kind are differences
 * of rounded running sums, so they add up to the total exactly.
 *
 * <p>Cost: made when a host is wired; reading is an array element.
 */
public final class PathCost {
  private final long cpuNs;
  private final long latencyNs;
  private final long[] kindNs = new long[Cost.DEBTS];

  PathCost(Platform platform, Path path, long clockHz) {
    BigDecimal cycles = BigDecimal.ZERO;
    BigDecimal ns = BigDecimal.ZERO;
    long before = 0;
    for (int kind = 0; kind < Cost.DEBTS; kind++) {
      for (Path.Step step : path.steps()) {
        if (step.kind().ordinal() == kind) {
          Amount cpu = platform.primitive(step.primitive()).cpu();
          cycles = cycles.add(part(cpu.cycles(), step));
          ns = ns.add(part(cpu.ns(), step));
        }
      }
      long until = Amount.roundToNs(cycles, ns, clockHz);
      kindNs[kind] = until - before;
      before = until;
    }
    this.cpuNs = before;
    this.latencyNs = latency(platform, path, clockHz);
  }

  private static long latency(Platform platform, Path path, long clockHz) {
    BigDecimal cycles = BigDecimal.ZERO;
    BigDecimal ns = BigDecimal.ZERO;
    for (Path.Step step : path.steps()) {
      Amount latency = platform.primitive(step.primitive()).latency();
      cycles = cycles.add(part(latency.cycles(), step));
      ns = ns.add(part(latency.ns(), step));
    }
    return Amount.roundToNs(cycles, ns, clockHz);
  }

  private static BigDecimal part(long amount, Path.Step step) {
    return BigDecimal.valueOf(amount).multiply(BigDecimal.valueOf(step.share(), 3));
  }

  /** What occupies a processor. Unit: ns of work at nominal speed. */
  public long cpuNs() {
    return cpuNs;
  }

  /** What elapses while nobody is occupied. Unit: ns. */
  public long latencyNs() {
    return latencyNs;
  }

  /** The part of {@link #cpuNs} of that kind of overhead; the parts add up to it. Unit: ns. */
  public long cpuNs(Cost kind) {
    return kindNs[kind.ordinal()];
  }
}
