package org.coremux.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.platform.Assist;
import org.coremux.scenario.Node.Mapping;

/**
 * Reads which assists of its platform a host has: the one place that checks their names.
 *
 * <p>A name that the platform does not have is refused, unless the reader was asked to read one
 * scenario for several platforms and another of ours has it: there it has no effect.
 */
final class AssistReader {
  private final Reading reading;
  private final Values values;

  AssistReader(Reading reading) {
    this.reading = reading;
    this.values = new Values(reading);
  }

  /** The assists that a host sets; without those that are wrong. */
  Map<String, Boolean> read(Section host, Optional<Catalogue.Platform> platform) {
    Node node = host.node("assists");
    Map<String, Boolean> assists = new LinkedHashMap<>();
    if (node == null) {
      return assists;
    }
    if (!(node instanceof Mapping mapping)) {
      host.problem(
          "assists", "is " + node.noun() + ", where switches such as {nestedPaging: false} are");
      return assists;
    }
    String path = host.pathOf("assists");
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              String at = ScenarioPath.child(path, name);
              if (platform.isPresent() && !isKnown(name, platform.get())) {
                reading.problem(entry.key(), at, unknown(name, platform.get()));
              }
              values.toggle(entry.value(), at).ifPresent(isOn -> assists.put(name, isOn));
            });
    return assists;
  }

  private boolean isKnown(String name, Catalogue.Platform platform) {
    if (names(platform).contains(name)) {
      return true;
    }
    return reading.isForSeveralPlatforms()
        && reading.catalogue().platforms().stream().anyMatch(p -> names(p).contains(name));
  }

  private static List<String> names(Catalogue.Platform platform) {
    return platform.assists().stream().map(Assist::name).toList();
  }

  private static String unknown(String name, Catalogue.Platform platform) {
    List<String> names = names(platform);
    return "is no assist of the platform "
        + platform.name()
        + (names.isEmpty()
            ? ", which has none"
            : "; there are " + String.join(", ", names) + Nearest.hint(name, names));
  }
}
