package org.coremux.hypervisor;

import java.util.ArrayList;
import java.util.List;

/**
 * The frames of a host that may promise more than it has, and who has them. Which page is where,
 * and what is taken from whom; how long that takes is {@link Reclaimer}'s business.
 *
 * <p>What holds always: the guests' own frames, the copies of shared pages and the free frames are
 * all the memory there is.
 */
public final class HostMemory {
  /** How many pages go to the swap device by one request. Unit: pages. Source: assumed, 256 KiB. */
  static final long CLUSTER = 64;

  /** Source: see {@link #inflatable}. */
  private static final int BALLOON_MAX_PERCENT = 65;

  private static final int PERCENT = 100;

  private final long frames;
  private final MemorySpec.Reclaim reclaim;
  private final Allotment allotment;
  private final List<GuestMemory> guests = new ArrayList<>();
  private final List<SharedContent> contents = new ArrayList<>();
  private long free;
  private long copies;

  HostMemory(MemorySpec spec) {
    frames = spec.bytes() / PageUse.PAGE_BYTES;
    reclaim = spec.reclaim();
    allotment = new Allotment(reclaim.taxHundredths());
    free = frames;
  }

  /** Knows the guest from now on; it has nothing yet. */
  GuestMemory add(PageUse use) {
    GuestMemory guest = new GuestMemory(use);
    guests.add(guest);
    String name = use.content().name();
    SharedContent content = null;
    for (SharedContent known : contents) {
      content = known.name().equals(name) ? known : content;
    }
    if (content == null) {
      content = new SharedContent(name);
      contents.add(content);
    }
    content.add(guest);
    return guest;
  }

  // ---- what there is ----

  /** All of it. Unit: bytes. */
  public long bytes() {
    return frames * PageUse.PAGE_BYTES;
  }

  /** What nobody has. Unit: bytes. */
  public long freeBytes() {
    return free * PageUse.PAGE_BYTES;
  }

  /** What would be needed more if nothing were shared. Unit: bytes. */
  public long savedBytes() {
    return saved() * PageUse.PAGE_BYTES;
  }

  /** How much of it is free. */
  public FreeMemory state() {
    return FreeMemory.of(free, frames);
  }

  long free() {
    return free;
  }

  private long saved() {
    long shared = 0;
    for (int i = 0; i < guests.size(); i++) {
      shared += guests.get(i).shared();
    }
    return shared - copies;
  }

  /** How many frames are missing until so much is free. */
  long missingTo(FreeMemory state) {
    return state.from(frames) - free;
  }

  /**
   * Whether a frame may be given for a page that the guest needs: below {@link FreeMemory#LOW} only
   * to one that has less than its part.
   */
  boolean maySpare(GuestMemory guest) {
    boolean isAbove = guest.own() + guest.shared() > guest.target();
    return free > (isAbove ? FreeMemory.LOW.from(frames) : 0);
  }

  // ---- what happens to it ----

  /** Says anew how much each guest may have, so that {@link FreeMemory#HIGH} is left free. */
  void allot() {
    allotment.divide(guests, frames - FreeMemory.HIGH.from(frames) + saved());
  }

  /** A frame for a page that comes back from the swap device. */
  void swapIn(GuestMemory guest) {
    guest.swapIn();
    free--;
  }

  /** A frame for a page that the guest reads back from its own disk. */
  void readBack(GuestMemory guest) {
    guest.readBack();
    free--;
  }

  /** So many are on the swap device now, if the guest still had as many. */
  void swapOut(GuestMemory guest, long pages) {
    free += guest.swapOut(pages);
  }

  /** The guest touches so many pages for the first time. */
  void touch(GuestMemory guest, long pages) {
    guest.touch(pages);
    free -= pages;
  }

  /** The guest's balloon takes so many more. */
  void inflate(GuestMemory guest, long pages) {
    long sharedBefore = guest.shared();
    free += guest.inflate(pages);
    if (guest.shared() != sharedBefore) {
      recount();
    }
  }

  /** So many pages of the guest are looked at for equal content. */
  void scan(GuestMemory guest, double pages) {
    long before = guest.own();
    guest.scan(pages);
    free += before - guest.own();
  }

  /** The guest writes so many times to pages at random. */
  void write(GuestMemory guest, double writes) {
    long before = guest.own();
    guest.write(writes, free);
    free += before - guest.own();
  }

  /** Counts the copies of what is shared, after pages have been found or have parted. */
  void recount() {
    long now = 0;
    for (int i = 0; i < contents.size(); i++) {
      contents.get(i).count();
      now += contents.get(i).copies();
    }
    free -= now - copies;
    copies = now;
  }

  /** All that the guest had is free. */
  void release(GuestMemory guest) {
    free += guest.own();
    guest.stop();
    recount();
  }

  /**
   * Guests that are there from the beginning have been there for long: all have touched what they
   * ever do, and what is too much has been taken back already.
   */
  void settleAtOnce() {
    for (int i = 0; i < guests.size(); i++) {
      touch(guests.get(i), guests.get(i).wanted());
    }
    allot();
    if (missingTo(FreeMemory.HIGH) > 0 && reclaim.balloon()) {
      for (int i = 0; i < guests.size(); i++) {
        GuestMemory guest = guests.get(i);
        inflate(guest, Math.min(inflatable(guest), Math.max(0, guest.used() - guest.target())));
      }
    }
    GuestMemory victim = victim();
    while (missingTo(FreeMemory.HIGH) > 0 && victim != null) {
      long beyond = Math.max(CLUSTER, victim.own() + victim.shared() - victim.target());
      long most = Math.min(victim.own() - victim.min(), missingTo(FreeMemory.HIGH));
      swapOut(victim, Math.min(beyond, most));
      victim = victim();
    }
  }

  /**
   * How many pages the balloon could still take. Source: VMware, "vSphere Resource Management",
   * Mem.CtlMaxPercent, 65 % of a guest's memory.
   */
  long inflatable(GuestMemory guest) {
    long most = guest.use().memoryBytes() / PageUse.PAGE_BYTES * BALLOON_MAX_PERCENT / PERCENT;
    return Math.max(0, most - guest.balloon());
  }

  /** Whose pages are swapped out next: who is furthest beyond its part; null for nobody. */
  GuestMemory victim() {
    GuestMemory victim = null;
    long furthest = Long.MIN_VALUE;
    for (int i = 0; i < guests.size(); i++) {
      GuestMemory guest = guests.get(i);
      long beyond = guest.own() + guest.shared() - guest.target();
      if (guest.own() > guest.min() && beyond > furthest) {
        furthest = beyond;
        victim = guest;
      }
    }
    return victim;
  }

  /**
   * Checks that every frame is somewhere, once.
   *
   * @throws IllegalStateException that says what does not add up
   */
  public void check() {
    long sum = free + copies;
    for (GuestMemory guest : guests) {
      sum += guest.own();
      if (guest.own() < 0 || guest.shared() < 0 || guest.swapped() < 0 || guest.pagedOut() < 0) {
        throw new IllegalStateException("a guest has less than no pages");
      }
      if (guest.used() + guest.balloon() > guest.touchedMax()) {
        throw new IllegalStateException("a guest has more pages than it has ever touched");
      }
    }
    if (sum != frames || free < 0) {
      throw new IllegalStateException(
          "of %d frames %d are free, and %d in all".formatted(frames, free, sum));
    }
  }
}
