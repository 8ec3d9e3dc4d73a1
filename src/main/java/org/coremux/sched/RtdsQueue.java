package org.coremux.sched;

/**
 * Units of {@link Rtds}, each put before the first that is less urgent than it.
 *
 * <p>Cost: O(n) to add, O(1) to remove. Allocation: none.
 *
 * <p>Order: of equals the one that was added first. As a unit that runs may become less urgent
 * while it stays in a queue, the queue need not be sorted; that is so in Xen, too.
 */
final class RtdsQueue {
  private final int link;
  private final boolean byLevel;
  private RtdsUnit first;

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
    RtdsUnit before = null;
    RtdsUnit after = first;
    while (after != null && !goesBefore(u, after)) {
      before = after;
      after = after.next[link];
    }
    u.queued[link] = true;
    u.next[link] = after;
    u.previous[link] = before;
    if (after != null) {
      after.previous[link] = u;
    }
    if (before == null) {
      first = u;
    } else {
      before.next[link] = u;
    }
  }

  private boolean goesBefore(RtdsUnit u, RtdsUnit other) {
    return byLevel ? u.beats(other) : u.deadlineNs < other.deadlineNs;
  }

  /** Takes it out, wherever it stands; nothing happens when it is not in. */
  void remove(RtdsUnit u) {
    if (!u.queued[link]) {
      return;
    }
    RtdsUnit before = u.previous[link];
    RtdsUnit after = u.next[link];
    u.queued[link] = false;
    u.next[link] = null;
    u.previous[link] = null;
    if (after != null) {
      after.previous[link] = before;
    }
    if (before == null) {
      first = after;
    } else {
      before.next[link] = after;
    }
  }
}
