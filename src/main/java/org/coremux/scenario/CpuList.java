package org.coremux.scenario;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A set of pCPUs as people write it: {@code 0-3,6}. Empty means that nothing was said: all of them.
 *
 * @param ranges ascending, neither overlapping nor adjacent
 */
public record CpuList(List<Range> ranges) {

  /** No restriction. */
  public static final CpuList ALL = new CpuList(List.of());

  /** No host has a pCPU of this index or beyond. */
  static final int INDEX_LIMIT = Limits.PCPUS_MAX;

  public CpuList {
    ranges = List.copyOf(ranges);
  }

  /**
   * The pCPUs from {@code first} to {@code last}, both included.
   *
   * @param first index from 0
   * @param last at least {@code first}
   */
  public record Range(int first, int last) {
    public Range {
      if (first < 0 || last < first) {
        throw new IllegalArgumentException(first + "-" + last + " is no range");
      }
    }
  }

  /** Whether every pCPU is meant. */
  public boolean isAll() {
    return ranges.isEmpty();
  }

  /** The highest index, or -1 when nothing was said. */
  public int highest() {
    return isAll() ? -1 : ranges.get(ranges.size() - 1).last();
  }

  /** The indices, ascending; empty when nothing was said. */
  public int[] indices() {
    return ranges.stream()
        .flatMapToInt(r -> java.util.stream.IntStream.rangeClosed(r.first(), r.last()))
        .toArray();
  }

  /**
   * Reads {@code 0-3,6}; the order does not matter.
   *
   * @throws IllegalArgumentException if it is no such list, with a message for the user
   */
  static CpuList parse(String text) {
    BitSet set = new BitSet();
    for (String part : text.split(",", -1)) {
      String[] ends = part.strip().split("\\s*-\\s*", -1);
      if (ends.length > 2 || !ends[0].matches("\\d+") || !ends[ends.length - 1].matches("\\d+")) {
        throw new IllegalArgumentException(
            Problem.quoted(text) + " is no list of pCPUs such as 0-3 or 0,2,4-7");
      }
      int first = index(ends[0], text);
      int last = index(ends[ends.length - 1], text);
      if (last < first) {
        throw new IllegalArgumentException(
            Problem.quoted(text) + " runs backwards: " + first + " is after " + last);
      }
      set.set(first, last + 1);
    }
    return of(set);
  }

  private static int index(String digits, String text) {
    if (digits.length() > 9 || Integer.parseInt(digits) >= INDEX_LIMIT) {
      throw new IllegalArgumentException(
          Problem.quoted(text)
              + " names a pCPU beyond "
              + YamlTree.grouped(INDEX_LIMIT - 1L)
              + ", the last that a host may have");
    }
    return Integer.parseInt(digits);
  }

  private static CpuList of(BitSet set) {
    List<Range> ranges = new ArrayList<>();
    int first = set.nextSetBit(0);
    while (first >= 0) {
      int end = set.nextClearBit(first);
      ranges.add(new Range(first, end - 1));
      first = set.nextSetBit(end);
    }
    return new CpuList(ranges);
  }

  /** As a scenario has it. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    for (Range range : ranges) {
      parts.add(
          range.first() == range.last()
              ? Integer.toString(range.first())
              : range.first() + "-" + range.last());
    }
    return String.join(",", parts);
  }
}
