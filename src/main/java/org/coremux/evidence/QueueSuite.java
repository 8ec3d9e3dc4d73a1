package org.coremux.evidence;

import java.util.ArrayList;
import java.util.List;
import org.coremux.evidence.Lab.Scene;

/** Requests that wait in line: a thread for each core serves them in the order of arrival. */
final class QueueSuite {
  private static final double MS = 1e6;

  /** Mean service of every request here. Unit: ns. */
  private static final double SERVICE_NS = MS;

  /** Of each replication, unless said. */
  private static final double REQUESTS = 30_000;

  private static final String POLICY = "round-robin";
  private static final String SOJOURN = "time in the system, mean";
  private static final String BUSY = "utilisation";
  private static final String SOURCE = "Kleinrock 1975, ";

  private final Lab lab;
  private final List<Experiment> all = new ArrayList<>();

  private QueueSuite(Lab lab) {
    this.lab = lab;
  }

  static List<Experiment> experiments(Lab lab) {
    QueueSuite suite = new QueueSuite(lab);
    suite.mm1(300, 60);
    suite.mm1(700, 40);
    suite.mm1(900, 80);
    suite.mmc(2, 1_600, POLICY);
    suite.mmc(4, 3_200, POLICY);
    suite.mmc(8, 6_400, POLICY);
    suite.mmc(2, 1_600, "eevdf");
    suite.mmc(2, 1_600, "credit2");
    suite.mmc(2, 1_600, "edf");
    suite.mm1k(900, 2);
    suite.mm1k(900, 5);
    suite.mm1k(1_500, 5);
    suite.mg1("M/D/1", 700, "constant", 0);
    suite.mg1("M/E2/1", 700, "erlang, shape: 2", SERVICE_NS * SERVICE_NS / 2);
    suite.mg1("M/U/1", 700, "uniform, min: 0 ms, max: 2 ms", SERVICE_NS * SERVICE_NS / 3);
    suite.mg1("M/LN/1", 600, "lognormal, cv: 1.5", 2.25 * SERVICE_NS * SERVICE_NS);
    return suite.all;
  }

  private void add(String model, String parameters, List<Claim> claims, Experiment.Trial trial) {
    int replications = lab.effort().replications();
    all.add(new Experiment(TheorySuite.QUEUES, model, parameters, claims, replications, trial));
  }

  private static double gapNs(int perSecond) {
    return 1e9 / perSecond;
  }

  private static String server(int threads, int perSecond, String service) {
    return "kind: server, threads: %d, arrivals: {rate: %d/s}, service: {%s}"
        .formatted(threads, perSecond, service);
  }

  private static String load(int perSecond, int servers) {
    return "utilisation %s".formatted((double) perSecond / servers / 1_000);
  }

  private void mm1(int perSecond, double seconds) {
    Mm1 queue = new Mm1(gapNs(perSecond), SERVICE_NS);
    String source = SOURCE + "3.2";
    add(
        "M/M/1",
        load(perSecond, 1),
        List.of(
            Claim.meanMs(SOJOURN, queue.meanSojournNs(), source),
            Claim.meanMs("time in the system, p95", queue.sojournPercentileNs(95), source),
            Claim.meanMs("time in the system, p99", queue.sojournPercentileNs(99), source),
            Claim.meanShare(BUSY, queue.utilisation(), source)),
        lab.trial(
            Scene.of(1, POLICY, seconds, server(1, perSecond, "mean: 1 ms")),
            Figures::meanMs,
            Figures::p95Ms,
            Figures::p99Ms,
            Figures::utilisation));
  }

  private void mmc(int servers, int perSecond, String policy) {
    Mmc queue = new Mmc(gapNs(perSecond), SERVICE_NS, servers);
    String source = "Erlang's C, " + SOURCE + "3.5";
    add(
        "M/M/" + servers,
        load(perSecond, servers) + ", " + policy,
        List.of(
            Claim.meanMs(SOJOURN, queue.meanSojournNs(), source),
            Claim.meanShare(BUSY, queue.utilisation(), source)),
        lab.trial(
            Scene.of(
                servers, policy, REQUESTS / perSecond, server(servers, perSecond, "mean: 1 ms")),
            Figures::meanMs,
            Figures::utilisation));
  }

  private void mm1k(int perSecond, int places) {
    Mm1k queue = new Mm1k(gapNs(perSecond), SERVICE_NS, places);
    String source = SOURCE + "3.6";
    String service = server(1, perSecond, "mean: 1 ms") + ", queue: " + (places - 1);
    add(
        "M/M/1/" + places,
        "load %s".formatted(perSecond / 1_000.0),
        List.of(
            Claim.meanShare("requests lost", queue.lostShare(), source),
            Claim.meanShare(BUSY, queue.utilisation(), source)),
        lab.trial(
            Scene.of(1, POLICY, REQUESTS / perSecond, service),
            Figures::lostShare,
            Figures::utilisation));
  }

  private void mg1(String model, int perSecond, String distribution, double varianceNs2) {
    Mg1 queue = new Mg1(gapNs(perSecond), SERVICE_NS, varianceNs2);
    String mean = distribution.startsWith("uniform") ? "" : "mean: 1 ms, ";
    add(
        model,
        load(perSecond, 1),
        List.of(
            Claim.meanMs(
                SOJOURN, queue.meanSojournNs(), "Pollaczek and Khinchine, " + SOURCE + "5.7")),
        lab.trial(
            Scene.of(
                1,
                POLICY,
                REQUESTS / perSecond,
                server(1, perSecond, mean + "distribution: " + distribution)),
            Figures::meanMs));
  }
}
