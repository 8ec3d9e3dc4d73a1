package org.coremux.cli;

import org.coremux.report.Progress;

/** How far a comparison is: on a terminal a line for each of its stages, elsewhere nothing. */
final class ComparisonProgress implements AutoCloseable {
  private final String scenario;
  private final boolean quiet;
  private String stage = "";
  private Progress progress = Progress.none();

  private ComparisonProgress(String scenario, boolean quiet) {
    this.scenario = scenario;
    this.quiet = quiet;
  }

  static ComparisonProgress of(String scenario, boolean quiet) {
    return new ComparisonProgress(scenario, quiet);
  }

  /** A stage has come so far; called from the threads that run it. */
  synchronized void update(String now, long doneNs, long ofNs, long events) {
    if (quiet) {
      return;
    }
    if (!now.equals(stage)) {
      progress.close();
      stage = now;
      progress = Progress.onTerminal(scenario, ofNs);
    }
    progress.update(doneNs, events);
  }

  @Override
  public synchronized void close() {
    progress.close();
  }
}
