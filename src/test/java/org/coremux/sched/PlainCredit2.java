package org.coremux.sched;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Credit2 with one run queue, slow and obvious: objects, lists and linear scans, nothing kept that
 * can be looked up. Default parameters but for a few. Written from schedulers.md 4 alone.
 */
final class PlainCredit2 implements Scheduler {
  private static final long US = 1_000;
  private static final long MS = 1_000_000;

  private static final class Unit {
    Schedulable s;
    Domain domain;
    CpuSet preferred;
    long credit = 10 * MS;
    long residual;
    long budget;
    long switchIn;
    int home;
    int tickledCpu = -1;
    boolean scheduled;
    boolean delayedAdd;
    boolean yields;

    boolean prefers(int cpu) {
      return preferred == null || preferred.contains(cpu);
    }
  }

  private static final class Domain {
    long total;
    long pool;
    long next;
    int units;
    final List<Unit> parked = new ArrayList<>();

    long quota() {
      return Math.max(total / units, 500 * US);
    }
  }

  private final Pool pool;
  private final long ratelimit;
  private final boolean savesPower;
  private final boolean asCoded;
  private final Map<Schedulable, Unit> units = new HashMap<>();
  private final Map<Group, Domain> domains = new HashMap<>();
  private final List<Unit> members = new ArrayList<>();
  private final List<Unit> queue = new ArrayList<>();
  private final Unit[] running;
  private final boolean[] leaving;
  private final boolean[] tickled;
  private int bias = -1;

  PlainCredit2(Pool pool, Credit2Parameters parameters) {
    this.pool = pool;
    ratelimit = parameters.ratelimitNs();
    savesPower = parameters.smtPowerSavings();
    asCoded = parameters.asCoded();
    running = new Unit[pool.processorCount()];
    leaving = new boolean[pool.processorCount()];
    tickled = new boolean[pool.processorCount()];
  }

  @Override
  public void admit(Schedulable s) {
    Unit u = new Unit();
    u.s = s;
    CpuSet hard = new CpuSet(running.length);
    for (int cpu = 0; cpu < running.length; cpu++) {
      if (s.allows(pool.processor(cpu))) {
        hard.add(cpu);
      }
    }
    u.preferred = SoftAffinity.useful(s.group(), hard);
    do {
      bias = (bias + 1) % running.length;
    } while (!hard.contains(bias) || !u.prefers(bias));
    u.home = bias;
    units.put(s, u);
    members.add(u);
    Group group = s.group();
    if (group != null) {
      u.domain = domains.computeIfAbsent(group, g -> domain(g, pool.processor(u.home)));
      u.domain.units++;
    }
  }

  private Domain domain(Group group, Processor at) {
    Domain d = new Domain();
    d.total = 10 * MS * group.quotaNs() / group.periodNs();
    d.pool = d.total;
    d.next = pool.nowNs() + 10 * MS;
    Timer[] timer = new Timer[1];
    timer[0] =
        pool.timer(
            at,
            now -> {
              d.next += 10 * MS;
              d.pool += d.total;
              pool.arm(timer[0], d.next);
              if (d.pool > 0) {
                d.pool = Math.min(d.pool, d.total);
                unpark(d);
              }
            });
    pool.arm(timer[0], d.next);
    return d;
  }

  private void unpark(Domain d) {
    List<Unit> all = new ArrayList<>(d.parked);
    d.parked.clear();
    all.forEach(u -> pool.release(u.s));
  }

  private boolean hasBudget(Unit u) {
    Domain d = u.domain;
    if (d == null || u.budget > 0) {
      return true;
    }
    d.pool += u.budget;
    u.budget = 0;
    if (d.pool > 0) {
      u.budget = Math.min(d.quota(), d.pool);
      d.pool -= u.budget;
      return true;
    }
    d.parked.add(u);
    pool.hold(u.s, Hold.CAP);
    return false;
  }

  @Override
  public void retire(Schedulable s) {
    Unit u = units.remove(s);
    members.remove(u);
    if (u.domain != null) {
      u.domain.units--;
      u.domain.parked.remove(u);
    }
  }

  @Override
  public Processor place(Schedulable s, Processor waker) {
    return pool.processor(units.get(s).home);
  }

  @Override
  public void wake(Schedulable s) {
    Unit u = units.get(s);
    if (running[u.home] == u && !tickled[u.home]) {
      leaving[u.home] = false;
    } else if (u.scheduled) {
      u.delayedAdd = true;
    } else {
      enqueue(u);
    }
  }

  @Override
  public void sleep(Schedulable s) {
    Unit u = units.get(s);
    u.delayedAdd = false;
    if (running[u.home] == u) {
      leaving[u.home] = true;
    }
    queue.remove(u);
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    units.get(s).yields = true;
  }

  private void enqueue(Unit u) {
    int place = 0;
    while (place < queue.size() && queue.get(place).credit >= u.credit) {
      place++;
    }
    queue.add(place, u);
    u.tickledCpu = -1;
    int cpu = -1;
    for (boolean soft : new boolean[] {true, false}) {
      for (boolean first : new boolean[] {true, false}) {
        cpu = cpu < 0 ? idleCpu(u, soft, first) : cpu;
      }
    }
    if (cpu < 0) {
      cpu = weakestCpu(u);
    }
    if (cpu >= 0) {
      u.tickledCpu = cpu;
      tickle(cpu);
    }
  }

  private void tickle(int cpu) {
    tickled[cpu] = true;
    pool.kick(pool.processor(cpu));
  }

  private boolean idle(int cpu) {
    return (running[cpu] == null || leaving[cpu]) && !tickled[cpu];
  }

  private boolean wholeCoreIdle(int cpu) {
    for (int other = 0; other < running.length; other++) {
      if (pool.topology().core(cpu) == pool.topology().core(other) && !idle(other)) {
        return false;
      }
    }
    return true;
  }

  private int idleCpu(Unit u, boolean soft, boolean first) {
    for (int k = 0; k < running.length; k++) {
      int cpu = (u.home + k) % running.length;
      boolean fits = !first || wholeCoreIdle(cpu) != savesPower;
      if (idle(cpu) && u.s.allows(pool.processor(cpu)) && (!soft || u.prefers(cpu)) && fits) {
        return cpu;
      }
    }
    return -1;
  }

  private int weakestCpu(Unit u) {
    long most = Math.max(0, score(u, u.home));
    if (most > 0 && u.prefers(u.home)) {
      return u.home;
    }
    int best = most > 0 ? u.home : -1;
    for (int cpu = 0; cpu < running.length; cpu++) {
      if (cpu != u.home && score(u, cpu) > most) {
        most = score(u, cpu);
        best = cpu;
      }
    }
    return best;
  }

  private long score(Unit u, int cpu) {
    Unit current = running[cpu];
    if (tickled[cpu]
        || current == null
        || leaving[cpu]
        || !u.s.allows(pool.processor(cpu))
        || pool.nowNs() - current.switchIn < ratelimit - 50 * US) {
      return -1;
    }
    pool.settle(pool.processor(cpu));
    long more = u.credit - current.credit - (cpu == u.home ? 0 : 500 * US);
    if (more > 0) {
      more += u.prefers(cpu) ? 10 * MS : 0;
      more += current.prefers(cpu) ? 0 : 10 * MS;
    }
    return more;
  }

  private long maxWeight() {
    return members.stream().mapToLong(u -> u.s.weight()).max().orElseThrow();
  }

  @Override
  public void charge(Schedulable s, long ran) {
    Unit u = units.get(s);
    long burn = ran * maxWeight() + u.residual;
    u.residual = burn % s.weight();
    u.credit = Math.max(-10 * MS, u.credit - burn / s.weight());
    u.budget -= u.domain == null ? 0 : ran;
  }

  @Override
  public Schedulable pickNext(Processor p) {
    int cpu = p.index();
    tickled[cpu] = false;
    Unit current = running[cpu];
    Unit next = choose(cpu, current);
    boolean switches = next != current;
    boolean requeued = switches && current != null && pool.isRunnable(current.s);
    if (requeued) {
      current.delayedAdd = true;
    }
    running[cpu] = next;
    leaving[cpu] = false;
    if (next == null) {
      return pool.idle(p);
    }
    if (switches) {
      queue.remove(next);
      next.scheduled = true;
      next.switchIn = pool.nowNs();
    }
    long head = queue.isEmpty() ? Long.MIN_VALUE : queue.get(0).credit;
    if (next.credit <= 0 && head <= 0) {
      reset(next);
    }
    next.tickledCpu = -1;
    if (next.home != cpu) {
      next.home = cpu;
      next.credit += 50 * US;
    }
    pool.limit(p, runLength(next, switches, requeued ? current : null));
    return next.s;
  }

  private Unit choose(int cpu, Unit current) {
    boolean staying =
        current != null && pool.isRunnable(current.s) && !current.delayedAdd && hasBudget(current);
    boolean yields = staying && current.yields;
    if (current != null) {
      current.yields = false;
    }
    if (staying && !yields && pool.nowNs() - current.switchIn < ratelimit) {
      return current;
    }
    for (int other = 0; staying && other < running.length; other++) {
      staying = current.prefers(cpu) || !current.prefers(other) || !idle(other);
    }
    long credit = staying ? current.credit : -10 * MS - 1;
    for (Unit u : new ArrayList<>(queue)) {
      boolean better = yields || u.credit > credit;
      boolean elsewhere = u.tickledCpu >= 0 && u.tickledCpu != cpu && tickled[u.tickledCpu];
      boolean resists = u.home != cpu && credit + 500 * US > u.credit;
      boolean refuses = (elsewhere || resists) && (staying || asCoded);
      if (better && u.s.allows(pool.processor(cpu)) && !refuses && hasBudget(u)) {
        return u;
      }
    }
    return staying ? current : null;
  }

  private void reset(Unit next) {
    long more = next.credit == -10 * MS ? 20 * MS : 10 * MS;
    for (int cpu = 0; cpu < running.length; cpu++) {
      pool.settle(pool.processor(cpu));
    }
    for (Unit u : members) {
      u.credit = Math.min(u.credit + more, 10_500 * US);
      if (u != next && u.domain != null && u.budget <= 0 && running[u.home] == u) {
        tickle(u.home);
      }
    }
  }

  private long runLength(Unit next, boolean switches, Unit requeued) {
    long least = switches ? ratelimit : next.switchIn + ratelimit - pool.nowNs();
    long waiter = queue.isEmpty() ? 0 : queue.get(0).credit;
    if (requeued != null) {
      waiter = Math.max(waiter, requeued.credit);
    }
    long credit = waiter > 0 ? next.credit - waiter : next.credit;
    long time = credit > 0 ? credit * next.s.weight() / maxWeight() : 0;
    if (next.domain != null) {
      time = Math.min(time, next.budget);
    }
    return Math.max(Math.min(time, 10 * MS), Math.max(least, 500 * US));
  }

  @Override
  public void saved(Schedulable s, Processor p) {
    Unit u = units.get(s);
    u.scheduled = false;
    boolean again = u.delayedAdd && pool.isRunnable(s);
    u.delayedAdd = false;
    if (u.domain != null) {
      u.domain.pool += u.budget;
      u.budget = 0;
      if (u.domain.pool > 0) {
        unpark(u.domain);
      }
    }
    if (again) {
      enqueue(u);
    }
  }
}
