package org.coremux.hypervisor;

/**
 * The memory of one guest on a host that may have to take some of it back: which of its pages are
 * there, page by page of 4 KiB.
 *
 * <p>A page that the guest has touched is idle, or active: one that it goes on referring to. Its
 * balloon takes idle ones first; if it must take active ones, too, the guest puts those on its own
 * disk. The host knows no difference: what it shares or swaps out falls on both alike.
 */
public final class GuestMemory {
  private static final int WHOLE = 10_000;

  private final PageUse use;
  private final long touchedMax;
  private final long activeMax;
  private final Frames active = new Frames();
  private final Frames idle = new Frames();
  private boolean present;
  private long balloon;

  /** Active pages that the guest itself has put on its disk. */
  private long pagedOut;

  private long target;
  private double activeCarry;
  private double foundCarry;
  private double writtenCarry;
  private long faults;
  private long guestFaults;

  GuestMemory(PageUse use) {
    this.use = use;
    touchedMax = pages(use.touchedBytes());
    activeMax = Math.min(touchedMax, pages(use.activeBytes()));
    target = touchedMax;
  }

  private static long pages(long bytes) {
    return (bytes + PageUse.PAGE_BYTES - 1) / PageUse.PAGE_BYTES;
  }

  // ---- what there is ----

  /** What the guest does with it. */
  public PageUse use() {
    return use;
  }

  /** What it has touched so far and not given back. Unit: bytes. */
  public long touchedBytes() {
    return (used() + balloon) * PageUse.PAGE_BYTES;
  }

  /** In frames, its own and shared ones. Unit: bytes. */
  public long residentBytes() {
    return (own() + shared()) * PageUse.PAGE_BYTES;
  }

  /** In its balloon. Unit: bytes. */
  public long balloonedBytes() {
    return balloon * PageUse.PAGE_BYTES;
  }

  /** On the host's swap device. Unit: bytes. */
  public long swappedBytes() {
    return swapped() * PageUse.PAGE_BYTES;
  }

  /** In frames that others have, too. Unit: bytes. */
  public long sharedBytes() {
    return shared() * PageUse.PAGE_BYTES;
  }

  /** On its own disk, though it goes on using them. Unit: bytes. */
  public long pagedOutBytes() {
    return pagedOut * PageUse.PAGE_BYTES;
  }

  /** How often a vCPU of it had to wait for a page from the host's swap device. */
  public long faults() {
    return faults;
  }

  /** How often a thread of it had to wait for a page from the guest's own disk. */
  public long guestFaults() {
    return guestFaults;
  }

  // ---- in pages ----

  long touchedMax() {
    return touchedMax;
  }

  long activeMax() {
    return activeMax;
  }

  long min() {
    return Math.min(touchedMax, pages(use.claim().minBytes()));
  }

  /** What it may have. */
  long target() {
    return target;
  }

  void target(long pages) {
    target = pages;
  }

  long balloon() {
    return balloon;
  }

  long pagedOut() {
    return pagedOut;
  }

  /** What it uses and has not given back, wherever it is. */
  long used() {
    return active.count() + idle.count();
  }

  long own() {
    return active.own() + idle.own();
  }

  long shared() {
    return active.shared() + idle.shared();
  }

  long swapped() {
    return active.swapped() + idle.swapped();
  }

  /** How many of its pages have the content of others, at most. */
  long identicalMax() {
    return touchedMax * use.content().identicalHundredths() / WHOLE;
  }

  boolean isPresent() {
    return present;
  }

  // ---- what the guest does ----

  /** It is there from now on, and begins to touch its pages. */
  void start() {
    present = true;
  }

  /** It is gone, and all that it had is free. */
  void stop() {
    present = false;
    active.clear();
    idle.clear();
    balloon = 0;
    pagedOut = 0;
  }

  /** How many pages it would touch if it could: not those that it has to read back first. */
  long wanted() {
    return present ? Math.max(0, touchedMax - balloon - used() - pagedOut) : 0;
  }

  /** It touches so many, each in a new frame: first those that it goes on using. */
  void touch(long pages) {
    long toActive = Math.max(0, Math.min(pages, activeMax - active.count() - pagedOut));
    active.add(toActive);
    idle.add(pages - toActive);
  }

  /** Whether it has room for a page that it has on its own disk without giving another away. */
  boolean hasRoom() {
    return touchedMax - balloon - used() > 0;
  }

  /** Reads one back from its own disk, into a new frame. */
  void readBack() {
    pagedOut--;
    active.add(1);
  }

  /** Counts a page that one of its threads waits for. */
  void faultInGuest() {
    guestFaults++;
  }

  /** How many pages the balloon could take without the guest missing one. */
  long spare() {
    return wanted() + idle.count();
  }

  /** The balloon takes so many more; how many frames that frees. */
  long inflate(long pages) {
    long untouched = Math.min(pages, wanted());
    long ofIdle = Math.min(pages - untouched, idle.count());
    long ofActive = Math.min(pages - untouched - ofIdle, active.count());
    balloon += untouched + ofIdle + ofActive;
    pagedOut += ofActive;
    long freed = ofIdle > 0 ? idle.take(ofIdle) : 0;
    return freed + (ofActive > 0 ? active.take(ofActive) : 0);
  }

  /** The balloon gives so many back. */
  void deflate(long pages) {
    balloon -= pages;
  }

  // ---- what the host does ----

  /** So many at random go to the swap device, or as many as there are; how many went. */
  long swapOut(long pages) {
    long count = Math.min(pages, own());
    if (count > 0) {
      long ofActive = ofActive(count, active.own(), idle.own());
      active.swapOut(ofActive);
      idle.swapOut(count - ofActive);
    }
    return count;
  }

  /** An active one comes back; only if one is there. */
  void swapIn() {
    active.swapIn();
    faults++;
  }

  /** Whether an active page is on the swap device. */
  boolean hasSwapped() {
    return active.swapped() > 0;
  }

  /** So many of its pages at random are looked at; those that others have, too, are shared. */
  void scan(double pages) {
    if (used() == 0) {
      return;
    }
    double alike = (own() + shared()) * (double) use.content().identicalHundredths() / WHOLE;
    double unknown = Math.max(0, alike - shared());
    double exact = pages * unknown / used() + foundCarry;
    long count = Math.min((long) exact, (long) unknown);
    foundCarry = Math.min(1, exact - count);
    if (count > 0) {
      long ofActive = ofActive(count, active.own(), idle.own());
      active.share(ofActive);
      idle.share(count - ofActive);
    }
  }

  /** So many writes go to its pages at random: of the shared ones, at most so many part. */
  void write(double writes, long most) {
    if (shared() == 0) {
      return;
    }
    double exact = writes * shared() / used() + writtenCarry;
    long count = Math.max(0, Math.min((long) exact, Math.min(shared(), most)));
    writtenCarry = Math.min(1, exact - count);
    if (count > 0) {
      long ofActive = ofActive(count, active.shared(), idle.shared());
      active.unshare(ofActive);
      idle.unshare(count - ofActive);
    }
  }

  /** How many of so many fall on the active ones. */
  private long ofActive(long count, long ofActive, long ofIdle) {
    double exact = (double) count * ofActive / (ofActive + ofIdle) + activeCarry;
    long part = Math.max(count - ofIdle, Math.min((long) exact, Math.min(ofActive, count)));
    activeCarry = Math.max(0, Math.min(1, exact - part));
    return part;
  }

  // ---- how often a page is missing ----

  /** Of a reference to an active page: the part of those that the host has swapped out. */
  double swappedShare() {
    long all = active.count() + pagedOut;
    return all == 0 ? 0 : (double) active.swapped() / all;
  }

  /** The same of those that the guest has put on its own disk. */
  double pagedOutShare() {
    long all = active.count() + pagedOut;
    return all == 0 ? 0 : (double) pagedOut / all;
  }

  /** Of the active pages that are there for the guest: those that the host has swapped out. */
  double swappedAmongPresent() {
    return active.count() == 0 ? 0 : (double) active.swapped() / active.count();
  }
}
