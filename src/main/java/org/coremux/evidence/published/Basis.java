package org.coremux.evidence.published;

/** What a published figure is to the model, and so what its error says. */
public enum Basis {
  /** A primitive, or a count of a scenario, was solved from it: exact, and no test. */
  FITTED,
  /** Nothing was solved from it: a test. */
  PREDICTED,
  /** Arithmetic on published figures: a test of the arithmetic, and no evidence for the model. */
  CONSISTENCY,
  /** Rests on counts that are assumed: shows that it is plausible, and is in no statistic. */
  SENSITIVITY,
  /** A model of this kind cannot tell it, and the row says why. */
  NONE
}
