package org.coremux.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the time of all guests of a run went to: their own work, and CPU time and waiting beyond it.
 * Sums of the books and nothing else.
 *
 * <p>What the guests' vCPUs ran for is split into their work, what a lower speed took ({@code smt},
 * {@code paging}), the overhead that they caused by kind, and what is left, their own kernels
 * ({@code guest_os}). Beside it stand the CPU time of the driver domain without a load of its own
 * ({@code domain0}), overhead that no guest caused ({@code host}), and how long vCPUs wanted a
 * processor and had none ({@code waiting}, {@code capped}, {@code costopped}).
 *
 * <p>What ran in a guest that is itself a host is told by the guests in it, and so is their
 * waiting, of which that of its vCPUs is a part.
 *
 * @param workNs the guests' own work, at nominal speed
 * @param beyond CPU time and waiting beyond it, in a fixed order
 */
public record Attribution(long workNs, Causes beyond) {
  /** Of nothing. */
  public static final Attribution NONE = new Attribution(0, Causes.NONE);

  /** Refuses negative work. */
  public Attribution {
    if (workNs < 0) {
      throw new IllegalArgumentException("work of " + workNs + " ns");
    }
  }

  /** Of all guests and hosts of a run. */
  public static Attribution of(RunResult result) {
    Attribution sum = NONE;
    Breakdown overhead = Breakdown.NONE;
    Map<String, Long> innerNs = new HashMap<>();
    for (GuestResult guest : result.guests()) {
      if (result.isDirect(guest)) {
        overhead = overhead.plus(guest.overheadNs());
      } else {
        innerNs.merge(guest.host(), guest.time().runningNs(), Long::sum);
      }
    }
    for (GuestResult guest : result.guests()) {
      Long ns = innerNs.get(guest.name());
      sum = sum.plus(ns == null ? of(guest) : ofHost(guest, ns));
    }
    Causes shared = Causes.NONE;
    for (HostResult host : result.hosts()) {
      shared = shared.with("domain0", host.domain0().map(Attribution::ownNs).orElse(0L));
    }
    shared = shared.with("host", unattributedNs(result.hosts(), overhead));
    return sum.plus(new Attribution(0, shared));
  }

  /** Of a guest, or of all guests of an entry, without what no guest caused. */
  public static Attribution of(GuestResult guest) {
    Causes beyond = with(with(Causes.NONE, guest.lostNs()), guest.overheadNs());
    GuestTime time = guest.time();
    return new Attribution(
        guest.workNs(),
        beyond
            .with("guest_os", time.runningNs() - guest.workNs() - beyond.totalNs())
            .with("waiting", time.waitingNs())
            .with("capped", time.cappedNs())
            .with("costopped", time.costoppedNs()));
  }

  /** Of a guest in which others ran for so long. */
  private static Attribution ofHost(GuestResult guest, long innerNs) {
    Attribution all = of(guest);
    GuestTime time = guest.time();
    return all.plus(
        new Attribution(
            0,
            Causes.NONE
                .with("guest_os", -innerNs)
                .with("waiting", -time.waitingNs())
                .with("capped", -time.cappedNs())
                .with("costopped", -time.costoppedNs())));
  }

  private static Causes with(Causes causes, Breakdown parts) {
    Causes all = causes;
    for (Breakdown.Part part : parts.parts()) {
      all = all.with(part.name(), part.amount());
    }
    return all;
  }

  /** CPU time of a driver domain, without the work of a load that was put there. */
  private static long ownNs(GuestResult domain0) {
    return domain0.time().runningNs() - (domain0.workloads().isEmpty() ? 0 : domain0.workNs());
  }

  /** Overhead of the processors that no guest and no driver domain caused. */
  private static long unattributedNs(List<HostResult> hosts, Breakdown overhead) {
    long ns = -overhead.amount("exit") - overhead.amount("switch");
    ns -= overhead.amount("vmm") + overhead.amount("hypervisor");
    for (HostResult host : hosts) {
      HostTime time = host.time();
      ns += time.exitNs() + time.switchNs() + time.vmmNs() + time.hypervisorNs();
      if (host.domain0().isPresent()) {
        Breakdown own = host.domain0().get().overheadNs();
        ns -= own.total() - own.amount("host_os");
      }
    }
    return ns;
  }

  /** Work and everything beyond it. */
  public long totalNs() {
    return Math.addExact(workNs, beyond.totalNs());
  }

  /** Of two runs, or two parts of one. */
  public Attribution plus(Attribution other) {
    return new Attribution(Math.addExact(workNs, other.workNs), beyond.plus(other.beyond));
  }
}
