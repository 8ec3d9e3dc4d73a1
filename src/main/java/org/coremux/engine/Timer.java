package org.coremux.engine;

/**
 * A one-shot alarm owned by the thing that it wakes: armed, re-armed and cancelled in place.
 *
 * <p>Cost: that of {@link TimerQueue}, O(1) for most; allocates nothing.
 *
 * <p>Order: timers due at one instant fire in the order in which they were armed.
 */
public class Timer {
  /** No deadline. Unit: ns. */
  public static final long NEVER = Long.MAX_VALUE;

  /** What happens when a timer is due. */
  @FunctionalInterface
  public interface Handler {
    /** Called once, at the deadline; the timer is idle again and may be re-armed here. */
    void expire(long nowNs);
  }

  private final Handler handler;

  long deadlineNs = NEVER;
  long sequence;

  // what TimerQueue keeps here
  int slot = TimerQueue.IDLE;
  Timer next;
  Timer previous;

  /** A timer that is idle until it is armed. */
  public Timer(Handler handler) {
    this.handler = handler;
  }

  /** When it is due, in ns since the start of the run; {@link #NEVER} when it is idle. */
  public final long deadlineNs() {
    return deadlineNs;
  }

  /** Whether it waits in the queue of a site. */
  public final boolean isArmed() {
    return slot != TimerQueue.IDLE;
  }

  /** The deadline has come. A subclass may put itself between the clock and the handler. */
  protected void expire(long nowNs) {
    handler.expire(nowNs);
  }

  /** Passes the expiration on to the handler. */
  protected final void handle(long nowNs) {
    handler.expire(nowNs);
  }
}
