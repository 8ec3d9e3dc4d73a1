package org.coremux.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.Host;
import org.coremux.metric.LatencyHistogram;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Waste;
import org.coremux.scenario.Model;

/**
 * What is measured of a run only where policies are compared: how much pCPU time its hosts wasted,
 * and from that and its result the {@link Yardstick} figures.
 */
final class PolicyWatch {
  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_SECOND = 1e9;

  private final Model model;
  private final List<Waste> wastes = new ArrayList<>();
  private final Map<Yardstick, Double> values = new LinkedHashMap<>();
  private long warmNs;

  /** Watches the model from now on, which nobody else must trace. */
  PolicyWatch(Model model) {
    this.model = model;
    for (Host host : model.hosts()) {
      for (Multiplexer pool : host.pools()) {
        Waste waste = new Waste(pool);
        pool.trace(waste);
        wastes.add(waste);
      }
    }
  }

  /** The warm-up is over: from now on it counts. */
  void begin() {
    warmNs = wastedNs();
  }

  /** pCPU time wasted since it counts, on all hosts. Unit: ns. */
  private long wastedNs() {
    return wastes.stream().mapToLong(Waste::ns).sum() - warmNs;
  }

  /** What each guest got that is in no other, with all that is in it. */
  List<Fairness.Share> shares(RunResult result) {
    Map<String, Long> workNs = new LinkedHashMap<>();
    for (GuestResult guest : result.guests()) {
      GuestResult outermost = guest;
      while (!result.isDirect(outermost) && result.guest(outermost.host()).isPresent()) {
        outermost = result.guest(outermost.host()).get();
      }
      workNs.merge(outermost.name(), guest.workNs(), Long::sum);
    }
    List<Fairness.Share> shares = new ArrayList<>();
    for (Model.Placed placed : model.guests()) {
      Guest guest = placed.guest();
      if (workNs.containsKey(guest.name())) {
        int weight = guest.share().weight();
        shares.add(new Fairness.Share(guest.name(), weight, workNs.get(guest.name())));
      }
    }
    return shares;
  }

  /** Its figures, but {@link Yardstick#FAIRNESS}, which takes another run to compare it with. */
  Map<Yardstick, Double> values(RunResult result) {
    double seconds = result.durationNs() / NS_PER_SECOND;
    long workNs = 0;
    long completed = 0;
    long runnableNs = 0;
    long wantedNs = 0;
    for (GuestResult guest : result.guests()) {
      workNs += guest.workNs();
      completed += guest.workloads().stream().mapToLong(WorkloadResult::completed).sum();
      if (result.isDirect(guest)) {
        runnableNs += guest.time().runnableNs();
        wantedNs += guest.time().runnableNs() + guest.time().runningNs();
      }
    }
    values.put(Yardstick.THROUGHPUT, workNs / NS_PER_SECOND / seconds);
    if (completed > 0) {
      values.put(Yardstick.COMPLETED, completed / seconds);
    }
    values.put(Yardstick.STEAL, wantedNs == 0 ? 0 : (double) runnableNs / wantedNs);
    latencies();
    hosts(result, seconds);
    suffering(result, seconds);
    return values;
  }

  /** Of all workloads that take locks or call across; nothing where none does. */
  private void suffering(RunResult result, double seconds) {
    for (GuestResult guest : result.guests()) {
      for (WorkloadResult workload : guest.workloads()) {
        Suffering.of(workload, seconds)
            .values()
            .forEach((by, value) -> values.merge(by, value, Double::sum));
      }
    }
  }

  private void latencies() {
    LatencyHistogram dispatch = null;
    LatencyHistogram requests = null;
    for (Model.Placed placed : model.guests()) {
      Guest guest = placed.guest();
      if (guest.host().isDirect(guest)) {
        dispatch = plus(dispatch, guest.dispatchLatency());
      }
      for (var meter : guest.meters()) {
        requests = plus(requests, meter.latency());
      }
    }
    put(Yardstick.DISPATCH_P50, dispatch, Percentile.P50.percent().doubleValue());
    put(Yardstick.DISPATCH_P95, dispatch, Percentile.P95.percent().doubleValue());
    put(Yardstick.DISPATCH_P99, dispatch, Percentile.P99.percent().doubleValue());
    put(Yardstick.REQUEST_P99, requests, Percentile.P99.percent().doubleValue());
  }

  private static LatencyHistogram plus(LatencyHistogram sum, LatencyHistogram next) {
    LatencyHistogram all = sum == null ? new LatencyHistogram(next.longestNs()) : sum;
    all.add(next);
    return all;
  }

  private void put(Yardstick which, LatencyHistogram of, double percent) {
    OptionalLong ns = of == null ? OptionalLong.empty() : of.percentileNs(percent);
    if (ns.isPresent()) {
      values.put(which, ns.getAsLong() / NS_PER_MS);
    }
  }

  private void hosts(RunResult result, double seconds) {
    long switches = 0;
    long migrations = 0;
    long pcpus = 0;
    for (HostResult host : result.hosts()) {
      switches += host.contextSwitches();
      migrations += host.migrations();
      pcpus += host.pcpus();
    }
    values.put(Yardstick.SWITCHES, switches / seconds);
    values.put(Yardstick.MIGRATIONS, migrations / seconds);
    values.put(Yardstick.WASTE, wastedNs() / (pcpus * (double) result.durationNs()));
  }
}
