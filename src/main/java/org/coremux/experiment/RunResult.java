package org.coremux.experiment;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The result of one run, format {@code coremux-result/1}: data only, and its books balance.
 *
 * <p>The run fills it once, at the end; tables, charts and comparisons are made from it, or from
 * the file that it was saved to, and never from live objects.
 *
 * @param header what was run
 * @param hosts in the order of the scenario
 * @param guests in the order of the scenario, counts expanded; after each those in it, whose {@code
 *     host} is its name
 * @param groups one for each scenario entry
 * @param migrations of guests from host to host, in the order in which they were to begin
 * @param assumed figures without a published source that were used
 * @param series what the pCPUs did over time, if it was recorded
 * @param happened events of the scenario that have happened, in their order
 */
public record RunResult(
    RunHeader header,
    List<HostResult> hosts,
    List<GuestResult> guests,
    List<GroupResult> groups,
    List<MigrationResult> migrations,
    List<Assumption> assumed,
    Optional<Series> series,
    List<Happened> happened) {
  /** The name of the format, first in every file. */
  public static final String FORMAT = "coremux-result/1";

  /** One of a scenario without events. */
  public RunResult(
      RunHeader header,
      List<HostResult> hosts,
      List<GuestResult> guests,
      List<GroupResult> groups,
      List<Assumption> assumed,
      Optional<Series> series) {
    this(header, hosts, guests, groups, List.of(), assumed, series, List.of());
  }

  /**
   * Copies the lists and checks the books.
   *
   * @throws IllegalStateException if something does not add up, naming it
   */
  public RunResult {
    hosts = List.copyOf(hosts);
    guests = List.copyOf(guests);
    groups = List.copyOf(groups);
    migrations = List.copyOf(migrations);
    assumed = List.copyOf(assumed);
    happened = List.copyOf(happened);
    Books.check(header.span().durationNs(), hosts, guests, groups);
    if (series.isPresent()) {
      Books.checkSeries(header.span().durationNs(), hosts, guests, series.get());
    }
  }

  /** Length of the measured window, ns. */
  public long durationNs() {
    return header.span().durationNs();
  }

  /** A host's steal: runnable / (running + runnable) over the guests on it. */
  public BigDecimal steal(HostResult host) {
    long runnableNs = 0;
    long wantedNs = 0;
    for (GuestResult guest : guests) {
      if (guest.timeOn(host.name()).isPresent()) {
        GuestTime time = guest.timeOn(host.name()).get();
        runnableNs = Math.addExact(runnableNs, time.runnableNs());
        wantedNs = Math.addExact(wantedNs, time.runnableNs());
        wantedNs = Math.addExact(wantedNs, time.runningNs());
      }
    }
    return Decimal.ratio(runnableNs, wantedNs);
  }

  /** Whether the guest, or all guests of a group, are on a host itself, and not in a guest. */
  public boolean isDirect(GuestResult guest) {
    return guest.host().isEmpty()
        || hosts.stream().anyMatch(host -> host.name().equals(guest.host()));
  }

  /** In how many guests the guest is: 0 for one that is on a host itself. */
  public int depth(GuestResult guest) {
    int depth = 0;
    for (GuestResult at = guest; !isDirect(at); at = guest(at.host()).orElseThrow()) {
      depth++;
    }
    return depth;
  }

  /** The name of the host that the guest is on, however many guests it is in. */
  public String machine(GuestResult guest) {
    GuestResult at = guest;
    while (!isDirect(at)) {
      at = guest(at.host()).orElseThrow();
    }
    return at.host();
  }

  /** The guest of a name. */
  public Optional<GuestResult> guest(String name) {
    return guests.stream().filter(guest -> guest.name().equals(name)).findFirst();
  }

  /** The group of a name. */
  public Optional<GroupResult> group(String name) {
    return groups.stream().filter(group -> group.name().equals(name)).findFirst();
  }
}
