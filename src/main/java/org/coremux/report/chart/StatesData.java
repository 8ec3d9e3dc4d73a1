package org.coremux.report.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.coremux.experiment.Doing;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.GuestTime;
import org.coremux.experiment.RunResult;

/**
 * What the vCPUs of each guest of a host spent their time on.
 *
 * @param guests in the order of the result
 * @param left how many more guests there are, which waited less
 */
record StatesData(List<One> guests, int left) {
  /** In the order in which they are drawn. */
  static final List<Doing> ORDER =
      List.of(
          Doing.RUNNING,
          Doing.SPINNING,
          Doing.WAITING,
          Doing.CAPPED,
          Doing.COSTOPPED,
          Doing.BLOCKED,
          Doing.OFFLINE);

  /**
   * One guest.
   *
   * @param name of it
   * @param shares of its vCPUs' time, adding up to 1
   */
  record One(String name, Map<Doing, Double> shares) {}

  /** Those of a host; of more guests than there is room for those that waited longest. */
  static StatesData of(RunResult result, String host, int most) {
    List<GuestResult> all =
        result.guests().stream()
            .filter(guest -> result.machine(guest).equals(host) && guest.time().totalNs() > 0)
            .toList();
    List<One> guests = new ArrayList<>();
    for (GuestResult guest : longest(all, most)) {
      guests.add(new One(guest.name(), shares(guest.time())));
    }
    return new StatesData(guests, all.size() - guests.size());
  }

  /** Those that waited longest, in their order. */
  static List<GuestResult> longest(List<GuestResult> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    Set<String> names =
        all.stream()
            .sorted(Comparator.comparingLong(guest -> -guest.time().runnableNs()))
            .limit(most)
            .map(GuestResult::name)
            .collect(Collectors.toSet());
    return all.stream().filter(guest -> names.contains(guest.name())).toList();
  }

  private static Map<Doing, Double> shares(GuestTime time) {
    double wholeNs = time.totalNs();
    Map<Doing, Double> shares = new EnumMap<>(Doing.class);
    shares.put(Doing.RUNNING, time.runningNs() / wholeNs);
    shares.put(Doing.SPINNING, 0.0); // a part of running to the books
    shares.put(Doing.WAITING, time.waitingNs() / wholeNs);
    shares.put(Doing.CAPPED, time.cappedNs() / wholeNs);
    shares.put(Doing.COSTOPPED, time.costoppedNs() / wholeNs);
    shares.put(Doing.BLOCKED, time.blockedNs() / wholeNs);
    shares.put(Doing.OFFLINE, time.offlineNs() / wholeNs);
    return shares;
  }

  /** The word for what a vCPU does. */
  static String word(Doing doing) {
    return switch (doing) {
      case RUNNING -> "running";
      case SPINNING -> "spinning";
      case WAITING -> "waiting for a pCPU";
      case CAPPED -> "held by its cap";
      case COSTOPPED -> "co-stopped";
      case BLOCKED -> "blocked (nothing to do)";
      case OFFLINE -> "offline";
    };
  }
}
