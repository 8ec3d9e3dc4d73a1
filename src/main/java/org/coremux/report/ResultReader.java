package org.coremux.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.coremux.experiment.Assumption;
import org.coremux.experiment.Breakdown;
import org.coremux.experiment.CrossCalls;
import org.coremux.experiment.GroupResult;
import org.coremux.experiment.GuestMemoryResult;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.GuestTime;
import org.coremux.experiment.Happened;
import org.coremux.experiment.HostMemoryResult;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.HostTime;
import org.coremux.experiment.Latency;
import org.coremux.experiment.LatencyCurve;
import org.coremux.experiment.LockFigures;
import org.coremux.experiment.Replayed;
import org.coremux.experiment.RunHeader;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Series;
import org.coremux.experiment.Stay;
import org.coremux.experiment.TickCharge;
import org.coremux.experiment.TickFigures;
import org.coremux.experiment.WorkloadResult;
import org.coremux.guest.ReplayMeter;

/** Reads what {@link ResultJson} writes; derived figures are derived again, not read. */
final class ResultReader {
  private static final String FORCED_IDLE = "forced_idle_s";

  private ResultReader() {}

  static RunResult read(Path file) {
    return ResultNode.read(file, RunResult.FORMAT, ResultReader::result);
  }

  private static RunResult result(ResultNode root) {
    List<HostResult> hosts = new ArrayList<>();
    for (ResultNode host : root.list("hosts")) {
      hosts.add(host(host));
    }
    List<GuestResult> guests = new ArrayList<>();
    for (ResultNode guest : root.list("guests")) {
      guests.add(guest(guest));
    }
    List<GroupResult> groups = new ArrayList<>();
    for (ResultNode group : root.list("groups")) {
      List<String> members = new ArrayList<>();
      for (ResultNode member : group.list("members")) {
        members.add(member.text());
      }
      groups.add(new GroupResult(members, guest(group)));
    }
    List<Assumption> assumed = new ArrayList<>();
    if (root.has("assumed")) {
      for (ResultNode one : root.list("assumed")) {
        assumed.add(
            new Assumption(one.at("figure").text(), one.at("value").text(), one.at("of").text()));
      }
    }
    Optional<Series> series =
        root.has("series") ? Optional.of(series(root.at("series"))) : Optional.empty();
    return new RunResult(
        header(root),
        hosts,
        guests,
        groups,
        MigrationJson.read(root),
        assumed,
        series,
        happened(root));
  }

  private static List<Happened> happened(ResultNode root) {
    List<Happened> happened = new ArrayList<>();
    if (root.has("happenings")) {
      for (ResultNode one : root.list("happenings")) {
        happened.add(
            new Happened(
                one.seconds("at_s"),
                one.at("what").text(),
                one.at("target").text(),
                one.has("to") ? Optional.of(one.at("to").text()) : Optional.empty()));
      }
    }
    return happened;
  }

  private static RunHeader header(ResultNode root) {
    ResultNode generator = root.at("generator");
    Optional<RunHeader.Finish> finish = Optional.empty();
    if (root.has("until")) {
      finish =
          Optional.of(
              root.at("limit_reached").yes()
                  ? RunHeader.Finish.LIMIT_REACHED
                  : RunHeader.Finish.FINISHED);
    }
    String hash = root.at("trace_hash").text();
    if (!hash.matches("[0-9a-f]{16}")) {
      throw new BadResultException("trace_hash: must be 16 hexadecimal digits");
    }
    return new RunHeader(
        root.at("scenario").text(),
        root.has("question") ? Optional.of(root.at("question").text()) : Optional.empty(),
        new RunHeader.Generator(generator.at("version").text(), generator.at("random").text()),
        root.count("seed"),
        Math.toIntExact(root.count("replication")),
        new RunHeader.Span(root.seconds("duration_s"), root.seconds("warmup_s"), finish),
        root.count("events"),
        Long.parseUnsignedLong(hash, 16));
  }

  private static HostResult host(ResultNode host) {
    ResultNode time = host.at("time_s");
    return new HostResult(
        host.at("name").text(),
        host.at("platform").text(),
        host.at("scheduler").text(),
        Math.toIntExact(host.count("pcpus")),
        new HostTime(
            time.seconds("guest"),
            time.seconds("exit"),
            time.seconds("switch"),
            time.seconds("vmm"),
            time.seconds("host_os"),
            time.seconds("hypervisor"),
            time.seconds("idle"),
            host.has(FORCED_IDLE) ? host.seconds(FORCED_IDLE) : 0),
        host.count("context_switches"),
        host.count("migrations"),
        host.has("domain0") ? Optional.of(guest(host.at("domain0"))) : Optional.empty(),
        host.has("memory") ? Optional.of(hostMemory(host.at("memory"))) : Optional.empty());
  }

  private static GuestResult guest(ResultNode guest) {
    List<WorkloadResult> workloads = new ArrayList<>();
    for (ResultNode workload : guest.list("workloads")) {
      workloads.add(workload(workload));
    }
    Breakdown exits = Breakdown.NONE;
    for (Map.Entry<String, ResultNode> exit : guest.at("exits").members().entrySet()) {
      exits = exits.with(exit.getKey(), exit.getValue().count());
    }
    return new GuestResult(
        guest.at("name").text(),
        guest.has("host") ? guest.at("host").text() : "",
        Math.toIntExact(guest.count("vcpus")),
        time(guest),
        times(guest.at("lost_s")),
        guest.seconds("work_s"),
        new GuestResult.Dispatches(
            guest.count("switches"), guest.count("preemptions"), guest.count("migrations")),
        exits,
        times(guest.at("overhead_s")),
        latency(guest.at("dispatch_latency_ms")),
        workloads,
        stays(guest),
        guest.has("memory") ? Optional.of(guestMemory(guest.at("memory"))) : Optional.empty(),
        guest.has("ticks") ? Optional.of(ticks(guest.at("ticks"))) : Optional.empty());
  }

  private static GuestTime time(ResultNode of) {
    ResultNode time = of.at("time_s");
    ResultNode runnable = of.at("runnable_s");
    return new GuestTime(
        time.seconds("running"),
        time.seconds("runnable"),
        time.seconds("blocked"),
        time.seconds("offline"),
        runnable.seconds("waiting"),
        runnable.seconds("capped"),
        runnable.seconds("costopped"));
  }

  private static List<Stay> stays(ResultNode guest) {
    List<Stay> stays = new ArrayList<>();
    if (guest.has("stays")) {
      for (ResultNode stay : guest.list("stays")) {
        stays.add(new Stay(stay.at("host").text(), time(stay)));
      }
    }
    return stays;
  }

  private static HostMemoryResult hostMemory(ResultNode memory) {
    return new HostMemoryResult(
        memory.count("bytes"),
        memory.count("free_bytes"),
        memory.count("saved_bytes"),
        memory.at("state").text());
  }

  private static GuestMemoryResult guestMemory(ResultNode memory) {
    GuestMemoryResult.Sizes sizes =
        new GuestMemoryResult.Sizes(
            memory.count("touched_bytes"),
            memory.count("resident_bytes"),
            memory.count("ballooned_bytes"),
            memory.count("swapped_bytes"),
            memory.count("shared_bytes"),
            memory.count("paged_out_bytes"));
    return new GuestMemoryResult(
        sizes,
        memory.count("faults"),
        memory.seconds("fault_wait_s"),
        memory.count("guest_faults"),
        memory.seconds("guest_fault_wait_s"));
  }

  private static TickFigures ticks(ResultNode ticks) {
    return new TickFigures(
        ticks.count("delivered"),
        new TickFigures.Late(
            ticks.count("late"), ticks.seconds("late_s"), ticks.seconds("late_max_s")),
        ticks.count("collapsed"),
        ticks.count("dropped"),
        ticks.seconds("lag_s"),
        ticks.seconds("stolen_s"));
  }

  private static WorkloadResult workload(ResultNode workload) {
    return new WorkloadResult(
        workload.at("kind").text(),
        workload.count("completed"),
        workload.count("unfinished"),
        workload.count("dropped"),
        latency(workload.at("latency_ms")),
        new WorkloadResult.Extras(
            workload.has("missed")
                ? OptionalLong.of(workload.count("missed"))
                : OptionalLong.empty(),
            workload.has("redrawn") ? workload.count("redrawn") : 0,
            workload.has("demand_s")
                ? OptionalLong.of(workload.seconds("demand_s"))
                : OptionalLong.empty(),
            workload.has("recorded") ? Optional.of(replayed(workload)) : Optional.empty(),
            workload.has("locks") ? Optional.of(locks(workload.at("locks"))) : Optional.empty(),
            workload.has("cross_calls")
                ? Optional.of(crossCalls(workload.at("cross_calls")))
                : Optional.empty(),
            workload.has("cpu_time_s")
                ? Optional.of(charge(workload.at("cpu_time_s")))
                : Optional.empty()));
  }

  private static LockFigures locks(ResultNode of) {
    return new LockFigures(
        new LockFigures.Stalls(of.count("holder_preemptions"), of.seconds("holder_stall_s")),
        new LockFigures.Stalls(of.count("waiter_preemptions"), of.seconds("waiter_stall_s")),
        of.seconds("spin_s"),
        of.count("halts"),
        of.count("kicks"));
  }

  private static TickCharge charge(ResultNode of) {
    return new TickCharge(of.seconds("charged"), of.seconds("ran"));
  }

  private static CrossCalls crossCalls(ResultNode calls) {
    return new CrossCalls(
        calls.count("ipis"),
        calls.count("late"),
        calls.count("deferred"),
        calls.seconds("stall_s"));
  }

  private static Replayed replayed(ResultNode workload) {
    return new Replayed(
        workload.at("process").text(),
        figures(workload.at("recorded")),
        figures(workload.at("replayed")),
        latency(workload.at("run_delay_ms")),
        latency(workload.at("recorded_run_delay_ms")));
  }

  private static ReplayMeter.Figures figures(ResultNode of) {
    return new ReplayMeter.Figures(
        of.seconds("running_s"),
        of.seconds("runnable_s"),
        of.count("switches"),
        of.count("preemptions"));
  }

  private static Latency latency(ResultNode latency) {
    long count = latency.count("count");
    if (count == 0) {
      return Latency.NONE;
    }
    return new Latency(
        count,
        latency.milliseconds("mean"),
        latency.milliseconds("p50"),
        latency.milliseconds("p95"),
        latency.milliseconds("p99"),
        latency.milliseconds("max"),
        latency.has("half_width")
            ? OptionalLong.of(latency.milliseconds("half_width"))
            : OptionalLong.empty(),
        latency.has("curve") ? curve(latency.list("curve")) : LatencyCurve.NONE);
  }

  private static LatencyCurve curve(List<ResultNode> points) {
    List<LatencyCurve.Point> all = new ArrayList<>();
    for (ResultNode point : points) {
      List<ResultNode> pair = point.elements();
      if (pair.size() != 2) {
        throw point.wrong("a percentile and milliseconds");
      }
      all.add(new LatencyCurve.Point(pair.get(0).ppm(), pair.get(1).milliseconds()));
    }
    return new LatencyCurve(all);
  }

  private static Breakdown times(ResultNode times) {
    Breakdown breakdown = Breakdown.NONE;
    for (Map.Entry<String, ResultNode> time : times.members().entrySet()) {
      breakdown = breakdown.with(time.getKey(), time.getValue().seconds());
    }
    return breakdown;
  }

  private static Series series(ResultNode series) {
    List<Series.HostSeries> hosts = new ArrayList<>();
    for (ResultNode host : series.list("hosts")) {
      hosts.add(
          new Series.HostSeries(
              host.at("name").text(),
              bands(host.at("guests")),
              bands(host.at("overhead")),
              band("idle", host.list("idle")),
              host.has("waiting") ? bands(host.at("waiting")) : List.of()));
    }
    return new Series(series.seconds("bucket_s"), hosts);
  }

  private static List<Series.Band> bands(ResultNode bands) {
    List<Series.Band> all = new ArrayList<>();
    for (Map.Entry<String, ResultNode> one : bands.members().entrySet()) {
      all.add(band(one.getKey(), one.getValue().elements()));
    }
    return all;
  }

  private static Series.Band band(String name, List<ResultNode> figures) {
    List<Long> ns = new ArrayList<>();
    for (ResultNode figure : figures) {
      ns.add(figure.seconds());
    }
    return new Series.Band(name, ns);
  }
}
