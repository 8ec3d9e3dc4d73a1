package org.coremux.mux;

import java.util.Arrays;

/**
 * How much of the time that the processors of a level idle they do so because they must, although
 * somebody may want to run: a thread of a core that is kept for a unit. Part of {@link Cost#IDLE},
 * as the processors' own books have it.
 *
 * <p>Cost: O(1). Allocation: when it is first told of a processor.
 */
final class ForcedIdle {
  private static final long NOT = -1;

  private final Multiplexer mux;

  /** What each had idled when it was forced to; {@link #NOT} while it is not. Unit: ns. */
  private long[] idledNs = new long[0];

  private long totalNs;

  ForcedIdle(Multiplexer mux) {
    this.mux = mux;
  }

  /** From now on it is forced to idle whenever it idles, or no longer. */
  void force(Processor p, boolean forced) {
    if (idledNs.length == 0) {
      idledNs = new long[mux.processorCount()];
      Arrays.fill(idledNs, NOT);
    }
    long beforeNs = idledNs[p.index()];
    if (forced == (beforeNs != NOT)) {
      return;
    }
    p.settle(mux.nowNs());
    if (forced) {
      idledNs[p.index()] = p.spentNs(Cost.IDLE);
    } else {
      totalNs += p.spentNs(Cost.IDLE) - beforeNs;
      idledNs[p.index()] = NOT;
    }
  }

  /** All processors' so far, in ns. */
  long totalNs() {
    long sumNs = totalNs;
    for (int i = 0; i < idledNs.length; i++) {
      if (idledNs[i] != NOT) {
        Processor p = mux.processor(i);
        p.settle(mux.nowNs());
        sumNs += p.spentNs(Cost.IDLE) - idledNs[i];
      }
    }
    return sumNs;
  }
}
