package org.coremux.sched;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.topology.Topology;

/**
 * Credit, slow and obvious: objects, lists with Xen's idle unit in them, and linear scans. Written
 * from schedulers.md 3 alone, for processors with indices from 0.
 */
final class PlainCredit implements Scheduler {
  private static final long MS = 1_000_000;

  private enum Priority {
    IDLE,
    OVER,
    UNDER,
    BOOST
  }

  private static final class Unit {
    Schedulable s;
    Domain domain;
    Set<Integer> hard;
    Set<Integer> soft;
    long burntNs;
    long given;
    long forgiven;
    Priority priority = Priority.UNDER;
    long startNs;
    long lastNs;
    int home;
    boolean queued;
    boolean running;
    boolean migrating;
    boolean unboosted = true;
    boolean parked;
    boolean yields;
    boolean active;

    boolean higherThan(Unit other) {
      return priority.compareTo(other.priority) > 0;
    }
  }

  private static final class Domain {
    Group group;
    long weight;
    final List<Unit> active = new ArrayList<>();
  }

  private static final class Cpu {
    Processor p;
    final Unit idle = new Unit();
    Unit current = idle;
    final List<Unit> queue = new ArrayList<>();
    Timer ticker;
    long sortSeen;
    long balancedNs = Long.MIN_VALUE / 2;
    int idleBias = -1;
    int lastTickled;
  }

  private final Pool pool;
  private final CreditParameters parameters;
  private final Topology topology;
  private final List<Cpu> cpus = new ArrayList<>();
  private final Set<Integer> idlers = new TreeSet<>();
  private final Map<Schedulable, Unit> units = new HashMap<>();
  private final Map<Group, Domain> domains = new HashMap<>();
  private final List<Domain> activeDomains = new ArrayList<>();
  private final int[] balanceBias;
  private final long perSlice;
  private long balance;
  private long sortEpoch;
  private int waker = -1;

  PlainCredit(Pool pool, CreditParameters parameters) {
    this.pool = pool;
    this.parameters = parameters;
    topology = pool.topology();
    perSlice = parameters.tsliceNs() * parameters.creditsPerMs() / MS;
    balanceBias = new int[topology.nodeCount()];
    for (int node = 0; node < balanceBias.length; node++) {
      balanceBias[node] = topology.cpusOfNode(node).first();
    }
    Timer[] master = new Timer[1];
    master[0] =
        pool.timer(
            pool.processor(0),
            now -> {
              account();
              pool.arm(master[0], now + parameters.tsliceNs());
            });
    pool.arm(master[0], parameters.tsliceNs());
    for (int index = 0; index < pool.processorCount(); index++) {
      Cpu cpu = new Cpu();
      cpu.p = pool.processor(index);
      cpu.idle.priority = Priority.IDLE;
      cpu.ticker = pool.timer(cpu.p, now -> tick(cpu));
      cpus.add(cpu);
      idlers.add(index);
    }
  }

  private int index(Cpu cpu) {
    return cpu.p.index();
  }

  private long credit(Unit u) {
    return u.given - u.forgiven - u.burntNs * parameters.creditsPerMs() / MS;
  }

  @Override
  public void admit(Schedulable s) {
    Unit u = new Unit();
    u.s = s;
    u.hard = new TreeSet<>();
    for (Cpu cpu : cpus) {
      if (s.allows(cpu.p)) {
        u.hard.add(index(cpu));
      }
    }
    CpuSet online = new CpuSet(cpus.size());
    u.hard.forEach(online::add);
    CpuSet useful = SoftAffinity.useful(s.group(), online);
    if (useful != null) {
      u.soft = new TreeSet<>();
      u.hard.stream().filter(useful::contains).forEach(u.soft::add);
    }
    Domain own = new Domain();
    u.domain = s.group() == null ? own : domains.computeIfAbsent(s.group(), group -> own);
    u.domain.group = s.group();
    u.domain.weight = s.weight();
    units.put(s, u);
    u.home = s.processor().index();
    u.home = pick(u, true);
  }

  @Override
  public void retire(Schedulable s) {
    Unit u = units.remove(s);
    if (u.active) {
      stopAccounting(u);
    }
  }

  // ---- queues ----

  private void insert(Unit u) {
    List<Unit> queue = cpus.get(u.home).queue;
    int place = 0;
    while (place < queue.size() && !u.higherThan(queue.get(place))) {
      place++;
    }
    boolean isLast = place >= queue.size() - 1;
    if (u.yields && !isLast && queue.get(place).priority != Priority.IDLE) {
      place++;
    }
    queue.add(place, u);
    u.queued = true;
  }

  private void remove(Unit u) {
    cpus.get(u.home).queue.remove(u);
    u.queued = false;
    u.yields = false;
  }

  private long waiting(Cpu cpu) {
    return cpu.queue.stream().filter(u -> u != cpu.idle).count();
  }

  // ---- wake, sleep, yield ----

  @Override
  public Processor place(Schedulable s, Processor from) {
    waker = from == null ? -1 : from.index();
    return cpus.get(units.get(s).home).p;
  }

  @Override
  public void wake(Schedulable s) {
    Unit u = units.get(s);
    if (cpus.get(u.home).current != u && !u.migrating) {
      wake(u, waker < 0 ? u.home : waker);
    }
    waker = -1;
  }

  private void wake(Unit u, int by) {
    if (!u.unboosted && u.priority == Priority.UNDER && !u.parked) {
      u.priority = Priority.BOOST;
    }
    u.unboosted = false;
    insert(u);
    tickle(u, cpus.get(by));
  }

  @Override
  public void sleep(Schedulable s) {
    if (units.get(s).queued) {
      remove(units.get(s));
    }
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    units.get(s).yields = true;
  }

  private static Set<Integer> common(Set<Integer> a, Set<Integer> b) {
    Set<Integer> both = new TreeSet<>(a);
    both.retainAll(b);
    return both;
  }

  /** The first after it, round and round. */
  private static int cycle(int after, Set<Integer> set) {
    return set.stream()
        .filter(cpu -> cpu > after)
        .findFirst()
        .orElseGet(() -> set.iterator().next());
  }

  private void tickle(Unit u, Cpu by) {
    Cpu home = cpus.get(u.home);
    boolean beats = u.higherThan(home.current);
    if (u.hard.size() == 1 && idlers.contains(u.home)) {
      kick(u.home);
    } else if (home.current == home.idle || idlers.isEmpty() && beats) {
      kick(u.home);
    } else if (!idlers.isEmpty()) {
      Set<Integer> candidates = u.soft == null ? Set.of() : common(u.soft, idlers);
      if (candidates.isEmpty()) {
        candidates = common(u.hard, idlers);
      }
      if (!candidates.isEmpty() && parameters.ticklesOneIdle()) {
        by.lastTickled = cycle(by.lastTickled, candidates);
        kick(by.lastTickled);
      } else if (!candidates.isEmpty()) {
        candidates.forEach(this::kick);
      } else if (beats) {
        if (!parameters.asCoded() && !common(home.current.hard, idlers).isEmpty()) {
          home.current.migrating = true;
        }
        kick(u.home);
      }
    }
  }

  private void kick(int cpu) {
    idlers.remove(cpu);
    pool.kick(cpus.get(cpu).p);
  }

  // ---- burn, tick, account ----

  @Override
  public void charge(Schedulable s, long ran) {
    units.get(s).burntNs += parameters.samples() ? 0 : ran;
  }

  private void tick(Cpu cpu) {
    Unit u = cpu.current;
    u.priority = u.priority == Priority.BOOST ? Priority.UNDER : u.priority;
    if (u != cpu.idle && pool.current(cpu.p) == u.s) {
      pool.settle(cpu.p);
      u.forgiven += parameters.samples() ? perSlice / parameters.ticks() : 0;
      if (!u.active) {
        u.active = true;
        u.domain.active.add(0, u);
        if (u.domain.active.size() == 1) {
          activeDomains.add(0, u.domain);
        }
      } else if (pick(u, false) != index(cpu)) {
        u.migrating = true;
        pool.kick(cpu.p);
      }
    }
    if (cpu.sortSeen != sortEpoch) {
      cpu.sortSeen = sortEpoch;
      List<Unit> with = new ArrayList<>();
      List<Unit> without = new ArrayList<>();
      for (Unit each : cpu.queue) {
        (each.priority.compareTo(Priority.UNDER) >= 0 ? with : without).add(each);
      }
      cpu.queue.clear();
      cpu.queue.addAll(with);
      cpu.queue.addAll(without);
    }
    pool.arm(cpu.ticker, pool.nowNs() + parameters.tickNs());
  }

  private void stopAccounting(Unit u) {
    u.active = false;
    u.domain.active.remove(u);
    if (u.domain.active.isEmpty()) {
      activeDomains.remove(u.domain);
    }
  }

  private static long ceil(long a, long b) {
    return -Math.floorDiv(-a, b);
  }

  private void account() {
    long all = activeDomains.stream().mapToLong(d -> d.weight * d.active.size()).sum();
    if (all == 0) {
      balance = 0;
      return;
    }
    long debt = balance < 0 ? -balance : 0;
    long credits = perSlice * cpus.size() + debt;
    long left = all;
    long sum = 0;
    boolean extra = false;
    for (Domain d : new ArrayList<>(activeDomains)) {
      int n = d.active.size();
      left -= d.weight * n;
      long peak = n * perSlice + ceil(debt * d.weight * n, all);
      long cap = 0;
      if (d.group != null && d.group.isCapped()) {
        cap = ceil(d.group.quotaNs() * perSlice, d.group.periodNs());
        peak = Math.min(peak, cap);
      }
      long fair = ceil(credits * d.weight * n, all);
      if (fair < peak) {
        extra = true;
      } else {
        if (left > 0) {
          credits += ceil((fair - peak) * all, left);
        }
        if (extra) {
          activeDomains.remove(d);
          activeDomains.add(0, d);
        }
        fair = peak;
      }
      for (Unit u : new ArrayList<>(d.active)) {
        u.given += ceil(fair, n);
        sum += paid(u, cap, ceil(cap, n));
      }
    }
    balance = sum;
    sortEpoch++;
  }

  private long paid(Unit u, long cap, long capOfUnit) {
    if (credit(u) < 0) {
      u.priority = Priority.OVER;
      if (cap > 0 && credit(u) < -capOfUnit && !u.parked) {
        u.parked = true;
        pool.hold(u.s, Hold.CAP);
      }
      u.given += Math.max(0, -perSlice - credit(u));
    } else {
      u.priority = Priority.UNDER;
      if (u.parked) {
        pool.release(u.s);
        u.parked = false;
      }
      if (credit(u) > perSlice) {
        stopAccounting(u);
        u.given -= credit(u) - credit(u) / 2;
      }
    }
    return credit(u);
  }

  // ---- schedule ----

  @Override
  public Schedulable pickNext(Processor p) {
    Cpu cpu = cpus.get(p.index());
    Unit current = cpu.current;
    boolean isIdle = current == cpu.idle;
    boolean stays = !isIdle && pool.isRunnable(current.s) && !current.migrating;
    long now = pool.nowNs();
    current.lastNs = now;
    long ran = now - current.startNs;
    if (stays && !current.yields && ran < parameters.ratelimitNs()) {
      long rest = parameters.ratelimitNs() - ran;
      pool.limit(p, parameters.asCoded() ? ran < 100 ? 100 : rest : Math.max(rest, 100_000));
      return current.s;
    }
    if (isIdle) {
      cpu.queue.add(current);
    } else if (stays) {
      insert(current);
    }
    Unit next = cpu.queue.get(0);
    Unit stolen = null;
    if (!next.higherThan(over()) && now - cpu.balancedNs > parameters.loadBalanceRatelimitNs()) {
      cpu.balancedNs = now;
      stolen = steal(cpu, next);
    }
    if (stolen == null) {
      next.home = p.index();
      remove(next);
    }
    return run(cpu, stolen == null ? next : stolen);
  }

  private static Unit over() {
    Unit u = new Unit();
    u.priority = Priority.OVER;
    return u;
  }

  private Schedulable run(Cpu cpu, Unit next) {
    Unit before = cpu.current;
    cpu.current = next;
    long now = pool.nowNs();
    if (next == cpu.idle) {
      idlers.add(index(cpu));
      pool.cancel(cpu.ticker);
      return pool.idle(cpu.p);
    }
    idlers.remove(index(cpu));
    if (next != before) {
      next.startNs = now;
      next.running = true;
      if (before == cpu.idle) {
        pool.arm(cpu.ticker, (now / parameters.tickNs() + 1) * parameters.tickNs());
      }
    }
    pool.limit(cpu.p, parameters.tsliceNs());
    return next.s;
  }

  private Unit steal(Cpu thief, Unit best) {
    for (boolean soft : new boolean[] {true, false}) {
      int nodes = balanceBias.length;
      for (int k = 0; k < nodes; k++) {
        int node = (topology.node(index(thief)) + k) % nodes;
        Set<Integer> workers = new TreeSet<>();
        for (Cpu cpu : cpus) {
          if (topology.node(index(cpu)) == node && cpu != thief && !idlers.contains(index(cpu))) {
            workers.add(index(cpu));
          }
        }
        int victim = balanceBias[node];
        for (int turn = 0; turn < workers.size(); turn++) {
          victim = cycle(victim, workers);
          Unit u = candidate(cpus.get(victim), thief, best, soft);
          if (u != null) {
            balanceBias[node] = victim;
            remove(u);
            u.home = index(thief);
            return u;
          }
        }
      }
    }
    return null;
  }

  private Unit candidate(Cpu victim, Cpu thief, Unit best, boolean soft) {
    if (victim.current == victim.idle) {
      return null;
    }
    for (Unit u : victim.queue) {
      if (!u.higherThan(best)) {
        return null;
      }
      Set<Integer> mask = soft ? u.soft : u.hard;
      boolean hot = pool.nowNs() - u.lastNs < parameters.migrationDelayNs();
      if (mask != null && mask.contains(index(thief)) && !u.running && !u.yields && !hot) {
        return u;
      }
    }
    return null;
  }

  @Override
  public void saved(Schedulable s, Processor p) {
    Unit u = units.get(s);
    u.running = false;
    if (u.migrating) {
      u.migrating = false;
      u.home = pick(u, true);
      u.unboosted = true;
      if (pool.isRunnable(s)) {
        wake(u, p.index());
      }
    }
  }

  // ---- where to ----

  private Set<Integer> around(int cpu, boolean core) {
    Set<Integer> set = new TreeSet<>();
    for (int other = 0; other < cpus.size(); other++) {
      if (core
          ? topology.core(other) == topology.core(cpu)
          : topology.socket(other) == topology.socket(cpu)) {
        set.add(other);
      }
    }
    return set;
  }

  private int pick(Unit u, boolean commit) {
    int cpu = u.home;
    int[] turnOf = {-1};
    for (Set<Integer> allowed : u.soft == null ? List.of(u.hard) : List.of(u.soft, u.hard)) {
      cpu = allowed.contains(u.home) ? u.home : cycle(u.home, allowed);
      Set<Integer> idle = new TreeSet<>(idlers);
      Cpu home = cpus.get(u.home);
      boolean alone = home.current == home.idle || home.current == u || parameters.asCoded();
      if (cpu == u.home && waiting(home) == 0 && alone) {
        idle.add(cpu);
      }
      cpu = pick(cpu, common(idle, allowed), idle, turnOf);
      if (idle.contains(cpu)) {
        break;
      }
    }
    if (commit && turnOf[0] >= 0) {
      cpus.get(turnOf[0]).idleBias = cpu;
    }
    return cpu;
  }

  private int pick(int from, Set<Integer> left, Set<Integer> idle, int[] turnOf) {
    int cpu = from;
    if (!left.isEmpty() && !left.contains(cpu)) {
      cpu = cycle(cpu, left);
    }
    left.remove(cpu);
    while (!left.isEmpty()) {
      int other = cycle(cpu, left);
      boolean near = topology.socket(cpu) == topology.socket(other);
      int here = common(idle, around(cpu, near)).size();
      Set<Integer> idleThere = common(idle, around(other, near));
      int there = idleThere.size();
      if (parameters.smtPowerSavings() ? here > there : (near ? here : 2 * here) < there) {
        cpu = cycle(cpus.get(other).idleBias, common(idleThere, left));
        turnOf[0] = other;
        left.removeAll(around(cpu, true));
      } else {
        left.removeAll(idleThere);
      }
    }
    return cpu;
  }
}
