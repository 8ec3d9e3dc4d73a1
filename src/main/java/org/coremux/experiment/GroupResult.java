package org.coremux.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * The totals of one scenario entry: {@code web} for {@code web-1}, {@code web-2}, {@code web-3}.
 *
 * @param members the names of its guests, in their order
 * @param totals the sums of their figures, latencies from merged histograms
 */
public record GroupResult(List<String> members, GuestResult totals) {
  /** Refuses a group of nobody. */
  public GroupResult {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("group " + totals.name() + " has no members");
    }
  }

  /**
   * Adds guests up; only latencies cannot be added, so they are passed.
   *
   * @param name of the scenario entry
   * @param guests at least one, all with the same kinds of workload in the same order
   * @param dispatchLatency of all of them together
   * @param latencies per workload, of all of them together
   */
  public static GroupResult of(
      String name, List<GuestResult> guests, Latency dispatchLatency, List<Merged> latencies) {
    if (guests.isEmpty()) {
      throw new IllegalArgumentException("group " + name + " has no members");
    }
    List<String> members = new ArrayList<>();
    GuestResult sum = null;
    for (GuestResult guest : guests) {
      members.add(guest.name());
      sum = sum == null ? guest : plus(sum, guest);
    }
    List<WorkloadResult> workloads = workloads(name, guests, latencies);
    GuestResult totals =
        new GuestResult(
            name,
            sum.host(),
            sum.vcpus(),
            sum.time(),
            sum.lostNs(),
            sum.workNs(),
            sum.dispatches(),
            sum.exits(),
            sum.overheadNs(),
            dispatchLatency,
            workloads,
            List.of(),
            sum.memory(),
            sum.ticks());
    return new GroupResult(members, totals);
  }

  /**
   * What cannot be added up, of one workload of all guests of the entry.
   *
   * @param latency from merged histograms
   * @param runDelay the same of a replayed process; {@link Latency#NONE} for others
   */
  public record Merged(Latency latency, Latency runDelay) {
    /** Those of a workload. */
    static Merged of(WorkloadResult workload) {
      return new Merged(
          workload.latency(),
          workload.extras().replayed().map(Replayed::runDelay).orElse(Latency.NONE));
    }
  }

  /** The entry's name. */
  public String name() {
    return totals.name();
  }

  private static GuestResult plus(GuestResult sum, GuestResult guest) {
    return new GuestResult(
        sum.name(),
        sum.host().equals(guest.host()) ? sum.host() : "",
        Math.addExact(sum.vcpus(), guest.vcpus()),
        sum.time().plus(guest.time()),
        sum.lostNs().plus(guest.lostNs()),
        Math.addExact(sum.workNs(), guest.workNs()),
        sum.dispatches().plus(guest.dispatches()),
        sum.exits().plus(guest.exits()),
        sum.overheadNs().plus(guest.overheadNs()),
        Latency.NONE,
        List.of(),
        List.of(),
        Sums.of(sum.memory(), guest.memory(), GuestMemoryResult::plus),
        Sums.of(sum.ticks(), guest.ticks(), TickFigures::plus));
  }

  private static List<WorkloadResult> workloads(
      String name, List<GuestResult> guests, List<Merged> latencies) {
    List<WorkloadResult> sums = new ArrayList<>();
    for (GuestResult guest : guests) {
      if (guest.workloads().size() != latencies.size()) {
        throw new IllegalArgumentException(
            "group %s: %d latencies, but %s has %d workloads"
                .formatted(name, latencies.size(), guest.name(), guest.workloads().size()));
      }
      for (int i = 0; i < latencies.size(); i++) {
        WorkloadResult one = guest.workloads().get(i);
        if (sums.size() <= i) {
          sums.add(one.with(latencies.get(i)));
        } else {
          sums.set(i, sums.get(i).plus(one).with(latencies.get(i)));
        }
      }
    }
    return sums;
  }
}
