package org.coremux.hypervisor;

import org.coremux.engine.Timer;
import org.coremux.guest.Request;

/**
 * What is sent at once of a guest that migrates: some of its pages, or the guest itself. It goes
 * out by the source's link and in by the target's, and comes back empty when it has been unpacked;
 * how many there are is how much may be under way.
 */
final class Parcel {
  /**
   * Most pages of one: 64 KiB. Source: Linux, GSO_LEGACY_MAX_SIZE, what a stack hands over at once.
   */
  static final int PAGES_MAX = 16;

  /** Payload of a full frame. Unit: bytes. Source: 1,500 less 52 of IPv4, TCP and time stamps. */
  private static final long FRAME_BYTES = 1_448;

  /** What is in it. */
  enum Kind {
    /** Pages, in the order in which they come. */
    PAGES,
    /** Pages that the guest waits for. */
    FETCHED,
    /** The last of those. */
    FETCHED_LAST,
    /** The guest: its registers and devices. */
    GUEST
  }

  /** Who goes on with it on its way. */
  interface Carrier {
    /** It is on the wire, and has left the source. */
    void leaves(Parcel parcel, long nowNs);

    /** It has come to the target's link. */
    void arrives(Parcel parcel, long nowNs);

    /** It is in the target's memory. */
    void received(Parcel parcel, long nowNs);

    /** It is back, empty. */
    void returns(Parcel parcel, long nowNs);
  }

  private final Request out = Request.packets(true);
  private final Request in = Request.packets(true);
  private final Request.Leg left;
  private final Request.Leg received;
  private final Timer there;
  private final Timer back;
  private Kind kind;
  private int pages;
  private long followPages;

  Parcel(Carrier carrier) {
    left = (r, now) -> carrier.leaves(this, now);
    received = (r, now) -> carrier.received(this, now);
    there = new Timer(now -> carrier.arrives(this, now));
    back = new Timer(now -> carrier.returns(this, now));
  }

  /** Puts that into it. */
  void fill(Kind what, int count) {
    kind = what;
    pages = count;
  }

  /** So many pages come after the guest that is in it. */
  void follow(long pagesThen) {
    followPages = pagesThen;
  }

  /** How many come after the guest. */
  long followPages() {
    return followPages;
  }

  /** Through the link of the source. */
  void goOut(Machine machine, long nowNs) {
    machine.serve(out.packets(Request.Kind.SEND, frames()), left, null, nowNs);
  }

  /** Through that of the target. */
  void goIn(Machine machine, long nowNs) {
    machine.serve(in.packets(Request.Kind.RECEIVE, frames()), received, null, nowNs);
  }

  /** Frames of its pages; one without any is a frame. */
  private int frames() {
    long bytes = pages * PageUse.PAGE_BYTES;
    return (int) Math.max(1, (bytes + FRAME_BYTES - 1) / FRAME_BYTES);
  }

  /** Its way from one link to the other. */
  Timer there() {
    return there;
  }

  /** Its way back. */
  Timer back() {
    return back;
  }

  Kind kind() {
    return kind;
  }

  int pages() {
    return pages;
  }
}
