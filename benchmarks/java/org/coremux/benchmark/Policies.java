package org.coremux.benchmark;

import java.util.ServiceLoader;
import java.util.function.Function;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;
import org.coremux.sched.Granularity;

/** The policies that are on the class path, with their default settings. */
final class Policies {
  /** What makes a policy one that gives away cores: {@code credit2 by core}. */
  private static final String BY_CORE = " by core";

  /** No policy's turn is longer. Unit: ns. Source: the longest default is 200 ms. */
  private static final long TURN_NS = 10_000_000_000L;

  private Policies() {}

  /** Whether whoever runs makes room for others before it blocks; else nothing is to decide. */
  static boolean takesTurns(String name) {
    Hogs two = new Hogs(name, 2);
    two.simulation().runUntil(TURN_NS);
    return two.allRan();
  }

  /** All under which turns are taken, by name. */
  static String[] names() {
    return ServiceLoader.load(SchedulerProvider.class).stream()
        .map(provider -> provider.get().name())
        .filter(Policies::takesTurns)
        .sorted()
        .toArray(String[]::new);
  }

  /**
   * The policy of this name, by core if it says so.
   *
   * @throws IllegalArgumentException when nobody provides it
   */
  static Function<Pool, Scheduler> named(String name) {
    if (name.endsWith(BY_CORE)) {
      Function<Pool, Scheduler> inner = named(name.substring(0, name.length() - BY_CORE.length()));
      return pool -> Granularity.CORE.around(pool, Granularity.RENDEZVOUS_NS, inner);
    }
    for (SchedulerProvider provider : ServiceLoader.load(SchedulerProvider.class)) {
      if (provider.name().equals(name)) {
        return pool -> provider.create(pool, Parameters.defaults(provider.parameters()));
      }
    }
    throw new IllegalArgumentException("no policy is named " + name);
  }
}
