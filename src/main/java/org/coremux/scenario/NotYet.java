package org.coremux.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The keys of the format that are read and checked but not simulated yet: one line each. */
final class NotYet {

  /** By owner and key, or by kind of workload, with what to do meanwhile. */
  static final Map<String, String> REFUSED = refused();

  private NotYet() {}

  private static Map<String, String> refused() {
    Map<String, String> refused = new LinkedHashMap<>();
    return Collections.unmodifiableMap(refused);
  }
}
