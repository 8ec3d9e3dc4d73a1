package org.coremux.engine;

import java.util.Objects;

/**
 * One step of a program that a scenario spells out.
 *
 * @param kind what the thread does
 * @param amount how long: ns of work for COMPUTE, ns of time for SLEEP
 */
public record Step(Kind kind, Distribution amount) {

  /** What a thread can be told to do. */
  public enum Kind {
    /** Execute an amount of work. */
    COMPUTE,
    /** Block for a time. */
    SLEEP
  }

  public Step {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(amount, "amount");
  }
}
