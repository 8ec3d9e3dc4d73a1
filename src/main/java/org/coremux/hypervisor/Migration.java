package org.coremux.hypervisor;

import java.util.Collections;
import java.util.List;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;

/**
 * A guest that moves from one host to another while it runs.
 *
 * <p>What the source knows is in {@link MigrationSource}, what the target knows in {@link
 * MigrationTarget}. Pages take their way through both hosts' links, and threads of both hosts
 * handle them. Both hosts are one {@link Site}.
 */
public final class Migration implements Parcel.Carrier {
  /** From host to host, one way. Unit: ns. Source: assumed, two stacks and a switch. */
  public static final long LATENCY_NS = 50_000;

  /**
   * Who goes where.
   *
   * @param guest that moves
   * @param source where it is
   * @param target where it is to be
   */
  public record Trip(Guest guest, Host source, Host target) {}

  /**
   * One round of sending while the guest runs.
   *
   * @param startNs when it began, in ns since the start of the run
   * @param ns how long it took
   * @param sentBytes of pages
   * @param dirtiedBytes that the guest has written meanwhile
   * @param bitsPerSecond the rate that was meant
   */
  public record Round(
      long startNs, long ns, long sentBytes, long dirtiedBytes, long bitsPerSecond) {}

  /** How it ended. */
  public enum Outcome {
    /** It came to its end as the rules have it. */
    CONVERGED("converged"),
    /** It would not have come to an end by itself. */
    FORCED("forced"),
    /** The guest has stayed where it was. */
    ABORTED("aborted"),
    /** The run ended before. */
    UNFINISHED("unfinished");

    private final String key;

    Outcome(String key) {
      this.key = key;
    }

    /** As in results. */
    public String key() {
      return key;
    }
  }

  private final Trip trip;
  private final MigrationRules rules;
  private final MigrationSource source;
  private final MigrationTarget target;
  private final Site site;
  private String failure = "";
  private long askedPages;
  private final Timer question = new Timer(this::isAsked);

  /** One that begins when it is told to; before the run. */
  public Migration(Trip trip, MigrationRules rules) {
    this.trip = trip;
    this.rules = rules;
    site = trip.target().site();
    source = new MigrationSource(trip.guest(), trip.source(), rules);
    source.sender().by(this);
    MigrationCosts costs =
        MigrationCosts.of(
            trip.target().setup().platform().costs(trip.target().setup().topology().clockHz()));
    target = new MigrationTarget(this, trip.target(), costs);
    trip.source().whenFailed(this::sourceFails);
    trip.target().whenFailed(this::targetFails);
  }

  /**
   * It begins now. One that cannot be done is not: the guest, or the other host, is gone, or the
   * guest is not where it was to be.
   */
  public void begin(long nowNs) {
    failure = obstacle();
    if (failure.isEmpty()) {
      source.begin(nowNs);
    }
  }

  private String obstacle() {
    Guest guest = trip.guest();
    if (guest.isGone()) {
      return guest + " is gone";
    }
    if (trip.target().hasFailed()) {
      return trip.target() + " has failed";
    }
    if (guest.host() == trip.target() && !guest.residences().isMoving()) {
      return guest + " was there";
    }
    boolean isElsewhere = guest.host() != trip.source() || guest.residences().isMoving();
    return isElsewhere ? guest + " was still on its way to another host" : "";
  }

  /** The guest goes on where it is, if it is there. */
  private void targetFails() {
    if (source.giveUp(site.nowNs())) {
      failure = trip.target() + " has failed, and " + trip.guest() + " stays where it is";
    }
  }

  /** Why it could not be done, for people; empty when it could, or has not begun. */
  public String failure() {
    boolean isGone = source.isAborted() && trip.guest().isGone();
    return isGone && failure.isEmpty() ? trip.guest() + " is gone" : failure;
  }

  /** Pages that have not come never will: a guest that needs them is gone, too. */
  private void sourceFails() {
    if (target.missingPages() > 0) {
      trip.guest().fail();
    }
  }

  // ---- on the way ----

  @Override
  public void leaves(Parcel parcel, long nowNs) {
    if (parcel.kind() == Parcel.Kind.GUEST) {
      parcel.follow(source.restPages());
      source.hasLeft(nowNs);
    }
    site.arm(parcel.there(), nowNs + LATENCY_NS);
  }

  @Override
  public void arrives(Parcel parcel, long nowNs) {
    parcel.goIn(trip.target().machine(), nowNs);
  }

  @Override
  public void received(Parcel parcel, long nowNs) {
    target.received(parcel);
  }

  @Override
  public void returns(Parcel parcel, long nowNs) {
    source.sender().takeBack(parcel);
  }

  void sendBack(Parcel parcel, long nowNs) {
    site.arm(parcel.back(), nowNs + LATENCY_NS);
  }

  /** The guest waits at the target for so many pages; once at a time. */
  void ask(long pages) {
    askedPages = pages;
    site.arm(question, site.nowNs() + LATENCY_NS);
  }

  private void isAsked(long nowNs) {
    source.sender().fetch(askedPages);
  }

  /** Of a question for a page and its answer, without the page's time on the wire. Unit: ns. */
  long roundTripNs(MigrationCosts costs) {
    return 2 * LATENCY_NS + costs.sendNs() + costs.receiveNs();
  }

  /** All of the guest that it needs to run has come; false when it is gone. */
  boolean guestIsHere(long nowNs) {
    Guest guest = trip.guest();
    if (guest.isGone() || source.isAborted()) {
      return false;
    }
    trip.source().release(guest);
    trip.target().adopt(guest);
    guest.residences().passArrivals(nowNs);
    guest.resume();
    source.hasArrived();
    return true;
  }

  // ---- what there is to read, after the run ----

  Guest guest() {
    return trip.guest();
  }

  /** Who goes where. */
  public Trip trip() {
    return trip;
  }

  /** How it goes about it. */
  public MigrationRules rules() {
    return rules;
  }

  /** The rounds that have ended, in their order. */
  public List<Round> rounds() {
    return Collections.unmodifiableList(source.rounds());
  }

  /** When it began, in ns since the start of the run; {@link Timer#NEVER} before. */
  public long startNs() {
    return source.startNs();
  }

  /** When the guest was stopped; {@link Timer#NEVER} when it was not. Unit: ns. */
  public long stoppedNs() {
    return source.stoppedNs();
  }

  /** When the guest ran at the target; {@link Timer#NEVER} when it did not. Unit: ns. */
  public long resumedNs() {
    return target.startedNs();
  }

  /** When it was over: all is at the target, or it was given up; {@link Timer#NEVER} before. */
  public long endNs() {
    return source.isAborted() ? source.abortedNs() : target.completeNs();
  }

  /** All that was sent of pages, some of them more than once. Unit: bytes. */
  public long sentBytes() {
    return source.sender().sentPages() * PageUse.PAGE_BYTES;
  }

  /** All that has come. Unit: bytes. */
  public long receivedBytes() {
    return target.cameBytes();
  }

  /** Pages that the guest had to ask for when it ran at the target already. */
  public long faults() {
    return target.faults();
  }

  /** For how long it stood still for them. Unit: ns. */
  public long faultNs() {
    return target.stoodNs();
  }

  /** How much of its time the guest was stopped to slow it, in the end. Unit: percent. */
  public int slowedPercent() {
    return source.slowedPercent();
  }

  /** Why there were no more rounds, in words. */
  public String why() {
    return source.why().words();
  }

  /** How it ended. */
  public Outcome outcome() {
    if (source.isAborted()) {
      return Outcome.ABORTED;
    }
    if (target.completeNs() == Timer.NEVER) {
      return Outcome.UNFINISHED;
    }
    return source.why().isConverged() ? Outcome.CONVERGED : Outcome.FORCED;
  }
}
