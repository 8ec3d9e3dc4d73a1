package org.coremux.scenario;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.platform.Features;
import org.coremux.scenario.Section.Shape;

/** Reads what devices a machine has, and how a guest's look to it. */
final class DevicesReader {
  private static final Shape DEVICES = Shape.of("set of devices", DevicesSpec.class);
  private static final Parameter DISK =
      Parameter.requiredService("disk", 1, "How long the disk takes for a request");

  /** The words for how a device looks to its guest. */
  static final List<String> MODELS =
      Stream.of(Features.Devices.values()).map(Features.Devices::key).toList();

  private final Reading reading;

  DevicesReader(Reading reading) {
    this.reading = reading;
  }

  /** The devices of a host; those that are wrong, as they are unless said. */
  DevicesSpec read(Section host) {
    Node node = host.node("devices");
    Section section =
        node == null ? null : Section.open(reading, node, host.pathOf("devices"), DEVICES);
    if (section == null) {
      return DevicesSpec.USUAL;
    }
    int channels = section.integer("diskChannels");
    long rate = section.number("link");
    Optional<Setting> disk =
        section.has("disk")
            ? new RandomReader(reading).read(section.node("disk"), section.pathOf("disk"), DISK)
            : Optional.empty();
    return new DevicesSpec(
        disk.map(s -> (Distribution) s.value()).orElse(DevicesSpec.USUAL.disk()),
        channels,
        rate,
        disk.map(Setting::written).orElse(DevicesSpec.USUAL.written()));
  }

  /** How a guest's devices look to it; empty for as its platform has it. */
  Optional<Features.Devices> model(Section guest) {
    return guest.has("devices")
        ? Optional.of(Features.Devices.values()[guest.choice("devices", MODELS)])
        : Optional.empty();
  }
}
