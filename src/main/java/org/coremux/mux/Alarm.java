package org.coremux.mux;

import org.coremux.engine.Timer;

/**
 * A timer of one level: an interrupt, which takes effect only while its processor runs.
 *
 * <p>Due while the processor runs: its vCPU owes an exit first, then it is delivered. Due while the
 * vCPU waits: pending, and delivered first thing when it runs. Due while the vCPU is halted: the
 * vCPU is woken, then as before. Several expirations while pending are one; of a {@link Ticker}
 * they need not be.
 */
public class Alarm extends Timer {
  Processor at;
  Alarm nextPending;
  boolean pending;
  private ExitReason why = ExitReason.INTERRUPT;
  private long handlerNs;

  Alarm(Processor at, Handler handler) {
    super(handler);
    this.at = at;
  }

  /** The processor whose interrupt this is. */
  public Processor at() {
    return at;
  }

  /** Says why the vCPU exits when it is due; an interrupt like others unless said. */
  public Alarm why(ExitReason reason) {
    why = reason;
    return this;
  }

  ExitReason why() {
    return why;
  }

  /** Says how much work its handler is, in ns; what it does is done when that has been worked. */
  Alarm handler(long workNs) {
    handlerNs = workNs;
    return this;
  }

  long handlerNs() {
    return handlerNs;
  }

  /** Whether it is due and waits for its processor to run. */
  public boolean isPending() {
    return pending;
  }

  @Override
  protected void expire(long nowNs) {
    at.interrupts.raise(this, nowNs);
  }

  void deliver(long nowNs) {
    Processor before = at.mux.enter(at);
    handle(nowNs);
    at.mux.leave(before);
  }
}
