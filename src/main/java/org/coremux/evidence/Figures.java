package org.coremux.evidence;

import org.coremux.experiment.RunResult;
import org.coremux.experiment.WorkloadResult;

/** What is read off the run of a {@link Lab}, in the units of claims. */
final class Figures {
  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_SECOND = 1e9;

  private Figures() {}

  private static WorkloadResult workload(RunResult result, int index) {
    return result.guests().get(0).workloads().get(index);
  }

  /** Mean time from request to answer. Unit: ms. */
  static double meanMs(RunResult result) {
    return meanMs(result, 0);
  }

  /** The same of the workload with that index. */
  static double meanMs(RunResult result, int index) {
    return workload(result, index).latency().meanNs() / NS_PER_MS;
  }

  /** The time that 95 % of the requests do not exceed. Unit: ms. */
  static double p95Ms(RunResult result) {
    return workload(result, 0).latency().p95Ns() / NS_PER_MS;
  }

  /** The time that 99 % of the requests do not exceed. Unit: ms. */
  static double p99Ms(RunResult result) {
    return workload(result, 0).latency().p99Ns() / NS_PER_MS;
  }

  /** Share of the time that the processors are busy. */
  static double utilisation(RunResult result) {
    return result.hosts().get(0).utilisation().doubleValue();
  }

  /** Share of the requests that found no place. */
  static double lostShare(RunResult result) {
    WorkloadResult requests = workload(result, 0);
    double lost = requests.dropped();
    return lost / (requests.completed() + lost);
  }

  /** Answers in a second. */
  static double throughput(RunResult result) {
    return workload(result, 0).completed() * NS_PER_SECOND / result.durationNs();
  }
}
