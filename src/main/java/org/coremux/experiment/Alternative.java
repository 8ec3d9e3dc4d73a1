package org.coremux.experiment;

import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;

/**
 * One side of a comparison.
 *
 * @param name as it is called there: a platform's or a scheduler's name
 * @param scenario what it runs: the same guests and seed as all others
 * @param plugins what is installed for it
 */
public record Alternative(String name, Scenario scenario, Plugins plugins) {
  /** Refuses an empty name. */
  public Alternative {
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("an alternative needs a name");
    }
  }

  /** The same with other costs. */
  Alternative with(Plugins other) {
    return new Alternative(name, scenario, other);
  }
}
