package org.coremux.scenario.importer;

import java.util.Locale;

/** What wake-ups of a recording are taken for; the recording does not say who woke whom. */
public enum Wakes {
  /** As far as the recording shows: an interrupt's, or a thread's. */
  INFERRED,
  /** All of them timers' and interrupts': they come after the recorded sleep. */
  RECORDED,
  /** All of them that of the thread that ran: they come when it gets there again. */
  CAUSAL;

  /** The word of it on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
