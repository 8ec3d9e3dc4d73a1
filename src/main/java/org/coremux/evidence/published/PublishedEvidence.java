package org.coremux.evidence.published;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.coremux.evidence.published.PublishedTable.Gate;
import org.coremux.evidence.published.PublishedTable.ScenarioRun;
import org.coremux.evidence.published.TableOutcome.GateOutcome;
import org.coremux.scenario.Plugins;

/** Published measurements against the model, row by row, misses included. */
public final class PublishedEvidence {
  private final PublishedRuns runs;

  /**
   * With the scenarios in that folder.
   *
   * @param scenarios where the files are that tables name
   */
  public PublishedEvidence(Path scenarios, Plugins plugins) {
    runs = new PublishedRuns(scenarios, plugins);
  }

  /** How many runs the tables need. */
  public static int runs(List<PublishedTable> tables) {
    return (int)
        tables.stream().flatMap(table -> table.runs().values().stream()).distinct().count();
  }

  /**
   * Simulates tables.
   *
   * @param done is told, from any thread, after each run
   * @throws org.coremux.scenario.ScenarioException if a scenario cannot be read or run
   */
  public List<TableOutcome> of(List<PublishedTable> tables, Runnable done) {
    Map<ScenarioRun, RunFigures> figures = runs.run(tables, done);
    return tables.stream().map(table -> outcome(table, figures)).toList();
  }

  private static TableOutcome outcome(PublishedTable table, Map<ScenarioRun, RunFigures> figures) {
    Map<String, RunFigures> named = new LinkedHashMap<>();
    table.runs().forEach((name, run) -> named.put(name, figures.get(run)));
    Formulas formulas = new Formulas(table, named);
    List<Outcome> outcomes = new ArrayList<>();
    for (PublishedRow row : table.rows()) {
      outcomes.add(
          new Outcome(
              row,
              row.simulated().isEmpty()
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(formulas.simulated(row))));
    }
    List<GateOutcome> gates = new ArrayList<>();
    for (Gate gate : table.gates()) {
      gates.add(new GateOutcome(gate.says(), formulas.holds(gate)));
    }
    return new TableOutcome(table, outcomes, gates);
  }
}
