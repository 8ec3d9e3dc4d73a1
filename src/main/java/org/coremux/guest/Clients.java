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
 * A closed system: so many clients outside, each of which thinks, asks, waits for the answer, and
 * thinks again. Threads of the guest serve them, first come first served.
 *
 * <p>Each client draws from streams of its own, so what it asks does not depend on when the others
 * are answered. Latency: from request to answer.
 */
public final class Clients implements Workload {
  private final int count;
  private final Distribution think;
  private final Distribution service;
  private final long queueMax;
  private final Workers workers;
  private WorkloadMeter meter;
  private WorkloadSite site;
  private Sampler[] thinks;
  private Sampler[] services;
  private Timer[] asks;
  private boolean open;

  private Clients(int threads, Parameters parameters) {
    count = parameters.intCount("clients");
    think = parameters.random("think");
    service = parameters.random("service");
    queueMax = parameters.count("queue");
    workers = new Workers(threads, Workers.Needs.of(parameters), this::answer);
  }

  @Override
  public void install(WorkloadSite at) {
    site = at;
    meter = at.meter();
    thinks = new Sampler[count];
    services = new Sampler[count];
    asks = new Timer[count];
    for (int i = 0; i < count; i++) {
      int client = i;
      thinks[i] = at.sampler("clients/" + i + "/think", think);
      services[i] = at.sampler("clients/" + i + "/service", service);
      asks[i] = at.outside(now -> ask(client, now));
    }
    workers.install(at, "clients");
  }

  @Override
  public void begin(long nowNs) {
    open = true;
    for (int i = 0; i < count; i++) {
      thinkAgain(i, nowNs);
    }
  }

  @Override
  public void end() {
    open = false;
    for (Timer ask : asks) {
      site.site().cancel(ask);
    }
  }

  private void thinkAgain(int client, long nowNs) {
    if (open) {
      site.site().arm(asks[client], nowNs + thinks[client].drawNs());
    }
  }

  private void ask(int client, long nowNs) {
    long workNs = services[client].drawNs();
    if (workers.waiting() >= queueMax) {
      meter.dropped();
      thinkAgain(client, nowNs);
    } else {
      meter.begun();
      workers.request(nowNs, workNs, client);
    }
  }

  private void answer(long askedNs, long client, long nowNs, Journey journey) {
    meter.completed(nowNs - askedNs, journey);
    thinkAgain((int) client, nowNs);
  }

  /** Announces it. */
  public static final class Provider implements WorkloadProvider {
    @Override
    public String name() {
      return "clients";
    }

    @Override
    public String summary() {
      return "serves clients that think between their requests";
    }

    @Override
    public List<Parameter> parameters() {
      List<Parameter> all = new ArrayList<>();
      all.add(Parameter.requiredCount("clients", Range.of(1, 1_000_000), "How many there are"));
      all.add(Parameter.requiredService("think", 0, "From an answer to the next request"));
      all.add(Parameter.requiredService("service", 1, "Work of each request"));
      all.add(Server.queueParameter());
      all.addAll(Workers.Needs.parameters());
      return all;
    }

    @Override
    public boolean ends(Parameters parameters) {
      return false;
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      return new Clients(copy.threads(), parameters);
    }
  }
}
