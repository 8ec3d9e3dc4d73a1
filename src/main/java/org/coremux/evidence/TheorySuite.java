package org.coremux.evidence;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The parts of theory that the simulator is held against. */
public enum TheorySuite {
  /** Requests that wait in line. */
  QUEUES("requests that wait in line", QueueSuite::experiments),
  /** Requests that are served all at once. */
  SHARING("requests that are served all at once, a little each", SharingSuite::experiments),
  /** Users that think, ask and wait. */
  NETWORKS("so many users that think, ask and wait", NetworkSuite::experiments),
  /** Periodic tasks that are due. */
  DEADLINES("periodic tasks that are due, and reservations", DeadlineSuite::experiments),
  /** Shares, lags and caps. */
  FAIRNESS("shares, lags, waits and caps of the policies", FairnessSuite::experiments);

  private final String summary;
  private final Function<Lab, List<Experiment>> experiments;

  TheorySuite(String summary, Function<Lab, List<Experiment>> experiments) {
    this.summary = summary;
    this.experiments = experiments;
  }

  /** Its name on the command line and in files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it is about, in a few words. */
  public String summary() {
    return summary;
  }

  List<Experiment> experiments(Lab lab) {
    return experiments.apply(lab);
  }
}
