package org.coremux.experiment;

import java.util.List;
import java.util.Optional;
import org.coremux.guest.GuestThread;
import org.coremux.guest.WorkloadMeter;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.Host;
import org.coremux.mux.Cost;
import org.coremux.mux.ExitReason;
import org.coremux.mux.Hold;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.SpeedFactor;

/**
 * The books of a guest at one instant, as totals over what the host schedules for it, since time 0.
 * The difference of two is what happened between them.
 */
record Account(
    int vcpus,
    long[] stateNs,
    long[] heldNs,
    long[] lostNs,
    long[] overheadNs,
    long[] exits,
    Counts counts,
    Faults faults,
    Latencies latencies,
    Charges charges) {

  /** Pages that were waited for: by vCPUs from the host's swap device, by threads from a disk. */
  record Faults(long count, long waitNs, long inGuest, long inGuestWaitNs) {
    static Faults of(Guest guest) {
      if (guest.memory() == null) {
        return new Faults(0, 0, 0, 0);
      }
      long waitNs = guest.scheduled().stream().mapToLong(Schedulable::stalledNs).sum();
      long inGuestWaitNs = 0;
      for (GuestThread thread : guest.os().threads()) {
        thread.schedulable().settleBooks();
        inGuestWaitNs += thread.schedulable().stalledNs();
      }
      return new Faults(
          guest.memory().faults(), waitNs, guest.memory().guestFaults(), inGuestWaitNs);
    }

    Faults minus(Faults before) {
      return new Faults(
          count - before.count,
          waitNs - before.waitNs,
          inGuest - before.inGuest,
          inGuestWaitNs - before.inGuestWaitNs);
    }

    Faults plus(Faults other) {
      return new Faults(
          count + other.count,
          waitNs + other.waitNs,
          inGuest + other.inGuest,
          inGuestWaitNs + other.inGuestWaitNs);
    }
  }

  /**
   * Sums over schedulables; work is that of the guest's threads, served what the threads executed
   * that serve its devices, on the host itself or in the driver domain.
   */
  record Counts(
      long executedNs,
      long workNs,
      long switches,
      long preemptions,
      long migrations,
      long servedNs,
      long servedInDomainNs) {
    Counts minus(Counts before) {
      return new Counts(
          executedNs - before.executedNs,
          workNs - before.workNs,
          switches - before.switches,
          preemptions - before.preemptions,
          migrations - before.migrations,
          servedNs - before.servedNs,
          servedInDomainNs - before.servedInDomainNs);
    }

    Counts plus(Counts other) {
      return new Counts(
          executedNs + other.executedNs,
          workNs + other.workNs,
          switches + other.switches,
          preemptions + other.preemptions,
          migrations + other.migrations,
          servedNs + other.servedNs,
          servedInDomainNs + other.servedInDomainNs);
    }
  }

  /** By workload: how many latencies were recorded, and their sum. */
  record Latencies(long[] counts, long[] totalsNs) {
    static Latencies of(List<WorkloadMeter> meters) {
      return new Latencies(
          meters.stream().mapToLong(meter -> meter.latency().count()).toArray(),
          meters.stream().mapToLong(meter -> meter.latency().totalNs()).toArray());
    }

    Latencies minus(Latencies before) {
      return new Latencies(
          Account.minus(counts, before.counts), Account.minus(totalsNs, before.totalsNs));
    }
  }

  /** By workload, where CPU time is accounted by ticks, else empty: charged, and run in fact. */
  record Charges(long[] chargedNs, long[] ranNs) {
    private static final Charges NONE = new Charges(new long[0], new long[0]);

    static Charges of(Guest guest) {
      if (!guest.isVirtual() || !guest.above().timekeeping().areCharged()) {
        return NONE;
      }
      long[] chargedNs = new long[guest.meters().size()];
      long[] ranNs = new long[chargedNs.length];
      for (int w = 0; w < chargedNs.length; w++) {
        for (GuestThread thread : guest.threads(w)) {
          Schedulable s = thread.schedulable();
          s.settleBooks();
          chargedNs[w] += s.tickedNs();
          ranNs[w] += s.timeNs(RunState.RUNNING);
        }
      }
      return new Charges(chargedNs, ranNs);
    }

    /** Those of the workload with that index. */
    Optional<TickCharge> of(int workload) {
      return chargedNs.length == 0
          ? Optional.empty()
          : Optional.of(new TickCharge(chargedNs[workload], ranNs[workload]));
    }

    Charges minus(Charges before) {
      return new Charges(
          Account.minus(chargedNs, before.chargedNs), Account.minus(ranNs, before.ranNs));
    }

    Charges plus(Charges other) {
      return new Charges(
          Account.plus(chargedNs, other.chargedNs), Account.plus(ranNs, other.ranNs));
    }
  }

  /** What the settled books of the guest say now. */
  static Account of(Guest guest) {
    List<Schedulable> scheduled = guest.scheduled();
    long[] stateNs = new long[RunState.values().length];
    long[] heldNs = new long[Hold.values().length];
    long[] lostNs = new long[SpeedFactor.COUNT];
    long[] overheadNs = new long[Cost.DEBTS];
    long[] exits = new long[ExitReason.COUNT];
    for (Schedulable s : scheduled) {
      s.settleBooks();
      for (RunState state : RunState.values()) {
        stateNs[state.ordinal()] += s.timeNs(state);
      }
      for (Hold why : Hold.values()) {
        heldNs[why.ordinal()] += s.heldNs(why);
      }
      for (SpeedFactor factor : SpeedFactor.values()) {
        lostNs[factor.ordinal()] += s.lostNs(factor);
      }
      for (int kind = 0; kind < Cost.DEBTS; kind++) {
        overheadNs[kind] += s.overheadNs(Cost.of(kind));
      }
      for (ExitReason why : ExitReason.values()) {
        exits[why.ordinal()] += s.exits(why);
      }
    }
    if (guest.isVirtual()) { // what slows down its threads alone is in their books
      for (GuestThread thread : guest.os().threads()) {
        for (SpeedFactor factor : SpeedFactor.values()) {
          lostNs[factor.ordinal()] += thread.schedulable().lostNs(factor);
        }
      }
    }
    return new Account(
        scheduled.size(),
        stateNs,
        heldNs,
        lostNs,
        overheadNs,
        exits,
        counts(guest, scheduled),
        Faults.of(guest),
        Latencies.of(guest.meters()),
        Charges.of(guest));
  }

  private static Counts counts(Guest guest, List<Schedulable> scheduled) {
    long executedNs = 0;
    long switches = 0;
    long preemptions = 0;
    long migrations = 0;
    for (Schedulable s : scheduled) {
      executedNs += s.executedNs();
      switches += s.switches();
      preemptions += s.preemptions();
      migrations += s.migrations();
    }
    long workNs = guest.os().threads().stream().mapToLong(t -> t.schedulable().workNs()).sum();
    return new Counts(executedNs, workNs, switches, preemptions, migrations, 0, 0);
  }

  /** The same, with what those have executed who serve the guest on that host. */
  Account servedOn(Host host, Guest guest) {
    long servedNs = 0;
    long servedInDomainNs = 0;
    for (GuestThread backend : guest.backends(host)) {
      Schedulable s = backend.schedulable();
      s.settleBooks();
      boolean onHost = guest.isOfHost(backend);
      servedNs += onHost ? s.executedNs() : 0;
      servedInDomainNs += onHost ? 0 : s.executedNs();
    }
    Counts served =
        new Counts(
            counts.executedNs,
            counts.workNs,
            counts.switches,
            counts.preemptions,
            counts.migrations,
            servedNs,
            servedInDomainNs);
    return new Account(
        vcpus, stateNs, heldNs, lostNs, overheadNs, exits, served, faults, latencies, charges);
  }

  /** What happened since then. */
  Account minus(Account before) {
    return new Account(
        vcpus,
        minus(stateNs, before.stateNs),
        minus(heldNs, before.heldNs),
        minus(lostNs, before.lostNs),
        minus(overheadNs, before.overheadNs),
        minus(exits, before.exits),
        counts.minus(before.counts),
        faults.minus(before.faults),
        latencies.minus(before.latencies),
        charges.minus(before.charges));
  }

  /** This and what happened elsewhere, or before. */
  Account plus(Account other) {
    return new Account(
        vcpus,
        plus(stateNs, other.stateNs),
        plus(heldNs, other.heldNs),
        plus(lostNs, other.lostNs),
        plus(overheadNs, other.overheadNs),
        plus(exits, other.exits),
        counts.plus(other.counts),
        faults.plus(other.faults),
        new Latencies(
            plus(latencies.counts, other.latencies.counts),
            plus(latencies.totalsNs, other.latencies.totalsNs)),
        charges.plus(other.charges));
  }

  private static long[] plus(long[] one, long[] other) {
    long[] sum = new long[one.length];
    for (int i = 0; i < one.length; i++) {
      sum[i] = one[i] + other[i];
    }
    return sum;
  }

  private static long[] minus(long[] now, long[] before) {
    long[] difference = new long[now.length];
    for (int i = 0; i < now.length; i++) {
      difference[i] = now[i] - before[i];
    }
    return difference;
  }

  long overheadNs(Cost kind) {
    return overheadNs[kind.ordinal()];
  }

  GuestTime time() {
    long runnableNs = stateNs[RunState.RUNNABLE.ordinal()];
    long cappedNs = heldNs[Hold.CAP.ordinal()];
    long costoppedNs = heldNs[Hold.COSTOP.ordinal()];
    return new GuestTime(
        stateNs[RunState.RUNNING.ordinal()],
        runnableNs,
        stateNs[RunState.BLOCKED.ordinal()],
        stateNs[RunState.OFFLINE.ordinal()],
        runnableNs - cappedNs - costoppedNs,
        cappedNs,
        costoppedNs);
  }
}
