package org.coremux.scenario.trace;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.guest.Demand;
import org.coremux.guest.Workload;
import org.coremux.guest.WorkloadProvider;

/** Announces the workload that asks for what was recorded; reads the recording. */
public final class TraceWorkload implements WorkloadProvider {
  /** From one burst to the next. Unit: ns. Source: assumed, a few ticks of a guest. */
  private static final long GRAIN_NS = 10_000_000;

  private static final long GRAIN_MIN_NS = 1_000;
  private static final long GRAIN_MAX_NS = 3_600_000_000_000L;

  @Override
  public String name() {
    return "trace";
  }

  @Override
  public String summary() {
    return "asks for the utilisation that was recorded";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.requiredFile("file", "A recording, or a folder: guest k takes its k-th file"),
        Parameter.duration(
            "grain",
            GRAIN_NS,
            Range.of(GRAIN_MIN_NS, GRAIN_MAX_NS),
            "From one burst of each vCPU to the next",
            "assumed"),
        Parameter.optionalText("column", "The column of a table; the first usable unless said"));
  }

  @Override
  public boolean ends(Parameters parameters) {
    return true;
  }

  @Override
  public Workload create(Parameters parameters, Copy copy) {
    String column = parameters.has("column") ? parameters.text("column") : "";
    Traces traces = copy.commons().common(Traces.class, Traces::installed);
    return new Demand(
        traces.read(parameters.file("file"), copy.guest(), column),
        parameters.durationNs("grain"),
        copy.vcpus());
  }
}
