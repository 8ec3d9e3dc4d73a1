package org.coremux.guest;

import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/** Pages on their way from or to a disk, and who waits for them. Reused: it allocates nothing. */
public final class PageTransfer {
  /** Who goes on when the disk has done its part. */
  @FunctionalInterface
  public interface Then {
    /** The pages are there. */
    void done(PageTransfer transfer, long nowNs);
  }

  private final Request request = new Request(false);
  private final Request.Leg arrived;
  private final Request.Continuation returned;
  private Schedulable waiting;
  private long pages;

  /** One that tells this one. */
  public PageTransfer(Then then) {
    arrived = (r, nowNs) -> then.done(this, nowNs);
    returned = (r, nowNs) -> then.done(this, nowNs);
  }

  /** So many, for which that one waits; null for nobody. */
  public PageTransfer of(long count, Schedulable by) {
    pages = count;
    waiting = by;
    return this;
  }

  /** How many pages. */
  public long pages() {
    return pages;
  }

  /** Who waits for them; null for nobody. */
  public Schedulable waiting() {
    return waiting;
  }

  /** Goes through a guest's own device, which takes so long for it, in ns. */
  public void through(Device disk, long serviceNs, Processor at, long nowNs) {
    request.operation(Request.Kind.BLOCK, 1, serviceNs, returned);
    disk.submit(request, at, nowNs);
  }

  /** The same for a disk of the host, which takes so long for it, in ns. */
  public Request block(long serviceNs) {
    request.operation(Request.Kind.BLOCK, 1, serviceNs, returned);
    return request;
  }

  /** Who is told when the host's disk has done it. */
  public Request.Leg arrived() {
    return arrived;
  }
}
