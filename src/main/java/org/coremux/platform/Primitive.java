package org.coremux.platform;

import java.math.BigDecimal;
import java.util.List;

/**
 * One step that hardware or software takes, and what is known of its cost; or a ratio, by which
 * steps are multiplied.
 *
 * @param name as paths name it, {@code exitEntry}
 * @param cpu what occupies the place where it runs
 * @param latency what elapses while nobody is occupied: an interrupt in flight
 * @param ratio thousandths; 0 for a step
 * @param evidence where the figures come from
 */
public record Primitive(String name, Amount cpu, Amount latency, int ratio, Evidence evidence) {
  /** How far a ratio may be from one, either way. Source: assumed, as of a step's share. */
  public static final int RATIO_MAX = Path.WHOLE * Path.WHOLE;

  /**
   * Checks that it is a step or a ratio.
   *
   * @throws IllegalArgumentException if it is both, or the ratio is out of range
   */
  public Primitive {
    if (ratio < 0 || ratio > RATIO_MAX) {
      throw new IllegalArgumentException(
          "the ratio " + name + " is " + ratio + " thousandths; allowed: 0.001 to 1000");
    }
    if (ratio > 0 && !(cpu.isZero() && latency.isZero())) {
      throw new IllegalArgumentException("primitive " + name + " is both a cost and a ratio");
    }
  }

  /** A step. */
  public Primitive(String name, Amount cpu, Amount latency, Evidence evidence) {
    this(name, cpu, latency, 0, evidence);
  }

  /**
   * Where a figure comes from.
   *
   * @param basis what it rests on
   * @param source author, year and table; for an assumed one, why this much
   * @param cpu the CPU that it was measured on, empty when it was on none
   * @param note what a reader should know beside, or empty
   * @param provenance how well the figure itself is known, and which published ones it used up
   */
  public record Evidence(
      Basis basis, String source, String cpu, String note, Provenance provenance) {
    /** Of a figure with nothing more to say. */
    public Evidence(Basis basis, String source, String cpu, String note) {
      this(basis, source, cpu, note, Provenance.NONE);
    }
  }

  /**
   * How well a figure is known.
   *
   * @param flag V1 read in the work itself, V2 in another that quotes it, D derived, R-high, R-med
   *     or R-low recalled; empty when nothing is said
   * @param fittedOn the published cells that it was solved from, which can then test nothing
   */
  public record Provenance(String flag, List<String> fittedOn) {
    /** Nothing is said. */
    public static final Provenance NONE = new Provenance("", List.of());

    /** Copies the cells. */
    public Provenance {
      fittedOn = List.copyOf(fittedOn);
    }
  }

  /** The same primitive, so many times as dear, or of a ratio as large. */
  public Primitive times(int numerator, int denominator) {
    return new Primitive(
        name,
        cpu.times(numerator, denominator),
        latency.times(numerator, denominator),
        isRatio()
            ? StrictMath.max(1, StrictMath.min(RATIO_MAX, ratio * numerator / denominator))
            : 0,
        evidence);
  }

  /** For people: what it costs, or by how much it multiplies. */
  public String valueText() {
    if (isRatio()) {
      return "x " + BigDecimal.valueOf(ratio, 3).stripTrailingZeros().toPlainString();
    }
    String latencyText = latency + " of latency";
    if (latency.isZero()) {
      return cpu.toString();
    }
    return cpu.isZero() ? latencyText : cpu + " and " + latencyText;
  }

  /** Whether the figure has no published source. */
  public boolean isAssumed() {
    return evidence.basis() == Basis.ASSUMED;
  }

  /** Whether it multiplies steps, and is none itself. */
  public boolean isRatio() {
    return ratio > 0;
  }
}
