package org.coremux.experiment;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.coremux.hypervisor.Host;
import org.coremux.scenario.Model;

/**
 * Writes what happens on every host of an observed model as JSON trace events, for Perfetto's
 * viewer and chrome://tracing, while it happens and from one instant to another.
 *
 * <ul>
 *   <li>A process for the pCPUs of each host, a track for each: nested slices of who is on it.
 *   <li>A process for each guest, a track for each vCPU, or each thread where a guest has none: its
 *       run states. It is blocked or offline where there is no slice.
 *   <li>Arrows from where somebody was woken to where it was given a processor.
 *   <li>Counters of who waits, and of busy pCPUs.
 * </ul>
 *
 * <p>Source of the format: "Trace Event Format", the document of the Chromium project.
 *
 * <p>Memory: a fixed buffer, and what is known of each vCPU and thread; per event nothing.
 */
public final class TraceEvents {
  private final Window window;
  private final TraceWriter.File file;
  private final Map<Host, HostTraceEvents> hosts = new LinkedHashMap<>();

  /**
   * What is told.
   *
   * @param fromNs from when on, ns since the start of the run
   * @param untilNs until when
   * @param bytesMax at the end of the instant in which there are so many bytes, the trace ends
   */
  public record Window(long fromNs, long untilNs, long bytesMax) {
    /** Refuses what is no stretch of time. */
    public Window {
      if (fromNs < 0 || untilNs <= fromNs || bytesMax <= 0) {
        throw new IllegalArgumentException(
            "no window: %d to %d ns, %d bytes".formatted(fromNs, untilNs, bytesMax));
      }
    }
  }

  /**
   * What was told.
   *
   * @param untilNs until when, of the host whose events end first; ns since the start of the run
   * @param isCut whether they end because there were too many bytes
   * @param bytes how many there are, uncompressed
   */
  public record Extent(long untilNs, boolean isCut, long bytes) {}

  /**
   * Events of a model at time 0.
   *
   * @param out takes them; stays open
   */
  public TraceEvents(Model model, OutputStream out, Window window) {
    this.window = window;
    file = new TraceWriter.File(new EventBytes(out), window.bytesMax());
    file.bytes.raw(EventBytes.of("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n"));
    for (Host host : model.hosts()) {
      String where = model.hosts().size() == 1 ? "" : " on " + host.name();
      hosts.put(host, new HostTraceEvents(host, new TraceWriter(file), window, where));
    }
  }

  /** What tells of the host. */
  public Observer of(Host host) {
    return hosts.get(host);
  }

  /**
   * Ends it, when the run is over.
   *
   * @throws IOException if not everything could be written, now or before
   */
  public Extent finish(RunResult result) throws IOException {
    Timeline.RunKey run = Timeline.RunKey.of(result);
    long endNs = run.endNs();
    long untilNs = Long.MAX_VALUE;
    for (HostTraceEvents host : hosts.values()) {
      untilNs = Math.min(untilNs, host.finish(endNs));
    }
    boolean isCut = untilNs < Math.min(endNs, window.untilNs());
    file.bytes.raw(EventBytes.of("\n],\"otherData\":{" + about(run, untilNs, isCut) + "}}\n"));
    file.bytes.flush();
    if (file.bytes.failure() != null) {
      throw file.bytes.failure();
    }
    return new Extent(untilNs, isCut, file.bytes.count());
  }

  private String about(Timeline.RunKey run, long untilNs, boolean isCut) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("program", "coremux " + Version.number());
    about.put("commit", Version.commit());
    about.put("scenario", run.scenario());
    about.put("seed", Long.toString(run.seed()));
    about.put("trace_hash", "%016x".formatted(run.traceHash()));
    about.put("warmup_ns", Long.toString(run.warmupNs()));
    about.put("from_ns", Long.toString(window.fromNs()));
    about.put("until_ns", Long.toString(untilNs));
    about.put("limit_bytes", Long.toString(window.bytesMax()));
    about.put("ends", isCut ? "at the limit, before the end of the run" : "as asked");
    StringBuilder json = new StringBuilder();
    about.forEach(
        (key, value) -> {
          json.append(json.isEmpty() ? "" : ",").append('"').append(key).append("\":\"");
          json.append(EventBytes.text(EventBytes.escaped(value))).append('"');
        });
    return json.toString();
  }
}
