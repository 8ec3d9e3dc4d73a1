package org.coremux.evidence.published;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.coremux.scenario.Plugins;

/** A published table, simulated once for all tests. */
public final class Simulated {
  private static final Path SCENARIOS = Path.of("scenarios/published");

  private static final Map<String, Simulated> TABLES = new ConcurrentHashMap<>();

  private final TableOutcome outcome;

  private Simulated(String name) {
    List<PublishedTable> table = List.of(PublishedTables.of(name));
    outcome = new PublishedEvidence(SCENARIOS, Plugins.installed()).of(table, () -> {}).get(0);
  }

  /** The table in that file of {@code published/}. */
  public static Simulated table(String name) {
    return TABLES.computeIfAbsent(name, Simulated::new);
  }

  /** The goals that are missed. */
  public List<String> missed() {
    return outcome.gates().stream()
        .filter(gate -> !gate.holds())
        .map(TableOutcome.GateOutcome::says)
        .toList();
  }

  /** Its rows. */
  public List<Outcome> outcomes() {
    return outcome.outcomes();
  }

  /** The row of that key. */
  public Outcome row(String key) {
    return outcome.outcomes().stream()
        .filter(row -> row.row().key().equals(key))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row " + key));
  }

  /** The model's figure of the row of that key. */
  public double figure(String key) {
    return row(key).simulated().orElseThrow();
  }

  /** How far off it is; below zero when it is too low. */
  public double error(String key) {
    return row(key).error().orElseThrow();
  }
}
