package org.coremux.evidence.published;

import java.util.List;

/**
 * A table, simulated.
 *
 * @param table what was published
 * @param outcomes its rows with the model's figures, in order
 * @param gates its goals, in order
 */
public record TableOutcome(PublishedTable table, List<Outcome> outcomes, List<GateOutcome> gates) {

  /**
   * A goal, and whether it is reached.
   *
   * @param says the goal in words
   * @param holds whether it is reached
   */
  public record GateOutcome(String says, boolean holds) {}

  /** Copies the lists. */
  public TableOutcome {
    outcomes = List.copyOf(outcomes);
    gates = List.copyOf(gates);
  }
}
