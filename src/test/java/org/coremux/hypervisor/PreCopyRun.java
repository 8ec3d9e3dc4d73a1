package org.coremux.hypervisor;

import java.util.ArrayList;
import java.util.List;
import org.coremux.hypervisor.PreCopy.Kind;
import org.coremux.hypervisor.PreCopy.Next;

/**
 * A migration without machines: rounds take as long as their bytes at their rate, and the guest
 * runs all the time.
 *
 * @param rounds what was sent while the guest ran
 * @param ns how long each took
 * @param last what came after them
 * @param slowedPercent how much the guest was slowed in the end
 */
record PreCopyRun(List<Next> rounds, List<Long> ns, Next last, int slowedPercent) {
  static final long MB = 1_000_000;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  /** Of a guest with so many MB, of which some are written to, in writes of pages a second. */
  static PreCopyRun of(MigrationRules rules, PageUse use) {
    DirtyLog log = new DirtyLog(use);
    PreCopy algorithm = new PreCopy(rules, log.touchedPages() * PageUse.PAGE_BYTES);
    List<Next> rounds = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    Next next = algorithm.first();
    while (next.kind() == Kind.ROUND) {
      rounds.add(next);
      long ns = ns(next.bytes(), next.rate());
      times.add(ns);
      log.progress(ns / 100 * (100 - algorithm.slowedPercent()));
      next = algorithm.after(next.bytes(), ns, log.take() * PageUse.PAGE_BYTES);
    }
    return new PreCopyRun(rounds, times, next, algorithm.slowedPercent());
  }

  /** How long so many bytes take. */
  static long ns(long bytes, long rate) {
    return (long) (8.0 * bytes / rate * NS_PER_SECOND);
  }

  /** A guest that has touched so much, and writes to it. */
  static PageUse guest(long touchedBytes, PageUse.Writes writes) {
    PageUse all = PageUse.usual(touchedBytes);
    return new PageUse(
        touchedBytes,
        touchedBytes,
        touchedBytes,
        all.referencesPerSecond(),
        all.content(),
        all.claim(),
        all.home(),
        writes);
  }

  /** All that is sent, what is left included. */
  long sentBytes() {
    return rounds.stream().mapToLong(Next::bytes).sum() + last.bytes();
  }

  /** Until the guest is stopped. */
  long runningNs() {
    return ns.stream().mapToLong(Long::longValue).sum();
  }
}
