package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.Pool;
import org.coremux.mux.Schedulable;

/**
 * What must hold of all that {@link Credit2} keeps, found anew from its units, one by one. Cold:
 * for runs in which every invariant is on.
 *
 * <p>Checked: credit is within its bounds, rises by resets and moves alone and falls only for who
 * runs; a reset gives each member as much and clips it. Who wants to run and does not is in its
 * queue, once, which is in order. Heaviest weights, loads and idle cores are those of the members
 * and CPUs; what of caps, {@link Credit2CapCheck}.
 *
 * <p>Source: schedulers.md, section 4.6.
 */
final class Credit2Check {
  private static final int NONE = Credit2Units.NONE;

  private final Credit2 policy;
  private final Pool pool;
  private final Credit2Parameters parameters;
  private final Credit2Units units;
  private final Credit2CapCheck caps;

  // As it was when it was last looked at, by index of the unit.

  private Schedulable[] who = new Schedulable[0];
  private long[] credit = new long[0];
  private int[] moves = new int[0];
  private boolean[] scheduled = new boolean[0];
  private Credit2RunQueue[] runQueue = new Credit2RunQueue[0];
  private long[] resets = new long[0];
  private long allResets;
  private long atNs = -1;

  /** How often any of the queues was reset since the last look. */
  private long anew;

  Credit2Check(Credit2 policy, Pool pool, Credit2Parameters parameters) {
    this.policy = policy;
    this.pool = pool;
    this.parameters = parameters;
    units = policy.units();
    caps = new Credit2CapCheck(policy, pool);
  }

  /** Throws unless it all holds now. */
  void look() {
    int length = units.unit.length;
    if (who.length < length) {
      who = Arrays.copyOf(who, length);
      credit = Arrays.copyOf(credit, length);
      moves = Arrays.copyOf(moves, length);
      scheduled = Arrays.copyOf(scheduled, length);
      runQueue = Arrays.copyOf(runQueue, length);
      resets = Arrays.copyOf(resets, length);
    }
    anew = -allResets;
    for (Credit2RunQueue queue : policy.runQueues()) {
      anew += queue.resets();
      lookAtMembers(queue);
      lookAtOrder(queue);
      lookAtCpus(queue);
    }
    for (int i = 0; i < length; i++) {
      if (units.unit[i] != null) {
        lookAtPlace(i);
        lookAtCredit(i);
      }
      who[i] = units.unit[i];
    }
    caps.look();
    allResets += anew;
    atNs = pool.nowNs();
  }

  // ---- queues ----

  private void lookAtMembers(Credit2RunQueue queue) {
    int heaviest = 0;
    int load = queue.waiting();
    for (int k = 0; k < queue.memberCount(); k++) {
      int i = queue.member(k);
      heaviest = Math.max(heaviest, units.weight[i]);
      load += units.scheduled[i] ? 1 : 0;
      if (units.runQueue[i] != queue) {
        throw broken(units.unit[i] + " is a member of run queue " + queue.id + ", and of another");
      }
    }
    if (queue.maxWeight() != heaviest) {
      throw broken(
          "run queue %d takes %d for its heaviest weight, which is %d"
              .formatted(queue.id, queue.maxWeight(), heaviest));
    }
    if (queue.load() != load) {
      throw broken(
          "run queue %d counts a load of %d, and has %d".formatted(queue.id, queue.load(), load));
    }
  }

  private void lookAtOrder(Credit2RunQueue queue) {
    for (int place = 0; place < queue.waiting(); place++) {
      int i = queue.at(place);
      if (!units.queued[i] || units.runQueue[i] != queue) {
        throw broken(units.unit[i] + " waits in run queue " + queue.id + ", and is not known to");
      }
      int behind = place == 0 ? i : queue.at(place - 1);
      if (units.credit[behind] > units.credit[i]) {
        throw broken(
            units.unit[i]
                + " of credit "
                + units.credit[i]
                + " stands before "
                + units.unit[behind]
                + " of credit "
                + units.credit[behind]);
      }
    }
  }

  /** Idle are those whom nobody has who wants to go on; cores are if all their threads are. */
  private void lookAtCpus(Credit2RunQueue queue) {
    for (int slot = 0; slot < queue.cpuCount(); slot++) {
      int cpu = queue.cpu(slot);
      int i = policy.running(cpu);
      boolean idles = i == NONE || units.delayedAdd[i] || !pool.isRunnable(units.unit[i]);
      if (idles != ((queue.idle() >>> slot & 1) != 0)) {
        throw broken("cpu " + cpu + " is idle: " + idles + ", and not taken for that");
      }
      boolean whole = queue.isCoreIdle(slot);
      if (whole != ((queue.smtIdle() >>> slot & 1) != 0)) {
        throw broken("the core of cpu " + cpu + " is idle: " + whole + ", and not taken for that");
      }
      if (i != NONE && (units.home[i] != cpu || !units.scheduled[i])) {
        throw broken(units.unit[i] + " runs on cpu " + cpu + ", its home is " + units.home[i]);
      }
    }
  }

  // ---- units ----

  private void lookAtPlace(int i) {
    int places = 0;
    Credit2RunQueue queue = units.runQueue[i];
    for (int place = 0; place < queue.waiting(); place++) {
      places += queue.at(place) == i ? 1 : 0;
    }
    if (places != (units.queued[i] ? 1 : 0)) {
      throw broken(units.unit[i] + " waits in " + places + " places of run queue " + queue.id);
    }
    boolean runs = policy.running(units.home[i]) == i;
    boolean wants = pool.isRunnable(units.unit[i]);
    boolean delayed = units.delayedAdd[i] && units.scheduled[i];
    if (wants && !runs && !delayed && !units.queued[i]) {
      throw broken(units.unit[i] + " wants to run, and waits nowhere");
    }
    if (units.queued[i] && (!wants || units.scheduled[i])) {
      throw broken(units.unit[i] + " waits, and runs or does not want to");
    }
  }

  private void lookAtCredit(int i) {
    long now = units.credit[i];
    long mostNs = parameters.creditMaxNs() + parameters.migrateCompensationNs() * units.moves[i];
    if (now < -parameters.creditMinNs() || now > mostNs) {
      throw broken(units.unit[i] + " has credit " + now + ", allowed is up to " + mostNs);
    }
    Credit2RunQueue queue = units.runQueue[i];
    boolean stayed = who[i] == units.unit[i] && runQueue[i] == queue;
    if (stayed && anew <= 1) { // else it may have been in another queue meanwhile
      boolean rests =
          !scheduled[i] && !units.scheduled[i] && (units.switchInNs[i] < atNs || atNs < 0);
      if (queue.resets() == resets[i]) {
        lookAtRise(i, now, rests);
      } else if (rests) {
        lookAtReset(i, now);
      }
    }
    credit[i] = now;
    moves[i] = units.moves[i];
    scheduled[i] = units.scheduled[i];
    runQueue[i] = queue;
    resets[i] = queue.resets();
  }

  /** Without a reset. */
  private void lookAtRise(int i, long now, boolean rests) {
    long more = parameters.migrateCompensationNs() * (units.moves[i] - moves[i]);
    if (now > credit[i] + more || rests && now != credit[i]) {
      throw broken(
          units.unit[i]
              + " has credit "
              + now
              + " after "
              + credit[i]
              + " and no reset"
              + (rests ? ", and has not run" : ", and moves that are worth " + more));
    }
  }

  private void lookAtReset(int i, long now) {
    long once = Math.min(credit[i] + parameters.creditInitNs(), parameters.creditMaxNs());
    long twice = Math.min(credit[i] + 2 * parameters.creditInitNs(), parameters.creditMaxNs());
    if (now != once && now != twice) {
      throw broken(
          units.unit[i]
              + " has credit "
              + now
              + " after a reset of "
              + credit[i]
              + ", and should have "
              + once
              + " or "
              + twice);
    }
  }

  private IllegalStateException broken(String what) {
    return Broken.rule(policy, what);
  }
}
