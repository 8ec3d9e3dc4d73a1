package org.coremux.guest;

import java.util.Arrays;

/**
 * What one recorded thread does, step by step, so that it can be done again on another schedule.
 * Immutable.
 *
 * <p>Time that it ran is its own CPU time, in which what switches cost is already contained. Its
 * blocks are numbered from 0, in order; another thread ends a block by its number, whether or not
 * it has begun: then it does not happen.
 */
public final class ReplayProgram {
  /** What comes next. */
  public enum Step {
    /** Runs; the value is ns of work. */
    RUN,
    /** Runs until a time, however much that is; the value is ns since the guest began. */
    UNTIL,
    /** Ends a block of another thread; the value is its number. */
    WAKE,
    /** The same, handing data over, as one that is about to block. */
    HAND,
    /** Ends a wait for a child of another thread, as its own end does. */
    LEAVE,
    /** Blocks until a timer or an interrupt; the value is ns from the block on. */
    SLEEP,
    /**
     * Blocks until another thread ends this block; the value is how long that took when it was
     * recorded, ns, for where the other one is not there.
     */
    WAIT,
    /** Blocks until so many children have ended in all; the value is the count. */
    WAIT_CHILD,
    /** Has its CPU time accounted: the scheduler looks whether its slice is over. */
    ACCOUNT,
    /** Blocks, for ever. */
    PARK,
    /** Ends. */
    EXIT
  }

  /** Nobody, or no CPU. */
  public static final int NONE = -1;

  private static final Step[] STEPS = Step.values();

  private final String name;
  private final int cpu;
  private final int cameFrom;
  private final boolean isBorn;
  private final byte[] kinds;
  private final long[] values;
  private final int[] others;
  private final int blocks;

  private ReplayProgram(Builder b) {
    name = b.name;
    cpu = b.cpu;
    cameFrom = b.cameFrom;
    isBorn = b.cameFrom == NONE;
    kinds = Arrays.copyOf(b.kinds, b.count);
    values = Arrays.copyOf(b.values, b.count);
    others = Arrays.copyOf(b.others, b.count);
    blocks = b.blocks;
  }

  /** As people know the thread. */
  public String name() {
    return name;
  }

  /** The CPU that it was pinned to; {@link #NONE} when it may run anywhere. */
  public int cpu() {
    return cpu;
  }

  /** The CPU on which it was first; {@link #NONE} for one that another thread forked later. */
  public int cameFrom() {
    return cameFrom;
  }

  /** Whether another thread forked it while the recording ran: its block 0 is that. */
  public boolean isBorn() {
    return isBorn;
  }

  /** How many steps there are. */
  public int count() {
    return kinds.length;
  }

  /** Kind of a step, from 0. */
  public Step step(int index) {
    return STEPS[kinds[index]];
  }

  /** Its value; {@link Step} says of what. */
  public long value(int index) {
    return values[index];
  }

  /** The other thread, by its number in the recording; {@link #NONE} for none. */
  public int other(int index) {
    return others[index];
  }

  /** How often it blocks. */
  public int blocks() {
    return blocks;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Collects the steps of a program, in order. */
  public static final class Builder {
    private final String name;
    private final int cpu;
    private final int cameFrom;
    private byte[] kinds = new byte[8];
    private long[] values = new long[8];
    private int[] others = new int[8];
    private int count;
    private int blocks;

    /**
     * No steps yet.
     *
     * @param cpu that it is pinned to; {@link ReplayProgram#NONE} for none
     * @param cameFrom the CPU on which it was first; {@link ReplayProgram#NONE} for one that
     *     another thread forks
     */
    public Builder(String name, int cpu, int cameFrom) {
      this.name = name;
      this.cpu = cpu;
      this.cameFrom = cameFrom;
    }

    /** Adds a step; two runs in a row are one. */
    public Builder add(Step step, long value, int other) {
      if (step == Step.RUN && count > 0 && kinds[count - 1] == Step.RUN.ordinal()) {
        values[count - 1] += value;
        return this;
      }
      if (count == kinds.length) {
        kinds = Arrays.copyOf(kinds, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
        others = Arrays.copyOf(others, 2 * count);
      }
      kinds[count] = (byte) step.ordinal();
      values[count] = value;
      others[count++] = other;
      blocks += step == Step.SLEEP || step == Step.WAIT || step == Step.WAIT_CHILD ? 1 : 0;
      return this;
    }

    /** The program. */
    public ReplayProgram build() {
      return new ReplayProgram(this);
    }
  }
}
