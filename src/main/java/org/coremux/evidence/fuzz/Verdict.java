package org.coremux.evidence.fuzz;

/**
 * What came of one case.
 *
 * @param outcome how it went
 * @param signature what failures of one cause have in common; empty when it did not fail
 * @param what is wrong, for people; empty when nothing is
 * @param atNs how far the run had come. Unit: ns since the start of the run
 * @param events fired until then
 * @param hash of the run's trace; 0 when it has none
 */
public record Verdict(
    Outcome outcome, String signature, String what, long atNs, long events, long hash) {
  /** How it went. */
  public enum Outcome {
    /** Every invariant held to the end. */
    CLEAN,
    /** The reader refuses it, and says why. */
    REFUSED,
    /** It has more events than a case may have; all invariants held that far. */
    CUT,
    /** Something happened that must not. */
    FAILED
  }

  static Verdict refused(String why) {
    return new Verdict(Outcome.REFUSED, "", why, 0, 0, 0);
  }

  static Verdict failed(String signature, String what, long atNs, long events) {
    return new Verdict(Outcome.FAILED, signature, what, atNs, events, 0);
  }

  /** Whether something happened that must not. */
  public boolean isFailed() {
    return outcome == Outcome.FAILED;
  }
}
