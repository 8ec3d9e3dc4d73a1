package org.coremux.experiment;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What one guest got: a virtual machine, on a shared bare-metal OS a process. Domain 0 has the same
 * figures, and so has a group of guests, as sums.
 *
 * @param name unique among the guests
 * @param host where it is at the end of the run: a host, or the guest in which it is; empty for a
 *     group on several
 * @param vcpus how many; of a process the number of its threads
 * @param time the run states, adding up to vCPUs x duration
 * @param lostNs time lost to a lower speed, by factor, ns; {@code smt} and {@code paging} always
 *     there
 * @param workNs work done, ns at nominal speed
 * @param dispatches switches, preemptions and migrations of its vCPUs
 * @param exits VM exits by reason, counts
 * @param overheadNs overhead that it caused, by kind, ns
 * @param dispatchLatency from a wake-up to the first nanosecond on a processor
 * @param workloads in the order of the scenario
 * @param stays of a guest that has moved, by host, in the order of the hosts; else empty
 * @param memory what became of its memory, on a host that may take it back
 * @param ticks what became of its timer ticks, where its system has any
 */
public record GuestResult(
    String name,
    String host,
    int vcpus,
    GuestTime time,
    Breakdown lostNs,
    long workNs,
    Dispatches dispatches,
    Breakdown exits,
    Breakdown overheadNs,
    Latency dispatchLatency,
    List<WorkloadResult> workloads,
    List<Stay> stays,
    Optional<GuestMemoryResult> memory,
    Optional<TickFigures> ticks) {
  /** The same, with what became of its memory and of its timer ticks. */
  public GuestResult with(Optional<GuestMemoryResult> itsMemory, Optional<TickFigures> itsTicks) {
    return with(stays, itsMemory, itsTicks);
  }

  /**
   * How often the vCPUs of a guest (not their threads) changed places.
   *
   * @param switches dispatches of another schedulable than the last one on that processor
   * @param preemptions how often one lost the processor while still runnable
   * @param migrations dispatches on another processor than the last
   */
  public record Dispatches(long switches, long preemptions, long migrations) {
    /** Refuses negative counts. */
    public Dispatches {
      if (switches < 0 || preemptions < 0 || migrations < 0) {
        throw new IllegalArgumentException(
            "negative: switches %d, preemptions %d, migrations %d"
                .formatted(switches, preemptions, migrations));
      }
    }

    Dispatches plus(Dispatches other) {
      return new Dispatches(
          Math.addExact(switches, other.switches),
          Math.addExact(preemptions, other.preemptions),
          Math.addExact(migrations, other.migrations));
    }
  }

  /** One that has not moved, on a host that never takes memory back. */
  public GuestResult(
      String name,
      String host,
      int vcpus,
      GuestTime time,
      Breakdown lostNs,
      long workNs,
      Dispatches dispatches,
      Breakdown exits,
      Breakdown overheadNs,
      Latency dispatchLatency,
      List<WorkloadResult> workloads) {
    this(
        name,
        host,
        vcpus,
        time,
        lostNs,
        workNs,
        dispatches,
        exits,
        overheadNs,
        dispatchLatency,
        workloads,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same, having been on these hosts. */
  public GuestResult with(List<Stay> hosts) {
    return with(hosts, memory, ticks);
  }

  private GuestResult with(
      List<Stay> hosts, Optional<GuestMemoryResult> itsMemory, Optional<TickFigures> itsTicks) {
    return new GuestResult(
        name,
        host,
        vcpus,
        time,
        lostNs,
        workNs,
        dispatches,
        exits,
        overheadNs,
        dispatchLatency,
        workloads,
        hosts,
        itsMemory,
        itsTicks);
  }

  /** What it did while it was on that host; empty when it was not. */
  public Optional<GuestTime> timeOn(String machine) {
    if (stays.isEmpty()) {
      return host.equals(machine) ? Optional.of(time) : Optional.empty();
    }
    return stays.stream().filter(stay -> stay.host().equals(machine)).map(Stay::time).findFirst();
  }

  /** Checks names and counts, and puts the two factors first that every result has. */
  public GuestResult {
    if (name == null || name.isEmpty() || host == null) {
      throw new IllegalArgumentException("a guest needs a name and a host");
    }
    if (vcpus < 0 || workNs < 0) {
      throw new IllegalArgumentException(
          "guest %s: vcpus %d, work %d ns".formatted(name, vcpus, workNs));
    }
    refuseNegative(exits);
    refuseNegative(overheadNs);
    lostNs = lostNs.beginningWith("smt", "paging");
    workloads = List.copyOf(workloads);
    stays = List.copyOf(stays);
  }

  /** Nobody exits less than never, or pays less than nothing; but a platform may save time. */
  private static void refuseNegative(Breakdown amounts) {
    for (Breakdown.Part part : amounts.parts()) {
      if (part.amount() < 0) {
        throw new IllegalArgumentException(part.name() + " is negative: " + part.amount());
      }
    }
  }

  /** What was recorded of all its processes, and what became of it; empty when nothing was. */
  public Optional<Replayed> recorded() {
    return workloads.stream()
        .flatMap(workload -> workload.extras().replayed().stream())
        .reduce(Replayed::plus);
  }

  /** Running time / (vCPUs x duration); 0 for a guest without vCPUs. */
  public BigDecimal utilisation() {
    return Decimal.ratio(time.runningNs(), time.totalNs());
  }

  /** See {@link GuestTime#steal}. */
  public BigDecimal steal() {
    return time.steal();
  }
}
