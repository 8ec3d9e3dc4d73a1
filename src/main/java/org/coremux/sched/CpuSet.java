package org.coremux.sched;

import java.util.Arrays;
import org.coremux.topology.CpuMask;

/**
 * A set of CPUs that changes: those that idle, those that are left to look at.
 *
 * <p>Cost: one step for 64 CPUs, where it is not a single CPU that is asked about. Allocation: only
 * when it is made.
 */
final class CpuSet {
  static final int NONE = -1;

  /** Bit i of word w is CPU 64 w + i. */
  private final long[] words;

  /** An empty set of CPUs below the limit. */
  CpuSet(int limit) {
    words = new long[(limit + Long.SIZE - 1) / Long.SIZE];
  }

  /** Those of the mask, null for all, that are in the set. */
  static CpuSet of(CpuMask mask, CpuSet within) {
    CpuSet made = new CpuSet(within.words.length * Long.SIZE);
    for (int cpu = within.next(NONE); cpu != NONE; cpu = within.next(cpu)) {
      if (mask == null || mask.contains(cpu)) {
        made.add(cpu);
      }
    }
    return made;
  }

  void add(int cpu) {
    words[cpu >> 6] |= 1L << cpu;
  }

  void remove(int cpu) {
    words[cpu >> 6] &= ~(1L << cpu);
  }

  boolean contains(int cpu) {
    return (words[cpu >> 6] >>> cpu & 1) != 0;
  }

  boolean isEmpty() {
    for (long word : words) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  int count() {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** How many CPUs both have. */
  int countIn(CpuSet other) {
    int count = 0;
    for (int i = 0; i < words.length; i++) {
      count += Long.bitCount(words[i] & other.words[i]);
    }
    return count;
  }

  /** Whether every CPU of the other is one of this. */
  boolean containsAll(CpuSet other) {
    for (int i = 0; i < words.length; i++) {
      if ((other.words[i] & ~words[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  boolean intersects(CpuSet other) {
    for (int i = 0; i < words.length; i++) {
      if ((words[i] & other.words[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Becomes those of the one that are in the other, too. */
  void become(CpuSet one, CpuSet other) {
    for (int i = 0; i < words.length; i++) {
      words[i] = one.words[i] & other.words[i];
    }
  }

  /** Becomes those of the one that are not in the other. */
  void becomeWithout(CpuSet one, CpuSet other) {
    for (int i = 0; i < words.length; i++) {
      words[i] = one.words[i] & ~other.words[i];
    }
  }

  /** The lowest CPU above the given one, or {@link #NONE}; from NONE on, all of them in turn. */
  int next(int after) {
    int index = after + 1 >> 6;
    if (index >= words.length) {
      return NONE;
    }
    long word = words[index] & -1L << after + 1;
    while (word == 0) {
      index++;
      if (index == words.length) {
        return NONE;
      }
      word = words[index];
    }
    return (index << 6) + Long.numberOfTrailingZeros(word);
  }

  /** The lowest CPU above the given one, else the lowest at all: round and round. */
  int cycle(int after) {
    int above = next(after);
    return above == NONE ? next(NONE) : above;
  }

  @Override
  public String toString() {
    return Arrays.toString(words);
  }
}
