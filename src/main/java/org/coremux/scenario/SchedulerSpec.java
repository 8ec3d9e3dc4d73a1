package org.coremux.scenario;

import java.util.Map;
import org.coremux.engine.Parameters;

/**
 * A policy with its parameters.
 *
 * @param name as the catalogue has it
 * @param parameters complete with defaults
 * @param written each value of {@code parameters} as a scenario would have it
 */
public record SchedulerSpec(String name, Parameters parameters, Map<String, String> written) {

  public SchedulerSpec {
    written = Written.copyOf(written);
  }
}
