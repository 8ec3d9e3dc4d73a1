package org.coremux.scenario.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Decides for each wake-up of a recording whether it was a timer's or an interrupt's, or that of
 * the thread which ran: the head of the line names whoever was interrupted, too.
 *
 * <p>Taken for an interrupt's: the CPU was idle; the thread that ran never blocks, and so wakes
 * nobody; the woken one is a kernel thread; its sleeps are of one length; or the thread that ran is
 * named no more often than chance has it, by its share of CPU time. What a thread does at its own
 * end, and a fork, is its doing in any case.
 *
 * <p>Source: replaying-schedules.md, section 1, rule 4; the comparison with chance is ours.
 */
final class WakeInference {
  /** Sleeps from here to there in the order of length are looked at. Source: rule 4. */
  private static final double LOW = 0.02;

  private static final double HIGH = 0.98;
  private static final int SLEEPS_MIN = 10;

  /** Sleeps that differ by less are of one length. Unit: ns. Source: rule 4, 24 us of 5 ms. */
  private static final long EQUAL_NS = 60_000;

  /** Shorter sleeps are no timers': a thread hardly asks for one. Unit: ns. Source: assumed. */
  private static final long TIMER_MIN_NS = 300_000;

  /** The same as a part of the median. Source: assumed. */
  private static final long EQUAL_PART = 20;

  /** A wake-up so close before its waker ended is part of the end. Unit: ns. Source: assumed. */
  private static final long END_NS = 500_000;

  /** Standard deviations by which a count must be above chance. Source: assumed, 1 in 400. */
  private static final double ABOVE_CHANCE = 3;

  private final List<RecordedThread> threads;
  private final Endings endings;
  private final List<boolean[]> causes = new ArrayList<>();
  private long timers;
  private long causal;

  WakeInference(List<RecordedThread> threads, Endings endings, Function<String, Wakes> modes) {
    this.threads = threads;
    this.endings = endings;
    for (RecordedThread thread : threads) {
      causes.add(new boolean[thread.blocks()]);
    }
    for (RecordedThread thread : threads) {
      Wakes mode = modes.apply(thread.name);
      boolean alone = mode == Wakes.RECORDED || mode == Wakes.INFERRED && sleepsAlone(thread);
      Map<Integer, Boolean> others = alone ? Map.of() : wakers(thread);
      for (int block = 0; block < thread.blocks(); block++) {
        if (thread.hasWoken(block)) {
          boolean isCause = isCause(thread, block, mode, others);
          causes.get(thread.number)[block] = isCause;
          causal += isCause ? 1 : 0;
          timers += isCause ? 0 : 1;
        }
      }
    }
  }

  private boolean isCause(
      RecordedThread thread, int block, Wakes mode, Map<Integer, Boolean> wakers) {
    int waker = thread.waker(block);
    if (waker == RecordedThread.NOBODY || waker == thread.number) {
      return false;
    }
    boolean isBirth = thread.isBorn && block == 0;
    if (isBirth || isEnd(thread, block)) {
      return true;
    }
    if (endings.isByTime(threads.get(waker))
        && thread.wokenNs(block) >= threads.get(waker).lastWokenNs()) {
      return false; // that stretch has no points, only an end
    }
    return mode == Wakes.CAUSAL || wakers.getOrDefault(waker, false);
  }

  /** Who is named at its wake-ups, and whether more often than chance has it. */
  private Map<Integer, Boolean> wakers(RecordedThread thread) {
    Map<Integer, Integer> named = new HashMap<>();
    int all = 0;
    for (int block = thread.isBorn ? 1 : 0; block < thread.blocks(); block++) {
      if (thread.hasWoken(block) && thread.lengthNs(block) > 0) {
        all++;
        named.merge(thread.waker(block), 1, Integer::sum);
      }
    }
    Map<Integer, Boolean> wakers = new HashMap<>();
    for (Map.Entry<Integer, Integer> entry : named.entrySet()) {
      if (entry.getKey() != RecordedThread.NOBODY) {
        RecordedThread waker = threads.get(entry.getKey());
        double chance = all * share(waker, thread);
        boolean isOften = entry.getValue() > chance + ABOVE_CHANCE * Math.sqrt(chance);
        wakers.put(entry.getKey(), isOften && waker.everBlocks());
      }
    }
    return wakers;
  }

  /** Part of the thread's life for which the waker had a CPU. */
  private static double share(RecordedThread waker, RecordedThread thread) {
    return Math.min(1, (double) waker.runNs / Math.max(1, thread.lastNs - thread.firstNs));
  }

  /** Whether nobody else decides how long it sleeps. */
  private static boolean sleepsAlone(RecordedThread thread) {
    return thread.isKernel() || sleepsEqually(thread);
  }

  private static boolean sleepsEqually(RecordedThread thread) {
    LongList lengths = new LongList();
    for (int block = 1; block < thread.blocks(); block++) {
      if (thread.hasWoken(block) && thread.lengthNs(block) > 0) {
        lengths.add(thread.lengthNs(block));
      }
    }
    if (lengths.count() < SLEEPS_MIN) {
      return false;
    }
    long[] sorted = lengths.sorted();
    long spread = LongList.quantile(sorted, HIGH, 0) - LongList.quantile(sorted, LOW, 0);
    long median = LongList.quantile(sorted, 0.5, 0);
    return median >= TIMER_MIN_NS && spread <= Math.max(EQUAL_NS, median / EQUAL_PART);
  }

  /** Whether the waker ended right after it had woken this one. */
  private boolean isEnd(RecordedThread thread, int block) {
    RecordedThread waker = threads.get(thread.waker(block));
    return waker.hasEnded && waker.lastNs - thread.wokenNs(block) < END_NS;
  }

  /** Whether the block was ended by another thread's doing. */
  boolean isCausal(RecordedThread thread, int block) {
    return causes.get(thread.number)[block];
  }

  /** Whether what ended the block was the end of a child of this thread. */
  boolean isChildsEnd(RecordedThread thread, int block) {
    return isCausal(thread, block)
        && threads.get(thread.waker(block)).parent == thread.number
        && isEnd(thread, block);
  }

  /** How many wake-ups are taken for timers' and interrupts'. */
  long timers() {
    return timers;
  }

  /** How many wake-ups are taken for threads' doing. */
  long causal() {
    return causal;
  }
}
