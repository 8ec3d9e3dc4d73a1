package org.coremux.scenario;

import java.util.List;

/** The keys that a path of {@code --set} may name, for what completes command lines. */
public final class ScenarioKeys {
  private ScenarioKeys() {}

  /** Of a scenario, as in {@code seed}. */
  public static List<String> ofScenario() {
    return keys(Scenario.class);
  }

  /** Of a host, as in {@code hosts.node.platform}. */
  public static List<String> ofHost() {
    return keys(HostSpec.class);
  }

  /** Of a guest, as in {@code guests.web.count}. */
  public static List<String> ofGuest() {
    return keys(GuestSpec.class);
  }

  private static List<String> keys(Class<? extends Record> type) {
    return List.copyOf(Section.keys(type).keySet());
  }
}
