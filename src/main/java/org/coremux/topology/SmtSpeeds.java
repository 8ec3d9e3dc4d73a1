package org.coremux.topology;

/**
 * How fast busy threads of a core are beside each other, by how much of its time each waits for
 * memory: who waits leaves the core to its siblings.
 *
 * <p>Model: each of two is as fast as the mean of their memory-bound fractions says, by a straight
 * line. At the usual fraction, which one that says nothing has, it is {@code usual}; at all of the
 * time {@code memory}. With the defaults, 0.625 and 0.8, the same line gives two that never wait
 * 0.55. The mean, not the product, since what counts is how much of the core both leave to each
 * other, and both then go at one speed; and so a pair in which one says nothing lies half way. Two
 * that never wait do together no less than one alone, or than {@code usual} says if that is less.
 *
 * <p>More than two share what two such would get together.
 *
 * <p>Source: schedulers.md 20: 55 to 65 % of a lone thread each (Broadcom KB 326271); compute-bound
 * pairs 0.5 to 0.6, memory-bound ones up to 0.8, assumed there; the line is assumed here.
 *
 * @param usual speed of each of two that wait as much as is usual. Unit: 65,536ths of nominal
 * @param memory speed of each of two that only wait for memory. Unit: 65,536ths of nominal
 */
public record SmtSpeeds(int usual, int memory) {
  /** How much of its time one waits that does not say. Unit: hundredths of a percent. Assumed. */
  public static final int USUAL_BOUND = 3_000;

  /** All of its time. Unit: hundredths of a percent. */
  public static final int WHOLE = 10_000;

  /** Of two that only wait, 0.8. Unit: 65,536ths. Source: schedulers.md 20, assumed there. */
  public static final int MEMORY = 52_429;

  /** They do not slow each other down. */
  public static final SmtSpeeds FULL =
      new SmtSpeeds(Topology.NOMINAL_SPEED, Topology.NOMINAL_SPEED);

  /** Checks the ranges. */
  public SmtSpeeds {
    check("smtFactor", usual);
    check("smtFactor of memory-bound threads", memory);
  }

  private static void check(String what, int speed) {
    if (speed < 1 || speed > Topology.NOMINAL_SPEED) {
      throw new IllegalArgumentException(
          what + " is " + speed + " / 65536; allowed: more than 0, at most 1");
    }
  }

  /** Those of a machine of which only the usual one is known: waiting makes none slower. */
  public static SmtSpeeds of(int usual) {
    return new SmtSpeeds(usual, Math.max(usual, MEMORY));
  }

  /**
   * Speed of each busy thread of a core. Unit: 65,536ths of nominal, rounded down.
   *
   * @param busyThreads how many of the core's threads are busy
   * @param boundSum the sum of their memory-bound fractions. Unit: hundredths of a percent
   */
  public int of(int busyThreads, long boundSum) {
    if (busyThreads <= 1) {
      return Topology.NOMINAL_SPEED;
    }
    long above = boundSum - (long) busyThreads * USUAL_BOUND;
    long span = (long) busyThreads * (WHOLE - USUAL_BOUND);
    long ofTwo = usual + Math.floorDiv((memory - usual) * above, span);
    long least = Math.min(usual, Topology.NOMINAL_SPEED / 2);
    long most = Topology.NOMINAL_SPEED;
    return (int) (2 * Math.min(most, Math.max(least, ofTwo)) / busyThreads);
  }
}
