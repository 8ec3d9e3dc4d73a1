package org.coremux.scenario.importer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What the placement of woken threads tells of the machine and its programs, though no event names
 * it: whether its CPUs share a cache as far as its scheduler knows, and which threads hand data
 * over and wake as about to block (a "sync" wake-up, as of sockets).
 *
 * <p>A scheduler that knows of a shared cache looks in it for an idle CPU when the woken one's own
 * is busy; one that does not leaves it there. One that is woken by a hand-over goes to its waker's
 * CPU even if its own is idle.
 *
 * <p>Source: schedulers.md, section 11, wake_affine and select_idle_sibling; the signs are ours.
 */
final class PlacementSigns {
  /** A switch-in later than this was somebody else's doing. Unit: ns. Source: assumed. */
  private static final long AT_ONCE_NS = 60_000;

  private static final int SAMPLES_MIN = 20;

  /** So many find an idle CPU where one is looked for, in spite of all exceptions. */
  private static final double FOUND_MIN = 0.25;

  private final List<RecordedCpu> cpus;

  /** By waker and woken: how often it came over, and how often it stayed. */
  private final Map<Long, int[]> pairs = new HashMap<>();

  /** By thread: how often it found an idle CPU, and how often it stayed on a busy one. */
  private final Map<Integer, int[]> searches = new HashMap<>();

  /** A wake-up, until the woken one runs. */
  static final class Wake {
    private long atNs = -1;
    private int waker;
    private int wakerCpu;
    private int ownCpu;
    private boolean couldLook;
  }

  PlacementSigns(List<RecordedCpu> cpus) {
    this.cpus = cpus;
  }

  /** A thread was woken that was last on that CPU, by whoever runs on the other one. */
  void woken(Wake wake, RecordedThread thread, int ownCpu, RecordedCpu by, long nowNs) {
    wake.atNs = ownCpu < 0 || ownCpu >= cpus.size() ? -1 : nowNs;
    wake.waker = by.current == null ? RecordedThread.NOBODY : by.current.number;
    wake.wakerCpu = by.index;
    wake.ownCpu = ownCpu;
    wake.couldLook = wake.atNs >= 0 && isBusy(ownCpu, thread) && isAnyIdle();
  }

  private boolean isBusy(int cpu, RecordedThread thread) {
    RecordedThread current = cpus.get(cpu).current;
    return current != null && current != thread;
  }

  private boolean isAnyIdle() {
    for (RecordedCpu cpu : cpus) {
      if (cpu.current == null && !cpu.isUnknown) {
        return true;
      }
    }
    return false;
  }

  /** The thread runs. */
  void entered(Wake wake, RecordedThread thread, RecordedCpu cpu, long nowNs) {
    boolean atOnce = wake.atNs >= 0 && nowNs - wake.atNs <= AT_ONCE_NS;
    if (atOnce && wake.couldLook) {
      int[] counts = searches.computeIfAbsent(thread.number, key -> new int[2]);
      counts[cpu.index == wake.ownCpu ? 1 : 0]++;
    }
    if (atOnce && wake.waker != RecordedThread.NOBODY && wake.wakerCpu != wake.ownCpu) {
      int[] counts = pairs.computeIfAbsent(pair(wake.waker, thread.number), key -> new int[2]);
      counts[0] += cpu.index == wake.wakerCpu ? 1 : 0;
      counts[1] += cpu.index == wake.ownCpu ? 1 : 0;
    }
    wake.atNs = -1;
  }

  private static long pair(int waker, int woken) {
    return (long) waker << Integer.SIZE | woken;
  }

  /**
   * What wake-ups beside an idle CPU did.
   *
   * @param found went to an idle CPU
   * @param stayed on a busy one
   */
  record Searches(int found, int stayed) {
    /** Whether the scheduler knew of a shared cache; so it is taken where signs lack. */
    boolean showSharedCache() {
      return found + stayed < SAMPLES_MIN || found >= FOUND_MIN * (found + stayed);
    }
  }

  /** Those of threads that could go anywhere. */
  Searches searches(IntPredicate isFree) {
    int found = 0;
    int stayed = 0;
    for (Map.Entry<Integer, int[]> thread : searches.entrySet()) {
      if (isFree.test(thread.getKey())) {
        found += thread.getValue()[0];
        stayed += thread.getValue()[1];
      }
    }
    return new Searches(found, stayed);
  }

  /** Whether one hands data over to the other; so it is taken where signs lack. */
  boolean showHandOver(int waker, int woken) {
    int[] counts = pairs.get(pair(waker, woken));
    return counts == null || counts[0] >= counts[1];
  }
}
