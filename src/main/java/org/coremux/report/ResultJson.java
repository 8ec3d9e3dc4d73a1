package org.coremux.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.coremux.experiment.Assumption;
import org.coremux.experiment.Breakdown;
import org.coremux.experiment.CrossCalls;
import org.coremux.experiment.Decimal;
import org.coremux.experiment.GroupResult;
import org.coremux.experiment.GuestMemoryResult;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.GuestTime;
import org.coremux.experiment.Happened;
import org.coremux.experiment.HostMemoryResult;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.Latency;
import org.coremux.experiment.LatencyCurve;
import org.coremux.experiment.LockFigures;
import org.coremux.experiment.Replayed;
import org.coremux.experiment.RunHeader;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Series;
import org.coremux.experiment.Stay;
import org.coremux.experiment.TickFigures;
import org.coremux.experiment.WorkloadResult;
import org.coremux.guest.ReplayMeter;

/**
 * Results as JSON, format {@value RunResult#FORMAT}, and back.
 *
 * <p>Seconds have nine decimals and milliseconds six, both exact; ratios and rates have six. A
 * figure that does not exist is {@code null}. The same result gives the same bytes on every
 * machine. A key may join in later versions, none is renamed, and a reader passes over those that
 * it does not know.
 */
public final class ResultJson {
  private ResultJson() {}

  /** The result as text that ends with a line break. */
  public static String text(RunResult result) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(result, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Writes the result to a stream, which stays open. */
  public static void write(RunResult result, OutputStream out) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (JsonGenerator json = factory.createGenerator(out)) {
      json.setPrettyPrinter(JsonText.layout());
      new Writer(json, result).write();
      json.writeRaw('\n');
    }
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @throws UncheckedIOException with a message for people if it cannot be written
   */
  public static void write(RunResult result, Path file) {
    AtomicFile.write(file, out -> write(result, out));
  }

  /**
   * Reads a file back.
   *
   * @throws BadResultException if there is no such file, or it is not a sound result
   */
  public static RunResult read(Path file) {
    return ResultReader.read(file);
  }

  private static final class Writer {
    private final JsonGenerator json;
    private final RunResult result;

    Writer(JsonGenerator json, RunResult result) {
      this.json = json;
      this.result = result;
    }

    void write() throws IOException {
      json.writeStartObject();
      header(result.header());
      json.writeArrayFieldStart("hosts");
      for (HostResult host : result.hosts()) {
        host(host);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("guests");
      for (GuestResult guest : result.guests()) {
        json.writeStartObject();
        guest(guest);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("groups");
      for (GroupResult group : result.groups()) {
        group(group);
      }
      json.writeEndArray();
      new MigrationJson(json).write(result.migrations());
      happened(result.happened());
      assumed(result.assumed());
      if (result.series().isPresent()) {
        series(result.series().get());
      }
      json.writeEndObject();
    }

    private void header(RunHeader header) throws IOException {
      json.writeStringField("format", RunResult.FORMAT);
      json.writeStringField("scenario", header.scenario());
      if (header.question().isPresent()) {
        json.writeStringField("question", header.question().get());
      }
      json.writeObjectFieldStart("generator");
      json.writeStringField("version", header.generator().version());
      json.writeStringField("random", header.generator().random());
      json.writeEndObject();
      json.writeNumberField("seed", header.seed());
      json.writeNumberField("replication", header.replication());
      seconds("duration_s", header.span().durationNs());
      seconds("warmup_s", header.span().warmupNs());
      if (header.span().finish().isPresent()) {
        json.writeStringField("until", "finished");
        json.writeBooleanField(
            "limit_reached", header.span().finish().get() == RunHeader.Finish.LIMIT_REACHED);
      }
      json.writeNumberField("events", header.events());
      json.writeStringField("trace_hash", header.traceHashText());
    }

    private void host(HostResult host) throws IOException {
      json.writeStartObject();
      json.writeStringField("name", host.name());
      json.writeStringField("platform", host.platform());
      json.writeStringField("scheduler", host.scheduler());
      json.writeNumberField("pcpus", host.pcpus());
      number("utilization", host.utilisation());
      times("time_s", host.time().parts());
      if (host.time().forcedIdleNs() > 0) {
        seconds("forced_idle_s", host.time().forcedIdleNs());
      }
      number("steal", result.steal(host));
      json.writeNumberField("context_switches", host.contextSwitches());
      json.writeNumberField("migrations", host.migrations());
      if (host.memory().isPresent()) {
        memory(host.memory().get());
      }
      if (host.domain0().isPresent()) {
        json.writeObjectFieldStart("domain0");
        guest(host.domain0().get());
        json.writeEndObject();
      }
      json.writeEndObject();
    }

    private void group(GroupResult group) throws IOException {
      json.writeStartObject();
      guest(group.totals());
      json.writeArrayFieldStart("members");
      for (String member : group.members()) {
        json.writeString(member);
      }
      json.writeEndArray();
      json.writeEndObject();
    }

    private void guest(GuestResult guest) throws IOException {
      json.writeStringField("name", guest.name());
      if (guest.host().isEmpty()) {
        json.writeNullField("host");
      } else {
        json.writeStringField("host", guest.host());
      }
      json.writeNumberField("vcpus", guest.vcpus());
      time(guest.time());
      times("lost_s", guest.lostNs());
      seconds("work_s", guest.workNs());
      number("steal", guest.steal());
      json.writeNumberField("switches", guest.dispatches().switches());
      json.writeNumberField("preemptions", guest.dispatches().preemptions());
      json.writeNumberField("migrations", guest.dispatches().migrations());
      json.writeObjectFieldStart("exits");
      for (Breakdown.Part part : guest.exits().parts()) {
        json.writeNumberField(part.name(), part.amount());
      }
      json.writeEndObject();
      times("overhead_s", guest.overheadNs());
      latency("dispatch_latency_ms", guest.dispatchLatency());
      if (guest.memory().isPresent()) {
        memory(guest.memory().get());
      }
      if (guest.ticks().isPresent()) {
        ticks(guest.ticks().get());
      }
      if (guest.recorded().isPresent()) {
        figures("recorded", guest.recorded().get().recorded());
        figures("replayed", guest.recorded().get().now());
      }
      json.writeArrayFieldStart("workloads");
      for (WorkloadResult workload : guest.workloads()) {
        workload(workload);
      }
      json.writeEndArray();
      stays(guest.stays());
    }

    private void time(GuestTime time) throws IOException {
      json.writeObjectFieldStart("time_s");
      seconds("running", time.runningNs());
      seconds("runnable", time.runnableNs());
      seconds("blocked", time.blockedNs());
      seconds("offline", time.offlineNs());
      json.writeEndObject();
      json.writeObjectFieldStart("runnable_s");
      seconds("waiting", time.waitingNs());
      seconds("capped", time.cappedNs());
      seconds("costopped", time.costoppedNs());
      json.writeEndObject();
    }

    /** Of a guest that has moved. */
    private void stays(List<Stay> stays) throws IOException {
      if (stays.isEmpty()) {
        return;
      }
      json.writeArrayFieldStart("stays");
      for (Stay stay : stays) {
        json.writeStartObject();
        json.writeStringField("host", stay.host());
        time(stay.time());
        json.writeEndObject();
      }
      json.writeEndArray();
    }

    private void memory(HostMemoryResult memory) throws IOException {
      json.writeObjectFieldStart("memory");
      json.writeNumberField("bytes", memory.bytes());
      json.writeNumberField("free_bytes", memory.freeBytes());
      json.writeNumberField("saved_bytes", memory.savedBytes());
      json.writeStringField("state", memory.state());
      json.writeEndObject();
    }

    private void memory(GuestMemoryResult memory) throws IOException {
      json.writeObjectFieldStart("memory");
      json.writeNumberField("touched_bytes", memory.sizes().touched());
      json.writeNumberField("resident_bytes", memory.sizes().resident());
      json.writeNumberField("ballooned_bytes", memory.sizes().ballooned());
      json.writeNumberField("swapped_bytes", memory.sizes().swapped());
      json.writeNumberField("shared_bytes", memory.sizes().shared());
      json.writeNumberField("paged_out_bytes", memory.sizes().pagedOut());
      json.writeNumberField("faults", memory.faults());
      seconds("fault_wait_s", memory.faultWaitNs());
      json.writeNumberField("guest_faults", memory.guestFaults());
      seconds("guest_fault_wait_s", memory.guestFaultWaitNs());
      json.writeEndObject();
    }

    private void workload(WorkloadResult workload) throws IOException {
      json.writeStartObject();
      json.writeStringField("kind", workload.kind());
      json.writeNumberField("completed", workload.completed());
      json.writeNumberField("unfinished", workload.unfinished());
      json.writeNumberField("dropped", workload.dropped());
      number("throughput_per_s", workload.throughput(result.durationNs()));
      latency("latency_ms", workload.latency());
      WorkloadResult.Extras extras = workload.extras();
      if (extras.missed().isPresent()) {
        json.writeNumberField("missed", extras.missed().getAsLong());
      }
      if (extras.redrawn() > 0) {
        json.writeNumberField("redrawn", extras.redrawn());
      }
      if (extras.demandNs().isPresent()) {
        seconds("demand_s", extras.demandNs().getAsLong());
      }
      if (extras.crossCalls().isPresent()) {
        crossCalls(extras.crossCalls().get());
      }
      if (extras.replayed().isPresent()) {
        Replayed replayed = extras.replayed().get();
        json.writeStringField("process", replayed.process());
        figures("recorded", replayed.recorded());
        figures("replayed", replayed.now());
        latency("run_delay_ms", replayed.runDelay());
        latency("recorded_run_delay_ms", replayed.recordedDelay());
      }
      if (extras.locks().isPresent()) {
        locks(extras.locks().get());
      }
      if (extras.charged().isPresent()) {
        json.writeObjectFieldStart("cpu_time_s");
        seconds("charged", extras.charged().get().chargedNs());
        seconds("ran", extras.charged().get().ranNs());
        json.writeEndObject();
      }
      json.writeEndObject();
    }

    private void ticks(TickFigures ticks) throws IOException {
      json.writeObjectFieldStart("ticks");
      json.writeNumberField("due", ticks.due());
      json.writeNumberField("delivered", ticks.delivered());
      json.writeNumberField("late", ticks.late().count());
      seconds("late_s", ticks.late().ns());
      seconds("late_max_s", ticks.late().maxNs());
      json.writeNumberField("collapsed", ticks.collapsed());
      json.writeNumberField("dropped", ticks.dropped());
      seconds("lag_s", ticks.lagNs());
      seconds("stolen_s", ticks.stolenNs());
      json.writeEndObject();
    }

    private void locks(LockFigures of) throws IOException {
      json.writeObjectFieldStart("locks");
      json.writeNumberField("holder_preemptions", of.holders().count());
      seconds("holder_stall_s", of.holders().ns());
      json.writeNumberField("waiter_preemptions", of.waiters().count());
      seconds("waiter_stall_s", of.waiters().ns());
      seconds("spin_s", of.spinNs());
      json.writeNumberField("halts", of.halts());
      json.writeNumberField("kicks", of.kicks());
      json.writeEndObject();
    }

    private void crossCalls(CrossCalls calls) throws IOException {
      json.writeObjectFieldStart("cross_calls");
      json.writeNumberField("ipis", calls.interrupts());
      json.writeNumberField("late", calls.late());
      json.writeNumberField("deferred", calls.deferred());
      seconds("stall_s", calls.stalledNs());
      json.writeEndObject();
    }

    private void figures(String key, ReplayMeter.Figures of) throws IOException {
      json.writeObjectFieldStart(key);
      seconds("running_s", of.runningNs());
      seconds("runnable_s", of.runnableNs());
      json.writeNumberField("switches", of.switches());
      json.writeNumberField("preemptions", of.preemptions());
      json.writeEndObject();
    }

    private void latency(String key, Latency latency) throws IOException {
      boolean exists = latency.count() > 0;
      json.writeObjectFieldStart(key);
      json.writeNumberField("count", latency.count());
      milliseconds("mean", exists, latency.meanNs());
      milliseconds("p50", exists, latency.p50Ns());
      milliseconds("p95", exists, latency.p95Ns());
      milliseconds("p99", exists, latency.p99Ns());
      milliseconds("max", exists, latency.maxNs());
      if (latency.halfWidthNs().isPresent()) {
        milliseconds("half_width", true, latency.halfWidthNs().getAsLong());
      }
      curve(latency.curve());
      json.writeEndObject();
    }

    /** Pairs of a percentile and the latency there. */
    private void curve(LatencyCurve curve) throws IOException {
      if (curve.points().isEmpty()) {
        return;
      }
      json.writeArrayFieldStart("curve");
      for (LatencyCurve.Point point : curve.points()) {
        json.writeStartArray();
        json.writeNumber(BigDecimal.valueOf(point.ppm(), 4).stripTrailingZeros().toPlainString());
        json.writeNumber(Decimal.milliseconds(point.ns()).toPlainString());
        json.writeEndArray();
      }
      json.writeEndArray();
    }

    private void happened(List<Happened> happened) throws IOException {
      if (happened.isEmpty()) {
        return;
      }
      json.writeArrayFieldStart("happenings");
      for (Happened one : happened) {
        json.writeStartObject();
        seconds("at_s", one.atNs());
        json.writeStringField("what", one.what());
        json.writeStringField("target", one.target());
        if (one.to().isPresent()) {
          json.writeStringField("to", one.to().get());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    }

    private void assumed(List<Assumption> assumed) throws IOException {
      if (assumed.isEmpty()) {
        return;
      }
      json.writeArrayFieldStart("assumed");
      for (Assumption assumption : assumed) {
        json.writeStartObject();
        json.writeStringField("figure", assumption.figure());
        json.writeStringField("value", assumption.value());
        json.writeStringField("of", assumption.of());
        json.writeEndObject();
      }
      json.writeEndArray();
    }

    private void series(Series series) throws IOException {
      json.writeObjectFieldStart("series");
      seconds("bucket_s", series.bucketNs());
      json.writeArrayFieldStart("hosts");
      for (Series.HostSeries host : series.hosts()) {
        json.writeStartObject();
        json.writeStringField("name", host.host());
        bands("guests", host.guests());
        bands("overhead", host.overhead());
        band(host.idle());
        bands("waiting", host.waiting());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }

    private void bands(String key, List<Series.Band> bands) throws IOException {
      json.writeObjectFieldStart(key);
      for (Series.Band band : bands) {
        band(band);
      }
      json.writeEndObject();
    }

    private void band(Series.Band band) throws IOException {
      json.writeArrayFieldStart(band.name());
      for (long ns : band.ns()) {
        json.writeNumber(Decimal.seconds(ns).toPlainString());
      }
      json.writeEndArray();
    }

    private void times(String key, Breakdown ns) throws IOException {
      json.writeObjectFieldStart(key);
      for (Breakdown.Part part : ns.parts()) {
        seconds(part.name(), part.amount());
      }
      json.writeEndObject();
    }

    private void seconds(String key, long ns) throws IOException {
      number(key, Decimal.seconds(ns));
    }

    private void milliseconds(String key, boolean exists, long ns) throws IOException {
      if (exists) {
        number(key, Decimal.milliseconds(ns));
      } else {
        json.writeNullField(key);
      }
    }

    private void number(String key, BigDecimal value) throws IOException {
      json.writeFieldName(key);
      json.writeNumber(value.toPlainString());
    }
  }
}
