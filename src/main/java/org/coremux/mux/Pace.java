package org.coremux.mux;

import org.coremux.topology.CpuMask;
import org.coremux.topology.SmtSpeeds;

/**
 * How fast one goes for reasons of its own, whoever else is there: its frequent operations, which
 * are charged together, and where its memory is. {@link Processor#NOMINAL} is nominal.
 */
final class Pace {
  private int memory = Processor.NOMINAL;
  private int overhead = Processor.NOMINAL;

  /** From where its memory is near; null for everywhere. */
  private CpuMask near;

  private int far = Processor.NOMINAL;
  private int memoryBound = SmtSpeeds.USUAL_BOUND;

  /** Because of its operations: those that walk page tables, and all others. */
  void operations(int ofMemory, int ofOthers) {
    memory = ofMemory;
    overhead = ofOthers;
  }

  /** Because of its memory, on all processors but these; null for nowhere. */
  void near(CpuMask from, int elsewhere) {
    near = from;
    far = elsewhere;
  }

  /** From where its memory is near; null for everywhere. */
  CpuMask near() {
    return near;
  }

  /** It waits so much of its time for memory, and leaves its core to siblings. */
  void memoryBound(int hundredths) {
    memoryBound = hundredths;
  }

  /** How much of its time it waits for memory. Unit: hundredths of a percent. */
  int memoryBound() {
    return memoryBound;
  }

  /** Whether it is not nominal everywhere. */
  boolean isOwn() {
    return near != null || memory != Processor.NOMINAL || overhead != Processor.NOMINAL;
  }

  /** The value of the factor on that processor. */
  int on(int processorIndex, SpeedFactor factor) {
    switch (factor) {
      case REMOTE:
        return near == null || near.contains(processorIndex) ? Processor.NOMINAL : far;
      case MEMORY:
        return memory;
      case OVERHEAD:
        return overhead;
      default:
        return Processor.NOMINAL;
    }
  }
}
