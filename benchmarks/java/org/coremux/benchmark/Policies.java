package org.coremux.benchmark;

import java.util.ServiceLoader;
import java.util.function.Function;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;
import org.coremux.mux.SchedulerProvider;

/** The policies that are on the class path, with their default settings. */
final class Policies {
  private Policies() {}

  /** All of them, by name. */
  static String[] names() {
    return ServiceLoader.load(SchedulerProvider.class).stream()
        .map(provider -> provider.get().name())
        .sorted()
        .toArray(String[]::new);
  }

  /**
   * The policy of this name.
   *
   * @throws IllegalArgumentException when nobody provides it
   */
  static Function<Pool, Scheduler> named(String name) {
    for (SchedulerProvider provider : ServiceLoader.load(SchedulerProvider.class)) {
      if (provider.name().equals(name)) {
        return pool -> provider.create(pool, Parameters.defaults(provider.parameters()));
      }
    }
    throw new IllegalArgumentException("no policy is named " + name);
  }
}
