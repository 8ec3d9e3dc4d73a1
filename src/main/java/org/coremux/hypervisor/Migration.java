package org.coremux.hypervisor;

import org.coremux.engine.Site;
import org.coremux.engine.Timer;

/**
 * Moves a guest to another host, cold: it is paused, its memory is copied, and it goes on there.
 * What its devices were asked before is answered first; what comes from outside meanwhile waits.
 *
 * <p>Model: both hosts are one {@link Site}, whose clock and timers go on as they are; so a guest
 * that moves has no timer to take along. Its disk is on storage that both hosts reach. The copy
 * takes nobody's processor time, and the links are free for it.
 */
public final class Migration {
  /** How often it looks whether the guest has come to rest. Unit: ns. Source: assumed. */
  private static final long LOOK_NS = 10_000;

  private final Guest guest;
  private final Host to;
  private final long copyNs;
  private final Timer step = new Timer(this::look);
  private String failure = "";

  /**
   * @param copyNs how long the copy takes, in ns
   */
  public Migration(Guest guest, Host to, long copyNs) {
    this.guest = guest;
    this.to = to;
    this.copyNs = copyNs;
  }

  /**
   * It begins now. One that cannot be done is not: the guest, or the other host, is gone, or it
   * moves already, or is there.
   */
  public void begin(long nowNs) {
    failure = obstacle();
    if (!failure.isEmpty()) {
      return;
    }
    guest.pause();
    guest.holdArrivals();
    site().arm(step, nowNs + copyNs);
  }

  private String obstacle() {
    if (guest.isGone()) {
      return guest + " is gone";
    }
    if (guest.isMoving()) {
      return guest + " was still on its way to another host";
    }
    if (to.hasFailed()) {
      return to + " has failed";
    }
    return guest.host() == to ? guest + " was there" : "";
  }

  private Site site() {
    return to.site();
  }

  private void look(long nowNs) {
    if (guest.isGone()) {
      failure = guest + " is gone";
    } else if (to.hasFailed()) { // it goes on where it is
      failure = to + " has failed, and " + guest + " stays where it is";
      end(nowNs);
    } else if (guest.isAtRest()) {
      guest.host().release(guest);
      to.adopt(guest);
      end(nowNs);
    } else {
      site().arm(step, nowNs + LOOK_NS);
    }
  }

  private void end(long nowNs) {
    guest.passArrivals(nowNs);
    guest.resume();
  }

  /** Why it could not be done, for people; empty when it could, or has not begun. */
  public String failure() {
    return failure;
  }
}
