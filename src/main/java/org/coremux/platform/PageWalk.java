package org.coremux.platform;

/**
 * How many entries of page tables a walk refers to.
 *
 * <p>Source: Bhargava et al., ASPLOS 2008, section 2: each of a guest's n table addresses, and the
 * address that comes out, is itself translated by m levels below.
 */
public final class PageWalk {
  private PageWalk() {}

  /** References of a walk through the tables of one level of paging. */
  public static int references(int levels) {
    return levels;
  }

  /** References of a two-dimensional walk: {@code n * m + n + m}. */
  public static int references(int guestLevels, int hostLevels) {
    return guestLevels * hostLevels + guestLevels + hostLevels;
  }
}
