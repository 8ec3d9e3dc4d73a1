package org.coremux.evidence.published;

/**
 * A figure that was published, and how the model comes to the same one.
 *
 * @param key what it is called in its table, {@code fork.xen}; with the table's id before it, what
 *     {@code fittedOn} names in platforms' files
 * @param metric what was measured, for people
 * @param platform on what, for people
 * @param published the figure, in its unit
 * @param unit of both figures; the table's unless said
 * @param flag how well the figure is known, the table's unless said: V1 and V2 read, MH measured
 *     again, D derived from those, R-high and below recalled
 * @param basis what it is to the model
 * @param simulated how the model comes to it, a {@link Formulas formula}; empty where it cannot
 * @param note what was fitted, or why it misses; may be empty
 */
public record PublishedRow(
    String key,
    String metric,
    String platform,
    double published,
    String unit,
    String flag,
    Basis basis,
    String simulated,
    String note) {
  /** What is left out is empty. */
  public PublishedRow {
    unit = unit == null ? "" : unit;
    flag = flag == null ? "" : flag;
    simulated = simulated == null ? "" : simulated;
    note = note == null ? "" : note;
  }

  PublishedRow in(String standardUnit, String standardFlag, String fullNote) {
    return new PublishedRow(
        key,
        metric,
        platform,
        published,
        unit.isEmpty() ? standardUnit : unit,
        flag.isEmpty() ? standardFlag : flag,
        basis,
        simulated,
        fullNote);
  }

  /** Whether it was read or measured, and neither recalled nor derived. */
  public boolean isVerified() {
    return flag.startsWith("V") || flag.equals("MH");
  }

  /** Whether it is known from memory alone: shown, and never a gate. */
  public boolean isRecalled() {
    return flag.startsWith("R");
  }
}
