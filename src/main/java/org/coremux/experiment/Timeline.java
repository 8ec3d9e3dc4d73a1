package org.coremux.experiment;

import java.util.List;

/**
 * What happened on every host, change by change: data only, saved beside the result.
 *
 * @param run which run it is of
 * @param hosts in the order of the scenario
 */
public record Timeline(RunKey run, List<HostTimeline> hosts) {
  /** The name of the format, first in every file. */
  public static final String FORMAT = "coremux-timeline/1";

  /** Nobody, or nothing, where a number is expected. */
  public static final int NONE = -1;

  /**
   * Which run it is of; the result has the same.
   *
   * @param scenario its name
   * @param seed of its random draws
   * @param traceHash of all that happened
   * @param warmupNs when the measured window began, ns since the start of the run
   * @param endNs when the run ended
   */
  public record RunKey(String scenario, long seed, long traceHash, long warmupNs, long endNs) {
    /** That of a result. */
    public static RunKey of(RunResult result) {
      RunHeader header = result.header();
      long warmupNs = header.span().warmupNs();
      return new RunKey(
          header.scenario(),
          header.seed(),
          header.traceHash(),
          warmupNs,
          warmupNs + result.durationNs());
    }
  }

  /** Copies the list. */
  public Timeline {
    hosts = List.copyOf(hosts);
  }
}
