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
    /** Something came in there; called once for all that came while the interrupt was pending. */
    void interrupted(Processor at, long nowNs);
  }

  private final Multiplexer mux;
  private final Alarm[] vectors;
  private int next;

  InterruptLine(Multiplexer mux, int number, Handler handler) {
    this.mux = mux;
    vectors = new Alarm[mux.processorCount()];
    for (int i = 0; i < vectors.length; i++) {
      Processor at = mux.processor(i);
      vectors[i] = mux.alarm(at, now -> handler.interrupted(at, now));
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

  /** The same, and the one after it is another's turn. */
  public Processor turn() {
    Processor target = nextTarget();
    next = next + 1 == vectors.length ? 0 : next + 1;
    return target;
  }

  /** Something comes in for that processor. */
  public void raise(Processor target) {
    mux.raise(vectors[target.index()], target);
  }

  /** Something comes in from outside. */
  public void raise() {
    raise(turn());
  }
}
