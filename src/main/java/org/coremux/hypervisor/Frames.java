package org.coremux.hypervisor;

/**
 * Pages of a guest that are used alike, by where they are: in a frame of their own, in one that
 * they share with pages of equal content, or on the host's swap device.
 *
 * <p>Model: whatever is done to some of them falls on all alike, in proportion; what rounding
 * leaves over is carried to the next time.
 */
final class Frames {
  private long own;
  private long shared;
  private long swapped;

  /** What is left over of proportions: of the shared, of the swapped. Unit: pages. */
  private double sharedCarry;

  private double swappedCarry;

  long own() {
    return own;
  }

  long shared() {
    return shared;
  }

  long swapped() {
    return swapped;
  }

  /** All of them. */
  long count() {
    return own + shared + swapped;
  }

  /** So many more, each in a frame of its own. */
  void add(long pages) {
    own += pages;
  }

  /** So many go, of all places alike; how many frames of their own those had. */
  long take(long pages) {
    long all = count();
    if (pages == all) {
      long freed = own;
      clear();
      return freed;
    }
    double exactShared = (double) pages * shared / all + sharedCarry;
    long ofShared = within((long) exactShared, Math.max(0, pages - own - swapped), shared, pages);
    double exactSwapped = (double) pages * swapped / all + swappedCarry;
    long rest = pages - ofShared;
    long ofSwapped = within((long) exactSwapped, Math.max(0, rest - own), swapped, rest);
    sharedCarry = fraction(exactShared - ofShared);
    swappedCarry = fraction(exactSwapped - ofSwapped);
    shared -= ofShared;
    swapped -= ofSwapped;
    own -= rest - ofSwapped;
    return rest - ofSwapped;
  }

  private static long within(long value, long least, long most, long all) {
    return Math.max(least, Math.min(value, Math.min(most, all)));
  }

  private static double fraction(double carry) {
    return Math.max(0, Math.min(1, carry));
  }

  /** So many of those in frames of their own go to the swap device. */
  void swapOut(long pages) {
    own -= pages;
    swapped += pages;
  }

  /** One comes back from there. */
  void swapIn() {
    swapped--;
    own++;
  }

  /** So many of those in frames of their own have been found elsewhere. */
  void share(long pages) {
    own -= pages;
    shared += pages;
  }

  /** So many have been written to, and have a frame of their own again. */
  void unshare(long pages) {
    shared -= pages;
    own += pages;
  }

  /** None are left. */
  void clear() {
    own = 0;
    shared = 0;
    swapped = 0;
    sharedCarry = 0;
    swappedCarry = 0;
  }
}
