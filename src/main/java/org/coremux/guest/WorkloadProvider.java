package org.coremux.guest;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;

/** Announces a kind of workload; found by {@code ServiceLoader}. */
public interface WorkloadProvider {
  /** Its name in scenario files, the {@code kind}. */
  String name();

  /** What it is, in one line. */
  String summary();

  /** What can be set, beside the number of threads and the name of the random streams. */
  List<Parameter> parameters();

  /** Whether its work is finite by these parameters, so that a run may wait for its end. */
  default boolean ends(Parameters parameters) {
    return false;
  }

  /** Whether threads of it run above all fair ones. */
  default boolean isRealTime(Parameters parameters) {
    return false;
  }

  /** A workload of one guest, by these parameters. */
  Workload create(Parameters parameters, Copy copy);

  /**
   * Which of the workloads that one entry of a scenario stands for.
   *
   * @param threads how many threads it has
   * @param guest which guest of its entry it is for, from 0
   * @param vcpus how many vCPUs that guest has
   * @param commons what it shares with others on its host
   */
  record Copy(int threads, int guest, int vcpus, Commons commons) {}
}
