package org.coremux.hypervisor;

import org.coremux.hypervisor.MigrationRules.Otherwise;

/**
 * What a migration does next, round by round: the algorithm alone, without clock, wire or guest. It
 * is told how a round went, and says what the next one is, or that it is over.
 *
 * <p>Source: Clark et al., NSDI 2005, sections 5.2 and 5.3; QEMU, migration/migration.c and ram.c.
 */
final class PreCopy {
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final int BITS = 8;

  /** Of what was sent is dirty again. Source: QEMU, throttle-trigger-threshold. */
  private static final int BUSY_PERCENT = 50;

  /** So many busy rounds before the guest is slowed. Source: QEMU, ram.c, dirty_rate_high_cnt. */
  private static final int BUSY_ROUNDS = 2;

  private final MigrationRules rules;
  private final long allBytes;
  private int rounds = 1;
  private long sentBytes;
  private long rate;
  private int busy;
  private int slowedPercent;

  /** What comes next. */
  enum Kind {
    /** Another round, while the guest runs. */
    ROUND,
    /** The guest is stopped, and the rest is sent. */
    STOP,
    /** The guest is stopped, and the rest is sent when it runs at the target. */
    POST_COPY,
    /** The guest stays. */
    ABORT
  }

  /** Why it does not go on with rounds. */
  enum Why {
    /** It does. */
    GOES_ON("under way"),
    /** Little is left. */
    LITTLE_LEFT("little was left"),
    /** The rest takes no longer than the guest may stand still. */
    DOWNTIME("the rest fits the downtime limit"),
    /** The guest writes as fast as may be sent: more rounds would not help. */
    MAX_RATE("the rate would exceed the maximum"),
    /** That was the last round which is allowed. */
    ROUNDS("the last round that is allowed"),
    /** Too much was sent. */
    SENT("too much was sent"),
    /** It was never meant to have any. */
    ASKED("asked for");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    /** For people. */
    String words() {
      return words;
    }

    /** Whether it was meant to come to this. */
    boolean isConverged() {
      return this != ROUNDS && this != SENT;
    }
  }

  /**
   * What comes next.
   *
   * @param kind what it is
   * @param bytes of pages
   * @param rate at which they are sent, in bit/s; 0 for as fast as it goes
   * @param why it is not another round
   */
  record Next(Kind kind, long bytes, long rate, Why why) {}

  /**
   * A migration.
   *
   * @param allBytes all that the guest has
   */
  PreCopy(MigrationRules rules, long allBytes) {
    this.rules = rules;
    this.allBytes = allBytes;
    rate = rules.rate().start();
  }

  /** What it begins with. */
  Next first() {
    return switch (rules.by()) {
      case PRE_COPY -> new Next(Kind.ROUND, allBytes, rate, Why.GOES_ON);
      case POST_COPY -> new Next(Kind.POST_COPY, allBytes, rules.rate().max(), Why.ASKED);
      case STOP_AND_COPY -> new Next(Kind.STOP, allBytes, rules.rate().max(), Why.ASKED);
    };
  }

  /** How much of the guest's time it is stopped to slow it. Unit: percent. */
  int slowedPercent() {
    return slowedPercent;
  }

  /**
   * After a round.
   *
   * @param roundBytes that it sent
   * @param ns that it took
   * @param dirtyBytes that were written meanwhile: what is left
   */
  Next after(long roundBytes, long ns, long dirtyBytes) {
    sentBytes += roundBytes;
    long tookNs = Math.max(1, ns);
    rate = nextRate(dirtyBytes, tookNs);
    Why why = why(roundBytes, tookNs, dirtyBytes);
    if (why == Why.GOES_ON) {
      rounds++;
      slow(roundBytes, dirtyBytes);
      return new Next(Kind.ROUND, dirtyBytes, Math.min(rate, rules.rate().max()), why);
    }
    if (why.isConverged() || rules.limit().then() == Otherwise.STOP_AND_COPY) {
      return new Next(Kind.STOP, dirtyBytes, 0, why);
    }
    boolean goes = rules.limit().then() == Otherwise.POST_COPY;
    return goes
        ? new Next(Kind.POST_COPY, dirtyBytes, rules.rate().max(), why)
        : new Next(Kind.ABORT, 0, 0, why);
  }

  private long nextRate(long dirtyBytes, long ns) {
    if (!rules.rate().isAdaptive()) {
      return rate;
    }
    long dirtied = perSecond(dirtyBytes * BITS, ns);
    return Math.max(rules.rate().start(), dirtied + rules.rate().step());
  }

  private Why why(long roundBytes, long ns, long dirtyBytes) {
    MigrationRules.Stop stop = rules.stop();
    if (dirtyBytes == 0 || dirtyBytes < stop.leftBytes()) {
      return Why.LITTLE_LEFT;
    }
    long bandwidth = Math.max(1, perSecond(roundBytes, ns)); // as it was measured, in bytes
    if (stop.downtimeNs() > 0 && dirtyBytes <= within(stop.downtimeNs(), bandwidth)) {
      return Why.DOWNTIME;
    }
    if (stop.atMaxRate() && rate > rules.rate().max()) {
      return Why.MAX_RATE;
    }
    if (rounds >= rules.limit().rounds()) {
      return Why.ROUNDS;
    }
    boolean isTooMuch = sentBytes > allBytes / 100 * rules.limit().sentPercent();
    return rules.limit().sentPercent() > 0 && isTooMuch ? Why.SENT : Why.GOES_ON;
  }

  private void slow(long roundBytes, long dirtyBytes) {
    MigrationRules.Slowdown slowdown = rules.slowdown();
    boolean isBusy = dirtyBytes > roundBytes / 100 * BUSY_PERCENT;
    busy += isBusy ? 1 : 0;
    if (slowdown.firstPercent() == 0 || busy < BUSY_ROUNDS) {
      return;
    }
    busy = 0;
    slowedPercent =
        slowedPercent == 0
            ? slowdown.firstPercent()
            : Math.min(slowdown.maxPercent(), slowedPercent + slowdown.morePercent());
  }

  /** So many in so many ns, for each second. */
  private static long perSecond(long count, long ns) {
    long high = Math.multiplyHigh(count, NS_PER_SECOND);
    return high == 0 && count * NS_PER_SECOND > 0
        ? count * NS_PER_SECOND / ns
        : (long) ((double) count / ns * NS_PER_SECOND);
  }

  /** How many in so many ns, of so many a second. */
  private static long within(long ns, long perSecond) {
    return perSecond / NS_PER_SECOND * ns + perSecond % NS_PER_SECOND * ns / NS_PER_SECOND;
  }
}
