package org.coremux.sched;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.mux.Cost;
import org.coremux.mux.ExitReason;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TraceHash;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/**
 * A random host under any policy: sockets, cores and threads, guests of several vCPUs that compute,
 * sleep, yield and wake each other, weights, affinities, caps, switches that cost and kicks that
 * take their time; and somebody outside who stops, starts and wakes whom he likes. The same plan
 * makes the same host, whatever the policy.
 */
final class LawHost {
  static final long US = 1_000;
  static final long MS = 1_000_000;

  /** Longer than any run. Unit: ns. */
  static final long FOREVER_NS = 1L << 50;

  private static final int[] WEIGHTS = {64, 128, 256, 256, 256, 512, 1024};
  private static final int NORMAL_WEIGHT = 256;

  /** What a plan may have. */
  enum Trait {
    /** All guests have the same weight. */
    EQUAL_WEIGHTS,
    /** Each guest has one vCPU. */
    SINGLE,
    /** There is one processor. */
    ONE_PROCESSOR,
    /** Some guests are capped, if the policy can do that. */
    CAPS,
    /** Some guests may not run everywhere. */
    AFFINITIES,
    /** Somebody outside stops, starts and wakes. */
    DISTURBED,
    /** The last guest never does anything. */
    IDLE_GUEST,
    /** Each decision is made again. */
    ASKED_TWICE,
    /** Switches cost, and kicks take their time. */
    COSTS
  }

  /** What to build: each run of it, times the scale, is the same. */
  record Plan(long seed, long scale, Set<Trait> traits) {
    static Plan of(long seed, Trait... traits) {
      Set<Trait> all = EnumSet.noneOf(Trait.class);
      all.addAll(List.of(traits));
      return new Plan(seed, 1, all);
    }

    Plan with(Trait trait) {
      Set<Trait> more = EnumSet.copyOf(traits);
      more.add(trait);
      return new Plan(seed, scale, more);
    }

    Plan slower(long times) {
      return new Plan(seed, scale * times, traits);
    }

    boolean has(Trait trait) {
      return traits.contains(trait);
    }
  }

  /** The same for every switch and every kick. */
  record Costs(long switchNs, long kickNs) implements LevelCosts {
    @Override
    public long switchNs(Schedulable from, Schedulable to) {
      return switchNs;
    }

    @Override
    public long exitNs(ExitReason why, Cost kind) {
      return 0;
    }

    @Override
    public long kickNs(Processor from, Processor to) {
      return kickNs;
    }
  }

  final Plan plan;
  final InstalledPolicy policy;
  final Site site;
  final TraceHash hash = new TraceHash();
  final Multiplexer mux;
  final Costs costs;
  final ScheduleLog log = new ScheduleLog();
  final List<Schedulable> units = new ArrayList<>();

  /** The policy itself, without what checks it. */
  Scheduler scheduler;

  final long endNs;
  private final SplittableRandom random;

  /** Times are multiples of it, so that much happens in one instant. Unit: ns. */
  private final long grainNs;

  LawHost(InstalledPolicy given, Plan plan) {
    this.plan = plan;
    policy = plan.scale() == 1 ? given : given.slower(plan.scale());
    random = new SplittableRandom(plan.seed());
    site = new Simulation(plan.seed()).site("host");
    Topology topology = topology();
    grainNs = plan.scale() * new long[] {32, 50 * US, 500 * US}[random.nextInt(3)];
    costs = new Costs(cost(2 * US), cost(US));
    endNs = plan.scale() * new long[] {20 * MS, 50 * MS, 120 * MS}[random.nextInt(3)];
    mux =
        new Multiplexer(site, "host", hash, costs, new SplittableRandom(plan.seed()))
            .hardware(topology)
            .policy(this::policy)
            .trace(log);
    int guests = random.nextInt(1, 5);
    for (int g = 0; g < guests; g++) {
      guest("g" + g, topology.cpuCount());
    }
    if (plan.has(Trait.DISTURBED)) {
      for (int i = 0; i < 20; i++) {
        site.arm(new Timer(now -> interfere()), plan.scale() * random.nextLong(endNs));
      }
    }
    if (plan.has(Trait.IDLE_GUEST)) {
      idleGuest();
    }
  }

  private Topology topology() {
    int sockets = random.nextInt(4) == 0 ? random.nextInt(2, 5) : 1;
    int cores = sockets > 2 ? 1 : random.nextInt(1, 4);
    Shape shape = Shape.of(sockets, cores, random.nextInt(1, 3));
    if (plan.has(Trait.ONE_PROCESSOR)) {
      shape = Shape.of(1, 1, 1);
    }
    return new Topology(shape, 1_000_000_000, Topology.NOMINAL_SPEED);
  }

  private long cost(long mostNs) {
    long ns = plan.scale() * mostNs * random.nextInt(2);
    return plan.has(Trait.COSTS) ? ns : 0;
  }

  private Scheduler policy(Pool pool) {
    Scheduler checked = new CheckedScheduler(pool, inner -> scheduler = policy.create(inner));
    return plan.has(Trait.ASKED_TWICE) ? new AskedTwice(site, pool, checked) : checked;
  }

  // ---- guests ----

  private void guest(String name, int cpus) {
    int weight = WEIGHTS[random.nextInt(WEIGHTS.length)];
    long percent = random.nextLong(10, 100L * Math.min(cpus, 2) + 1);
    boolean capped = random.nextInt(4) == 0 && plan.has(Trait.CAPS) && policy.caps();
    int last = random.nextInt(cpus);
    boolean pinned = random.nextInt(4) == 0 && plan.has(Trait.AFFINITIES);
    int vcpus = random.nextInt(1, 4);
    Group group =
        policy.guest(
            mux,
            name,
            plan.has(Trait.EQUAL_WEIGHTS) ? NORMAL_WEIGHT : weight,
            capped ? quota(percent) : Group.Quota.NONE);
    Schedulable[] members = new Schedulable[plan.has(Trait.SINGLE) ? 1 : vcpus];
    for (int i = 0; i < members.length; i++) {
      Worker worker = new Worker(members, random.split());
      CpuMask where = pinned ? CpuMask.range(0, last) : null;
      members[i] = policy.vcpu(name + ".v" + i, group, where, worker::done);
      add(members[i], worker);
    }
  }

  private Group.Quota quota(long percent) {
    long periodNs = Group.Quota.NONE.periodNs() * plan.scale();
    return new Group.Quota(periodNs / 100 * percent, periodNs, 0);
  }

  private void add(Schedulable s, Worker worker) {
    worker.self = s;
    s.compute(worker.burstNs());
    mux.admit(s);
    mux.start(s);
    units.add(s);
    site.arm(worker.wake, grain(2 * MS, random));
  }

  private void idleGuest() {
    Group guest = policy.guest(mux, "idle", NORMAL_WEIGHT, Group.Quota.NONE);
    Schedulable s = policy.vcpu("idle.v0", guest, null, now -> {});
    log.leftOut = s;
    mux.admit(s);
    mux.start(s);
  }

  private long grain(long mostNs, SplittableRandom own) {
    return grainNs * own.nextLong(1, Math.max(2, plan.scale() * mostNs / grainNs));
  }

  /** What a vCPU does: some compute for ever, others compute, sleep, yield and wake. */
  private final class Worker {
    final Schedulable[] members;
    final SplittableRandom own;
    final long busyNs;
    final long sleepNs;
    final boolean isHog;
    final Timer wake = new Timer(now -> mux.wake(this.self));
    Schedulable self;

    Worker(Schedulable[] members, SplittableRandom own) {
      this.members = members;
      this.own = own;
      busyNs = own.nextLong(200 * US, 10 * MS);
      sleepNs = own.nextLong(200 * US, 10 * MS);
      isHog = own.nextInt(3) == 0;
    }

    long burstNs() {
      return isHog ? FOREVER_NS : grain(busyNs, own);
    }

    void done(long nowNs) {
      self.compute(burstNs());
      switch (own.nextInt(10)) {
        case 0 -> mux.yield(self, null);
        case 1 -> {
          mux.block(self);
          mux.wake(self); // before it has been switched out
        }
        case 2, 3 -> {
          mux.wake(members[own.nextInt(members.length)], self.processor());
          sleep(nowNs);
        }
        default -> sleep(nowNs);
      }
    }

    private void sleep(long nowNs) {
      mux.block(self);
      site.arm(wake, nowNs + grain(sleepNs, own));
    }
  }

  private void interfere() {
    Schedulable s = units.get(random.nextInt(units.size()));
    switch (random.nextInt(4)) {
      case 0 -> mux.stop(s);
      case 1 -> mux.pool().kick(s.processor());
      case 2 -> {
        if (s.state() != RunState.BLOCKED) {
          mux.wake(s); // changes nothing, and no policy hears of it
        }
      }
      default -> units.forEach(mux::start);
    }
  }

  // ---- running ----

  /** To the end. */
  LawHost run() {
    site.runUntil(endNs);
    mux.settleBooks();
    return this;
  }

  /** To the end, looking at it after each instant. */
  LawHost run(Runnable look) {
    site.afterInstant(look);
    return run();
  }

  /** What a unit has run so far. Unit: ns. */
  long ranNs(int unit) {
    return units.get(unit).timeNs(RunState.RUNNING);
  }

  @Override
  public String toString() {
    String which = policy.name() + " " + policy.parameters();
    return which + " with " + plan + " on " + mux.topology() + ", " + costs;
  }
}
