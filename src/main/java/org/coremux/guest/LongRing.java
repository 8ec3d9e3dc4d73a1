package org.coremux.guest;

/**
 * A first-in first-out queue of longs. Allocation: it doubles when it is fuller than ever before.
 */
final class LongRing {
  private static final int CAPACITY_MIN = 16;

  private long[] values = new long[CAPACITY_MIN];
  private int first;
  private int count;

  int count() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  void add(long value) {
    if (count == values.length) {
      grow();
    }
    values[first + count & values.length - 1] = value;
    count++;
  }

  long poll() {
    long value = values[first];
    first = first + 1 & values.length - 1;
    count--;
    return value;
  }

  private void grow() {
    long[] larger = new long[2 * values.length];
    for (int i = 0; i < count; i++) {
      larger[i] = values[first + i & values.length - 1];
    }
    values = larger;
    first = 0;
  }
}
