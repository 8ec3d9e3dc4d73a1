package org.coremux.sched;

/**
 * Entities by deadline, each subtree knowing its least virtual time, so that the earliest deadline
 * among those that are eligible is found on one way down.
 *
 * <p>Cost: O(log n) expected to add, remove and find; O(1) for the earliest of all. Allocation:
 * none, the links are the entities' own.
 *
 * <p>Order: by deadline; of equal ones the first that was added is the earlier.
 *
 * <p>Source: treaps: R. Seidel, C. Aragon, "Randomized search trees", 1996; the augmented search:
 * I. Stoica, H. Abdel-Wahab, "Earliest eligible virtual deadline first", 1995, section 4.
 */
final class FairTree {
  private FairEntity root;
  private FairEntity first;
  private long sequence;

  boolean isEmpty() {
    return root == null;
  }

  /** The one with the earliest deadline; null when the tree is empty. */
  FairEntity first() {
    return first;
  }

  /** The shortest slice in the tree. Unit: ns; the largest value when it is empty. */
  long leastSliceNs() {
    return root == null ? Long.MAX_VALUE : root.leastSliceNs;
  }

  /** Of those whose virtual time is not after {@code v}, the earliest deadline; null for none. */
  FairEntity firstEligible(long v) {
    if (first == null || first.vruntime - v <= 0) {
      return first;
    }
    FairEntity e = root;
    while (e != null) {
      if (e.left != null && e.left.leastVruntime - v <= 0) {
        e = e.left;
      } else if (e.vruntime - v <= 0) {
        return e;
      } else {
        e = e.right;
      }
    }
    return null;
  }

  /** The one after it in order; null for the last. */
  FairEntity after(FairEntity e) {
    if (e.right != null) {
      return leftmost(e.right);
    }
    FairEntity child = e;
    FairEntity parent = e.up;
    while (parent != null && parent.right == child) {
      child = parent;
      parent = parent.up;
    }
    return parent;
  }

  private static FairEntity leftmost(FairEntity e) {
    FairEntity least = e;
    while (least.left != null) {
      least = least.left;
    }
    return least;
  }

  void add(FairEntity e) {
    e.sequence = sequence++;
    e.left = null;
    e.right = null;
    e.leastVruntime = e.vruntime;
    e.leastSliceNs = e.sliceNs;
    if (first == null || isBefore(e, first)) {
      first = e;
    }
    FairEntity parent = null;
    FairEntity at = root;
    boolean before = false;
    while (at != null) {
      parent = at;
      include(at, e);
      before = isBefore(e, at);
      at = before ? at.left : at.right;
    }
    attach(e, parent, before);
    while (e.up != null && e.up.priority < e.priority) {
      rotateUp(e);
    }
  }

  /** Equal deadlines: the new one has the highest sequence, so it goes to the right. */
  private static boolean isBefore(FairEntity e, FairEntity other) {
    return e.deadline - other.deadline < 0;
  }

  void remove(FairEntity e) {
    if (e == first) {
      first = after(e);
    }
    FairEntity parent = e.up;
    boolean wasLeft = parent != null && parent.left == e;
    FairEntity lowest = merge(e.left, e.right, parent, wasLeft);
    e.up = null;
    e.left = null;
    e.right = null;
    boolean above = false;
    for (FairEntity at = lowest; at != null; at = at.up) {
      above |= at == parent;
      if (!refresh(at) && above) {
        return;
      }
    }
  }

  /** Hangs two subtrees, all of one before all of the other, under the parent as one. */
  private FairEntity merge(FairEntity lower, FairEntity higher, FairEntity parent, boolean left) {
    FairEntity l = lower;
    FairEntity r = higher;
    FairEntity at = parent;
    boolean onLeft = left;
    while (l != null && r != null) {
      if (l.priority > r.priority) {
        attach(l, at, onLeft);
        at = l;
        onLeft = false;
        l = l.right;
      } else {
        attach(r, at, onLeft);
        at = r;
        onLeft = true;
        r = r.left;
      }
    }
    attach(l != null ? l : r, at, onLeft);
    return at;
  }

  private void attach(FairEntity e, FairEntity parent, boolean left) {
    if (parent == null) {
      root = e;
    } else if (left) {
      parent.left = e;
    } else {
      parent.right = e;
    }
    if (e != null) {
      e.up = parent;
    }
  }

  private void rotateUp(FairEntity e) {
    FairEntity parent = e.up;
    FairEntity grandparent = parent.up;
    boolean wasLeft = grandparent != null && grandparent.left == parent;
    if (parent.left == e) {
      attach(e.right, parent, true);
      e.right = parent;
    } else {
      attach(e.left, parent, false);
      e.left = parent;
    }
    parent.up = e;
    attach(e, grandparent, wasLeft);
    e.leastVruntime = parent.leastVruntime;
    e.leastSliceNs = parent.leastSliceNs;
    refresh(parent);
  }

  private static void include(FairEntity at, FairEntity e) {
    if (e.vruntime - at.leastVruntime < 0) {
      at.leastVruntime = e.vruntime;
    }
    at.leastSliceNs = Math.min(at.leastSliceNs, e.sliceNs);
  }

  /** Derives what the subtree knows from the children; false when it is what it was. */
  private static boolean refresh(FairEntity at) {
    long v = at.vruntime;
    long sliceNs = at.sliceNs;
    FairEntity left = at.left;
    if (left != null) {
      v = left.leastVruntime - v < 0 ? left.leastVruntime : v;
      sliceNs = Math.min(sliceNs, left.leastSliceNs);
    }
    FairEntity right = at.right;
    if (right != null) {
      v = right.leastVruntime - v < 0 ? right.leastVruntime : v;
      sliceNs = Math.min(sliceNs, right.leastSliceNs);
    }
    boolean changed = v != at.leastVruntime || sliceNs != at.leastSliceNs;
    at.leastVruntime = v;
    at.leastSliceNs = sliceNs;
    return changed;
  }
}
