package org.coremux.experiment;

import java.util.Optional;

/**
 * What was run, and how it can be run again.
 *
 * @param scenario its name
 * @param question what it asks, if it says
 * @param generator what made the result
 * @param seed of all random streams
 * @param replication which of several runs on one seed, from 0
 * @param span what was measured
 * @param events fired, from time 0
 * @param traceHash 64 bits over every change of run state, from time 0
 */
public record RunHeader(
    String scenario,
    Optional<String> question,
    Generator generator,
    long seed,
    int replication,
    Span span,
    long events,
    long traceHash) {
  /**
   * The program that made a result.
   *
   * @param version of Coremux
   * @param random the name of the random generator's algorithm
   */
  public record Generator(String version, String random) {}

  /**
   * The window that is measured.
   *
   * @param durationNs its length; warm-up comes before it
   * @param warmupNs simulated, but not measured
   * @param finish for {@code until: finished} whether all work was done, or the limit reached
   */
  public record Span(long durationNs, long warmupNs, Optional<Finish> finish) {
    /** Refuses an empty window. */
    public Span {
      if (durationNs <= 0 || warmupNs < 0) {
        throw new IllegalArgumentException(
            "duration %d ns, warm-up %d ns".formatted(durationNs, warmupNs));
      }
    }
  }

  /** How a run with {@code until: finished} ended. */
  public enum Finish {
    /** All finite work was done. */
    FINISHED,
    /** The limit came first. */
    LIMIT_REACHED
  }

  /** Checks the name and the counts. */
  public RunHeader {
    if (scenario == null || scenario.isEmpty()) {
      throw new IllegalArgumentException("a run needs the name of its scenario");
    }
    if (replication < 0 || events < 0) {
      throw new IllegalArgumentException(
          "replication %d, events %d".formatted(replication, events));
    }
  }

  /** The hash as sixteen hexadecimal digits. */
  public String traceHashText() {
    return "%016x".formatted(traceHash);
  }
}
