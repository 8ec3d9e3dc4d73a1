package org.coremux.guest;

import java.util.Arrays;

/**
 * Recorded utilisation: how much of its vCPUs a guest asked for, as a step function of time.
 *
 * <p>Immutable. A sample holds from its time stamp to the next one, the last one to {@link
 * #endNs()}; beyond the end nothing is asked for. The first sample is at 0.
 */
public final class UtilisationTrace {

  /** All of the guest's vCPUs. */
  public static final int FULL_PPM = 1_000_000;

  private final long[] startNs;
  private final int[] utilisationPpm;
  private final long endNs;

  /**
   * A trace of at least one sample; the arrays are copied.
   *
   * @param startNs time stamps in ns, ascending from 0
   * @param utilisationPpm 0 to {@link #FULL_PPM}, one for each time stamp
   * @param endNs after the last time stamp; ns
   * @throws IllegalArgumentException if lengths, order or values are otherwise
   */
  public UtilisationTrace(long[] startNs, int[] utilisationPpm, long endNs) {
    if (startNs.length == 0 || startNs.length != utilisationPpm.length || startNs[0] != 0) {
      throw new IllegalArgumentException("no samples from 0 on, or not one for each stamp");
    }
    for (int i = 0; i < startNs.length; i++) {
      long nextNs = i + 1 < startNs.length ? startNs[i + 1] : endNs;
      if (nextNs <= startNs[i]) {
        throw new IllegalArgumentException("sample " + i + " does not last");
      }
      if (utilisationPpm[i] < 0 || utilisationPpm[i] > FULL_PPM) {
        throw new IllegalArgumentException("sample " + i + " is " + utilisationPpm[i] + " ppm");
      }
    }
    this.startNs = startNs.clone();
    this.utilisationPpm = utilisationPpm.clone();
    this.endNs = endNs;
  }

  /** How many samples there are, at least 1. */
  public int count() {
    return startNs.length;
  }

  /** When sample {@code index} begins. Unit: ns. */
  public long startNs(int index) {
    return startNs[index];
  }

  /** When sample {@code index} ends. Unit: ns. */
  public long endNs(int index) {
    return index + 1 < startNs.length ? startNs[index + 1] : endNs;
  }

  /** What sample {@code index} asks for. Unit: millionths of the guest's vCPUs. */
  public int utilisationPpm(int index) {
    return utilisationPpm[index];
  }

  /** What is asked for of one vCPU up to the instant. Unit: ns of work, rounded down. */
  public long workNs(long untilNs) {
    long wholeNs = 0;
    long rest = 0;
    for (int i = 0; i < startNs.length && startNs[i] < untilNs; i++) {
      long lengthNs = Math.min(endNs(i), untilNs) - startNs[i];
      wholeNs += lengthNs / FULL_PPM * utilisationPpm[i]; // in two parts: years do not overflow
      rest += lengthNs % FULL_PPM * utilisationPpm[i];
    }
    return wholeNs + rest / FULL_PPM;
  }

  /** When the last sample ends. Unit: ns. */
  public long endNs() {
    return endNs;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UtilisationTrace that
        && endNs == that.endNs
        && Arrays.equals(startNs, that.startNs)
        && Arrays.equals(utilisationPpm, that.utilisationPpm);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(startNs) + Arrays.hashCode(utilisationPpm))
        + Long.hashCode(endNs);
  }

  @Override
  public String toString() {
    return count() + " samples over " + endNs + " ns";
  }
}
