package org.coremux.scenario.importer;

import java.util.Arrays;

/** Numbers without boxes: a recording has millions. */
final class LongList {
  private long[] values = new long[16];
  private int count;

  int count() {
    return count;
  }

  long at(int index) {
    return values[index];
  }

  void set(int index, long value) {
    values[index] = value;
  }

  void add(long value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count + (count >> 1));
    }
    values[count++] = value;
  }

  void removeLast() {
    count--;
  }

  /** A copy in ascending order. */
  long[] sorted() {
    long[] copy = Arrays.copyOf(values, count);
    Arrays.sort(copy);
    return copy;
  }

  /** The value below which a part of all lie, 0 to 1; {@code none} of no values. */
  static long quantile(long[] sorted, double part, long none) {
    return sorted.length == 0
        ? none
        : sorted[(int) Math.min(sorted.length - 1, part * sorted.length)];
  }
}
