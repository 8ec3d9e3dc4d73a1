package org.coremux.mux;

import org.coremux.engine.Timer;

/**
 * An interrupt that processors of one level send one of theirs, with a handler of the level's own
 * kernel.
 *
 * <p>It arrives after the level's kick latency. Where the target's vCPU executes then, that leaves
 * guest mode; where it is halted, it is woken; where it waits for a pCPU, the interrupt is pending
 * until it has one. In any case the handler's work comes before all else there, and what it does is
 * done when it has been worked. Sent again before that, it is one.
 *
 * <p>Model: the handler's work is booked with the exits for interrupts. Where there is no vCPU it
 * passes beside what the pCPU does. What sending costs is its sender's: {@link Multiplexer#leave}.
 *
 * <p>Cost: O(1), and that of a wake-up below. Allocation: none after it was made.
 *
 * <p>Source: schedulers.md 19.3.
 */
public final class Ipi {
  private final Processor to;
  private final Alarm alarm;

  /** To that processor, which then does this. */
  public Ipi(Processor to, Timer.Handler handler) {
    this.to = to;
    alarm = new Alarm(to, handler);
  }

  /** To whom it is sent. */
  public Processor to() {
    return to;
  }

  /** Whether it has been sent and not been handled. */
  public boolean isUnderWay() {
    return alarm.isArmed() || alarm.isPending();
  }

  /** Sends it from the processor; handling it takes so much work, in ns at nominal speed. */
  public void send(Processor from, long handlerNs) {
    if (isUnderWay()) {
      return;
    }
    alarm.handler(handlerNs);
    LevelCosts costs = to.mux.costs();
    long latencyNs = costs.kickNs(from, to);
    if (to.current() == to.idle) {
      latencyNs += costs.leaveIdleNs(to);
    }
    if (to.provider == null) {
      latencyNs += handlerNs;
    }
    if (latencyNs > 0) {
      to.mux.site().arm(alarm, to.mux.nowNs() + latencyNs);
    } else {
      to.interrupts.raise(alarm, to.mux.nowNs());
    }
  }
}
