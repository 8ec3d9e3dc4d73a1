package org.coremux.hypervisor;

import org.coremux.engine.Distribution;

/**
 * The memory of a host.
 *
 * @param bytes how much there is
 * @param remoteHundredths how long an access to another node's memory takes, relative to one to the
 *     nearest; hundredths of a percent
 * @param reclaim how it is taken back from guests that have more than there is; null where they
 *     never do
 */
public record MemorySpec(long bytes, int remoteHundredths, Reclaim reclaim) {
  /** As far as the nearest. Unit: hundredths of a percent. */
  public static final int NEAR = 10_000;

  /**
   * Access to the memory of the other socket, 150 %. Unit: hundredths of a percent. Source: Intel,
   * "Memory Latencies on Intel Xeon Processor E5-4600 and E7-4800 product families", 2014: 135 ns
   * to the own node, 194 to 202 ns to another one.
   */
  public static final int USUAL_REMOTE = 15_000;

  /**
   * How memory is taken back.
   *
   * @param sharing whether pages of equal content are found and kept once
   * @param balloon whether guests have a balloon driver
   * @param taxHundredths what an idle page costs beyond one that is used: the tax rate, in
   *     hundredths of a percent, less than all
   * @param scanPerSecond pages that are looked at for equal content; 0 for as the clock allows
   * @param swap how long the swap device takes for a request; null for the host's own disk
   */
  public record Reclaim(
      boolean sharing, boolean balloon, int taxHundredths, long scanPerSecond, Distribution swap) {}
}
