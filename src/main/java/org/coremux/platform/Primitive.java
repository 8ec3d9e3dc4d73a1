package org.coremux.platform;

/**
 * One step that hardware or software takes, and what is known of its cost.
 *
 * @param name as paths name it, {@code exitEntry}
 * @param cpu what occupies the place where it runs
 * @param latency what elapses while nobody is occupied: an interrupt in flight
 * @param evidence where the figures come from
 */
public record Primitive(String name, Amount cpu, Amount latency, Evidence evidence) {

  /**
   * Where a figure comes from.
   *
   * @param basis what it rests on
   * @param source author, year and table; for an assumed one, why this much
   * @param cpu the CPU that it was measured on, empty when it was on none
   * @param note what a reader should know beside, or empty
   */
  public record Evidence(Basis basis, String source, String cpu, String note) {}

  /** Whether the figure has no published source. */
  public boolean isAssumed() {
    return evidence.basis() == Basis.ASSUMED;
  }
}
