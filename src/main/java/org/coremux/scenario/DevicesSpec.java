package org.coremux.scenario;

import org.coremux.engine.Distribution;
import org.coremux.hypervisor.DeviceSpec;

/**
 * The devices of a machine.
 *
 * @param disk how long the disk takes for a request
 * @param diskChannels how many requests it serves at once
 * @param linkBitsPerSecond rate of the network link, each way; bit/s
 * @param written {@code disk} as a scenario would have it
 */
public record DevicesSpec(
    @Key(
            value = "disk",
            form = Form.RANDOM,
            standard = DevicesSpec.USUAL_DISK,
            meaning = "How long the disk takes for a request")
        Distribution disk,
    @Key(
            value = "diskChannels",
            form = Form.COUNT,
            standard = "8",
            min = 1,
            max = 65_536,
            meaning = "How many requests the disk serves at once")
        int diskChannels,
    @Key(
            value = "link",
            form = Form.BANDWIDTH,
            standard = "10 Gbit/s",
            min = 1_000,
            max = 10_000_000_000_000L,
            meaning = "Rate of the network link, each way")
        long linkBitsPerSecond,
    String written) {
  /** {@link DeviceSpec#USUAL}'s disk, as a scenario would have it. */
  private static final String USUAL_DISK = "{mean: 80 us, distribution: exponential}";

  /** What a machine has unless said. */
  static final DevicesSpec USUAL =
      new DevicesSpec(
          DeviceSpec.USUAL.diskService(),
          DeviceSpec.USUAL.diskChannels(),
          DeviceSpec.USUAL.nicBitsPerSecond(),
          USUAL_DISK);

  /** The same, as a host is made of them. */
  DeviceSpec spec() {
    return new DeviceSpec(diskChannels, disk, linkBitsPerSecond);
  }
}
