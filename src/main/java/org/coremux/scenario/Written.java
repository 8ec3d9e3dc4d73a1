package org.coremux.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values as text, in the order in which they were declared. */
final class Written {

  private Written() {}

  /** An immutable copy that keeps the order, as {@code Map.copyOf} does not. */
  static Map<String, String> copyOf(Map<String, String> written) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(written));
  }
}
