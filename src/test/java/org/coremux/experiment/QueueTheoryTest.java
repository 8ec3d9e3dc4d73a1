package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.coremux.evidence.Mg1;
import org.coremux.evidence.Mm1;
import org.coremux.evidence.Mmc;
import org.coremux.evidence.Queue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mean times of queues, where nothing costs anything: the exact value lies in the 99 % confidence
 * interval of twelve replications. A thread for each core serves, so a policy has nothing to decide
 * but where, and each gives the same; seeds are fixed, so the test always says the same.
 */
class QueueTheoryTest {
  private static final int REPLICATIONS = 12;
  private static final double MS = 1e6;

  private record Case(String name, int cores, String workload, double sojournNs) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> cases() {
    Stream<Arguments> all = queues().map(queue -> Arguments.of("round-robin", queue));
    Stream<Arguments> fair =
        Stream.of("eevdf", "credit2")
            .flatMap(policy -> queues().limit(2).map(queue -> Arguments.of(policy, queue)));
    return Stream.concat(all, fair);
  }

  private static Stream<Case> queues() {
    double shape = 4;
    double cv = 1.5;
    return Stream.of(
        server("M/M/1", 1, "700/s", "{mean: 1 ms}", new Mm1(MS / 0.7, MS)),
        server("M/M/2", 2, "1600/s", "{mean: 1 ms}", new Mmc(MS / 1.6, MS, 2)),
        server("M/M/4", 4, "3000/s", "{mean: 1 ms}", new Mmc(MS / 3, MS, 4)),
        server("M/D/1", 1, "700/s", "1 ms", new Mg1(MS / 0.7, MS, 0)),
        server(
            "M/E4/1",
            1,
            "700/s",
            "{mean: 1 ms, distribution: erlang, shape: 4}",
            new Mg1(MS / 0.7, MS, MS * MS / shape)),
        server(
            "M/lognormal/1",
            1,
            "600/s",
            "{mean: 1 ms, distribution: lognormal, cv: 1.5}",
            new Mg1(MS / 0.6, MS, cv * cv * MS * MS)),
        new Case(
            "closed",
            1,
            "kind: clients, clients: 10, think: {mean: 10 ms}, service: {mean: 1 ms}",
            meanValueAnalysis(10, 10 * MS, MS)));
  }

  private static Case server(String name, int cores, String rate, String service, Queue queue) {
    String spec =
        "kind: server, threads: %d, arrivals: {rate: %s}, service: %s"
            .formatted(cores, rate, service);
    return new Case(name, cores, spec, queue.meanSojournNs());
  }

  /** Response time of one station and thinking users. Source: Reiser and Lavenberg, 1980. */
  private static double meanValueAnalysis(int users, double thinkNs, double serviceNs) {
    double queued = 0;
    double responseNs = 0;
    for (int n = 1; n <= users; n++) {
      responseNs = serviceNs * (1 + queued);
      queued = n * responseNs / (responseNs + thinkNs);
    }
    return responseNs;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void meanTimeInTheSystemIsThatOfTheory(String policy, Case queue) {
    SummaryStatistics means = new SummaryStatistics();
    Scene scene =
        Scene.on("free-dedicated")
            .cores(queue.cores())
            .policy("{name: " + policy + "}")
            .also("warmup: 1 s")
            .window("duration: 30 s")
            .unchecked()
            .guest("a", queue.cores(), queue.workload());
    for (int replication = 0; replication < REPLICATIONS; replication++) {
      means.addValue(Scene.workload(scene.run(replication), "a").latency().meanNs());
    }

    double t = new TDistribution(REPLICATIONS - 1).inverseCumulativeProbability(0.995);
    double half = t * means.getStandardDeviation() / StrictMath.sqrt(REPLICATIONS);
    assertThat(queue.sojournNs()).isBetween(means.getMean() - half, means.getMean() + half);
    assertThat(half).as("the interval says something").isLessThan(0.12 * queue.sojournNs());
  }
}
