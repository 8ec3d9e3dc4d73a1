package org.coremux.experiment;

/**
 * What the time of all guests of a run went to: their own work, and CPU time and waiting beyond it.
 * Sums of the books and nothing else.
 *
 * <p>CPU time is that of whoever was on a processor for them: their threads and vCPUs, those who
 * serve their devices, the driver domain. Waiting is that of their threads. {@link Step} says what
 * the parts are.
 *
 * @param workNs the guests' own work, at nominal speed
 * @param beyond CPU time and waiting beyond it, in a fixed order
 */
public record Attribution(long workNs, Causes beyond) {
  /** Of nothing. */
  public static final Attribution NONE = new Attribution(0, Causes.NONE);

  /** Refuses negative work. */
  public Attribution {
    if (workNs < 0) {
      throw new IllegalArgumentException("work of " + workNs + " ns");
    }
  }

  /** Work and everything beyond it. */
  public long totalNs() {
    return Math.addExact(workNs, beyond.totalNs());
  }

  /** Of two runs, or two parts of one. */
  public Attribution plus(Attribution other) {
    return new Attribution(Math.addExact(workNs, other.workNs), beyond.plus(other.beyond));
  }
}
