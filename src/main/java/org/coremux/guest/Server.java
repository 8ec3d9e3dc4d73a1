package org.coremux.guest;

import java.util.ArrayList;
import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;
import org.coremux.engine.Timer;

/**
 * A server with open arrivals: requests come from outside at their own times, whatever becomes of
 * those before; they queue in the guest, and threads serve them, first come first served.
 *
 * <p>Service times are drawn in the order of arrival, so that the same requests come on every
 * platform. Latency: from the request's arrival at the guest to the end of its service.
 */
public final class Server implements Workload {
  /** Requests that may wait unless said otherwise. Source: DESIGN, assumed. */
  static final long QUEUE_MAX = 1_000_000;

  private final Distribution arrivals;
  private final Distribution service;
  private final long queueMax;
  private final Workers workers;
  private WorkloadMeter meter;
  private WorkloadSite site;
  private Sampler gaps;
  private Sampler services;
  private Timer arrival;
  private boolean failed;

  private Server(int threads, Parameters parameters) {
    arrivals = parameters.random("arrivals");
    service = parameters.random("service");
    queueMax = parameters.count("queue");
    workers =
        new Workers(
            threads,
            Workers.Needs.of(parameters),
            (asked, owner, now, journey) -> meter.completed(now - asked, journey));
  }

  @Override
  public void install(WorkloadSite at) {
    site = at;
    meter = at.meter();
    gaps = at.sampler("server/arrivals", arrivals);
    services = at.sampler("server/service", service);
    arrival = at.outside(this::arrive);
    workers.install(at, "server");
  }

  @Override
  public void begin(long nowNs) {
    site.site().arm(arrival, nowNs + gaps.drawNs());
  }

  @Override
  public void end() {
    site.site().cancel(arrival);
  }

  @Override
  public void fail() {
    failed = true;
  }

  /** The time to the next arrival begins anew, so that a new rate counts at once. */
  @Override
  public void changed(Parameters now, long nowNs) {
    services.become(now.random("service"));
    Distribution gap = now.random("arrivals");
    if (!gap.equals(gaps.distribution())) {
      gaps.become(gap);
      if (arrival.isArmed()) {
        site.site().arm(arrival, nowNs + gaps.drawNs());
      }
    }
  }

  private void arrive(long nowNs) {
    long workNs = services.drawNs();
    if (failed || workers.waiting() >= queueMax) {
      meter.dropped();
    } else {
      meter.begun();
      workers.request(nowNs, workNs, 0);
    }
    site.site().arm(arrival, nowNs + gaps.drawNs());
  }

  /** The setting that limits how many requests may wait. */
  static Parameter queueParameter() {
    return Parameter.count(
        "queue",
        QUEUE_MAX,
        Range.of(1, Integer.MAX_VALUE / 2),
        "Requests that may wait; what finds it full is dropped",
        "assumed");
  }

  /** Announces it. */
  public static final class Provider implements WorkloadProvider {
    @Override
    public String name() {
      return "server";
    }

    @Override
    public String summary() {
      return "serves requests that arrive at their own times";
    }

    @Override
    public List<Parameter> parameters() {
      List<Parameter> all = new ArrayList<>();
      all.add(Parameter.requiredArrivals("arrivals", "When requests come").changing());
      all.add(Parameter.requiredService("service", 1, "Work of each request").changing());
      all.add(queueParameter());
      all.addAll(Workers.Needs.parameters());
      return all;
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      return new Server(copy.threads(), parameters);
    }
  }
}
