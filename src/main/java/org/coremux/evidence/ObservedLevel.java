package org.coremux.evidence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.coremux.engine.Simulation;
import org.coremux.mux.Alarm;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TraceHash;
import org.coremux.sched.CheckedScheduler;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/**
 * Processors on which nothing costs anything, under one policy that is held to its contract, and
 * threads of which everything is kept that a bound may speak of.
 */
final class ObservedLevel {
  /** More work than any run here has time for. Unit: ns. */
  private static final long FOREVER_NS = 1L << 50;

  private static final long SECOND_NS = 1_000_000_000;

  private final Simulation simulation = new Simulation(1);
  private final Multiplexer mux;
  private final int processors;
  private final List<Member> members = new ArrayList<>();
  private int running;
  private int waiting;
  private long sinceNs;
  private long idleBesideWaitingNs;

  /** Under the policy that {@code create} makes. */
  ObservedLevel(int processors, Function<Pool, Scheduler> create) {
    this.processors = processors;
    mux =
        new Multiplexer(
                simulation.site("level"),
                "level",
                new TraceHash(),
                LevelCosts.NONE,
                new SplittableRandom(1))
            .hardware(new Topology(Shape.of(1, processors, 1), SECOND_NS))
            .policy(pool -> new CheckedScheduler(pool, create));
    mux.trace(this::changed);
  }

  // ---- what is on it ----

  /** A thread, and what it got. */
  final class Member {
    private final int weight;
    private final List<long[]> stretches = new ArrayList<>();
    private Schedulable self;
    private Alarm alarm;
    private long ranNs;
    private long runsSinceNs = -1;
    private long wantsSinceNs;
    private long longestWaitNs;
    private long longestResponseNs;
    private long misses;

    /** When its work is due that is to do; never where it has no periods. Unit: ns. */
    private long dueNs = Long.MAX_VALUE;

    private long leastLagNs;
    private long mostLagNs;

    private Member(int weight) {
      this.weight = weight;
      members.add(this);
    }

    /** For how long it has run, up to now. Unit: ns. */
    long ranNs() {
      return ranNs + (runsSinceNs < 0 ? 0 : nowNs() - runsSinceNs);
    }

    /** The longest that it waited for a processor at a time. Unit: ns. */
    long longestWaitNs() {
      return longestWaitNs;
    }

    /** The longest from a release to its end. Unit: ns. */
    long longestResponseNs() {
      return longestResponseNs;
    }

    /** How often a period ended before its work, that which is still to do included. */
    long misses() {
      return misses + (nowNs() > dueNs ? 1 : 0);
    }

    /** The most that it was ever ahead of its share. Unit: ns. */
    long mostAheadNs() {
      return -leastLagNs;
    }

    /** The most that it ever was behind its share. Unit: ns. */
    long mostBehindNs() {
      return mostLagNs;
    }

    /** The most that it ran within any stretch of that length. Unit: ns. */
    long mostWithinNs(long windowNs) {
      long most = 0;
      for (int first = 0; first < stretches.size(); first++) { // the worst begins with a stretch
        long endNs = stretches.get(first)[0] + windowNs;
        long sum = 0;
        for (int i = first; i < stretches.size() && stretches.get(i)[0] < endNs; i++) {
          sum += Math.min(stretches.get(i)[1], endNs) - stretches.get(i)[0];
        }
        most = Math.max(most, sum);
      }
      return most;
    }
  }

  private long nowNs() {
    return mux.pool().nowNs();
  }

  /** A group that may use so much of each period. */
  Group capped(String name, long quotaNs, long periodNs) {
    return mux.group(name, null, 1, new Group.Quota(quotaNs, periodNs, 0));
  }

  private Member add(Member member, Schedulable self, int realTime) {
    member.self = self;
    self.realTime(realTime);
    mux.admit(self);
    mux.start(self);
    member.alarm = mux.alarm(self.processor(), now -> mux.wake(self));
    return member;
  }

  /** A thread that computes for ever, from now on. */
  Member hog(String name, Group group, int weight) {
    Member member = new Member(weight);
    Schedulable self =
        Schedulable.thread(name, group, weight, null, now -> member.self.compute(FOREVER_NS));
    self.compute(FOREVER_NS);
    add(member, self, 0);
    mux.wake(self);
    return member;
  }

  /** A thread that is released now and after each period, due by its end; 0 is no priority. */
  Member periodic(String name, Group group, int realTime, TaskSet.Task task) {
    Member member = new Member(1);
    long[] releaseNs = {nowNs()};
    member.dueNs = nowNs() + task.periodNs();
    Schedulable self =
        Schedulable.thread(
            name,
            group,
            1,
            null,
            now -> {
              long tookNs = now - releaseNs[0];
              member.longestResponseNs = Math.max(member.longestResponseNs, tookNs);
              member.misses += tookNs > task.periodNs() ? 1 : 0;
              releaseNs[0] += task.periodNs();
              member.dueNs += task.periodNs();
              member.self.compute(task.costNs());
              if (releaseNs[0] > now) {
                mux.block(member.self);
                mux.arm(member.alarm, member.self.processor(), releaseNs[0]);
              }
            });
    self.compute(task.costNs());
    add(member, self, realTime);
    mux.wake(self);
    return member;
  }

  /** A thread that sleeps and computes in turn. */
  Member sleeper(String name, Group group, int weight, LongSupplier workNs, LongSupplier sleepNs) {
    Member member = new Member(weight);
    Schedulable self =
        Schedulable.thread(
            name,
            group,
            weight,
            null,
            now -> {
              member.self.compute(workNs.getAsLong());
              mux.block(member.self);
              mux.arm(member.alarm, member.self.processor(), now + sleepNs.getAsLong());
            });
    self.compute(workNs.getAsLong());
    add(member, self, 0);
    mux.arm(member.alarm, self.processor(), nowNs() + sleepNs.getAsLong());
    return member;
  }

  // ---- what happens ----

  /** Runs it to the instant, and closes what is under way. */
  void run(long untilNs) {
    simulation.runUntil(untilNs);
    pass(untilNs);
  }

  private void changed(long nowNs, Processor p, Schedulable s, RunState from, RunState to) {
    pass(nowNs);
    running += (to == RunState.RUNNING ? 1 : 0) - (from == RunState.RUNNING ? 1 : 0);
    waiting += (to == RunState.RUNNABLE ? 1 : 0) - (from == RunState.RUNNABLE ? 1 : 0);
    for (Member member : members) {
      if (member.self == s) {
        changed(member, nowNs, from, to);
      }
    }
  }

  private static void changed(Member member, long nowNs, RunState from, RunState to) {
    if (from == RunState.RUNNING) {
      member.ranNs += nowNs - member.runsSinceNs;
      member.stretches.add(new long[] {member.runsSinceNs, nowNs});
      member.runsSinceNs = -1;
    }
    if (to == RunState.RUNNABLE) {
      member.wantsSinceNs = nowNs;
    } else if (to == RunState.RUNNING) {
      member.runsSinceNs = nowNs;
      member.longestWaitNs = Math.max(member.longestWaitNs, nowNs - member.wantsSinceNs);
    }
  }

  /** Books the time since the last change, in which nothing changed. */
  private void pass(long nowNs) {
    if (nowNs == sinceNs) {
      return;
    }
    int idle = Math.min(processors - running, waiting);
    idleBesideWaitingNs += (nowNs - sinceNs) * idle;
    sinceNs = nowNs;
    lag(nowNs);
  }

  /** Of all by their weights, where all of them always want to run. */
  private void lag(long nowNs) {
    long weights = 0;
    for (Member member : members) {
      weights += member.weight;
    }
    for (Member member : members) {
      long shareNs = nowNs * processors * member.weight / weights;
      long lagNs = shareNs - member.ranNs();
      member.leastLagNs = Math.min(member.leastLagNs, lagNs);
      member.mostLagNs = Math.max(member.mostLagNs, lagNs);
    }
  }

  /** Processor time that was idle while somebody waited. Unit: ns. */
  long idleBesideWaitingNs() {
    return idleBesideWaitingNs;
  }

  /** Its threads, in the order in which they came. */
  List<Member> members() {
    return Collections.unmodifiableList(members);
  }
}
