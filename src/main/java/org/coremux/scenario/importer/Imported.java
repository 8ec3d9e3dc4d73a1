package org.coremux.scenario.importer;

import java.util.List;

/**
 * What was found in a recording.
 *
 * @param name of the scenario
 * @param source the recording, as messages and figures name it
 * @param spanNs from its first event to its last. Unit: ns
 * @param cpus how many CPUs it is of
 * @param llcs in how many last-level caches, as far as its scheduler knew
 * @param tick the timer tick; null when the recording does not show it
 * @param idleWakeNs from a wake-up to the switch on an idle CPU, median. Unit: ns
 * @param idleWakes how many of these there were
 * @param preemptionNs the same on a busy CPU. Unit: ns
 * @param preemptions how many of these there were
 * @param summary for people: what was found, inferred and skipped, a line each
 */
public record Imported(
    String name,
    String source,
    long spanNs,
    int cpus,
    int llcs,
    Tick tick,
    long idleWakeNs,
    int idleWakes,
    long preemptionNs,
    int preemptions,
    List<String> summary) {
  /** Copies the list. */
  public Imported {
    summary = List.copyOf(summary);
  }
}
