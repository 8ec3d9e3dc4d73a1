package org.coremux.sched;

import org.coremux.mux.LevelCosts;
import org.coremux.topology.Topology;

/** One level under CFS, checked. */
final class CfsLevel extends FairLevel {
  CfsLevel(Topology topology, CfsParameters parameters) {
    this(topology, parameters, LevelCosts.NONE);
  }

  CfsLevel(Topology topology, CfsParameters parameters, LevelCosts costs) {
    super(topology, costs, pool -> new Cfs(pool, parameters));
  }

  static CfsLevel of(int cpus) {
    return new CfsLevel(Topology.flat(cpus), CfsParameters.CFS_6_1);
  }
}
