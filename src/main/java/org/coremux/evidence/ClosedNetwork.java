package org.coremux.evidence;

import java.util.List;

/**
 * So many users who think, then visit each station, and think again: exact mean value analysis.
 *
 * <p>Model: product form, so each station shares its processors out equally, or serves
 * exponentially in the order of arrival.
 *
 * <p>Source: M. Reiser, S. S. Lavenberg, "Mean-value analysis of closed multichain queuing
 * networks", JACM 27(2), 1980; bounds: P. J. Denning, J. P. Buzen, "The operational analysis of
 * queueing network models", ACM Computing Surveys 10(3), 1978.
 *
 * @param thinkNs mean time from an answer to the next request
 * @param stations what each request visits
 */
public record ClosedNetwork(double thinkNs, List<Station> stations) {
  /**
   * Where requests are served.
   *
   * @param demandNs mean service of one request there, over all its visits
   * @param servers how many serve at once
   */
  public record Station(double demandNs, int servers) {
    /** Checks the ranges. */
    public Station {
      if (!(demandNs > 0) || servers < 1) {
        throw new IllegalArgumentException("demand " + demandNs + " ns, servers " + servers);
      }
    }

    /** The shortest time between two that leave. Unit: ns. */
    double gapNs() {
      return demandNs / servers;
    }
  }

  /**
   * How it goes with so many users.
   *
   * @param responseNs mean time from request to answer
   * @param perNs requests answered in a nanosecond
   */
  public record Point(double responseNs, double perNs) {}

  /** Copies the list. */
  public ClosedNetwork {
    stations = List.copyOf(stations);
    if (!(thinkNs >= 0) || stations.isEmpty()) {
      throw new IllegalArgumentException("think time " + thinkNs + " ns, stations " + stations);
    }
  }

  /** Exactly, with so many users, at least 1. */
  public Point with(int users) {
    if (users < 1) {
      throw new IllegalArgumentException(users + " users; allowed: at least 1");
    }
    // shares[s][j]: of the time in which j are at the station, with one user less.
    double[][] shares = new double[stations.size()][users + 1];
    for (double[] share : shares) {
      share[0] = 1;
    }
    Point point = null;
    for (int n = 1; n <= users; n++) {
      double responseNs = 0;
      for (int s = 0; s < shares.length; s++) {
        responseNs += responseNs(stations.get(s), shares[s], n);
      }
      point = new Point(responseNs, n / (thinkNs + responseNs));
      for (int s = 0; s < shares.length; s++) {
        add(stations.get(s), shares[s], n, point.perNs());
      }
    }
    return point;
  }

  /** Of one who arrives and finds the station as it is with one user less. */
  private static double responseNs(Station station, double[] share, int users) {
    double ns = 0;
    for (int j = 1; j <= users; j++) {
      ns += j * station.demandNs() / Math.min(j, station.servers()) * share[j - 1];
    }
    return ns;
  }

  private static void add(Station station, double[] share, int users, double perNs) {
    double others = 0;
    for (int j = users; j >= 1; j--) {
      share[j] = perNs * station.demandNs() / Math.min(j, station.servers()) * share[j - 1];
      others += share[j];
    }
    share[0] = Math.max(0, 1 - others);
  }

  /** No more requests than that are answered in a nanosecond. */
  public double mostPerNs(int users) {
    double most = users / (thinkNs + totalNs());
    for (Station station : stations) {
      most = Math.min(most, 1 / station.gapNs());
    }
    return most;
  }

  /** And none of them sooner on average. Unit: ns. */
  public double leastResponseNs(int users) {
    double least = totalNs();
    for (Station station : stations) {
      least = Math.max(least, users * station.gapNs() - thinkNs);
    }
    return least;
  }

  private double totalNs() {
    return stations.stream().mapToDouble(Station::demandNs).sum();
  }
}
