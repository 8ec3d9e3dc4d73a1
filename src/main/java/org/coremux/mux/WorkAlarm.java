package org.coremux.mux;

import org.coremux.engine.Timer;

/**
 * Something that happens when so much work of bursts has been done on a processor, whoever's it is:
 * a reference to a page that is not there. What else runs there, and how fast it is, moves it in
 * time and not in work.
 *
 * <p>Cost: a comparison whenever the processor looks what ends first; allocates nothing.
 */
public final class WorkAlarm {
  private final Processor at;
  private final Timer.Handler handler;

  /** Work until then, at the last settlement; {@link Timer#NEVER} for never. Unit: ns. */
  private long leftNs = Timer.NEVER;

  /** One for that processor, which can have one only; before the run. */
  public WorkAlarm(Processor at, Timer.Handler handler) {
    this.at = at;
    this.handler = handler;
    at.workAlarm = this;
  }

  /** Work until then, up to now, in ns at nominal speed; {@link Timer#NEVER} for never. */
  public long leftNs() {
    at.settle(at.mux.nowNs());
    return leftNs;
  }

  /** Work from now until then, in ns at nominal speed; {@link Timer#NEVER} for never. */
  public void set(long workNs) {
    long nowNs = at.mux.nowNs();
    at.settle(nowNs);
    leftNs = workNs;
    at.execute(nowNs);
  }

  void done(long workNs) {
    if (leftNs != Timer.NEVER) {
      leftNs = Math.max(0, leftNs - workNs);
    }
  }

  boolean isDue() {
    return leftNs == 0;
  }

  /** No more than this. Unit: ns of work. */
  long limit(long workNs) {
    return Math.min(leftNs, workNs);
  }

  void expire(long nowNs) {
    leftNs = Timer.NEVER;
    handler.expire(nowNs);
  }
}
