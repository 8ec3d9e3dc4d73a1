package org.coremux.hypervisor;

import org.coremux.guest.GuestThread;
import org.coremux.guest.InterruptLine;
import org.coremux.guest.Program;

/**
 * The thread that reads the pages of a guest and sends them, at a rate: of the driver domain, or of
 * the host. It must be scheduled like anybody else.
 */
final class PageSender implements Program {
  /** Under way at most. Unit: parcels. Source: assumed, 1 MiB as buffers of a socket hold. */
  static final int PARCELS = 16;

  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final int BITS = 8;

  /** What there is to send. */
  interface Plan {
    /** The thread executes. */
    void looks(long nowNs);

    /**
     * All is sent: says what comes next by {@link #send} or {@link #sendGuest}.
     *
     * @return in how many ns it is to be asked again if it has said nothing; {@link #NOTHING}
     */
    long sent(long nowNs);
  }

  /** It need not be asked again. */
  static final long NOTHING = Long.MAX_VALUE;

  private final Plan plan;
  private final Host host;
  private final long pageNs;
  private final GuestThread thread;
  private final InterruptLine line;
  private final Parcel[] free = new Parcel[PARCELS];
  private int freeCount;
  private Parcel packed;
  private long leftPages;
  private long fetchPages;

  /** Somebody waits, even if there are no pages left for him. */
  private boolean isFetching;

  private boolean isGuestDue;
  private long rate;
  private long dueNs;
  private long dueCarry;
  private long sentPages;

  /**
   * @param pageNs work for each page. Unit: ns
   */
  PageSender(Plan plan, Host host, String name, long pageNs) {
    this.plan = plan;
    this.host = host;
    this.pageNs = pageNs;
    thread = host.moverOs().daemon(name, this);
    boolean inDomain = host.movesInDomain();
    line = inDomain ? host.moverOs().interruptLine((at, now) -> thread.unpark()) : null;
  }

  /** Gives it what it packs pages into. */
  PageSender by(Parcel.Carrier carrier) {
    while (freeCount < PARCELS) {
      free[freeCount++] = new Parcel(carrier);
    }
    return this;
  }

  /** How many pages it has sent, some of them more than once. */
  long sentPages() {
    return sentPages;
  }

  // ---- what it is told ----

  /** So many pages, at a rate in bit/s; 0 for as fast as it goes. */
  void send(long pages, long bitsPerSecond, long nowNs) {
    leftPages = pages;
    rate = bitsPerSecond;
    dueNs = nowNs;
    dueCarry = 0;
  }

  /** The guest, now that all pages are sent. */
  void sendGuest() {
    isGuestDue = true;
  }

  /** So many of the pages that are left, before the others: somebody waits for them. */
  void fetch(long pages) {
    fetchPages = Math.min(pages, leftPages);
    leftPages -= fetchPages;
    isFetching = true;
    wake();
  }

  /** Takes an empty one back. */
  void takeBack(Parcel parcel) {
    free[freeCount++] = parcel;
    wake();
  }

  /** There is something to do. */
  void wake() {
    if (line == null) {
      thread.unpark();
    } else {
      line.raise(thread.schedulable().processor());
    }
  }

  // ---- the thread ----

  @Override
  public void next(GuestThread self, long nowNs) {
    if (packed != null) {
      packed.goOut(host.machine(), nowNs);
      packed = null;
    }
    plan.looks(nowNs);
    while (leftPages == 0 && !isFetching && !isGuestDue) {
      if (dueNs > nowNs) { // the last one, too, takes its time
        self.sleepUntil(dueNs);
        return;
      }
      long againNs = plan.sent(nowNs);
      if (leftPages == 0 && !isGuestDue) {
        rest(self, againNs);
        return;
      }
    }
    if (freeCount == 0) {
      self.park();
    } else if (!isFetching && !isGuestDue && dueNs > nowNs) {
      self.sleepUntil(dueNs);
    } else {
      pack();
      self.compute(Math.max(1, packed.pages()) * pageNs);
    }
  }

  private static void rest(GuestThread self, long againNs) {
    if (againNs == NOTHING) {
      self.park();
    } else {
      self.sleep(againNs);
    }
  }

  private void pack() {
    packed = free[--freeCount];
    if (isFetching) {
      int pages = (int) Math.min(fetchPages, Parcel.PAGES_MAX);
      fetchPages -= pages;
      isFetching = fetchPages > 0;
      packed.fill(isFetching ? Parcel.Kind.FETCHED : Parcel.Kind.FETCHED_LAST, pages);
    } else if (isGuestDue) {
      isGuestDue = false;
      packed.fill(Parcel.Kind.GUEST, Parcel.PAGES_MAX);
      return; // no pages of its memory
    } else {
      int pages = (int) Math.min(leftPages, Parcel.PAGES_MAX);
      leftPages -= pages;
      pace(pages);
      packed.fill(Parcel.Kind.PAGES, pages);
    }
    sentPages += packed.pages();
  }

  /** When the next one may be packed. */
  private void pace(int pages) {
    if (rate > 0) {
      long share = pages * PageUse.PAGE_BYTES * BITS * NS_PER_SECOND + dueCarry;
      dueNs += share / rate;
      dueCarry = share % rate;
    }
  }
}
