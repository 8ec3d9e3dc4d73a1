package org.coremux.sched;

import org.coremux.mux.LevelCosts;
import org.coremux.topology.Topology;

/** One level under EEVDF, checked. */
final class EevdfLevel extends FairLevel {
  static final long US = FairLevel.US;
  static final long MS = FairLevel.MS;
  static final long FOREVER_NS = FairLevel.FOREVER_NS;

  final Eevdf eevdf;

  EevdfLevel(Topology topology, EevdfParameters parameters) {
    this(topology, parameters, LevelCosts.NONE);
  }

  EevdfLevel(Topology topology, EevdfParameters parameters, LevelCosts costs) {
    super(topology, costs, pool -> new Eevdf(pool, parameters));
    eevdf = (Eevdf) fair();
  }

  static EevdfLevel of(int cpus) {
    return new EevdfLevel(Topology.flat(cpus), EevdfParameters.EEVDF_LATEST);
  }
}
