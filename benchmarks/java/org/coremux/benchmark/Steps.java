package org.coremux.benchmark;

import java.util.List;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;

/** A whole run, step by step: each one host's, and half a million events on average. */
final class Steps {
  static final int EVENTS_PER_STEP = 500_000;
  private static final long SETTLE_NS = 100_000_000;

  private final List<Site> hosts;
  private final long stepNs;
  private int next;

  /** Builds the model, lets it settle, and finds out how long a step has to be. */
  Steps(int pcpus, String policy) {
    Simulation simulation = new Model(pcpus, Policies.named(policy)).simulation;
    simulation.runUntil(SETTLE_NS);
    hosts = simulation.sites();
    Site first = hosts.get(0);
    advance(first, SETTLE_NS * EVENTS_PER_STEP / first.events());
    long before = first.events();
    long sampleNs = first.nowNs() - SETTLE_NS;
    advance(first, sampleNs);
    stepNs = sampleNs * EVENTS_PER_STEP / (first.events() - before);
  }

  private static void advance(Site host, long ns) {
    host.runUntil(host.nowNs() + ns);
  }

  /** The next host's step; how many events that were. */
  long step() {
    Site host = hosts.get(next);
    next = (next + 1) % hosts.size();
    long before = host.events();
    advance(host, stepNs);
    return host.events() - before;
  }
}
