package org.coremux.guest;

import java.util.List;
import org.coremux.engine.Distribution;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;
import org.coremux.engine.Sampler;
import org.coremux.engine.Timer;

/**
 * Stages, each a thread, through which items go one after the other: a stage works on an item,
 * queues it for the next one and wakes that if it sleeps. Items arrive at their own times, or a
 * number of them circulates. Latency: from the first stage's queue to the end of the last stage.
 *
 * <p>Each stage that sleeps is a wake-up across vCPUs, and each such vCPU may have to wait for a
 * pCPU, so that an item pays several times for what a single server pays once.
 *
 * <p>Cost: O(1) for each item and stage. Allocation: when a queue is longer than ever before.
 *
 * <p>Source: schedulers.md 19.4.
 */
public final class Pipeline implements Workload {
  /** Most items that circulate. Source: assumed. */
  private static final long TOKENS_MAX = 1_000_000;

  private final Stage[] stages;
  private final Distribution service;
  private final Distribution arrivals;
  private final int tokens;
  private final long queueMax;
  private WorkloadSite site;
  private WorkloadMeter meter;
  private Sampler gaps;
  private Timer arrival;
  private InterruptLine line;
  private boolean failed;

  private Pipeline(int threads, Parameters parameters) {
    stages = new Stage[threads];
    service = parameters.random("service");
    arrivals = parameters.has("arrivals") ? parameters.random("arrivals") : null;
    tokens = parameters.intCount("tokens");
    queueMax = parameters.count("queue");
  }

  @Override
  public void install(WorkloadSite at) {
    site = at;
    meter = at.meter();
    if (arrivals != null) {
      gaps = at.sampler("pipeline/arrivals", arrivals);
      arrival = at.outside(this::arrive);
      line = at.guest().interruptLine((processor, now) -> stages[0].wakeForItems());
    }
    for (int i = 0; i < stages.length; i++) {
      String name = "pipeline" + i;
      stages[i] = new Stage(i, at.sampler(name + "/service", service));
      stages[i].thread = at.thread(name, stages[i]);
    }
  }

  @Override
  public void begin(long nowNs) {
    if (arrivals != null) {
      site.site().arm(arrival, nowNs + gaps.drawNs());
      return;
    }
    for (int i = 0; i < tokens; i++) {
      enters(nowNs);
    }
  }

  @Override
  public void end() {
    if (arrivals != null) {
      site.site().cancel(arrival);
    }
  }

  @Override
  public void fail() {
    failed = true;
  }

  private void arrive(long nowNs) {
    if (failed || stages[0].items.count() >= queueMax) {
      meter.dropped();
    } else {
      meter.begun();
      stages[0].items.add(nowNs);
      line.raise();
    }
    site.site().arm(arrival, nowNs + gaps.drawNs());
  }

  /** One that circulates is at the first stage. */
  private void enters(long nowNs) {
    meter.begun();
    stages[0].items.add(nowNs);
    stages[0].wakeForItems();
  }

  private final class Stage implements Program {
    private final int number;
    private final Sampler services;
    private final LongRing items = new LongRing();
    private GuestThread thread;
    private boolean works;
    private boolean sleeps;

    /** When the item that it works on came. Unit: ns. */
    private long cameNs;

    Stage(int number, Sampler services) {
      this.number = number;
      this.services = services;
    }

    @Override
    public void next(GuestThread self, long nowNs) {
      if (works) {
        works = false;
        pass(nowNs);
      }
      if (items.isEmpty()) {
        sleeps = true;
        self.park();
        return;
      }
      cameNs = items.poll();
      works = true;
      self.compute(services.drawNs());
    }

    private void pass(long nowNs) {
      if (number + 1 < stages.length) {
        Stage after = stages[number + 1];
        after.items.add(cameNs);
        after.wakeForItems();
        return;
      }
      meter.completed(nowNs - cameNs);
      if (arrivals == null) {
        enters(nowNs);
      }
    }

    private void wakeForItems() {
      if (sleeps && !items.isEmpty()) {
        sleeps = false;
        thread.unpark();
      }
    }
  }

  /** Announces it. */
  public static final class Provider implements WorkloadProvider {
    @Override
    public String name() {
      return "pipeline";
    }

    @Override
    public String summary() {
      return "each thread is a stage that works on items and passes them on to the next";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          Parameter.requiredService("service", 1, "Work of each stage on an item"),
          Parameter.optionalArrivals("arrivals", "When items come; without it they circulate"),
          Parameter.count(
              "tokens", 1, Range.of(1, TOKENS_MAX), "How many circulate if none come", "assumed"),
          Server.queueParameter());
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      return new Pipeline(copy.threads(), parameters);
    }
  }
}
