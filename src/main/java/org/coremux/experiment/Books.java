package org.coremux.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The identities that every result keeps to the nanosecond. A broken one is a fault of the
 * simulator, never of a scenario, and is an {@link IllegalStateException} that names the row.
 */
final class Books {
  private Books() {}

  static void check(
      long durationNs, List<HostResult> hosts, List<GuestResult> guests, List<GroupResult> groups) {
    Set<String> names = new HashSet<>();
    for (HostResult host : hosts) {
      String row = "host " + host.name();
      require(names.add(host.name()), row + " occurs twice");
      adds(row + " time_s", host.time().totalNs(), host.pcpus(), durationNs);
      host.domain0().ifPresent(dom0 -> checkGuest("domain0 of " + row, dom0, durationNs));
    }
    Map<String, GuestResult> byName = new HashMap<>();
    for (GuestResult guest : guests) {
      GuestResult other = byName.put(guest.name(), guest);
      require(other == null, "guest " + guest.name() + " occurs twice");
      checkGuest("guest " + guest.name(), guest, durationNs);
    }
    checkInner(names, guests, byName);
    guests.forEach(Books::checkStays);
    names.clear();
    for (GroupResult group : groups) {
      require(names.add(group.name()), "group " + group.name() + " occurs twice");
      checkGuest("group " + group.name(), group.totals(), durationNs);
      checkGroup(group, byName);
    }
  }

  /** What guests in a guest ran for is a part of what that one ran for. */
  private static void checkInner(
      Set<String> hosts, List<GuestResult> guests, Map<String, GuestResult> byName) {
    Map<String, Long> innerNs = new HashMap<>();
    for (GuestResult guest : guests) {
      if (!guest.host().isEmpty() && !hosts.contains(guest.host())) {
        require(
            byName.containsKey(guest.host()),
            "guest " + guest.name() + " is on " + guest.host() + ", which is nowhere");
        innerNs.merge(guest.host(), guest.time().runningNs(), Long::sum);
      }
    }
    innerNs.forEach(
        (name, ns) -> {
          long hasNs = byName.get(name).time().runningNs();
          require(
              ns <= hasNs,
              "guests in " + name + " ran for " + ns + " ns, but it ran for " + hasNs + " ns");
        });
  }

  static void checkSeries(
      long durationNs, List<HostResult> hosts, List<GuestResult> guests, Series series) {
    require(series.hosts().size() == hosts.size(), "series of another number of hosts");
    for (int i = 0; i < hosts.size(); i++) {
      checkHostSeries(durationNs, hosts.get(i), series, series.hosts().get(i));
    }
    checkWaiting(guests, series);
  }

  private static void checkWaiting(List<GuestResult> guests, Series series) {
    Map<String, Long> waitedNs = new HashMap<>();
    for (Series.HostSeries host : series.hosts()) {
      host.waiting().forEach(band -> waitedNs.merge(band.name(), total(band), Long::sum));
    }
    for (GuestResult guest : guests) {
      Long sumNs = waitedNs.get(guest.name());
      if (sumNs != null) {
        equal("series waiting of " + guest.name(), sumNs, guest.time().runnableNs());
      }
    }
  }

  private static void checkGuest(String row, GuestResult guest, long durationNs) {
    GuestTime time = guest.time();
    adds(row + " time_s", time.totalNs(), guest.vcpus(), durationNs);
    long reasonsNs = time.waitingNs() + time.cappedNs() + time.costoppedNs();
    if (reasonsNs != time.runnableNs()) {
      throw new IllegalStateException(
          "%s: runnable_s adds up to %d ns, but it was runnable for %d ns"
              .formatted(row, reasonsNs, time.runnableNs()));
    }
  }

  private static void checkStays(GuestResult guest) {
    if (!guest.stays().isEmpty()) {
      long sumNs = guest.stays().stream().mapToLong(stay -> stay.time().totalNs()).sum();
      equal("guest " + guest.name() + ": its stays", sumNs, guest.time().totalNs());
    }
  }

  private static void checkGroup(GroupResult group, Map<String, GuestResult> guests) {
    String row = "group " + group.name();
    List<GuestResult> members = new ArrayList<>();
    for (String member : group.members()) {
      GuestResult guest = guests.get(member);
      require(guest != null, row + " has a member that is no guest: " + member);
      members.add(guest);
    }
    GuestResult totals = group.totals();
    List<GroupResult.Merged> latencies =
        totals.workloads().stream().map(GroupResult.Merged::of).toList();
    GroupResult sum = GroupResult.of(group.name(), members, totals.dispatchLatency(), latencies);
    if (!sum.totals().equals(totals)) {
      throw new IllegalStateException(
          row + " is not the sum of its members: " + totals + ", not " + sum.totals());
    }
  }

  private static void checkHostSeries(
      long durationNs, HostResult host, Series series, Series.HostSeries bands) {
    String row = "series of host " + host.name();
    require(bands.host().equals(host.name()), row + " is that of " + bands.host());
    List<Series.Band> all = new ArrayList<>(bands.guests());
    all.addAll(bands.overhead());
    all.add(bands.idle());
    int buckets = series.buckets(durationNs);
    for (Series.Band band : all) {
      if (band.ns().size() != buckets) {
        throw new IllegalStateException(
            "%s: %s has %d buckets, not %d".formatted(row, band.name(), band.ns().size(), buckets));
      }
    }
    for (Series.Band band : bands.waiting()) {
      require(band.ns().size() == buckets, row + ": waiting of " + band.name() + " is cut short");
    }
    for (int bucket = 0; bucket < buckets; bucket++) {
      long sumNs = 0;
      for (Series.Band band : all) {
        sumNs += band.ns().get(bucket);
      }
      long wantedNs = host.pcpus() * series.lengthNs(bucket, durationNs);
      if (sumNs != wantedNs) {
        throw new IllegalStateException(
            "%s, bucket %d adds up to %d ns, not %d ns".formatted(row, bucket, sumNs, wantedNs));
      }
    }
    Breakdown time = host.time().parts();
    equal(row + ": idle", total(bands.idle()), time.amount("idle"));
    long guestsNs = bands.guests().stream().mapToLong(Books::total).sum();
    equal(row + ": guests", guestsNs, time.amount("guest"));
    for (Series.Band band : bands.overhead()) {
      equal(row + ": " + band.name(), total(band), time.amount(band.name()));
    }
  }

  private static long total(Series.Band band) {
    long sumNs = 0;
    for (long ns : band.ns()) {
      sumNs += ns;
    }
    return sumNs;
  }

  private static void adds(String row, long sumNs, int processors, long durationNs) {
    long wantedNs = Math.multiplyExact(processors, durationNs);
    if (sumNs != wantedNs) {
      throw new IllegalStateException(
          "%s adds up to %d ns, but %d x %d ns is %d ns"
              .formatted(row, sumNs, processors, durationNs, wantedNs));
    }
  }

  private static void equal(String row, long seriesNs, long timeNs) {
    if (seriesNs != timeNs) {
      throw new IllegalStateException(
          "%s adds up to %d ns, but time_s has %d ns".formatted(row, seriesNs, timeNs));
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
