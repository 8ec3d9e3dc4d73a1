package org.coremux.evidence;

import org.coremux.platform.PathCost;
import org.coremux.platform.Platform;
import org.coremux.scenario.Platforms;

/**
 * A figure that a paper printed, and the path of a platform that measures the same interval.
 *
 * @param id as {@code fittedOn} names it in platforms' files, {@code dall2016.II.hypercall.kvm-arm}
 * @param value what was printed, in its unit
 * @param unit of the value
 * @param flag how well the figure is known: V1 or V2 read, R-high recalled
 * @param kind what it is to the model
 * @param place the path that measures it
 */
public record PublishedCell(
    String id, long value, Unit unit, String flag, Kind kind, Measured place) {
  /** At one GHz a cycle is a nanosecond. Unit: Hz. */
  private static final long CYCLE_A_NS = 1_000_000_000L;

  private static final double PERCENT = 100;

  /** What a figure counts. */
  public enum Unit {
    /** Clock cycles of the machine that was measured. */
    CYCLES,
    /** Nanoseconds. */
    NS
  }

  /** What a figure is to the model. */
  public enum Kind {
    /** A primitive was solved from it: exact, and no test. */
    FITTED,
    /** Nothing was solved from it: a test. */
    PREDICTED,
    /** The sum of measured parts: a test of the arithmetic, and no evidence for the model. */
    CONSISTENT
  }

  /**
   * Where a figure is measured in the model.
   *
   * @param platform a preset
   * @param path the name of its path
   */
  public record Measured(String platform, String path) {}

  /** The same figure of the model: all that elapses on the path. */
  public long simulated() {
    Platform platform = Platforms.preset(place.platform());
    long clockHz = unit == Unit.CYCLES ? CYCLE_A_NS : platform.profile().clockHz();
    PathCost cost = platform.cost(place.path(), clockHz);
    return cost.cpuNs() + cost.latencyNs();
  }

  /** How far off the model is. Unit: percent, below zero when it is too low. */
  public double errorPercent() {
    return PERCENT * (simulated() - value) / value;
  }

  /** Whether it was read in the work itself or in one that quotes it, and not recalled. */
  public boolean isVerified() {
    return flag.startsWith("V");
  }
}
