package org.coremux.experiment;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.experiment.RunHeader.Generator;

/**
 * What a comparison found, format {@code coremux-comparison/1}: data only.
 *
 * @param head what was compared
 * @param workloads of the scenario, in its order
 * @param alternatives the baseline first, then in the order in which they were named
 * @param sharing from each guest alone on cores of its own to the baseline; not in any other sum
 * @param sensitivity the assumed figures, those first on which the answer depends most; empty when
 *     it was not asked
 * @param contest where the alternatives are policies; empty where they are platforms
 */
public record ComparisonResult(
    Head head,
    List<ComparedWorkload> workloads,
    List<Side> alternatives,
    Optional<Waterfall> sharing,
    Optional<List<Sensitivity>> sensitivity,
    Optional<Contest> contest) {
  /** The name of the format, first in every file. */
  public static final String FORMAT = "coremux-comparison/1";

  /** One of platforms. */
  public ComparisonResult(
      Head head,
      List<ComparedWorkload> workloads,
      List<Side> alternatives,
      Optional<Waterfall> sharing,
      Optional<List<Sensitivity>> sensitivity) {
    this(head, workloads, alternatives, sharing, sensitivity, Optional.empty());
  }

  /**
   * A comparison of policies, by all {@link Yardstick}s.
   *
   * @param refused those that were asked for, and cannot run the scenario
   */
  public record Contest(List<Refused> refused) {
    /** Copies the list. */
    public Contest {
      refused = List.copyOf(refused);
    }
  }

  /**
   * A policy that cannot run a scenario.
   *
   * @param name of the policy
   * @param reason why it cannot
   */
  public record Refused(String name, String reason) {}

  /**
   * What was compared.
   *
   * @param scenario its name
   * @param question what it asks, if it says
   * @param generator what made the result
   * @param seed of all random streams
   * @param measuredNs the window of each run, or the limit of it
   * @param effort how much was run
   */
  public record Head(
      String scenario,
      Optional<String> question,
      Generator generator,
      long seed,
      long measuredNs,
      Effort effort) {}

  /**
   * How much was run.
   *
   * @param replications of each alternative
   * @param precision half an interval over its mean that means were to have
   * @param isTight whether all have; always asked, also when replications were given
   * @param events fired in all runs
   */
  public record Effort(int replications, BigDecimal precision, boolean isTight, long events) {}

  /**
   * One alternative.
   *
   * @param name as it was named
   * @param schedulers of its hosts
   * @param slowdown how many times as long as the baseline; of the baseline 1
   * @param slowdowns the same by workload; those that can be compared
   * @param metrics figures by name, such as {@code web.latency.p99} in ms
   * @param exitsPerSecond VM exits of all guests by reason; none where there is no hypervisor
   * @param attribution CPU time and waiting per second of work, from the baseline to here; empty
   *     where no work was done
   * @param byEntry the same for the guests of each entry of the scenario, without what no guest
   *     caused
   * @param latencies the same for requests; none where it is not known
   */
  public record Side(
      String name,
      List<String> schedulers,
      Optional<Estimate> slowdown,
      Map<String, Estimate> slowdowns,
      Map<String, Estimate> metrics,
      Map<String, Estimate> exitsPerSecond,
      Optional<Waterfall> attribution,
      Map<String, Waterfall> byEntry,
      List<LatencyStep> latencies) {}

  /**
   * Why requests take longer than on the baseline.
   *
   * @param workload its name
   * @param at the percentile in whose bucket they are, such as {@code p99}, or {@code mean}
   * @param waterfall from the baseline to here, for each request
   */
  public record LatencyStep(String workload, String at, Waterfall waterfall) {}

  /** Copies the lists and refuses a comparison of nothing. */
  public ComparisonResult {
    workloads = List.copyOf(workloads);
    alternatives = List.copyOf(alternatives);
    sensitivity = sensitivity.map(List::copyOf);
    if (alternatives.isEmpty()) {
      throw new IllegalArgumentException("a comparison of nothing");
    }
  }

  /** What all others are compared with. */
  public Side baseline() {
    return alternatives.get(0);
  }

  /** Whether it is what all others are compared with. */
  public boolean isBaseline(Side side) {
    return side.name().equals(baseline().name());
  }

  /** The others, in the order in which they were named. */
  public List<Side> others() {
    return alternatives.subList(1, alternatives.size());
  }
}
