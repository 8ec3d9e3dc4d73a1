package org.coremux.experiment;

import java.util.Arrays;

/** A column of long whole numbers, such as times, to which more are added at its end. */
public final class LongColumn {
  private static final int FIRST = 1024;

  private long[] values = new long[FIRST];
  private int size;

  /** Adds one. */
  public void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  /** That of a row, from 0. */
  public long get(int row) {
    return values[row];
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  void set(int row, long value) {
    values[row] = value;
  }

  /** Takes a row away; those after it move up. */
  void remove(int row) {
    size--;
    System.arraycopy(values, row + 1, values, row, size - row);
  }

  void cutTo(int rows) {
    size = rows;
  }
}
