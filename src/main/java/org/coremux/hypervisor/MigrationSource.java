package org.coremux.hypervisor;

import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Timer;
import org.coremux.hypervisor.MigrationRules.By;

/** The end of a migration at which the guest is: it follows the rules, and learns what is dirty. */
final class MigrationSource implements PageSender.Plan {
  /** How soon it looks again whether the guest stands still. Unit: ns. Source: assumed. */
  private static final long LOOK_NS = 10_000;

  private enum Phase {
    IDLE,
    ROUND,
    STANDS,
    LEAVES,
    REST,
    OVER
  }

  private final MigrationRules rules;
  private final Guest guest;
  private final Host host;
  private final DirtyWatch watch;
  private final PreCopy algorithm;
  private final Throttle throttle;
  private final PageSender sender;
  private final List<Migration.Round> rounds = new ArrayList<>();
  private Phase phase = Phase.IDLE;
  private PreCopy.Why why = PreCopy.Why.GOES_ON;
  private long roundPages;
  private long roundNs;
  private long rate;
  private boolean isPostCopy;
  private boolean isAborted;
  private long restPages;
  private long startNs = Timer.NEVER;
  private long stoppedNs = Timer.NEVER;
  private long abortedNs = Timer.NEVER;

  MigrationSource(Guest guest, Host host, MigrationRules rules) {
    this.guest = guest;
    this.host = host;
    this.rules = rules;
    long clockHz = host.setup().topology().clockHz();
    MigrationCosts costs = MigrationCosts.of(guest.platform().costs(clockHz));
    watch = new DirtyWatch(guest, costs.faultNs());
    algorithm = new PreCopy(rules, watch.touchedPages() * PageUse.PAGE_BYTES);
    throttle = new Throttle(host.site(), guest);
    sender = new PageSender(this, host, "migrate-" + guest.name(), costs.sendNs());
  }

  PageSender sender() {
    return sender;
  }

  // ---- what there is to read ----

  List<Migration.Round> rounds() {
    return rounds;
  }

  /** In ns since the start of the run; {@link Timer#NEVER} before. */
  long startNs() {
    return startNs;
  }

  /** When the guest was told to stand still. Unit: ns. */
  long stoppedNs() {
    return stoppedNs;
  }

  /** When it was given up. Unit: ns. */
  long abortedNs() {
    return abortedNs;
  }

  boolean isAborted() {
    return isAborted;
  }

  PreCopy.Why why() {
    return why;
  }

  int slowedPercent() {
    return algorithm.slowedPercent();
  }

  /** How many pages follow the guest. */
  long restPages() {
    return restPages;
  }

  // ---- what happens ----

  /** It begins now. */
  void begin(long nowNs) {
    if (phase != Phase.IDLE) {
      throw new IllegalStateException(guest + " has begun to migrate before");
    }
    startNs = nowNs;
    watch.begin();
    follow(algorithm.first(), nowNs);
    sender.wake();
  }

  @Override
  public void looks(long nowNs) {
    if (phase != Phase.OVER && guest.isGone()) {
      giveUp(nowNs);
    } else if (phase == Phase.ROUND) {
      watch.look();
    }
  }

  /** It ends, and the guest goes on where it is; false when it has left, or never began to. */
  boolean giveUp(long nowNs) {
    if (phase == Phase.IDLE || phase == Phase.OVER || guest.host() != host) {
      return false;
    }
    throttle.end();
    if (stoppedNs != Timer.NEVER && !guest.isGone()) {
      guest.residences().passArrivals(nowNs);
      guest.resume();
    }
    sender.send(0, 0, nowNs);
    isAborted = true;
    phase = Phase.OVER;
    abortedNs = nowNs;
    return true;
  }

  @Override
  public long sent(long nowNs) {
    switch (phase) {
      case ROUND:
        roundEnds(nowNs);
        return phase == Phase.STANDS ? LOOK_NS : PageSender.NOTHING;
      case STANDS:
        return stands(nowNs);
      case REST:
        phase = Phase.OVER;
        return PageSender.NOTHING;
      default:
        return PageSender.NOTHING;
    }
  }

  private void roundEnds(long nowNs) {
    long dirtyBytes = watch.take() * PageUse.PAGE_BYTES;
    long bytes = roundPages * PageUse.PAGE_BYTES;
    long ns = nowNs - roundNs;
    rounds.add(new Migration.Round(roundNs, ns, bytes, dirtyBytes, rate));
    follow(algorithm.after(bytes, ns, dirtyBytes), nowNs);
  }

  private void follow(PreCopy.Next next, long nowNs) {
    why = next.why();
    roundPages = next.bytes() / PageUse.PAGE_BYTES;
    roundNs = nowNs;
    rate = next.rate();
    switch (next.kind()) {
      case ROUND -> {
        phase = Phase.ROUND;
        sender.send(roundPages, rate, nowNs);
        throttle.slow(algorithm.slowedPercent(), nowNs);
      }
      case STOP -> {
        stop(nowNs);
        sender.send(roundPages, rate, nowNs);
      }
      case POST_COPY -> {
        isPostCopy = true;
        restPages = roundPages;
        stop(nowNs);
      }
      default -> giveUp(nowNs);
    }
  }

  private void stop(long nowNs) {
    throttle.end();
    guest.pause();
    guest.residences().holdArrivals();
    stoppedNs = nowNs;
    phase = Phase.STANDS;
  }

  /** What it has written while it came to a stand, and then the guest itself. */
  private long stands(long nowNs) {
    if (!guest.isAtRest()) {
      return LOOK_NS;
    }
    long dirty = rules.by() == By.PRE_COPY ? watch.take() : 0; // else all is to be sent anyway
    if (isPostCopy) {
      restPages = Math.min(watch.touchedPages(), restPages + dirty);
    } else if (dirty > 0) {
      sender.send(dirty, 0, nowNs);
      return PageSender.NOTHING;
    }
    phase = Phase.LEAVES;
    sender.sendGuest();
    return PageSender.NOTHING;
  }

  /** It runs at the target. */
  void hasArrived() {
    if (!isPostCopy) {
      phase = Phase.OVER;
    }
  }

  /** The guest has left: the rest of its pages follow it. */
  void hasLeft(long nowNs) {
    if (isPostCopy) {
      phase = Phase.REST;
      sender.send(restPages, rate, nowNs);
      sender.wake();
    }
  }
}
