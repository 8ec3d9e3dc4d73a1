package org.coremux.guest;

import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;

/** What a guest is made to do: threads, and the requests that come to it from outside. */
public interface Workload {
  /** Creates the threads; called once, before the run. */
  void install(WorkloadSite site);

  /** The guest has started: arrivals from outside begin. The threads are woken by the guest. */
  default void begin(long nowNs) {}

  /** The guest stops: arrivals from outside end. */
  default void end() {}

  /** The guest is gone: what arrives from outside is dropped, and counted. */
  default void fail() {
    end();
  }

  /** Those of its settings that {@link Parameter#changes may change} are these from now on. */
  default void changed(Parameters now, long nowNs) {}
}
