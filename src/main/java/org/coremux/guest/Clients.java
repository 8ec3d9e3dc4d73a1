package org.coremux.guest;

import java.util.ArrayList;
import java.util.Arrays;
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
  private int count;
  private Distribution think;
  private Distribution service;
  private final long queueMax;
  private final Workers workers;
  private WorkloadMeter meter;
  private WorkloadSite site;
  private Sampler[] thinks;
  private Sampler[] services;
  private Timer[] asks;

  /** Who has gone, or has not come yet, and waits for no answer. */
  private boolean[] away = new boolean[0];

  private boolean open;
  private boolean failed;

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
    thinks = new Sampler[0];
    services = new Sampler[0];
    asks = new Timer[0];
    come(count);
    workers.install(at, "clients");
  }

  /** There have been so many clients: those who are not known yet come. */
  private void come(int many) {
    int known = asks.length;
    if (many <= known) {
      return;
    }
    thinks = Arrays.copyOf(thinks, many);
    services = Arrays.copyOf(services, many);
    asks = Arrays.copyOf(asks, many);
    away = Arrays.copyOf(away, many);
    for (int i = known; i < many; i++) {
      int client = i;
      thinks[i] = site.sampler("clients/" + i + "/think", think);
      services[i] = site.sampler("clients/" + i + "/service", service);
      asks[i] = site.outside(now -> ask(client, now));
    }
  }

  @Override
  public void begin(long nowNs) {
    open = true;
    for (int i = 0; i < asks.length; i++) {
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

  @Override
  public void fail() {
    failed = true;
  }

  /**
   * Clients who are too many leave when they have their answer; who comes, or comes back, thinks
   * first. Who thinks now does so as long as it had in mind.
   */
  @Override
  public void changed(Parameters now, long nowNs) {
    think = now.random("think");
    service = now.random("service");
    int before = asks.length;
    count = now.intCount("clients");
    come(count);
    for (int i = 0; i < asks.length; i++) {
      thinks[i].become(think);
      services[i].become(service);
      if (i < count && (i >= before || away[i])) {
        away[i] = false;
        thinkAgain(i, nowNs);
      }
    }
  }

  private void thinkAgain(int client, long nowNs) {
    away[client] = client >= count;
    if (open && !away[client]) {
      site.site().arm(asks[client], nowNs + thinks[client].drawNs());
    }
  }

  private void ask(int client, long nowNs) {
    if (client >= count) {
      away[client] = true;
      return;
    }
    long workNs = services[client].drawNs();
    if (failed || workers.waiting() >= queueMax) {
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
      all.add(
          Parameter.requiredCount("clients", Range.of(1, 1_000_000), "How many there are")
              .changing());
      all.add(
          Parameter.requiredService("think", 0, "From an answer to the next request").changing());
      all.add(Parameter.requiredService("service", 1, "Work of each request").changing());
      all.add(Server.queueParameter());
      all.addAll(Workers.Needs.parameters());
      return all;
    }

    @Override
    public Workload create(Parameters parameters, Copy copy) {
      return new Clients(copy.threads(), parameters);
    }
  }
}
