package org.coremux.scenario.trace;

import org.coremux.guest.UtilisationTrace;

/** Reads recordings of one format. A plug-in: found by {@code ServiceLoader}. */
public interface TraceReader {

  /** The name of the format, in lower case: {@code planetlab}. */
  String name();

  /** One sentence about the format, without a full stop. */
  String summary();

  /** Whether this looks like a file of the format, however broken. */
  boolean recognises(TraceText text);

  /**
   * The recording.
   *
   * @throws org.coremux.scenario.ScenarioException if it is broken, each problem with its line
   */
  UtilisationTrace read(TraceText text);
}
