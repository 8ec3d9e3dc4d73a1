package org.coremux.experiment;

/**
 * The memory of a host that may promise more than it has, at the end of the run.
 *
 * @param bytes all of it
 * @param freeBytes what nobody has
 * @param savedBytes what would be needed more if equal pages were not shared
 * @param state how much is free, in Waldspurger's words: high, soft, hard, low
 */
public record HostMemoryResult(long bytes, long freeBytes, long savedBytes, String state) {}
