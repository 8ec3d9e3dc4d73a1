package org.coremux.hypervisor;

import org.coremux.engine.Distribution;

/**
 * The devices of a machine.
 *
 * @param diskChannels how many requests the disk serves at once
 * @param diskService how long it takes for one
 * @param nicBitsPerSecond of the network link, each way
 */
public record DeviceSpec(int diskChannels, Distribution diskService, long nicBitsPerSecond) {
  /** Bits of a full Ethernet frame on the wire: 1,500 B, 18 B around them, 20 B between two. */
  private static final long FRAME_BITS = 8 * 1_538;

  /** Channels of a disk. Source: assumed, one of an NVMe drive's queues is deeper. */
  private static final int CHANNELS = 8;

  /** Service of a disk. Unit: ns. Source: assumed, a 4 KiB read of a flash drive. */
  private static final long SERVICE_NS = 80_000;

  /** Rate of a link. Unit: bit/s. Source: assumed. */
  private static final long RATE = 10_000_000_000L;

  private static final long NS_PER_SECOND = 1_000_000_000L;

  /** A flash drive, and 10 Gbit/s. */
  public static final DeviceSpec USUAL =
      new DeviceSpec(CHANNELS, Distribution.exponential(SERVICE_NS), RATE);

  /** For how long so many full frames occupy the wire, rounded up. Unit: ns. */
  long wireNs(int frames) {
    long bits = frames * FRAME_BITS * NS_PER_SECOND;
    return (bits + nicBitsPerSecond - 1) / nicBitsPerSecond;
  }
}
