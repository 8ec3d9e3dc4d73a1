package org.coremux.evidence.published;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of a publication, with the runs that its rows are read off and the goals that it has to
 * reach.
 *
 * @param id as platforms name it in what they were fitted on, {@code dall2016.II}
 * @param table its name, for people
 * @param source the publication, and what was measured on what
 * @param unit of its rows unless they say otherwise
 * @param flag of its rows unless they say otherwise
 * @param fitted what was fitted on which rows, and what is counted how, for people
 * @param notes those that several rows have, by the words that the rows have instead
 * @param runs by the names that formulas have for them
 * @param rows in order
 * @param gates what must hold
 */
public record PublishedTable(
    String id,
    String table,
    String source,
    String unit,
    String flag,
    String fitted,
    Map<String, String> notes,
    Map<String, ScenarioRun> runs,
    List<PublishedRow> rows,
    List<Gate> gates) {

  /**
   * A run that rows are read off.
   *
   * @param scenario the name of a file in {@code scenarios/published}, without its ending
   * @param set paths with other values, as {@code --set} has them; the name of a file is relative
   *     to the scenario
   */
  public record ScenarioRun(String scenario, Map<String, String> set) {
    /** Copies the map. */
    public ScenarioRun {
      set = set == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(set));
    }
  }

  /**
   * A goal of a table.
   *
   * @param says in words
   * @param holds a {@link Formulas formula} that is true when it is reached
   */
  public record Gate(String says, String holds) {}

  /** Copies the lists, and completes the rows. */
  public PublishedTable {
    fitted = fitted == null ? "" : fitted;
    notes = notes == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    runs = runs == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(runs));
    gates = gates == null ? List.of() : List.copyOf(gates);
    List<PublishedRow> complete = new ArrayList<>();
    for (PublishedRow row : rows) {
      String note = row.note().isEmpty() ? "" : notes.getOrDefault(row.note(), row.note());
      complete.add(row.in(unit, flag, note));
    }
    rows = List.copyOf(complete);
  }

  /** The full name of a row, as {@code fittedOn} has it. */
  public String id(PublishedRow row) {
    return id + "." + row.key();
  }
}
