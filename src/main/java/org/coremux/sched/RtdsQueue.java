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
  private final int link;
  private final boolean byLevel;
  private RtdsUnit first;
  private RtdsUnit tail;

  /** Who was added last, or who stands where it stood; null when nobody is here. */
  private RtdsUnit last;

  /** How many stand right before one that is more urgent. */
  private int disorders;

  /** The queue that uses the link with that number, by level and deadline, or deadline alone. */
  RtdsQueue(int link, boolean byLevel) {
    this.link = link;
    this.byLevel = byLevel;
  }

  RtdsUnit first() {
    return first;
  }

  RtdsUnit after(RtdsUnit u) {
    return u.next[link];
  }

  boolean contains(RtdsUnit u) {
    return u.queued[link];
  }

  void add(RtdsUnit u) {
    RtdsUnit after = disorders == 0 && last != null ? nearLast(u) : from(first, u);
    RtdsUnit before = after == null ? tail : after.previous[link];
    u.queued[link] = true;
    join(before, u);
    join(u, after);
    last = u;
    if (disorders > 0) {
      order(before);
      order(u);
    }
  }

  /** Before whom it goes; null for the end. Right only where all is in order. */
  private RtdsUnit nearLast(RtdsUnit u) {
    if (!goesBefore(u, last)) {
      return from(last.next[link], u);
    }
    RtdsUnit at = last;
    while (at.previous[link] != null && goesBefore(u, at.previous[link])) {
      at = at.previous[link];
    }
    return at;
  }

  /** The first from there on that it goes before; null for none. */
  private RtdsUnit from(RtdsUnit there, RtdsUnit u) {
    RtdsUnit at = there;
    while (at != null && !goesBefore(u, at)) {
      at = at.next[link];
    }
    return at;
  }

  private boolean goesBefore(RtdsUnit u, RtdsUnit other) {
    return byLevel ? u.beats(other) : u.deadlineNs < other.deadlineNs;
  }

  /** Makes the two neighbours; null for an end. */
  private void join(RtdsUnit before, RtdsUnit after) {
    if (before == null) {
      first = after;
    } else {
      before.next[link] = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.previous[link] = before;
    }
  }

  /** Notes whether it, if anybody, stands before one that is more urgent. */
  private void order(RtdsUnit u) {
    if (u == null) {
      return;
    }
    RtdsUnit after = u.next[link];
    boolean isLate = after != null && goesBefore(after, u);
    if (isLate != u.precedesBetter[link]) {
      u.precedesBetter[link] = isLate;
      disorders += isLate ? 1 : -1;
    }
  }

  /** One that stays where it is is less urgent now. */
  void worsened(RtdsUnit u) {
    if (u.queued[link]) {
      order(u.previous[link]);
      order(u);
    }
  }

  /** Takes it out, wherever it stands; nothing happens when it is not in. */
  void remove(RtdsUnit u) {
    if (!u.queued[link]) {
      return;
    }
    RtdsUnit before = u.previous[link];
    RtdsUnit after = u.next[link];
    if (u == last) {
      last = after == null ? before : after;
    }
    u.queued[link] = false;
    u.next[link] = null;
    u.previous[link] = null;
    join(before, after);
    if (disorders > 0) {
      order(u);
      order(before);
    }
  }
}
