package org.coremux.engine;

import java.util.Arrays;

/**
 * Who has been kicked in this instant: the deepest first, and of one depth the lowest id.
 *
 * <p>Cost: O(1) to add, O(depths + members of a depth / 64) to poll. Ten kicks of one target are
 * one. Allocation: only in {@link #enrol}.
 */
final class KickSet {
  private static final int WORD_SHIFT = 6;

  /** By depth, then by id. */
  private Kickable[][] members = new Kickable[0][];

  /** By depth: one bit per id. */
  private long[][] kicked = new long[0][];

  private int[] memberCount = new int[0];
  private int[] kickedCount = new int[0];
  private int total;
  private int enrolled;

  /** The only one that is kicked, as a rule; then its bit is not set. Null when there are more. */
  private Kickable sole;

  /** Makes room for one more member of the depth and returns the id that it has from now on. */
  int enrol(int depth) {
    while (members.length <= depth) {
      members = Arrays.copyOf(members, members.length + 1);
      kicked = Arrays.copyOf(kicked, kicked.length + 1);
      members[members.length - 1] = new Kickable[1 << WORD_SHIFT];
      kicked[kicked.length - 1] = new long[1];
      memberCount = Arrays.copyOf(memberCount, members.length);
      kickedCount = Arrays.copyOf(kickedCount, members.length);
    }
    int id = memberCount[depth]++;
    if (id == members[depth].length) {
      members[depth] = Arrays.copyOf(members[depth], 2 * id);
      kicked[depth] = Arrays.copyOf(kicked[depth], 2 * id >> WORD_SHIFT);
    }
    enrolled++;
    return id;
  }

  /** How many members there are. */
  int enrolled() {
    return enrolled;
  }

  boolean isAny() {
    return total > 0;
  }

  void add(Kickable target) {
    if (total == 0) {
      sole = target;
      total = 1;
    } else if (sole != target) {
      if (sole != null) {
        total = 0;
        mark(sole);
        sole = null;
      }
      mark(target);
    }
  }

  private void mark(Kickable target) {
    int depth = target.depth();
    int id = target.id();
    long bit = 1L << id;
    long[] words = kicked[depth];
    if ((words[id >> WORD_SHIFT] & bit) == 0) {
      words[id >> WORD_SHIFT] |= bit;
      members[depth][id] = target;
      kickedCount[depth]++;
      total++;
    }
  }

  /** Removes and returns the next one to decide; null when nobody is kicked. */
  Kickable poll() {
    if (total == 0) {
      return null;
    }
    if (sole != null) {
      Kickable only = sole;
      sole = null;
      total = 0;
      return only;
    }
    int depth = kickedCount.length - 1;
    while (kickedCount[depth] == 0) {
      depth--;
    }
    long[] words = kicked[depth];
    int word = 0;
    while (words[word] == 0) {
      word++;
    }
    int id = (word << WORD_SHIFT) + Long.numberOfTrailingZeros(words[word]);
    words[word] &= words[word] - 1;
    kickedCount[depth]--;
    total--;
    return members[depth][id];
  }
}
