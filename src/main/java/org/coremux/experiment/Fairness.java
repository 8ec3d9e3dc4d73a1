package org.coremux.experiment;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How evenly guests got what they were due, whatever their weights are and however little some of
 * them want: Jain's index over what each got of its due, from 1 / guests to 1.
 *
 * <p>What a guest got is the work that was done for it. What it wants is the work that it does in
 * the same time, under the same draws, alone on cores of its own. What it is due is the weighted
 * max-min share of all the work that was done for guests: nobody is due more than it wants, and
 * what is left by those who want little goes to the others by their weights.
 *
 * <p>Model: amounts over the whole window; that somebody got its due late is told by latencies.
 * Weights are those of guests, whatever a policy makes of them; affinities are not looked at.
 *
 * <p>Source: R. Jain, D. Chiu, W. Hawe, "A Quantitative Measure of Fairness and Discrimination",
 * DEC-TR-301, 1984; max-min shares as in D. Bertsekas, R. Gallager, "Data Networks", 2nd edition
 * 1992, section 6.5.2.
 */
final class Fairness {
  private Fairness() {}

  /**
   * What one guest got, with all that is in it.
   *
   * @param name its name
   * @param weight its weight
   * @param workNs work done, in ns at nominal speed
   */
  record Share(String name, int weight, long workNs) {}

  /**
   * The index of guests; empty when none of them wants anything.
   *
   * @param shares what each got
   * @param wantedNs work that each wants, by name
   */
  static OptionalDouble of(List<Share> shares, Map<String, Long> wantedNs) {
    double[] weights = new double[shares.size()];
    double[] wanted = new double[shares.size()];
    double allNs = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = shares.get(i).weight();
      wanted[i] = wantedNs.getOrDefault(shares.get(i).name(), 0L);
      allNs += shares.get(i).workNs();
    }
    double[] due = due(allNs, weights, wanted);
    double[] parts = new double[due.length];
    int count = 0;
    for (int i = 0; i < due.length; i++) {
      if (due[i] > 0) {
        parts[count++] = shares.get(i).workNs() / due[i];
      }
    }
    return index(parts, count);
  }

  /** Jain's index of the first values; empty of none, or of nothing but zeros. */
  static OptionalDouble index(double[] values, int count) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
      squares += values[i] * values[i];
    }
    return squares == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum * sum / count / squares);
  }

  /**
   * Weighted max-min shares: fills everybody at the pace of its weight until it has what it wants.
   *
   * @return of each its share, together the capacity or all that is wanted
   */
  static double[] due(double capacity, double[] weights, double[] wanted) {
    double[] due = new double[weights.length];
    boolean[] isFull = new boolean[weights.length];
    double left = capacity;
    boolean isFilling = true;
    while (isFilling) {
      double pace = left / weight(weights, isFull);
      isFilling = false;
      for (int i = 0; i < due.length; i++) {
        if (!isFull[i] && wanted[i] <= pace * weights[i]) {
          due[i] = wanted[i];
          left -= wanted[i];
          isFull[i] = true;
          isFilling = true;
        }
      }
    }
    double weight = weight(weights, isFull);
    for (int i = 0; i < due.length; i++) {
      due[i] = isFull[i] ? due[i] : left * weights[i] / weight;
    }
    return due;
  }

  private static double weight(double[] weights, boolean[] isFull) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += isFull[i] ? 0 : weights[i];
    }
    return sum;
  }
}
