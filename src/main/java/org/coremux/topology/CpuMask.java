package org.coremux.topology;

import java.util.Arrays;

/**
 * An immutable set of logical CPU indices: an affinity, the CPUs of a cache.
 *
 * <p>Cost: a membership test is a shift and a mask; walks cost one step for 64 CPUs. What answers a
 * number allocates nothing; what answers a mask makes one, so policies ask for the common members
 * of two masks ({@link #firstIn}, {@link #cycleIn}) instead of building their intersection.
 */
public final class CpuMask {
  /** What a walk answers when there is no (further) member. */
  public static final int NONE = -1;

  private static final CpuMask EMPTY = new CpuMask(new long[0]);

  /** Bit i of word w is CPU 64 w + i; the last word is never 0, so equal sets are equal arrays. */
  private final long[] words;

  private CpuMask(long[] words) {
    int used = words.length;
    while (used > 0 && words[used - 1] == 0) {
      used--;
    }
    this.words = used == words.length ? words : Arrays.copyOf(words, used);
  }

  public static CpuMask empty() {
    return EMPTY;
  }

  /** The given CPUs, in any order. */
  public static CpuMask of(int... cpus) {
    int highest = NONE;
    for (int cpu : cpus) {
      check(cpu);
      highest = StrictMath.max(highest, cpu);
    }
    long[] words = new long[(highest >> 6) + 1];
    for (int cpu : cpus) {
      words[cpu >> 6] |= 1L << cpu;
    }
    return new CpuMask(words);
  }

  /** The CPUs from first to last, both included. */
  public static CpuMask range(int first, int last) {
    check(first);
    if (last < first) {
      throw new IllegalArgumentException("CPUs " + first + " to " + last + " run backwards");
    }
    check(last);
    long[] words = new long[(last >> 6) + 1];
    for (int cpu = first; cpu <= last; cpu++) {
      words[cpu >> 6] |= 1L << cpu;
    }
    return new CpuMask(words);
  }

  /** CPUs 0 to count - 1. */
  public static CpuMask all(int count) {
    return count == 0 ? EMPTY : range(0, count - 1);
  }

  private static void check(int cpu) {
    if (cpu < 0 || cpu >= Shape.CPUS_MAX) {
      throw new IllegalArgumentException("CPU " + cpu + "; allowed: 0 to " + (Shape.CPUS_MAX - 1));
    }
  }

  public boolean contains(int cpu) {
    int word = cpu >> 6;
    return cpu >= 0 && word < words.length && (words[word] >>> cpu & 1) != 0;
  }

  /** Whether every CPU of the other is one of this. */
  public boolean containsAll(CpuMask other) {
    for (int i = 0; i < other.words.length; i++) {
      if ((other.words[i] & ~word(i)) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is a common CPU. */
  public boolean intersects(CpuMask other) {
    return firstIn(other) != NONE;
  }

  public boolean isEmpty() {
    return words.length == 0;
  }

  public int count() {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** How many CPUs both have. */
  public int countIn(CpuMask other) {
    int count = 0;
    for (int i = 0; i < words.length; i++) {
      count += Long.bitCount(words[i] & other.word(i));
    }
    return count;
  }

  /** The CPUs that both have; allocates. */
  public CpuMask and(CpuMask other) {
    long[] both = new long[StrictMath.min(words.length, other.words.length)];
    for (int i = 0; i < both.length; i++) {
      both[i] = words[i] & other.words[i];
    }
    return new CpuMask(both);
  }

  /** The CPUs that one of both has; allocates. */
  public CpuMask or(CpuMask other) {
    long[] either = new long[StrictMath.max(words.length, other.words.length)];
    for (int i = 0; i < either.length; i++) {
      either[i] = word(i) | other.word(i);
    }
    return new CpuMask(either);
  }

  /** The CPUs of this that the other has not; allocates. */
  public CpuMask without(CpuMask other) {
    long[] rest = new long[words.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = words[i] & ~other.word(i);
    }
    return new CpuMask(rest);
  }

  /** The lowest CPU, or {@link #NONE}. */
  public int first() {
    return next(NONE);
  }

  /** The highest CPU, or {@link #NONE}. */
  public int last() {
    int top = words.length - 1;
    return top < 0 ? NONE : (top << 6) + 63 - Long.numberOfLeadingZeros(words[top]);
  }

  /** The lowest CPU above the given one, or {@link #NONE}; from NONE on, all of them in turn. */
  public int next(int after) {
    return nextIn(after, this);
  }

  /** The lowest CPU above the given one, else the lowest at all: round and round. */
  public int cycle(int after) {
    return cycleIn(after, this);
  }

  /** The lowest CPU that both have, or {@link #NONE}. */
  public int firstIn(CpuMask other) {
    return nextIn(NONE, other);
  }

  /** The lowest CPU above the given one that both have, or {@link #NONE}. */
  public int nextIn(int after, CpuMask other) {
    int from = after + 1;
    int index = from >> 6;
    int length = StrictMath.min(words.length, other.words.length);
    if (index >= length) {
      return NONE;
    }
    long word = words[index] & other.words[index] & -1L << from;
    while (word == 0) {
      index++;
      if (index == length) {
        return NONE;
      }
      word = words[index] & other.words[index];
    }
    return (index << 6) + Long.numberOfTrailingZeros(word);
  }

  /** The lowest CPU above the given one that both have, else the lowest that both have. */
  public int cycleIn(int after, CpuMask other) {
    int above = nextIn(after, other);
    return above == NONE ? nextIn(NONE, other) : above;
  }

  private long word(int index) {
    return index < words.length ? words[index] : 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CpuMask that && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  /** As a scenario writes an affinity: {@code 0-3,8}; the empty set is {@code none}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    int cpu = first();
    while (cpu != NONE) {
      int end = cpu;
      while (contains(end + 1)) {
        end++;
      }
      text.append(text.isEmpty() ? "" : ",").append(cpu);
      if (end > cpu) {
        text.append('-').append(end);
      }
      cpu = next(end);
    }
    return text.isEmpty() ? "none" : text.toString();
  }
}
