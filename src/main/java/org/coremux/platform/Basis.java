package org.coremux.platform;

/** What a figure rests on. */
public enum Basis {
  /** Printed by the source for this very step. */
  MEASURED,
  /** Solved from one published figure, which can then no longer test the model. */
  FITTED,
  /** An estimate without a source; reports list it. */
  ASSUMED
}
