package org.coremux.report.chart;

import java.util.Optional;

/**
 * What of a result is looked at.
 *
 * @param host one host's name; all hosts when empty
 * @param window which part of the timeline; all that was kept when empty
 */
public record View(Optional<String> host, Optional<Stretch> window) {
  /** Everything. */
  public static final View ALL = new View(Optional.empty(), Optional.empty());

  /** Whether a host is looked at. */
  boolean has(String name) {
    return host.isEmpty() || host.get().equals(name);
  }
}
