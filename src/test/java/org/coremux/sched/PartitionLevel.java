package org.coremux.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TestLevel;
import org.coremux.topology.Topology;

/** One level without costs under a policy that gives each its own time, and who ran there when. */
final class PartitionLevel {
  static final long US = TestLevel.US;
  static final long MS = TestLevel.MS;

  final TestLevel model = new TestLevel();
  final Multiplexer host;

  /** Who was on a processor from when until when. Unit: ns. */
  record Ran(String who, int cpu, long fromNs, long untilNs) {
    @Override
    public String toString() {
      return who + "@" + cpu + " " + (double) fromNs / MS + "-" + (double) untilNs / MS;
    }
  }

  private final List<Ran> ran = new ArrayList<>();
  private final List<Schedulable> all = new ArrayList<>();
  private final List<Long> sinceNs = new ArrayList<>();
  private final List<Long> wokenNs = new ArrayList<>();
  private long latencyMaxNs;

  PartitionLevel(int cpus, Function<Pool, Scheduler> policy) {
    host =
        model.hardware(
            Topology.flat(cpus), TestLevel.Costs.FREE, pool -> new CheckedScheduler(pool, policy));
    host.trace(
        (now, p, s, from, to) -> {
          int i = all.indexOf(s);
          if (i >= 0) {
            changed(i, now, from, to);
          }
        });
  }

  private void changed(int i, long now, RunState from, RunState to) {
    Schedulable s = all.get(i);
    if (to == RunState.RUNNABLE && from == RunState.BLOCKED) {
      wokenNs.set(i, now);
    } else if (to == RunState.RUNNING) {
      sinceNs.set(i, now);
      if (wokenNs.get(i) >= 0) {
        latencyMaxNs = Math.max(latencyMaxNs, now - wokenNs.get(i));
        wokenNs.set(i, -1L);
      }
    } else if (from == RunState.RUNNING && now > sinceNs.get(i)) {
      ran.add(new Ran(s.name(), s.processor().index(), sinceNs.get(i), now));
    }
  }

  Group group(String name) {
    return host.group(name, null, 256, Group.Quota.NONE);
  }

  private Schedulable add(Schedulable s) {
    all.add(s);
    sinceNs.add(0L);
    wokenNs.add(-1L);
    return TestLevel.add(host, s);
  }

  /** One that computes for ever, asleep until it is woken. */
  Schedulable asleep(String name, Group group, int weight) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(name, group, weight, null, now -> self[0].compute(TestLevel.FOREVER_NS));
    self[0].compute(TestLevel.FOREVER_NS);
    return add(self[0]);
  }

  /** One that computes for ever from now on. */
  Schedulable hog(String name, Group group) {
    Schedulable s = asleep(name, group, 256);
    host.wake(s);
    return s;
  }

  /** One that computes so long whenever it is woken. */
  Schedulable burst(String name, Group group, long workNs) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(
            name,
            group,
            256,
            null,
            now -> {
              self[0].compute(workNs);
              host.block(self[0]);
            });
    self[0].compute(workNs);
    return add(self[0]);
  }

  /** One that computes and sleeps in turn, each for up to so many grains of time. */
  Schedulable sleeper(String name, Group group, SplittableRandom random, long grainNs, int most) {
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> host.wake(self[0]));
    self[0] =
        Schedulable.thread(
            name,
            group,
            256,
            null,
            now -> {
              self[0].compute(grainNs * random.nextInt(1, most));
              host.block(self[0]);
              model.site.arm(wake, now + grainNs * random.nextInt(1, most));
            });
    self[0].compute(grainNs * random.nextInt(1, most));
    add(self[0]);
    model.site.arm(wake, grainNs * random.nextInt(1, most));
    return self[0];
  }

  /** Who ran when, in the order in which they stopped; the times of one that goes on are joined. */
  List<Ran> run(long untilNs) {
    model.run(untilNs);
    List<Ran> joined = new ArrayList<>();
    List<Ran> whole = new ArrayList<>(ran);
    for (int i = 0; i < all.size(); i++) {
      Schedulable s = all.get(i);
      if (s.state() == RunState.RUNNING && sinceNs.get(i) < untilNs) {
        whole.add(new Ran(s.name(), s.processor().index(), sinceNs.get(i), untilNs));
      }
    }
    for (Ran one : whole) {
      Ran last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && last.who.equals(one.who) && last.untilNs == one.fromNs) {
        joined.set(joined.size() - 1, new Ran(one.who, one.cpu, last.fromNs, one.untilNs));
      } else {
        joined.add(one);
      }
    }
    return joined;
  }

  /** The same, as text, in ms. */
  List<String> runMs(long untilMs) {
    return run(untilMs * MS).stream().map(Ran::toString).toList();
  }

  /** Longest time from a wake-up until it ran. Unit: ns. */
  long latencyMaxNs() {
    return latencyMaxNs;
  }

  /** How long it has run. Unit: ns. */
  long ranNs(Schedulable s) {
    host.settleBooks();
    return s.timeNs(RunState.RUNNING);
  }

  List<String> described() {
    List<String> lines = new ArrayList<>();
    host.policy().describe(lines::add);
    return lines;
  }
}
