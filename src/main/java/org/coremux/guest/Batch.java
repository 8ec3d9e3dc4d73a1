package org.coremux.guest;

import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;
import org.coremux.engine.Timer;

/**
 * So many jobs, all there at the start or arriving one by one, done by threads of the guest, first
 * come first served. Latency: from a job's release to its end.
 */
public final class Batch implements Workload {
  private final int jobs;
  private final Distribution work;
  private final Distribution arrivals;
  private final Workers workers;
  private WorkloadMeter meter;
  private WorkloadSite site;
  private Sampler works;
  private Sampler gaps;
  private Timer arrival;
  private int released;
  private int done;

  private Batch(int threads, Parameters parameters) {
    jobs = parameters.intCount("jobs");
    work = parameters.random("work");
    arrivals = parameters.has("arrivals") ? parameters.random("arrivals") : null;
    workers = new Workers(threads, Workers.Needs.fromWithin(parameters), this::finish);
  }

  @Override
  public void install(WorkloadSite at) {
    site = at;
    meter = at.meter();
    works = at.sampler("batch/work", work);
    gaps = arrivals == null ? null : at.sampler("batch/arrivals", arrivals);
    arrival = at.outside(this::arrive);
    workers.install(at, "batch");
  }

  @Override
  public void begin(long nowNs) {
    if (gaps != null) {
      site.site().arm(arrival, nowNs + gaps.drawNs());
      return;
    }
    while (released < jobs) {
      release(nowNs);
    }
  }

  @Override
  public void end() {
    site.site().cancel(arrival);
  }

  private void arrive(long nowNs) {
    release(nowNs);
    if (released < jobs) {
      site.site().arm(arrival, nowNs + gaps.drawNs());
    }
  }

  private void release(long nowNs) {
    released++;
    meter.begun();
    workers.request(nowNs, works.drawNs(), 0);
  }

  private void finish(long askedNs, long owner, long nowNs, Journey journey) {
    meter.completed(nowNs - askedNs, journey);
    if (++done == jobs) {
      meter.finished();
    }
  }

  /** Announces it. */
  public static final class Provider implements WorkloadProvider {
    @Override
    public String name() {
      return "batch";
    }

    @Override
    public String summary() {
      return "does a number of jobs";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.requiredCount("jobs", Range.of(1, 100_000_000), "How many there are"),
          Parameter.requiredWork("work", "Work of each job"),
          Parameter.optionalArrivals("arrivals", "When jobs come; all at the start unless said"),
          Workers.Needs.sent(),
          Workers.Needs.blocks());
    }

    @Override
    public boolean ends(Parameters parameters) {
      return true;
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      return new Batch(copy.threads(), parameters);
    }
  }
}
