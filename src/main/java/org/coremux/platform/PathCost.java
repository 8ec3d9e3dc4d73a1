package org.coremux.platform;

import java.util.List;
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
  /** How many kinds a step may be: the overheads, and the guest's own work. Source: mux.Cost. */
  private static final int KINDS = Cost.WORK.ordinal() + 1;

  private final long cpuNs;
  private final long latencyNs;
  private final long[] kindNs = new long[KINDS];

  /** The cost of a path of which every step is taken. Unit of the clock: Hz. */
  PathCost(List<Primitive> primitives, Path path, long clockHz) {
    ExactCost.Exact sum = ExactCost.Exact.ZERO;
    long before = 0;
    for (int kind = 0; kind < KINDS; kind++) {
      for (Path.Step step : path.steps()) {
        if (step.kind().ordinal() == kind) {
          sum = sum.plus(ExactCost.of(primitives, step).cpu());
        }
      }
      long until = sum.toNs(clockHz);
      kindNs[kind] = until - before;
      before = until;
    }
    this.cpuNs = before;
    this.latencyNs = ExactCost.of(primitives, path).latency().toNs(clockHz);
  }

  /** What occupies a processor. Unit: ns of work at nominal speed. */
  public long cpuNs() {
    return cpuNs;
  }

  /** What elapses while nobody is occupied. Unit: ns. */
  public long latencyNs() {
    return latencyNs;
  }

  /**
   * The part of {@link #cpuNs} of that kind, an overhead or the guest's own work; the parts add up
   * to it. Unit: ns.
   */
  public long cpuNs(Cost kind) {
    return kindNs[kind.ordinal()];
  }
}
