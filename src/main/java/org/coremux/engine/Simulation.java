package org.coremux.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The sites of a model and the order in which they run.
 *
 * <p>Sites share nothing, so there are three ways to run them, all with the same result: one after
 * the other to the end where no link joins any; in windows of the lookahead, on any number of
 * threads; or together, instant by instant in the order of time, as a debugger wants it.
 *
 * <p>Source: conservative windows: D. Nicol, "The cost of conservative synchronization in parallel
 * discrete event simulations", JACM 1993.
 */
public final class Simulation {
  private final long seed;
  private final List<Site> sites = new ArrayList<>();
  private long lookaheadNs = Timer.NEVER;

  /** An empty simulation; the seed is carried for streams and for messages to people. */
  public Simulation(long seed) {
    this.seed = seed;
  }

  /** Seed of the run. */
  public long seed() {
    return seed;
  }

  /** Adds a site; its index is the number of those before it. */
  public Site site(String name) {
    Site site = new Site(this, name, sites.size());
    sites.add(site);
    return site;
  }

  /** The sites, in the order in which they were added. */
  public List<Site> sites() {
    return Collections.unmodifiableList(sites);
  }

  /**
   * Says that messages travel between two sites, none faster than the latency.
   *
   * @throws IllegalArgumentException when the latency is not positive
   */
  public void link(Site one, Site other, long latencyNs) {
    if (latencyNs <= 0) {
      throw new IllegalArgumentException(
          one.name() + " to " + other.name() + ": latency " + latencyNs + " ns; allowed: over 0");
    }
    lookaheadNs = Math.min(lookaheadNs, latencyNs);
  }

  /** The smallest latency of any link, in ns; {@link Timer#NEVER} when there is no link. */
  public long lookaheadNs() {
    return lookaheadNs;
  }

  /** Timers fired and messages arrived, over all sites. */
  public long events() {
    long events = 0;
    for (Site site : sites) {
      events += site.events();
    }
    return events;
  }

  /** Runs every instant up to and with the given one, on this thread. */
  public void runUntil(long endNs) {
    runUntil(endNs, 1);
  }

  /** Runs every instant up to and with the given one, on so many threads. */
  public void runUntil(long endNs, int threads) {
    settleKicks();
    try (Windows windows = new Windows(sites, threads)) {
      if (lookaheadNs == Timer.NEVER) {
        windows.runUntil(endNs);
        return;
      }
      for (long next = nextNs(); next <= endNs; next = nextNs()) {
        windows.runBefore(Math.min(next + lookaheadNs, endNs + 1));
        forward();
      }
    }
    advanceTo(endNs);
  }

  /** Runs every instant up to and with the given one, all sites in one order of time. */
  public void runTogether(long endNs) {
    settleKicks();
    while (nextNs() <= endNs) {
      step();
    }
    advanceTo(endNs);
  }

  /** Runs the next instant of the site that is earliest; false when nothing is left to happen. */
  public boolean step() {
    Site earliest = null;
    for (Site site : sites) {
      if (earliest == null || site.nextNs() < earliest.nextNs()) {
        earliest = site;
      }
    }
    if (earliest == null || earliest.nextNs() == Timer.NEVER) {
      return false;
    }
    earliest.runInstantAt(earliest.nextNs());
    earliest.outbox.forward();
    return true;
  }

  /** When something happens next at any site; {@link Timer#NEVER} when nothing will. */
  public long nextNs() {
    long next = Timer.NEVER;
    for (Site site : sites) {
      next = Math.min(next, site.nextNs());
    }
    return next;
  }

  private void settleKicks() {
    for (Site site : sites) {
      site.settleKicks();
    }
    forward();
  }

  private void forward() {
    for (Site site : sites) {
      site.outbox.forward();
    }
  }

  private void advanceTo(long endNs) {
    for (Site site : sites) {
      site.advanceTo(endNs);
    }
  }
}
