package org.coremux.experiment;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How sure the mean of one run's observations is, although neighbours depend on each other: batches
 * of equal numbers of observations, where {@link BatchMeans} has stretches of equal time.
 *
 * <p>Model: observations are put into batches of equal size, in their order. When all batches are
 * full, neighbours are joined and the batches are twice as long: so whatever the length of a run,
 * between half and all of the batches are in use, and no observation is kept. Means of long batches
 * hardly depend on each other; {@link #lag1} says how much they still do.
 *
 * <p>Cost: an addition an observation; allocates nothing after construction. What an unfinished
 * last batch holds is in {@link #mean}, and not in the interval.
 *
 * <p>Source: Law, "Simulation Modeling and Analysis", 5th edition 2015, section 9.5.3; Schmeiser,
 * "Batch Size Effects in the Analysis of Simulation Output", Operations Research 30(3), 1982: 10 to
 * 30 batches suffice.
 */
public final class GrowingBatches {
  /** Batches in use: 20 to 40, so that after joining there are enough. Source: Schmeiser 1982. */
  private static final int BATCHES = 40;

  private final long[] sums = new long[BATCHES];
  private long size = 1;
  private int full;
  private long open;
  private long openCount;

  /**
   * Takes the next observation.
   *
   * @throws ArithmeticException if the sum of a batch leaves 64 bits
   */
  public void record(long value) {
    open = Math.addExact(open, value);
    openCount++;
    if (openCount == size) {
      if (full == BATCHES) {
        join();
      } else {
        close();
      }
    }
  }

  private void close() {
    sums[full++] = open;
    open = 0;
    openCount = 0;
  }

  /** All are full, and one more is complete: it becomes half of an open batch of the new size. */
  private void join() {
    for (int i = 0; i < BATCHES / 2; i++) {
      sums[i] = Math.addExact(sums[2 * i], sums[2 * i + 1]);
    }
    full = BATCHES / 2;
    size *= 2;
  }

  /** Forgets everything: the end of the warm-up. */
  public void reset() {
    size = 1;
    full = 0;
    open = 0;
    openCount = 0;
  }

  public long count() {
    return full * size + openCount;
  }

  /** How many observations make a batch at present. */
  public long batchSize() {
    return size;
  }

  /** The mean of everything recorded; absent when that is nothing. */
  public OptionalDouble mean() {
    if (count() == 0) {
      return OptionalDouble.empty();
    }
    double sum = open;
    for (int i = 0; i < full; i++) {
      sum += sums[i];
    }
    return OptionalDouble.of(sum / count());
  }

  /** The interval of the mean over the full batches; absent for fewer than two of them. */
  public Optional<ConfidenceInterval> interval(double level) {
    return ConfidenceInterval.of(means(), level);
  }

  /**
   * Correlation of neighbouring batch means, -1 to 1: well above 0 the interval is too narrow.
   * Absent for fewer than three batches, or when all means are equal.
   */
  public OptionalDouble lag1() {
    double[] means = means();
    double mean = Arrays.stream(means).average().orElse(0);
    double squares = 0;
    double products = 0;
    for (int i = 0; i < means.length; i++) {
      squares += (means[i] - mean) * (means[i] - mean);
      products += i == 0 ? 0 : (means[i - 1] - mean) * (means[i] - mean);
    }
    return means.length < 3 || squares == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(products / squares);
  }

  private double[] means() {
    double[] means = new double[full];
    for (int i = 0; i < full; i++) {
      means[i] = sums[i] / (double) size;
    }
    return means;
  }
}
