package org.coremux.scenario;

import java.util.List;

/** The keys that a path of {@code --set} may name, for what completes command lines. */
public final class ScenarioKeys {
  private ScenarioKeys() {}

  /** Of a scenario, as in {@code seed}. */
  public static List<String> ofScenario() {
    return keys(Scenario.class, "scenario");
  }

  /** Of a host, as in {@code hosts.node.platform}. */
  public static List<String> ofHost() {
    return keys(HostSpec.class, "host");
  }

  /** Of a guest, as in {@code guests.web.count}. */
  public static List<String> ofGuest() {
    return keys(GuestSpec.class, "guest");
  }

  /** A key that is refused whatever its value is of no help. */
  private static List<String> keys(Class<? extends Record> type, String noun) {
    return Section.keys(type).keySet().stream()
        .filter(key -> !NotYet.REFUSED.containsKey(noun + "." + key))
        .toList();
  }
}
