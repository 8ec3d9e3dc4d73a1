package org.coremux.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coremux.guest.GuestThread;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.Host;
import org.coremux.mux.Cost;
import org.coremux.mux.ExitReason;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TimeSplit;
import org.coremux.scenario.Model;

/**
 * Where the time of all guests has gone at one instant, since time 0; only of a model that splits
 * time. The difference of two is what happened between them.
 *
 * <p>CPU time is told by those who were on a processor: threads, vCPUs, the threads that serve
 * devices. Waiting is told by the guests' threads, whoever they waited for.
 */
final class TimeLedger {
  private final Map<Guest, Clocks> guests = new LinkedHashMap<>();
  private final List<Long> domain0 = new ArrayList<>();

  /**
   * Of one guest.
   *
   * @param workloads sums over the threads of each
   * @param lanesNs for how long threads waited for a lane, where there are no vCPUs
   * @param vcpus sums over its vCPUs
   * @param servedNs what those executed who serve its devices
   * @param serverSwitchNs what switching to them took, and other overhead of theirs
   * @param innerNs for how long others ran on its vCPUs: guests in it, and those who serve them
   */
  private record Clocks(
      List<long[]> workloads,
      long lanesNs,
      long[] vcpus,
      long servedNs,
      long serverSwitchNs,
      long innerNs) {
    Clocks minus(Clocks before) {
      List<long[]> since = new ArrayList<>();
      for (int w = 0; w < workloads.size(); w++) {
        since.add(TimeLedger.minus(workloads.get(w), before.workloads.get(w)));
      }
      return new Clocks(
          since,
          lanesNs - before.lanesNs,
          TimeLedger.minus(vcpus, before.vcpus),
          servedNs - before.servedNs,
          serverSwitchNs - before.serverSwitchNs,
          innerNs - before.innerNs);
    }
  }

  private TimeLedger() {}

  /** As it stands now. */
  static TimeLedger of(Model model) {
    TimeLedger now = new TimeLedger();
    for (Host host : model.hosts()) {
      host.guests().forEach(guest -> now.guests.put(guest, clocks(guest)));
      host.guests().forEach(now::tellOuter);
      long ownNs = host.domain0() == null ? 0 : ownNs(host.domain0());
      for (Guest guest : host.guests()) {
        if (guest.domain0() != null) {
          ownNs += ownNs(guest.domain0()) - guest.loadNs();
        }
      }
      now.domain0.add(ownNs);
    }
    return now;
  }

  private static Clocks clocks(Guest guest) {
    List<long[]> workloads = new ArrayList<>();
    long lanesNs = 0;
    for (int w = 0; w < guest.meters().size(); w++) {
      long[] sum = new long[TimeSplit.COUNT];
      for (GuestThread thread : guest.threads(w)) {
        add(thread.schedulable(), sum);
        lanesNs += thread.waitedForLaneNs();
      }
      workloads.add(sum);
    }
    long[] vcpus = new long[TimeSplit.COUNT];
    if (guest.isVirtual()) {
      guest.scheduled().forEach(vcpu -> addVcpu(vcpu, vcpus));
    }
    long servedNs = 0;
    long switchNs = 0;
    for (GuestThread backend : guest.backends()) {
      Schedulable s = backend.schedulable();
      s.settleBooks();
      servedNs += s.executedNs();
      if (guest.isOfHost(backend)) { // a domain's own switches are the domain's
        switchNs += s.timeNs(RunState.RUNNING) - s.executedNs();
      }
    }
    return new Clocks(workloads, lanesNs, vcpus, servedNs, switchNs, inDomain0Ns(guest));
  }

  /** What ran in the guest's own driver domain, but for its own load there. */
  private static long inDomain0Ns(Guest guest) {
    return guest.domain0() == null ? 0 : runningNs(guest.domain0()) - guest.loadNs();
  }

  /** What the guest ran, with those who serve it, is part of what the one ran that it is in. */
  private void tellOuter(Guest guest) {
    Guest outer = guest.outer();
    while (outer != null && outer.above() != guest.level()) {
      outer = outer.outer(); // a process among processes
    }
    if (outer == null || !outer.isVirtual()) {
      return;
    }
    long ns = runningNs(guest);
    for (GuestThread backend : guest.backends()) {
      if (guest.isOfHost(backend)) {
        ns += backend.schedulable().timeNs(RunState.RUNNING);
      }
    }
    long sumNs = ns;
    guests.computeIfPresent(
        outer,
        (key, of) ->
            new Clocks(
                of.workloads,
                of.lanesNs,
                of.vcpus,
                of.servedNs,
                of.serverSwitchNs,
                of.innerNs + sumNs));
  }

  private static long runningNs(Guest guest) {
    long ns = 0;
    for (Schedulable s : guest.scheduled()) {
      s.settleBooks();
      ns += s.timeNs(RunState.RUNNING);
    }
    return ns;
  }

  /** Of one on another's vCPU only what it paid itself: its clocks have what that one paid, too. */
  private static void addVcpu(Schedulable s, long[] sum) {
    if (s.processor().provider() == null) {
      add(s, sum);
      return;
    }
    s.settleBooks();
    sum[TimeSplit.WORK] += s.executedNs();
    long switchNs = s.timeNs(RunState.RUNNING) - s.executedNs();
    for (int debt = 0; debt < Cost.DEBTS; debt++) {
      Cost kind = Cost.of(debt);
      long plainNs = s.overheadNs(kind);
      for (ExitReason why : ExitReason.values()) {
        long paidNs = s.overheadNs(kind, why);
        sum[TimeSplit.paid(kind, why)] += paidNs;
        plainNs -= paidNs;
        switchNs -= paidNs;
      }
      if (kind != Cost.SWITCH) {
        sum[TimeSplit.paid(kind)] += plainNs;
        switchNs -= plainNs;
      }
    }
    sum[TimeSplit.paid(Cost.SWITCH)] += switchNs; // what is left, as clocks have it
  }

  private static void add(Schedulable s, long[] sum) {
    s.settleBooks();
    for (int cause = 0; cause < TimeSplit.COUNT; cause++) {
      sum[cause] += s.split().ns(cause);
    }
  }

  /** What a driver domain's vCPUs ran, but for serving guests and for a load of its own. */
  private static long ownNs(Guest domain0) {
    long ns = runningNs(domain0);
    for (GuestThread thread : domain0.os().threads()) {
      thread.schedulable().settleBooks();
      ns -= thread.schedulable().executedNs();
    }
    return ns;
  }

  private static long[] minus(long[] now, long[] before) {
    long[] since = new long[now.length];
    for (int i = 0; i < now.length; i++) {
      since[i] = now[i] - before[i];
    }
    return since;
  }

  /** What happened since then. */
  TimeLedger minus(TimeLedger before) {
    TimeLedger since = new TimeLedger();
    guests.forEach((guest, now) -> since.guests.put(guest, now.minus(before.guests.get(guest))));
    for (int h = 0; h < domain0.size(); h++) {
      since.domain0.add(domain0.get(h) - before.domain0.get(h));
    }
    return since;
  }

  /** Of one guest. */
  Attribution of(Guest guest) {
    Clocks clocks = guests.get(guest);
    StepSums sums = new StepSums();
    long executedNs = 0;
    for (int w = 0; w < clocks.workloads.size(); w++) {
      sums.addExecution(clocks.workloads.get(w), guest.mixes().get(w));
      sums.addWaiting(clocks.workloads.get(w), guest.isVirtual());
      executedNs += StepSums.executedNs(clocks.workloads.get(w));
    }
    sums.addPaid(clocks.vcpus);
    if (guest.isVirtual()) {
      sums.add(Step.GUEST_IDLE, clocks.vcpus[TimeSplit.WORK] - executedNs - clocks.innerNs);
    }
    sums.add(Step.QUEUE, clocks.lanesNs);
    sums.add(Step.BACKEND, clocks.servedNs);
    sums.add(Step.BACKEND_SWITCH, clocks.serverSwitchNs);
    return new Attribution(sums.ns(Step.WORK), sums.beyondWork());
  }

  /** Of all guests, and of the driver domains. */
  Attribution all() {
    Attribution sum = Attribution.NONE;
    for (Guest guest : guests.keySet()) {
      sum = sum.plus(of(guest));
    }
    long domainsNs = domain0.stream().mapToLong(Long::longValue).sum();
    StepSums shared = new StepSums().add(Step.DOMAIN0, domainsNs);
    return sum.plus(new Attribution(0, shared.beyondWork()));
  }
}
