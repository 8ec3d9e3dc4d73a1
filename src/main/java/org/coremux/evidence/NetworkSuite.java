package org.coremux.evidence;

import java.util.ArrayList;
import java.util.List;
import org.coremux.evidence.ClosedNetwork.Station;
import org.coremux.evidence.Lab.Scene;

/** So many users that think, ask and wait: by exact mean value analysis. */
final class NetworkSuite {
  private static final double MS = 1e6;
  private static final double NS_PER_SECOND = 1e9;
  private static final String MVA = "Reiser and Lavenberg 1980";
  private static final String BOUNDS = "Denning and Buzen 1978";
  private static final String RATE = "1/s";

  /** From so many users on the bounds say something. */
  private static final int BOUNDED_USERS = 20;

  private static final double SECONDS = 10;

  private final Lab lab;
  private final List<Experiment> all = new ArrayList<>();

  private NetworkSuite(Lab lab) {
    this.lab = lab;
  }

  static List<Experiment> experiments(Lab lab) {
    NetworkSuite suite = new NetworkSuite(lab);
    for (int users : new int[] {1, 5, 20, 50}) {
      suite.repairman(users, 1);
    }
    for (int users : new int[] {5, 20, 50}) {
      suite.repairman(users, 2);
    }
    for (int users : new int[] {1, 5, 20}) {
      suite.centralServer(users, 1);
    }
    suite.centralServer(20, 2);
    return suite.all;
  }

  private static String clients(int users, int threads, String think) {
    return "kind: clients, clients: %d, threads: %d, think: {mean: %s}, service: {mean: 1 ms}"
        .formatted(users, threads, think);
  }

  /** One station, in the order of arrival. */
  private void repairman(int users, int servers) {
    ClosedNetwork network = new ClosedNetwork(10 * MS, List.of(new Station(MS, servers)));
    add(
        "machine repairman",
        "N %d, c %d, think 10 ms".formatted(users, servers),
        network,
        users,
        Scene.of(servers, "round-robin", SECONDS * 2, clients(users, servers, "10 ms")));
  }

  /** Processors that share themselves out, and a disk that is read twice. */
  private void centralServer(int users, int servers) {
    ClosedNetwork network =
        new ClosedNetwork(5 * MS, List.of(new Station(MS, servers), new Station(0.8 * MS, 1)));
    add(
        "central server",
        "N %d, c %d, think 5 ms, disk 2 x 0.4 ms".formatted(users, servers),
        network,
        users,
        Scene.of(
                servers,
                "{name: round-robin, quantum: 20 us}",
                SECONDS,
                clients(users, users, "5 ms") + ", reads: 2")
            .withDisk("0.4 ms"));
  }

  private void add(String model, String parameters, ClosedNetwork network, int users, Scene scene) {
    ClosedNetwork.Point point = network.with(users);
    double perSecond = point.perNs() * NS_PER_SECOND;
    double most = network.mostPerNs(users) * NS_PER_SECOND;
    double least = network.leastResponseNs(users) / MS;
    List<Claim> claims =
        List.of(
            new Claim("throughput", RATE, Claim.Kind.MEAN, perSecond, MVA),
            Claim.meanMs("response, mean", point.responseNs(), MVA),
            new Claim("throughput, bound", RATE, Claim.Kind.AT_MOST, most, BOUNDS),
            new Claim("response, bound", "ms", Claim.Kind.AT_LEAST, least, BOUNDS));
    Experiment.Trial trial =
        lab.trial(
            scene, Figures::throughput, Figures::meanMs, Figures::throughput, Figures::meanMs);
    int replications = lab.effort().replications();
    boolean isBounded = users >= BOUNDED_USERS;
    all.add(
        new Experiment(
            TheorySuite.NETWORKS,
            model,
            parameters,
            isBounded ? claims : claims.subList(0, 2),
            replications,
            trial));
  }
}
