package org.coremux.guest;

/** A first-in first-out queue of requests, linked through themselves: it allocates nothing. */
public final class RequestQueue {
  private Request first;
  private Request last;
  private int count;

  /** How many are in it. */
  public int count() {
    return count;
  }

  /** Whether nobody is in it. */
  public boolean isEmpty() {
    return first == null;
  }

  /** Who is at the head; null for nobody. */
  public Request peek() {
    return first;
  }

  /** Puts it at the end. */
  public void add(Request r) {
    r.next = null;
    if (first == null) {
      first = r;
    } else {
      last.next = r;
    }
    last = r;
    count++;
  }

  /** Takes the head off; only when there is one. */
  public Request poll() {
    Request r = first;
    first = r.next;
    r.next = null;
    count--;
    return r;
  }
}
