package org.coremux.experiment;

import java.util.Arrays;

/** A column of whole numbers, to which more are added at its end. */
public final class IntColumn {
  private static final int FIRST = 1024;

  private int[] values = new int[FIRST];
  private int size;

  /** Adds one. */
  public void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  /** That of a row, from 0. */
  public int get(int row) {
    return values[row];
  }

  /** How many rows there are. */
  public int size() {
    return size;
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
