package org.coremux.topology;

import java.util.OptionalLong;

/**
 * How much of a working set the caches of a machine hold.
 *
 * @param l2Kib the cache of a core by itself. Unit: KiB
 * @param llcKib what one may have of a last-level cache, which others use, too. Unit: KiB
 */
public record Caches(long l2Kib, long llcKib) {
  /** A cache of a core where it is not known. Unit: KiB. Source: assumed; schedulers.md 20. */
  public static final long L2_KIB = 1_024;

  /** A share of a last-level cache, if that is as large. Unit: KiB. Source: as above. */
  public static final long LLC_KIB = 8_192;

  /** Of a machine of which nothing is known. */
  public static final Caches USUAL = new Caches(L2_KIB, LLC_KIB);

  private static final long BYTES_PER_KIB = 1_024;

  /** Checks the sizes. */
  public Caches {
    if (l2Kib <= 0 || llcKib < 0) {
      throw new IllegalArgumentException(
          "caches of " + l2Kib + " and " + llcKib + " KiB; allowed: over 0, and 0 or more");
    }
  }

  /** Of a CPU with caches of that size, as far as it is known. Unit: bytes. */
  static Caches of(OptionalLong l2Bytes, OptionalLong llcBytes) {
    long l2 = l2Bytes.isEmpty() ? L2_KIB : Math.max(1, l2Bytes.getAsLong() / BYTES_PER_KIB);
    long llc = llcBytes.isEmpty() ? LLC_KIB : llcBytes.getAsLong() / BYTES_PER_KIB;
    return new Caches(l2, Math.min(LLC_KIB, llc));
  }
}
