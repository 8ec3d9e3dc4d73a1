package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.mux.Refusal;

/**
 * For how long one under {@code credit} or {@code credit2} runs before it may be preempted.
 *
 * <p>Source: Xen, private.h and sysctl.h, sched_ratelimit_us.
 */
final class Ratelimit {
  private static final String NAME = "ratelimit";
  private static final long NS_STANDARD = 1_000_000;

  /** The shortest, but for none at all. Unit: ns. Source: xen/include/public/sysctl.h, 100 us. */
  private static final long NS_MIN = 100_000;

  /** The longest. Unit: ns. Source: xen/include/public/sysctl.h, 500,000 us. */
  private static final long NS_MAX = 500_000_000;

  private static final String ALLOWED = "; allowed: 0, or 100 us to 500 ms";

  private Ratelimit() {}

  static Parameter parameter() {
    return Parameter.duration(
        NAME,
        NS_STANDARD,
        Range.of(0, NS_MAX),
        "how long one runs before it may be preempted, at least 100 us; 0 is no limit",
        "Xen, private.h");
  }

  /** What is wrong with the one that is said. */
  static List<Refusal> refusals(Parameters said) {
    return isAllowed(said.durationNs(NAME))
        ? List.of()
        : List.of(new Refusal("", NAME, "is shorter than Xen takes" + ALLOWED));
  }

  static void check(long ns) {
    if (!isAllowed(ns)) {
      throw new IllegalArgumentException(NAME + " " + ns + " ns" + ALLOWED);
    }
  }

  private static boolean isAllowed(long ns) {
    return ns == 0 || ns >= NS_MIN && ns <= NS_MAX;
  }
}
