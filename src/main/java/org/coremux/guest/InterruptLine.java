package org.coremux.guest;

import org.coremux.mux.Alarm;
import org.coremux.mux.ExitReason;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;

/**
 * A device with one queue, and so one interrupt vector, for each processor of the guest. What comes
 * in is spread over the queues in turn, as receive-side scaling does with many flows.
 *
 * <p>Interrupts of one vector coalesce while one is pending.
 *
 * <p>Source: multi-queue network devices: Linux Documentation/networking/scaling, "RSS".
 */
public final class InterruptLine {
  /** What the guest's driver does. */
  @FunctionalInterface
  public interface Handler {
    /** Something came in; called once for all that came while the interrupt was pending. */
    void interrupted(long nowNs);
  }

  private final Multiplexer mux;
  private final Alarm[] vectors;
  private int next;

  InterruptLine(Multiplexer mux, int number, Handler handler) {
    this.mux = mux;
    vectors = new Alarm[mux.processorCount()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = mux.alarm(mux.processor(i), handler::interrupted);
    }
    next = number % vectors.length;
  }

  /** Says that the device is the guest's own: its interrupts reach the vCPU in their own way. */
  public InterruptLine ofOwnDevice() {
    for (Alarm vector : vectors) {
      vector.why(ExitReason.DEVICE);
    }
    return this;
  }

  /** Whose interrupt the next one is. */
  public Processor nextTarget() {
    return vectors[next].at();
  }

  /** Something comes in for that processor. */
  public void raise(Processor target) {
    if (target.index() == next) {
      next = next + 1 == vectors.length ? 0 : next + 1;
    }
    mux.raise(vectors[target.index()], target);
  }

  /** Something comes in from outside. */
  public void raise() {
    Alarm vector = vectors[next];
    next = next + 1 == vectors.length ? 0 : next + 1;
    mux.raise(vector, vector.at());
  }
}
