package org.coremux.engine;

/**
 * What one site tells another: owned by its sender, in flight at most once at a time.
 *
 * <p>It arrives no earlier than the lookahead after it was sent, and before that instant's timers.
 * Messages that arrive at one nanosecond do so by (sending site, its sending order).
 */
public abstract class Message {
  long arrivalNs = Timer.NEVER;
  int sender;
  long order;
  Site target;

  /** Called at the target, at the arrival time; the message may be sent again from here. */
  protected abstract void arrive(long nowNs);

  /** Whether it has been sent and has not arrived. */
  public final boolean isInFlight() {
    return target != null;
  }

  final boolean isBefore(Message other) {
    if (arrivalNs != other.arrivalNs) {
      return arrivalNs < other.arrivalNs;
    }
    return sender != other.sender ? sender < other.sender : order < other.order;
  }
}
