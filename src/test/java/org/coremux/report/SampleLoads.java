package org.coremux.report;

import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.GuestTime;
import org.coremux.experiment.HostTime;
import org.coremux.experiment.Latency;
import org.coremux.experiment.Load;
import org.coremux.experiment.Load.Activity;

/** Loads made by hand: a tenth of a second of some hosts. */
final class SampleLoads {
  static final long INTERVAL_NS = 100_000_000L;

  private SampleLoads() {}

  /** One host of four pCPUs with a driver domain, two guests, one of them capped. */
  static Load small() {
    return load(List.of(host("node", 4, 2)));
  }

  /** So many hosts, pCPUs and guests each. */
  static Load of(int hosts, int pcpus, int guests) {
    List<Load.HostLoad> all = new ArrayList<>();
    for (int h = 1; h <= hosts; h++) {
      all.add(host("node-" + h, pcpus, guests));
    }
    return load(all);
  }

  /** One host with this name, which a guest has too. */
  static Load named(String name) {
    Load.HostLoad host = host(name, 2, 1);
    List<Load.GuestLoad> guests = List.of(guest(name, 0, List.of(Activity.RUNNING)));
    return load(
        List.of(
            new Load.HostLoad(
                name,
                name,
                name,
                host.time(),
                List.of(new Load.ProcessorLoad(name, INTERVAL_NS, 0, 0)),
                guests)));
  }

  private static Load load(List<Load.HostLoad> hosts) {
    Load.Position at =
        new Load.Position(1_234_567_890L, 500_000_000L, 2_500_000_000L, 98_765, false);
    return new Load(at, 1_100_000_000L, 1_200_000_000L, hosts);
  }

  private static Load.HostLoad host(String name, int pcpus, int guests) {
    List<Load.ProcessorLoad> processors = new ArrayList<>();
    for (int p = 0; p < pcpus; p++) {
      long workNs = 20_000_000L * (p % 5);
      long overheadNs = 5_000_000L * (p % 3);
      String current = p % 5 == 0 ? "idle" : "guest-" + p + ".v0";
      processors.add(
          new Load.ProcessorLoad(current, workNs, overheadNs, INTERVAL_NS - workNs - overheadNs));
    }
    List<Load.GuestLoad> all = new ArrayList<>();
    all.add(
        new Load.GuestLoad(
            "Domain-0",
            true,
            List.of(Activity.BLOCKED, Activity.OFFLINE),
            new GuestTime(0, 0, INTERVAL_NS, INTERVAL_NS, 0, 0, 0),
            new GuestResult.Dispatches(0, 0, 0),
            0,
            Latency.NONE));
    for (int g = 1; g <= guests; g++) {
      all.add(guest("guest-" + g, g, List.of(Activity.RUNNING, Activity.WAITING, Activity.HELD)));
    }
    long totalNs = pcpus * INTERVAL_NS;
    long part = totalNs / 20;
    HostTime time =
        new HostTime(9 * part, part / 2, part / 2, part, 3 * part, part, totalNs - 15 * part);
    return new Load.HostLoad(name, "xen", "credit2", time, processors, all);
  }

  /** The later one ran more, waited less, and switched less. */
  private static Load.GuestLoad guest(String name, int number, List<Activity> now) {
    long totalNs = now.size() * INTERVAL_NS;
    long runningNs = totalNs / 3 + number * 100_000L;
    long cappedNs = 1_000_000L;
    long waitingNs = totalNs / 4 - number * 100_000L;
    return new Load.GuestLoad(
        name,
        false,
        now,
        new GuestTime(
            runningNs,
            waitingNs + cappedNs,
            totalNs - runningNs - waitingNs - cappedNs,
            0,
            waitingNs,
            cappedNs,
            0),
        new GuestResult.Dispatches(500 - number, 40, 2),
        1_234 + number,
        new Latency(10, 60_000, 50_000, 90_000, 123_000, 200_000));
  }
}
