package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coremux.engine.Parameters;
import org.coremux.engine.Timer;
import org.coremux.metric.LatencyHistogram;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.topology.Topology;

/** A host without costs under an installed policy, and guests of one vCPU, each named. */
final class SmallHost {
  static final long US = TestLevel.US;
  static final long MS = TestLevel.MS;

  final InstalledPolicy policy;
  final TestLevel model = new TestLevel();
  final Multiplexer host;

  /** Who was given a processor, and when: {@code "10 a"}, in ms. */
  final List<String> dispatches = new ArrayList<>();

  SmallHost(String policy, int processors, Map<String, ?> settings) {
    this(policy, Topology.flat(processors), settings);
  }

  SmallHost(String policy, Topology machine, Map<String, ?> settings) {
    this.policy = InstalledPolicy.named(policy).with(settings);
    host =
        model.hardware(
            machine, LevelCosts.NONE, pool -> new CheckedScheduler(pool, this.policy::create));
    host.trace(
        (now, p, s, from, to) -> {
          if (to == RunState.RUNNING) {
            dispatches.add(now / MS + " " + s);
          }
        });
  }

  /** What a guest says of itself under the policy. */
  Parameters said(Map<String, ?> settings) {
    return Parameters.of(policy.provider().guestParameters(), settings);
  }

  private Group guest(String name, int weight, Map<String, ?> said) {
    return policy
        .guest(host, name, weight, Group.Quota.NONE)
        .settings(said.isEmpty() ? null : said(said));
  }

  /** Computes for ever from the time on. */
  Schedulable hog(String name, int weight, long fromNs, Map<String, ?> said) {
    return burst(name, weight, fromNs, TestLevel.FOREVER_NS, said);
  }

  /** Computes for ever from the start on. */
  Schedulable hog(String name, int weight) {
    return hog(name, weight, 0, Map.of());
  }

  /** Wakes at the time, computes so much, and blocks for good. */
  Schedulable burst(String name, int weight, long atNs, long workNs, Map<String, ?> said) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        policy.vcpu(
            name,
            guest(name, weight, said),
            null,
            now -> {
              self[0].compute(workNs);
              host.block(self[0]);
            });
    self[0].compute(workNs);
    TestLevel.add(host, self[0]);
    model.at(atNs, () -> host.wake(self[0]));
    return self[0];
  }

  /** Computes so much and sleeps so long, for ever; it sleeps for 0 by blocking and waking. */
  Schedulable onOff(String name, int weight, long workNs, long sleepNs, Map<String, ?> said) {
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> host.wake(self[0]));
    self[0] =
        policy.vcpu(
            name,
            guest(name, weight, said),
            null,
            now -> {
              self[0].compute(workNs);
              host.block(self[0]);
              if (sleepNs == 0) {
                host.wake(self[0]);
              } else {
                model.site.arm(wake, now + sleepNs);
              }
            });
    self[0].compute(workNs);
    TestLevel.add(host, self[0]);
    model.at(0, () -> host.wake(self[0]));
    return self[0];
  }

  /** How long it took from a wake-up to a processor. */
  static LatencyHistogram latency(Schedulable s) {
    LatencyHistogram latency = new LatencyHistogram(10_000 * MS);
    s.dispatchLatency(latency);
    return latency;
  }

  SmallHost run(long untilNs) {
    model.site.afterInstant(null);
    model.run(untilNs);
    return this;
  }

  static long ran(Schedulable s) {
    return s.timeNs(RunState.RUNNING);
  }
}
