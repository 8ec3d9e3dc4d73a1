package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TraceHash;
import org.coremux.topology.Topology;

/** Guests of one vCPU each, which computes for ever, on processors that cost nothing. */
final class HogRun {
  private final InstalledPolicy policy;
  private final Site site;
  private final Multiplexer mux;
  private final List<Schedulable> hogs = new ArrayList<>();

  /** On one processor. */
  HogRun(InstalledPolicy policy, long seed) {
    this(policy, seed, 1);
  }

  HogRun(InstalledPolicy policy, long seed, int cpus) {
    this.policy = policy;
    site = new Simulation(seed).site("host");
    mux =
        new Multiplexer(site, "host", new TraceHash(), LevelCosts.NONE, new SplittableRandom(seed))
            .hardware(Topology.flat(cpus))
            .policy(pool -> new CheckedScheduler(pool, policy::create));
  }

  /** One more, with that weight and a cap in percent of the processor; 0 for none. */
  HogRun hog(int weight, long capPercent) {
    String name = "hog" + hogs.size();
    Group guest = policy.guest(mux, name, weight, quota(capPercent));
    Schedulable s = policy.vcpu(name, guest, null, now -> {});
    s.compute(LawHost.FOREVER_NS);
    mux.admit(s);
    mux.start(s);
    hogs.add(s);
    return this;
  }

  private static Group.Quota quota(long capPercent) {
    long periodNs = Group.Quota.NONE.periodNs();
    return capPercent == 0
        ? Group.Quota.NONE
        : new Group.Quota(periodNs / 100 * capPercent, periodNs, 0);
  }

  /** Gives the first another cap, in percent of the processor; 0 for none. */
  HogRun cap(long percent) {
    Group first = hogs.get(0).group();
    mux.changes().share(first, first.weight(), quota(percent));
    return this;
  }

  /** What each of them has run by then. Unit: ns. */
  long[] run(long untilNs) {
    hogs.forEach(mux::wake);
    site.runUntil(untilNs);
    mux.settleBooks();
    return hogs.stream().mapToLong(s -> s.timeNs(RunState.RUNNING)).toArray();
  }
}
