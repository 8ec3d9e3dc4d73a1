package org.coremux.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.coremux.engine.RandomStreams;
import org.coremux.guest.ReplayMeter;
import org.coremux.guest.WorkloadMeter;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.GuestMemory;
import org.coremux.hypervisor.Host;
import org.coremux.hypervisor.HostMemory;
import org.coremux.metric.LatencyHistogram;
import org.coremux.mux.Cost;
import org.coremux.mux.ExitReason;
import org.coremux.mux.SpeedFactor;
import org.coremux.mux.TraceHash;
import org.coremux.platform.Operation;
import org.coremux.platform.Platform;
import org.coremux.platform.Primitive;
import org.coremux.scenario.GuestSpec;
import org.coremux.scenario.Model;

/** Turns the books of a run into its result. */
final class Results {
  private final Model model;
  private final List<Ledger> warm;
  private final Sampling sampling;
  private final Map<Guest, List<Sampling.Position>> positions = new LinkedHashMap<>();

  Results(Model model, List<Ledger> warm, Sampling sampling) {
    this.model = model;
    this.warm = warm;
    this.sampling = sampling;
  }

  /** The result of the window that ended then; {@code finish} is null for a fixed duration. */
  RunResult of(long endNs, RunHeader.Finish finish) {
    List<HostResult> hosts = new ArrayList<>();
    Map<Guest, List<Stay>> stays = new LinkedHashMap<>();
    Map<Guest, Account> accounts = new LinkedHashMap<>();
    for (int h = 0; h < model.hosts().size(); h++) {
      Host host = model.hosts().get(h);
      Ledger measured = sampling.last().get(h).minus(warm.get(h));
      hosts.add(host(host, measured));
      for (int g = 0; g < host.guests().size(); g++) {
        Guest guest = host.guests().get(g);
        positions.computeIfAbsent(guest, k -> new ArrayList<>()).add(new Sampling.Position(h, g));
        Account account = measured.guests().get(g);
        accounts.merge(guest, account, Account::plus);
        if (account.time().totalNs() > 0) {
          stays
              .computeIfAbsent(guest, k -> new ArrayList<>())
              .add(new Stay(host.name(), account.time()));
        }
      }
    }
    Map<Guest, GuestResult> results = new LinkedHashMap<>();
    accounts.forEach(
        (guest, account) -> {
          List<Stay> its = stays.getOrDefault(guest, List.of());
          GuestResult result = guest(guest, guest.host(), account, positions.get(guest));
          results.put(guest, its.size() > 1 ? result.with(its) : result);
        });
    List<GuestResult> guests =
        model.guests().stream().map(placed -> results.get(placed.guest())).toList();
    return new RunResult(
        header(endNs, finish),
        hosts,
        guests,
        groups(results),
        new Migrations(model, sampling).all(),
        assumed(),
        Optional.of(sampling.series()),
        Happened.until(endNs, model));
  }

  private RunHeader header(long endNs, RunHeader.Finish finish) {
    long warmupNs = model.scenario().warmupNs();
    long hash = 0;
    for (Host host : model.hosts()) {
      hash = TraceHash.combine(hash, host.traceHash());
    }
    String question = model.scenario().question();
    return new RunHeader(
        model.scenario().name(),
        question.isEmpty() ? Optional.empty() : Optional.of(question),
        new RunHeader.Generator(Version.number(), RandomStreams.algorithm()),
        model.scenario().seed(),
        model.options().replication(),
        new RunHeader.Span(endNs - warmupNs, warmupNs, Optional.ofNullable(finish)),
        model.simulation().events(),
        hash);
  }

  private HostResult host(Host host, Ledger measured) {
    long switches = 0;
    long migrations = 0;
    List<Account> all = new ArrayList<>(measured.directGuests());
    if (measured.domain0() != null) {
      all.add(measured.domain0());
    }
    if (measured.background() != null) {
      all.add(measured.background());
    }
    for (Account account : all) {
      switches += account.counts().switches();
      migrations += account.counts().migrations();
    }
    Optional<GuestResult> domain0 =
        measured.domain0() == null
            ? Optional.empty()
            : Optional.of(guest(host.domain0(), host, measured.domain0(), null));
    return new HostResult(
            host.name(),
            host.setup().platform().name(),
            host.setup().policy().name(),
            host.processorCount(),
            measured.time(),
            switches,
            migrations,
            domain0)
        .with(memory(host));
  }

  /** {@code at} is null for the driver domain, of whose means no batches are kept. */
  private GuestResult guest(Guest guest, Host host, Account account, List<Sampling.Position> at) {
    Account.Counts counts = account.counts();
    Breakdown lost =
        Breakdown.NONE
            .with("smt", account.lostNs()[SpeedFactor.SMT.ordinal()])
            .with("paging", account.lostNs()[SpeedFactor.MEMORY.ordinal()]);
    long remoteNs = account.lostNs()[SpeedFactor.REMOTE.ordinal()];
    lost = remoteNs == 0 ? lost : lost.with("remote", remoteNs);
    long operationsNs = account.lostNs()[SpeedFactor.OVERHEAD.ordinal()];
    lost = operationsNs == 0 ? lost : lost.with("operations", operationsNs);
    return new GuestResult(
            guest.name(),
            host.isDirect(guest) ? host.name() : guest.level().name(),
            account.vcpus(),
            account.time(),
            lost,
            counts.workNs(),
            new GuestResult.Dispatches(
                counts.switches(), counts.preemptions(), counts.migrations()),
            exits(guest, account),
            overhead(account),
            Latency.of(guest.dispatchLatency()),
            workloads(guest, account, at))
        .with(memory(guest, account.faults()), ticks(guest));
  }

  private static Optional<GuestMemoryResult> memory(Guest guest, Account.Faults faults) {
    GuestMemory memory = guest.memory();
    if (memory == null) {
      return Optional.empty();
    }
    GuestMemoryResult.Sizes sizes =
        new GuestMemoryResult.Sizes(
            memory.touchedBytes(),
            memory.residentBytes(),
            memory.balloonedBytes(),
            memory.swappedBytes(),
            memory.sharedBytes(),
            memory.pagedOutBytes());
    return Optional.of(
        new GuestMemoryResult(
            sizes, faults.count(), faults.waitNs(), faults.inGuest(), faults.inGuestWaitNs()));
  }

  private static Optional<TickFigures> ticks(Guest guest) {
    return guest.isVirtual() ? TickFigures.of(guest.above().timekeeping()) : Optional.empty();
  }

  private static Optional<HostMemoryResult> memory(Host host) {
    HostMemory memory = host.memory();
    return memory == null
        ? Optional.empty()
        : Optional.of(
            new HostMemoryResult(
                memory.bytes(),
                memory.freeBytes(),
                memory.savedBytes(),
                memory.state().name().toLowerCase(Locale.ROOT)));
  }

  private static Breakdown exits(Guest guest, Account account) {
    Breakdown exits = Breakdown.NONE;
    if (guest.isVirtual()) {
      for (ExitReason why : ExitReason.values()) {
        long count = account.exits()[why.ordinal()];
        if (count > 0 || !why.isRare()) { // told of where there are such devices
          exits = exits.with(why.name().toLowerCase(Locale.ROOT), count);
        }
      }
    }
    return exits;
  }

  private static Breakdown overhead(Account account) {
    Breakdown overhead = Breakdown.NONE;
    for (int kind = 0; kind < Cost.DEBTS; kind++) {
      Cost cost = Cost.of(kind);
      long ns = account.overheadNs(cost);
      if (ns > 0 || !isRare(cost)) {
        overhead = overhead.with(cost.name().toLowerCase(Locale.ROOT), ns);
      }
    }
    long servedNs = account.counts().servedNs() + account.counts().servedInDomainNs();
    return servedNs == 0 ? overhead : overhead.with("backend", servedNs);
  }

  /** Whether only some platforms have it, so that a result tells of it only where it occurs. */
  private static boolean isRare(Cost kind) {
    return kind == Cost.WORLD_SWITCH || kind == Cost.POLL;
  }

  private List<WorkloadResult> workloads(Guest guest, Account account, List<Sampling.Position> at) {
    List<WorkloadResult> workloads = new ArrayList<>();
    for (int w = 0; w < guest.meters().size(); w++) {
      WorkloadMeter meter = guest.meters().get(w);
      OptionalLong halfWidthNs = at == null ? OptionalLong.empty() : sampling.halfWidthNs(at, w);
      long nowNs = guest.level().site().nowNs();
      Latency latency = latency(meter.latency(), halfWidthNs);
      workloads.add(workload(meter, latency, account.charges().of(w), nowNs));
    }
    return workloads;
  }

  private static Latency latency(LatencyHistogram histogram, OptionalLong halfWidthNs) {
    Latency latency = Latency.of(histogram);
    return latency.count() == 0 ? latency : latency.withHalfWidth(halfWidthNs);
  }

  private static WorkloadResult workload(
      WorkloadMeter meter, Latency latency, Optional<TickCharge> charged, long nowNs) {
    OptionalLong missed =
        meter.hasDeadlines() ? OptionalLong.of(meter.missedCount()) : OptionalLong.empty();
    return new WorkloadResult(
        meter.kind(),
        meter.completedCount(),
        meter.unfinishedCount(nowNs),
        meter.droppedCount(),
        latency,
        new WorkloadResult.Extras(
            missed,
            meter.redrawnCount(),
            meter.demandNs(nowNs),
            meter.replay().map(Results::replayed),
            meter.locks().map(LockFigures::of),
            meter.crossCalls().map(CrossCalls::of),
            charged));
  }

  private static Replayed replayed(ReplayMeter meter) {
    return new Replayed(
        meter.process(),
        meter.recorded().figures(),
        meter.now(),
        Latency.of(meter.runDelay()),
        delays(meter.recorded().delays()));
  }

  private static Latency delays(ReplayMeter.Delays of) {
    return new Latency(of.count(), of.meanNs(), of.p50Ns(), of.p95Ns(), of.p99Ns(), of.maxNs());
  }

  // ---- totals of scenario entries ----

  private List<GroupResult> groups(Map<Guest, GuestResult> results) {
    List<GroupResult> groups = new ArrayList<>();
    List<GuestSpec> entries = model.scenario().entries();
    for (int entry = 0; entry < entries.size(); entry++) {
      List<Guest> members = new ArrayList<>();
      for (Model.Placed placed : model.guests()) {
        if (placed.entry() == entry) {
          members.add(placed.guest());
        }
      }
      groups.add(group(entries.get(entry).name(), members, results));
    }
    return groups;
  }

  private GroupResult group(String name, List<Guest> members, Map<Guest, GuestResult> results) {
    LatencyHistogram dispatch = null;
    List<LatencyHistogram> workloads = new ArrayList<>();
    List<LatencyHistogram> delays = new ArrayList<>();
    for (Guest guest : members) {
      dispatch = merged(dispatch, guest.dispatchLatency());
      for (int w = 0; w < guest.meters().size(); w++) {
        if (workloads.size() <= w) {
          workloads.add(null);
          delays.add(null);
        }
        WorkloadMeter meter = guest.meters().get(w);
        workloads.set(w, merged(workloads.get(w), meter.latency()));
        if (meter.replay().isPresent()) {
          delays.set(w, merged(delays.get(w), meter.replay().get().runDelay()));
        }
      }
    }
    List<Sampling.Position> at =
        members.stream().flatMap(guest -> positions.get(guest).stream()).toList();
    List<GroupResult.Merged> latencies = new ArrayList<>();
    for (int w = 0; w < workloads.size(); w++) {
      Latency latency = latency(workloads.get(w), sampling.halfWidthNs(at, w));
      Latency delay = delays.get(w) == null ? Latency.NONE : Latency.of(delays.get(w));
      latencies.add(new GroupResult.Merged(latency, delay));
    }
    return GroupResult.of(
        name, members.stream().map(results::get).toList(), Latency.of(dispatch), latencies);
  }

  private static LatencyHistogram merged(LatencyHistogram sum, LatencyHistogram next) {
    LatencyHistogram all = sum == null ? new LatencyHistogram(next.longestNs()) : sum;
    all.add(next);
    return all;
  }

  // ---- what the answer rests on ----

  private List<Assumption> assumed() {
    Map<String, Assumption> assumed = new LinkedHashMap<>();
    for (Host host : model.hosts()) {
      assumed(host.setup().platform(), assumed);
      for (Guest guest : host.guests()) {
        if (guest.outer() != null) {
          assumed(guest.platform(), assumed);
        }
      }
    }
    return List.copyOf(assumed.values());
  }

  private void assumed(Platform platform, Map<String, Assumption> assumed) {
    List<Operation> used = UsedOperations.of(model.scenario(), platform);
    for (Primitive primitive : platform.assumed(used)) {
      assumed.putIfAbsent(
          platform.name() + "/" + primitive.name(),
          new Assumption(primitive.name(), primitive.valueText(), platform.name()));
    }
  }
}
