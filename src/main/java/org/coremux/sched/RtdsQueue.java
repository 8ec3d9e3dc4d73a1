package org.coremux.sched;

/**
 * Units of {@link Rtds}, each put before the first that is less urgent than it.
 *
 * <p>Its place is looked for from where the last one was put: of many whose periods begin together
 * each has its place beside the one before.
 *
 * <p>Cost: O(n) to add, O(1) beside the last one, O(1) to remove. Allocation: none.
 *
 * <p>Order: of equals the one that was added first. As a unit that runs may become less urgent
 * while it stays in a queue, the queue need not be sorted, as in Xen. As long as it is not, a place
 * is looked for from the head.
 */
final class RtdsQueue {
  /** Where a unit stands in a queue. */
  static final class Place {
    private final RtdsUnit unit;
    private Place next;
    private Place previous;
    private boolean queued;

    /** The next one is more urgent, as this one became less so after it was queued. */
    private boolean precedesBetter;

    Place(RtdsUnit unit) {
      this.unit = unit;
    }
  }

  private final boolean isOfRenewals;
  private final boolean byLevel;
  private Place first;
  private Place tail;

  /** Who was added last, or who stands where it stood; null when nobody is here. */
  private Place last;

  /** How many stand right before one that is more urgent. */
  private int disorders;

  /**
   * An empty queue.
   *
   * @param isOfRenewals whether it is of units whose budget is to be renewed, or that wait to run
   * @param byLevel by level and deadline, or deadline alone
   */
  RtdsQueue(boolean isOfRenewals, boolean byLevel) {
    this.isOfRenewals = isOfRenewals;
    this.byLevel = byLevel;
  }

  private Place place(RtdsUnit u) {
    return isOfRenewals ? u.renewing : u.waiting;
  }

  private static RtdsUnit unit(Place place) {
    return place == null ? null : place.unit;
  }

  RtdsUnit first() {
    return unit(first);
  }

  RtdsUnit after(RtdsUnit u) {
    return unit(place(u).next);
  }

  boolean contains(RtdsUnit u) {
    return place(u).queued;
  }

  void add(RtdsUnit u) {
    Place place = place(u);
    Place after = disorders == 0 && last != null ? nearLast(u) : from(first, u);
    Place before = after == null ? tail : after.previous;
    place.queued = true;
    join(before, place);
    join(place, after);
    last = place;
    if (disorders > 0) {
      order(before);
      order(place);
    }
  }

  /** Before whom it goes; null for the end. Right only where all is in order. */
  private Place nearLast(RtdsUnit u) {
    if (!goesBefore(u, last.unit)) {
      return from(last.next, u);
    }
    Place at = last;
    while (at.previous != null && goesBefore(u, at.previous.unit)) {
      at = at.previous;
    }
    return at;
  }

  /** The first from there on that it goes before; null for none. */
  private Place from(Place there, RtdsUnit u) {
    Place at = there;
    while (at != null && !goesBefore(u, at.unit)) {
      at = at.next;
    }
    return at;
  }

  private boolean goesBefore(RtdsUnit u, RtdsUnit other) {
    return byLevel ? u.beats(other) : u.deadlineNs < other.deadlineNs;
  }

  /** Makes the two neighbours; null for an end. */
  private void join(Place before, Place after) {
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.previous = before;
    }
  }

  /** Notes whether it, if anybody, stands before one that is more urgent. */
  private void order(Place place) {
    if (place == null) {
      return;
    }
    Place after = place.next;
    boolean isLate = after != null && goesBefore(after.unit, place.unit);
    if (isLate != place.precedesBetter) {
      place.precedesBetter = isLate;
      disorders += isLate ? 1 : -1;
    }
  }

  /** One that stays where it is is less urgent now. */
  void worsened(RtdsUnit u) {
    Place place = place(u);
    if (place.queued) {
      order(place.previous);
      order(place);
    }
  }

  /** Takes it out, wherever it stands; nothing happens when it is not in. */
  void remove(RtdsUnit u) {
    Place place = place(u);
    if (!place.queued) {
      return;
    }
    Place before = place.previous;
    Place after = place.next;
    if (place == last) {
      last = after == null ? before : after;
    }
    place.queued = false;
    place.next = null;
    place.previous = null;
    join(before, after);
    if (disorders > 0) {
      order(place);
      order(before);
    }
  }
}
