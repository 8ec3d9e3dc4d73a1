package org.coremux.evidence;

import java.util.ArrayList;
import java.util.List;
import org.coremux.evidence.Lab.Scene;

/**
 * Requests that are served all at once: a thread for each, round robin with a quantum so small that
 * it is nearly equal sharing.
 */
final class SharingSuite {
  private static final double MS = 1e6;
  private static final double SERVICE_NS = MS;
  private static final int PER_SECOND = 700;
  private static final double GAP_NS = 1e9 / PER_SECOND;

  /** A fiftieth of a service: what is left of the difference to equal sharing is below 1 %. */
  private static final String POLICY = "{name: round-robin, quantum: 20 us}";

  /** More than are ever there: of 0.7^n it is 10^-10. */
  private static final int THREADS = 64;

  private static final String SOJOURN = "time in the system, mean";
  private static final String SOURCE = "Kleinrock 1976, 4.4";
  private static final double SECONDS = 16;

  private final Lab lab;
  private final List<Experiment> all = new ArrayList<>();

  private SharingSuite(Lab lab) {
    this.lab = lab;
  }

  static List<Experiment> experiments(Lab lab) {
    SharingSuite suite = new SharingSuite(lab);
    suite.alike("M/M/1-PS", "exponential", "mean: 1 ms");
    suite.alike("M/D/1-PS", "constant", "mean: 1 ms, distribution: constant");
    suite.alike("M/U/1-PS", "uniform 0-2 ms", "distribution: uniform, min: 0 ms, max: 2 ms");
    suite.alike("M/LN/1-PS", "lognormal, cv 1.5", "mean: 1 ms, distribution: lognormal, cv: 1.5");
    suite.bySize();
    suite.twoProcessors();
    return suite.all;
  }

  private void add(String model, String parameters, List<Claim> claims, Experiment.Trial trial) {
    int replications = lab.effort().replications();
    all.add(new Experiment(TheorySuite.SHARING, model, parameters, claims, replications, trial));
  }

  private static String server(int perSecond, String service) {
    return "kind: server, threads: %d, arrivals: {rate: %d/s}, service: {%s}"
        .formatted(THREADS, perSecond, service);
  }

  /** The mean does not depend on the distribution. */
  private void alike(String model, String distribution, String service) {
    ProcessorSharing queue = new ProcessorSharing(GAP_NS, SERVICE_NS);
    add(
        model,
        "utilisation 0.7, " + distribution,
        List.of(Claim.meanMs(SOJOURN, queue.meanSojournNs(), SOURCE)),
        lab.trial(Scene.of(1, POLICY, SECONDS, server(PER_SECOND, service)), Figures::meanMs));
  }

  /** Who needs six times as much stays six times as long. */
  private void bySize() {
    // 560/s of 0.5 ms and 140/s of 3 ms: 700/s of 1 ms on average.
    ProcessorSharing queue = new ProcessorSharing(GAP_NS, SERVICE_NS);
    add(
        "M/G/1-PS",
        "utilisation 0.7, 0.5 ms and 3 ms",
        List.of(
            Claim.meanMs("mean time of those of 0.5 ms", queue.sojournNs(0.5 * MS), SOURCE),
            Claim.meanMs("mean time of those of 3 ms", queue.sojournNs(3 * MS), SOURCE)),
        lab.trial(
            Scene.of(
                1,
                POLICY,
                SECONDS,
                server(560, "mean: 0.5 ms, distribution: constant"),
                server(140, "mean: 3 ms, distribution: constant")),
            Figures::meanMs,
            result -> Figures.meanMs(result, 1)));
  }

  /** With exponential service the order of service, without knowledge, changes no mean. */
  private void twoProcessors() {
    Mmc queue = new Mmc(GAP_NS / 2, SERVICE_NS, 2);
    add(
        "M/M/2-PS",
        "utilisation 0.7",
        List.of(
            Claim.meanMs(
                SOJOURN, queue.meanSojournNs(), "Erlang's C, and that exponential has no memory")),
        lab.trial(
            Scene.of(2, POLICY, SECONDS / 2, server(2 * PER_SECOND, "mean: 1 ms")),
            Figures::meanMs));
  }
}
