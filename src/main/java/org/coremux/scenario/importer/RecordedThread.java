package org.coremux.scenario.importer;

import java.util.Arrays;
import java.util.List;
import org.coremux.scenario.trace.Turns;

/**
 * What one thread did in a recording: stretches of its own CPU time, and between them what it did
 * to others and when it blocked.
 *
 * <p>Steps are kept as they come in, one or two numbers each; which wake-ups are causes is decided
 * when everything has been read.
 */
final class RecordedThread {
  /** What a thread does next. */
  enum Step {
    /** Runs: ns of its own CPU time. */
    RUN,
    /** May have woken another, by what the head of the line says: thread and its block. */
    WAKE,
    /** Blocks: what is known of it is in the arrays of blocks. */
    BLOCK,
    /** Its CPU time was accounted outside of ticks, switches and wake-ups. */
    ACCOUNT
  }

  /** How names of kernel threads begin. Source: Linux, those that every machine has. */
  private static final List<String> KERNEL =
      List.of("kworker", "ksoftirqd", "migration", "rcu_", "kcompactd", "kswapd", "jbd2", "irq/");

  private static final int KIND_BITS = 3;
  private static final Step[] STEPS = Step.values();
  private static final int BLOCK_BITS = 32;

  /** No block that anybody has. */
  private static final int NO_BLOCK = -1;

  /** Nobody woke it, as far as the recording says: an interrupt, or it is not known. */
  static final int NOBODY = -1;

  final int number;
  final int tid;
  String name;
  int priority;

  /** Begun in the recording, by a fork. */
  boolean isBorn;

  /** Forked by this one; {@link #NOBODY} when that is not recorded. */
  int parent = NOBODY;

  boolean hasEnded;

  /** Waits as only kernel threads do. */
  boolean waitsAsKernel;

  // figures: what happened to it in the recording
  long runNs;
  long delayNs;
  long switches;
  long preemptions;
  long firstNs;
  long lastNs;

  /** When it was last given a CPU, and when it had left one before that. Unit: ns. */
  long enteredNs;

  long leftNs;

  /** Wanted to run when the recording ended. */
  boolean isOpen;

  private int firstCpu = -1;

  /** CPU time by CPU. Unit: ns. */
  private long[] ranOnNs = new long[2];

  /** Time runnable in each stretch from a wake-up to a block. Unit: ns. */
  final LongList stretchDelaysNs = new LongList();

  private long delayBeforeNs;

  final Turns turns = new Turns();

  /** Preemptions that no wake-up explains, by when they happened. Unit: ns. */
  final LongList preemptedNs = new LongList();

  private final LongList steps = new LongList();

  // of each block: when it began and ended (-1: not), by whom it was ended, and how
  private final LongList blockedNs = new LongList();
  private final LongList wokenNs = new LongList();
  private final LongList wakers = new LongList();

  /** CPU time since the last step. Unit: ns. */
  private long ranNs;

  RecordedThread(int number, int tid) {
    this.number = number;
    this.tid = tid;
  }

  // ---- recording ----

  void ran(long ns) {
    ranNs += ns;
    runNs += ns;
  }

  /** Wanted to run, and did not. */
  void waited(long fromNs, long toNs) {
    delayNs += toNs - fromNs;
    turns.waited(fromNs, toNs, runNs);
  }

  void ranOn(int cpu, long ns) {
    firstCpu = firstCpu < 0 ? cpu : firstCpu;
    if (cpu >= ranOnNs.length) {
      ranOnNs = Arrays.copyOf(ranOnNs, cpu + 1);
    }
    ranOnNs[cpu] += ns;
  }

  /** The CPU on which it was first; 0 when it never ran. */
  int firstCpu() {
    return Math.max(0, firstCpu);
  }

  /** CPU time that it got there. Unit: ns. */
  long ranOnNs(int cpu) {
    return cpu < ranOnNs.length ? ranOnNs[cpu] : 0;
  }

  private void endRun() {
    if (ranNs > 0) {
      add(Step.RUN, ranNs);
      ranNs = 0;
    }
  }

  /** May have woken the other from its block; returns the number of the step. */
  int woke(RecordedThread other, int block) {
    endRun();
    add(Step.WAKE, (long) other.number << BLOCK_BITS | block);
    return steps.count() - 1;
  }

  /** That wake-up ended no block after all. */
  void wokeNobody(int step) {
    steps.set(step, (long) NO_BLOCK << KIND_BITS | Step.WAKE.ordinal());
  }

  /** Its CPU time was accounted, and nothing that is recorded says why. */
  void accounted(long nowNs) {
    endRun();
    add(Step.ACCOUNT, nowNs);
  }

  /** The last accounting belonged to a switch after all. */
  void notAccounted() {
    steps.removeLast();
  }

  void blocked(long nowNs) {
    endRun();
    endStretch();
    add(Step.BLOCK, blockedNs.count());
    blockedNs.add(nowNs);
    wokenNs.add(-1);
    wakers.add(NOBODY);
  }

  /** The last block has ended. */
  void woken(long nowNs, int waker) {
    int last = blocks() - 1;
    wokenNs.set(last, nowNs);
    wakers.set(last, waker);
  }

  private void endStretch() {
    if (switches > 0 && !(delayNs == delayBeforeNs && steps.count() == 0)) {
      stretchDelaysNs.add(delayNs - delayBeforeNs);
    }
    delayBeforeNs = delayNs;
  }

  /** Nothing more will come. */
  void close() {
    endRun();
    if (hasEnded) {
      endStretch();
    }
  }

  private void add(Step step, long value) {
    steps.add(value << KIND_BITS | step.ordinal());
  }

  // ---- what was recorded ----

  /** Whether it is a kernel thread, as far as the recording shows. */
  boolean isKernel() {
    return waitsAsKernel || KERNEL.stream().anyMatch(name::startsWith);
  }

  int steps() {
    return steps.count();
  }

  Step step(int index) {
    return STEPS[(int) (steps.at(index) & (1 << KIND_BITS) - 1)];
  }

  /** Of a RUN its ns, of a BLOCK its number. */
  long value(int index) {
    return steps.at(index) >> KIND_BITS;
  }

  /** Of a WAKE: whom. */
  int target(int index) {
    return (int) (value(index) >> BLOCK_BITS);
  }

  /** Of a WAKE: which of the other's blocks it ended. */
  int targetBlock(int index) {
    return (int) value(index);
  }

  int blocks() {
    return blockedNs.count();
  }

  /** When the block began. Unit: ns. */
  long blockedNs(int block) {
    return blockedNs.at(block);
  }

  boolean hasWoken(int block) {
    return wokenNs.at(block) >= 0;
  }

  /** When the block ended; -1 when it did not. Unit: ns. */
  long wokenNs(int block) {
    return wokenNs.at(block);
  }

  /** When its last stretch began. Unit: ns. */
  long lastWokenNs() {
    int last = blocks() - 1;
    return last < 0 ? firstNs : hasWoken(last) ? wokenNs.at(last) : lastNs;
  }

  /** How long it lasted; 0 when the wake-up came first. Unit: ns. */
  long lengthNs(int block) {
    return Math.max(0, wokenNs.at(block) - blockedNs.at(block));
  }

  /** Whom the head of the wake-up's line names; {@link #NOBODY} for the idle one. */
  int waker(int block) {
    return (int) wakers.at(block);
  }

  /** How often it blocks of itself, not counting the wait before its first stretch. */
  boolean everBlocks() {
    return blocks() > (isBorn || blocks() > 0 && value0IsBlock() ? 1 : 0);
  }

  private boolean value0IsBlock() {
    return steps() > 0 && step(0) == Step.BLOCK;
  }
}
