package org.coremux.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;

/**
 * Which hosts are one {@link Site}: those between which guests migrate, directly or by way of
 * others; every other host is a site of its own.
 *
 * <p>A guest has timers in the queue of its site at every level, and moves without one of them
 * being touched. The price is that such hosts are run by one thread. Books, names and trace hashes
 * are by host as ever.
 */
final class SharedSites {
  private final Expansion expansion;

  /** By host: another one of its site, or itself for the first. */
  private final int[] first;

  private final List<Site> sites = new ArrayList<>();

  SharedSites(Scenario scenario, Expansion expansion) {
    this.expansion = expansion;
    first = IntStream.range(0, expansion.hosts().size()).toArray();
    for (EventSpec event : scenario.events()) {
      if (event.action().equals("migrate")) {
        for (Expansion.Guest guest : expansion.guestsNamed(event.target())) {
          expansion.hostsNamed(event.to()).forEach(to -> join(guest.host(), index(to)));
        }
      }
    }
  }

  private int index(Expansion.Host host) {
    return expansion.hosts().indexOf(host);
  }

  private void join(int one, int other) {
    int lower = Math.min(firstOf(one), firstOf(other));
    int higher = Math.max(firstOf(one), firstOf(other));
    first[higher] = lower;
  }

  private int firstOf(int host) {
    int at = host;
    while (first[at] != at) {
      at = first[at];
    }
    return at;
  }

  /** The site of that host; asked for in the order of the hosts. */
  Site site(int host, Simulation simulation) {
    int of = firstOf(host);
    sites.add(of == host ? simulation.site(name(host)) : sites.get(of));
    return sites.get(host);
  }

  private String name(int site) {
    List<String> names = new ArrayList<>();
    for (int host = 0; host < first.length; host++) {
      if (firstOf(host) == site) {
        names.add(expansion.hosts().get(host).name());
      }
    }
    return String.join("+", names);
  }
}
