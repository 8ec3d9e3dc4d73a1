package org.coremux.sched;

import java.util.Arrays;
import java.util.function.Consumer;
import org.coremux.mux.Group;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Xen's credit2: units burn credit while they run, lighter ones faster, and who has most runs next.
 *
 * <p>One run queue for each socket, of at most 16 CPUs. In it the heaviest unit burns one credit a
 * ns, one of weight w burns heaviest / w. A unit runs until its credit has fallen to that of the
 * next in the queue, but at least for the ratelimit, and at most for 10 ms. When nobody has credit
 * left everybody in the queue gets 10 ms more, sleepers too, clipped to 10.5 ms: the sum of shares
 * is by weight without anybody's history being kept. Who wakes keeps its credit, and asks one CPU:
 * an idle one, else the one whose unit has least credit. After a reset load is balanced between
 * queues. A domain's cap is a {@link Credit2Domain budget}.
 *
 * <p>Model: nothing that Xen does only because it may fail to get a lock. Weights are those of
 * units; a group is a domain, and only its cap counts. A unit that blocked and woke before its CPU
 * has decided goes on there, unless that was promised to another meanwhile.
 *
 * <p>Known oddity, kept: a wake-up asks nobody when all have run for less than 950 us, and nothing
 * asks later, so it waits for the end of the run. Others can be set right by {@code fidelity}.
 *
 * <p>Cost, for n units and m CPUs in a queue: a wake-up O(log n + m) and a copy of n ints, a
 * decision O(log n), O(n) with affinities; a reset O(n), balancing O(n1 * n2). Allocation: only in
 * {@link #admit}, and when a queue outgrows the largest that it has been.
 *
 * <p>Order: by credit, then first in first out; the current one wins a tie.
 *
 * <p>Source: schedulers.md 4, written from xen/common/sched/credit2.c at c447b7308b13 (2026).
 */
public final class Credit2 implements Scheduler {
  private static final int NONE = Credit2Units.NONE;

  private final Pool pool;
  private final Credit2Parameters parameters;
  private final Credit2Units units = new Credit2Units();
  private final Credit2Load loads;
  private final Credit2RunQueue[] runQueues;
  private final Credit2RunQueue[] runQueueOf;
  private final int[] slotOf;
  private final int[] running;
  private final Credit2Balance balance;
  private final Credit2Tickle tickle;
  private final Credit2Slice slice;
  private final Credit2Domains domains;
  private final Credit2Check check;
  private final long ratelimitNs;

  /** A policy for the pool. */
  public Credit2(Pool pool, Credit2Parameters parameters) {
    this.pool = pool;
    this.parameters = parameters;
    ratelimitNs = parameters.ratelimitNs();
    domains = new Credit2Domains(pool, units, parameters);
    loads = new Credit2Load(parameters);
    int cpus = pool.processorCount();
    runQueues = new Credit2Arrangement(pool.topology(), cpus, parameters).queues(units, loads);
    runQueueOf = new Credit2RunQueue[cpus];
    slotOf = new int[cpus];
    for (Credit2RunQueue queue : runQueues) {
      for (int slot = 0; slot < queue.cpuCount(); slot++) {
        runQueueOf[queue.cpu(slot)] = queue;
        slotOf[queue.cpu(slot)] = slot;
      }
    }
    running = new int[cpus];
    Arrays.fill(running, NONE);
    balance = new Credit2Balance(this, pool, parameters, units, loads);
    tickle = new Credit2Tickle(pool, units, slotOf, running, parameters);
    slice = new Credit2Slice(pool, units, parameters);
    check = new Credit2Check(this, pool, parameters);
  }

  @Override
  public void admit(Schedulable s) {
    int i = s.index();
    units.admit(s);
    units.credit[i] = parameters.creditInitNs();
    units.averageLoad[i] = loads.half();
    units.loadAt[i] = loads.at(pool.nowNs());
    balance.prefer(i);
    balance.place(i);
    domains.admit(i);
  }

  @Override
  public void retire(Schedulable s) {
    int i = s.index();
    units.runQueue[i].deassign(i);
    if (units.domain[i] != null) {
      units.domain[i].retire(i);
    }
    units.unit[i] = null;
  }

  @Override
  public void changed(Schedulable s) {
    int i = s.index();
    Credit2RunQueue queue = units.runQueue[i];
    units.weight[i] = s.weight();
    queue.weigh();
    balance.prefer(i);
    balance.bind(i, queue);
    if (!s.allows(pool.processor(units.home[i]))) {
      migrate(i, units.hard[i] == 0 ? balance.lightest(i) : queue);
    }
  }

  @Override
  public void changed(Group group) {
    domains.changed(group);
  }

  // ---- wake, sleep, yield ----

  @Override
  public Processor place(Schedulable s, Processor waker) {
    Processor p = pool.processor(units.home[s.index()]);
    return s.allows(p) ? p : s.processor(); // it moves as soon as it is saved
  }

  @Override
  public void wake(Schedulable s) {
    int i = s.index();
    int cpu = units.home[i];
    if (running[cpu] == i) {
      Credit2RunQueue queue = runQueueOf[cpu];
      if ((queue.tickled() >>> slotOf[cpu] & 1) == 0) {
        queue.idle(slotOf[cpu], false);
      } else {
        units.delayedAdd[i] = true; // its CPU was promised to another meanwhile
      }
    } else if (units.scheduled[i]) {
      units.delayedAdd[i] = true;
    } else {
      changeLoad(i, 1);
      enqueue(i);
    }
  }

  @Override
  public void sleep(Schedulable s) {
    int i = s.index();
    int cpu = units.home[i];
    units.delayedAdd[i] = false;
    if (running[cpu] == i) {
      runQueueOf[cpu].idle(slotOf[cpu], true); // the multiplexer asks it to decide
    } else if (units.queued[i]) {
      units.runQueue[i].remove(i);
      changeLoad(i, -1);
    }
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    units.yielded[s.index()] = true;
  }

  private void enqueue(int i) {
    Credit2RunQueue queue = units.runQueue[i];
    units.tickledCpu[i] = NONE;
    queue.insert(i);
    int slot = tickle.slotFor(i, queue);
    if (slot != NONE) { // else nobody is asked, and nobody will be
      units.tickledCpu[i] = queue.cpu(slot);
      kick(queue.cpu(slot));
    }
  }

  private void changeLoad(int i, int by) {
    long nowNs = pool.nowNs();
    units.runQueue[i].changeLoad(by, nowNs);
    units.runQueue[i].changeLoad(i, by < 0, nowNs);
  }

  /** Asks the CPU to decide; until it does nobody else asks it. */
  private void kick(int cpu) {
    runQueueOf[cpu].tickle(slotOf[cpu]);
    pool.kick(pool.processor(cpu));
  }

  // ---- burn and reset ----

  @Override
  public void charge(Schedulable s, long ranNs) {
    int i = s.index();
    long burnt = ranNs * units.runQueue[i].maxWeight() + units.residual[i];
    long creditNs = units.credit[i] - burnt / units.weight[i];
    units.residual[i] = burnt % units.weight[i];
    units.credit[i] = Math.max(creditNs, -parameters.creditMinNs());
    if (units.domain[i] != null) {
      units.domain[i].use(i, ranNs);
    }
  }

  /** Everybody in the queue gets credit, because the one that runs next has none. */
  private void reset(Credit2RunQueue queue, int next) {
    queue.countReset();
    long moreNs = parameters.creditInitNs();
    if (units.credit[next] == -parameters.creditMinNs()) {
      moreNs *= 2;
    }
    for (int slot = 0; slot < queue.cpuCount(); slot++) {
      pool.settle(pool.processor(queue.cpu(slot)));
    }
    long mostNs = parameters.creditMaxNs();
    for (int k = 0; k < queue.memberCount(); k++) {
      int i = queue.member(k);
      units.credit[i] = Math.min(units.credit[i] + moreNs, mostNs);
      units.moves[i] = 0;
      if (units.domain[i] != null
          && units.budget[i] <= 0
          && i != next
          && running[units.home[i]] == i) {
        kick(units.home[i]); // it has overrun its budget
      }
    }
  }

  // ---- schedule ----

  @Override
  public Schedulable pickNext(Processor p) {
    int cpu = p.index();
    int slot = slotOf[cpu];
    Credit2RunQueue queue = runQueueOf[cpu];
    queue.untickle(slot);
    int current = running[cpu];
    int next = candidate(cpu, current, queue);
    int inFlight = NONE;
    boolean goesOn = next == current;
    if (!goesOn) {
      if (current != NONE && pool.isRunnable(units.unit[current])) {
        units.delayedAdd[current] = true;
        inFlight = current;
      }
      running[cpu] = next;
      if (next != NONE) {
        queue.remove(next);
        units.scheduled[next] = true;
        units.switchInNs[next] = pool.nowNs();
      }
    }
    queue.idle(slot, next == NONE);
    if (next == NONE) {
      return pool.idle(p);
    }
    if (Math.max(units.credit[next], queue.headCredit(Long.MIN_VALUE)) <= 0) {
      reset(queue, next);
      balance.run(queue);
    }
    units.tickledCpu[next] = NONE;
    if (units.home[next] != cpu) {
      units.credit[next] += parameters.migrateCompensationNs();
      units.moves[next]++;
      units.home[next] = cpu;
    }
    pool.limit(p, slice.runNs(next, goesOn, queue, inFlight));
    return units.unit[next];
  }

  /** Who should run: the current one, one that waits, or nobody. */
  private int candidate(int cpu, int current, Credit2RunQueue queue) {
    int choice = NONE;
    boolean yields = false;
    if (current != NONE && mayGoOn(current, cpu)) {
      yields = units.yielded[current];
      if (!yields && pool.nowNs() - units.switchInNs[current] < ratelimitNs) {
        return current;
      }
      choice = tickle.isWanted(current, cpu, queue) ? NONE : current;
    }
    if (current != NONE) {
      units.yielded[current] = false;
    }
    long creditNs = choice == NONE ? parameters.idleCreditNs() : units.credit[choice];
    boolean takesAll = choice == NONE && !parameters.asCoded();
    for (int place = queue.waiting() - 1; place >= 0; place--) {
      int i = queue.at(place);
      if (!yields && units.credit[i] <= creditNs) {
        break;
      }
      if ((units.hard[i] >>> slotOf[cpu] & 1) != 0
          && (takesAll || mayTake(i, cpu, creditNs))
          && (units.domain[i] == null || units.domain[i].grab(i))) {
        return i;
      }
    }
    return choice;
  }

  /** Whether the current one wants to go on, and may; one without budget is parked. */
  private boolean mayGoOn(int current, int cpu) {
    return pool.isRunnable(units.unit[current])
        && !units.delayedAdd[current]
        && units.migrateTo[current] == null
        && (units.hard[current] >>> slotOf[cpu] & 1) != 0
        && (units.domain[current] == null || units.domain[current].grab(current));
  }

  /** Whether a CPU may have it that may be meant for another, or at home on another. */
  private boolean mayTake(int i, int cpu, long creditNs) {
    int asked = units.tickledCpu[i];
    if (asked != NONE && asked != cpu && (runQueueOf[cpu].tickled() >>> slotOf[asked] & 1) != 0) {
      return false;
    }
    return units.home[i] == cpu || creditNs + parameters.migrateResistNs() <= units.credit[i];
  }

  // ---- context saved, and moves between queues ----

  @Override
  public void saved(Schedulable s, Processor p) {
    int i = s.index();
    units.scheduled[i] = false;
    if (running[p.index()] == i) {
      running[p.index()] = NONE; // its CPU stands still, and has not decided
    }
    boolean again = units.delayedAdd[i] && pool.isRunnable(s);
    units.delayedAdd[i] = false;
    if (!again || units.migrateTo[i] != null) {
      changeLoad(i, -1);
    }
    if (units.domain[i] != null) {
      units.domain[i].giveBack(i);
    }
    if (units.migrateTo[i] != null) {
      move(i, units.migrateTo[i]);
      if (again) {
        changeLoad(i, 1);
      }
    }
    if (again) {
      enqueue(i);
    }
  }

  /** Moves it to another queue: at once, or when it has been switched out. */
  void migrate(int i, Credit2RunQueue to) {
    if (units.scheduled[i]) {
      units.migrateTo[i] = to;
      if (running[units.home[i]] == i) {
        kick(units.home[i]);
      }
    } else if (units.queued[i]) {
      units.runQueue[i].remove(i);
      changeLoad(i, -1);
      move(i, to);
      changeLoad(i, 1);
      enqueue(i);
    } else {
      move(i, to);
    }
  }

  private void move(int i, Credit2RunQueue to) {
    units.migrateTo[i] = null;
    units.runQueue[i].deassign(i);
    balance.assign(i, balance.hard(i, to) == 0 ? balance.lightest(i) : to);
  }

  @Override
  public void check() {
    check.look();
  }

  @Override
  public void describe(Consumer<String> line) {
    new Credit2Listing(this, loads, line).print();
  }

  Credit2RunQueue[] runQueues() {
    return runQueues;
  }

  Credit2Units units() {
    return units;
  }

  Credit2Domains domains() {
    return domains;
  }

  /** Who runs on the CPU, or {@code NONE}. */
  int running(int cpu) {
    return running[cpu];
  }

  @Override
  public String toString() {
    return "credit2";
  }
}
