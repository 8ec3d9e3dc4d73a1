package org.coremux.hypervisor;

/**
 * How a live migration goes about it: what a hypervisor's own rules are, or what a scenario says.
 *
 * @param by the way
 * @param rate how fast it sends while the guest runs
 * @param stop when it stops the guest
 * @param limit when it says that this does not converge
 * @param slowdown how it slows a guest that writes too fast
 * @param resumeNs from the last byte to a guest that runs: what is done for each guest. Unit: ns
 */
public record MigrationRules(
    By by, Rate rate, Stop stop, Limit limit, Slowdown slowdown, long resumeNs) {
  /** The way in which the guest's memory gets to the target. */
  public enum By {
    /** Sent while the guest runs, and what it has written meanwhile again, round by round. */
    PRE_COPY("pre-copy"),
    /** The guest goes first; its pages come when it asks for them, or before. */
    POST_COPY("post-copy"),
    /** The guest stands still until all is there. */
    STOP_AND_COPY("stop-and-copy");

    private final String key;

    By(String key) {
      this.key = key;
    }

    /** As in scenario files. */
    public String key() {
      return key;
    }
  }

  /** What becomes of a migration that does not converge. */
  public enum Otherwise {
    /** The guest is stopped, however much is left. */
    STOP_AND_COPY("stop-and-copy"),
    /** The rest comes afterwards. */
    POST_COPY("post-copy"),
    /** It is given up, and the guest stays. */
    ABORT("abort");

    private final String key;

    Otherwise(String key) {
      this.key = key;
    }

    /** As in scenario files. */
    public String key() {
      return key;
    }
  }

  /**
   * How fast pages are sent while the guest runs. Unit: bit/s of pages.
   *
   * @param start in the first round, and never less
   * @param step beyond the rate at which pages were dirtied in the last round; 0 to stay at {@code
   *     start}
   * @param max never more
   */
  public record Rate(long start, long step, long max) {
    /** Refuses what has no end. */
    public Rate {
      if (start <= 0 || step < 0 || max < start) {
        throw new IllegalArgumentException(
            "rate of " + start + " to " + max + " bit/s by " + step + "; allowed: 1 and up");
      }
    }

    /** Whether it follows what the guest does. */
    public boolean isAdaptive() {
      return step > 0;
    }
  }

  /**
   * When the guest is stopped.
   *
   * @param leftBytes when less than that is left; 0 for not for that
   * @param downtimeNs when the rest takes no longer than that; 0 for not for that. Unit: ns
   * @param atMaxRate when the next round would have to be faster than allowed
   */
  public record Stop(long leftBytes, long downtimeNs, boolean atMaxRate) {}

  /**
   * When it is said that this does not converge.
   *
   * @param rounds after so many
   * @param sentPercent when more was sent than so much of the guest's memory; 0 for not for that
   * @param then what becomes of it
   */
  public record Limit(int rounds, int sentPercent, Otherwise then) {}

  /**
   * How a guest is slowed that dirties more than half of what is sent.
   *
   * @param firstPercent of its time it is stopped at first; 0 for never
   * @param morePercent more each time
   * @param maxPercent at most
   */
  public record Slowdown(int firstPercent, int morePercent, int maxPercent) {
    /** A guest is never slowed. */
    public static final Slowdown NONE = new Slowdown(0, 0, 0);

    /** Source: QEMU, cpu-throttle-initial 20, cpu-throttle-increment 10, max-cpu-throttle 99. */
    public static final Slowdown QEMU = new Slowdown(20, 10, 99);
  }

  private static final long MBIT = 1_000_000;

  /** Unit: bytes. Source: Clark et al., NSDI 2005, section 5.2. */
  private static final long XEN_LEFT_BYTES = 256 * 1_024;

  /** Source: Xen, xc_domain_save.c, DEF_MAX_ITERS. */
  private static final int XEN_ROUNDS = 29;

  /** Unit: percent. Source: Xen, xc_domain_save.c, DEF_MAX_FACTOR. */
  private static final int XEN_SENT_PERCENT = 300;

  /** Unit: ns. Source: Clark et al., NSDI 2005, section 6.3: 9 ms of 210 under SPECweb99. */
  private static final long XEN_RESUME_NS = 9_000_000;

  /** Unit: bit/s. Source: QEMU, max-bandwidth: 128 MiB/s since 5.2, 32 MiB/s before. */
  private static final long QEMU_RATE = 128L * 1_024 * 1_024 * 8;

  /** Unit: ns. Source: QEMU, downtime-limit. */
  private static final long QEMU_DOWNTIME_NS = 300_000_000;

  /** QEMU itself goes on for ever. Source: assumed. */
  private static final int QEMU_ROUNDS = 30;

  /** Of devices, and until the guest runs. Unit: ns. Source: assumed. */
  private static final long QEMU_RESUME_NS = 10_000_000;

  /**
   * Xen's: Clark et al., NSDI 2005: 100 Mbit/s at first, 50 beyond the rate of dirtying after, 500
   * at most.
   */
  public static final MigrationRules XEN =
      new MigrationRules(
          By.PRE_COPY,
          new Rate(100 * MBIT, 50 * MBIT, 500 * MBIT),
          new Stop(XEN_LEFT_BYTES, 0, true),
          new Limit(XEN_ROUNDS, XEN_SENT_PERCENT, Otherwise.STOP_AND_COPY),
          Slowdown.NONE,
          XEN_RESUME_NS);

  /** QEMU's, with the defaults of its parameters. */
  public static final MigrationRules QEMU =
      new MigrationRules(
          By.PRE_COPY,
          new Rate(QEMU_RATE, 0, QEMU_RATE),
          new Stop(0, QEMU_DOWNTIME_NS, false),
          new Limit(QEMU_ROUNDS, 0, Otherwise.STOP_AND_COPY),
          Slowdown.NONE,
          QEMU_RESUME_NS);
}
