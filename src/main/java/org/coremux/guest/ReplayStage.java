package org.coremux.guest;

import org.coremux.mux.Processor;

/**
 * The threads of one recording that are on one host, whoever has them: they wake each other across
 * processes, and across guests by interrupts.
 */
public final class ReplayStage {
  private final ReplayThread[] threads;

  /** A stage for a recording of so many threads; nobody has entered it yet. */
  public ReplayStage(int threads) {
    this.threads = new ReplayThread[threads];
  }

  void enter(int number, ReplayThread thread) {
    threads[number] = thread;
  }

  /** The guest of that thread has begun. */
  void begin(int number, long nowNs) {
    threads[number].begin(nowNs);
  }

  /** That thread; null when it is not on this stage. */
  private ReplayThread thread(int number) {
    return number < 0 || number >= threads.length ? null : threads[number];
  }

  /** Whether nobody of that number will wake anybody. */
  boolean isGone(int number) {
    ReplayThread thread = thread(number);
    return thread == null || thread.isOver();
  }

  /** Ends a block of that thread, if it is on this stage. */
  void endBlock(int number, int block, GuestThread by, boolean isHandOver) {
    ReplayThread thread = thread(number);
    if (thread != null) {
      thread.endBlock(block, by, isHandOver);
    }
  }

  /** A child of that thread has ended. */
  void childEnded(int number, GuestThread by) {
    ReplayThread thread = thread(number);
    if (thread != null) {
      thread.childEnded(by);
    }
  }

  /** The interrupt by which other guests wake threads of this one. */
  Doorbell doorbell(GuestOs guest) {
    return new Doorbell(guest);
  }

  /** Wakes threads of one guest from others: their numbers wait here until the interrupt comes. */
  final class Doorbell {
    private final InterruptLine line;
    private final LongRing woken = new LongRing();

    private Doorbell(GuestOs guest) {
      line = guest.interruptLine(this::interrupted);
    }

    void ring(int number) {
      woken.add(number);
      line.raise();
    }

    private void interrupted(Processor at, long nowNs) {
      while (!woken.isEmpty()) {
        threads[(int) woken.poll()].unpark();
      }
    }
  }
}
