package org.coremux.scenario;

import java.util.Optional;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.scenario.Catalogue.Platform;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.scenario.Section.Shape;

/** Reads and writes what a host may promise beyond what it has. */
final class OvercommitReader {
  private static final Shape OVERCOMMIT = Shape.of("overcommit", OvercommitSpec.class);
  private static final Parameter SWAP =
      Parameter.requiredService("swap", 1, "How long the swap device takes for a request");

  private final Reading reading;

  OvercommitReader(Reading reading) {
    this.reading = reading;
  }

  /** What the host says; empty when it says nothing. */
  Optional<OvercommitSpec> read(Section host, Optional<Platform> platform) {
    Node node = host.node("overcommit");
    Section section =
        node == null ? null : Section.open(reading, node, host.pathOf("overcommit"), OVERCOMMIT);
    if (section == null) {
      return Optional.empty();
    }
    if (platform.isPresent()
        && !platform.get().traits().vcpus()
        && !reading.isForSeveralPlatforms()) {
      host.problem(
          "overcommit",
          "takes memory back from virtual machines; on "
              + platform.get().name()
              + " guests are processes, of whose memory nothing is simulated: leave it out");
    }
    Optional<Setting> swap =
        section.has("swap")
            ? new RandomReader(reading).read(section.node("swap"), section.pathOf("swap"), SWAP)
            : Optional.empty();
    return Optional.of(
        new OvercommitSpec(
            section.number("memory"),
            section.toggle("sharing").orElse(true),
            section.toggle("balloon").orElse(true),
            section.number("idleTax"),
            section.number("scan"),
            swap.map(s -> (Distribution) s.value()),
            swap.map(Setting::written).orElse("")));
  }

  /** As a scenario would have it. */
  static String written(OvercommitSpec spec) {
    return "{memory: "
        + Quantity.format(spec.memory(), Dimension.PERCENT)
        + ", sharing: "
        + spec.sharing()
        + ", balloon: "
        + spec.balloon()
        + ", idleTax: "
        + Quantity.format(spec.idleTax(), Dimension.PERCENT)
        + ", scan: "
        + spec.scanPerSecond()
        + "/s"
        + (spec.swap().isEmpty() ? "" : ", swap: " + spec.swapWritten())
        + "}";
  }
}
