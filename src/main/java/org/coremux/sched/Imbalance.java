package org.coremux.sched;

import org.coremux.sched.BalanceGroup.Busyness;
import org.coremux.topology.CpuMask;

/**
 * What one pass over a domain finds: its busiest group, whether something of that should come to
 * the group of the processor that looks, and how much.
 *
 * <p>Groups are overloaded, else such that affinity keeps tasks in them, else fully busy, else have
 * they time to spare. Where the local group has, tasks are counted: half of what the other has
 * more; beyond a cache, from an overloaded group, as much use of processors as there is to spare
 * here, and between nodes a small difference is left while few run here. A busy processor leaves
 * that to an idle one. Where neither has, loads are: as much as brings the nearer of the two to the
 * average. Of a group in which affinity keeps tasks any one is moved; of one that is just fully
 * busy nobody, unless there is time to spare here.
 *
 * <p>One that is more than what is still to be moved stays, and of loads one that is more than
 * twice that; each failed pass halves what it counts for. Nobody is moved by which the two would be
 * less equal than they were.
 *
 * <p>Model: all groups are as if work were spread over siblings first, so numbers of tasks are
 * compared, never numbers of idle processors.
 *
 * <p>Cost: O(processors of the domain). Order: of equals the one that follows the local group first
 * round the domain; in a group the lowest processor.
 *
 * <p>Source: schedulers.md, section 11; amounts recalled from calculate_imbalance and detach_tasks,
 * Linux 5.10 on.
 */
final class Imbalance {
  /** Averages of equal loads may differ by a part of this. Unit: log2. Source: assumed. */
  private static final int UNCERTAIN = 6;

  private final FairCpu[] cpus;
  private final LoadTracking loads;
  private final BalanceDomains domains;
  private final BalanceGroup local = new BalanceGroup();
  private BalanceGroup busiest = new BalanceGroup();
  private BalanceGroup spare = new BalanceGroup();
  private int level;
  private int percent;
  private long pass;
  private long totalLoad;
  private int totalCpus;

  /** In what {@link #left} is counted. */
  enum Unit {
    TASKS,
    /** Weight. */
    LOAD,
    /** Part of a processor's time. Unit: 1 / {@link LoadAverage#ONE}. */
    TIME
  }

  private Unit unit;

  /** What is still to be moved. */
  long left;

  Imbalance(FairHierarchy hierarchy, BalanceDomains domains) {
    cpus = hierarchy.cpus;
    loads = hierarchy.loads;
    this.domains = domains;
  }

  /** Another pass begins: nobody is passed over. */
  void begin() {
    pass++;
  }

  /** Affinity keeps all that wait there: the pass goes on as if it were not. */
  void passOver(FairCpu cpu) {
    cpu.passedOver = pass;
  }

  /** Looks at the groups; false when nothing should come to the processor. */
  boolean find(FairCpu puller, int domainLevel, boolean idle) {
    level = domainLevel;
    percent = domains.tolerated(puller.index, level);
    CpuMask domain = domains.of(puller.index)[level];
    int own = domains.groupOf(puller.index, level).first();
    tally(local, own);
    busiest.begin(CpuMask.NONE, false);
    totalLoad = local.load;
    totalCpus = local.cpus;
    for (int cpu = domain.cycle(own); cpu != own; cpu = domain.cycle(cpu)) {
      if (domains.isFirst(cpu, level)) {
        look(cpu);
      }
    }
    boolean shared = domain.count() <= domains.cacheOf(puller.index).count();
    return busiest.tasks > 0 && measure(idle, shared);
  }

  private void look(int first) {
    tally(spare, first);
    totalLoad += spare.load;
    totalCpus += spare.cpus;
    if (spare.tasks > 0 && (busiest.tasks == 0 || spare.isBusierThan(busiest))) {
      BalanceGroup before = busiest;
      busiest = spare;
      spare = before;
    }
  }

  private void tally(BalanceGroup group, int first) {
    group.begin(first, domains.keepsInGroup(first, level));
    CpuMask mask = domains.groupOf(first, level);
    for (int cpu = mask.first(); cpu != CpuMask.NONE; cpu = mask.next(cpu)) {
      if (cpus[cpu].passedOver != pass) {
        group.add(cpus[cpu], loads.of(cpus[cpu]));
      }
    }
    group.classify(percent);
  }

  /** How much should come, by what; false for nothing. */
  private boolean measure(boolean idle, boolean shared) {
    Busyness here = local.busyness();
    Busyness there = busiest.busyness();
    unit = Unit.TASKS;
    left = 1;
    if (there == Busyness.KEPT) {
      return true;
    }
    if (here == Busyness.SPARE) {
      return idle && measureSpare(there, shared);
    }
    return there == Busyness.OVERLOADED && measureLoad(here);
  }

  private boolean measureSpare(Busyness there, boolean shared) {
    if (there == Busyness.OVERLOADED && !shared) {
      long spare = local.cpus * LoadAverage.ONE - local.used;
      unit = spare > 0 ? Unit.TIME : Unit.TASKS;
      left = Math.max(1, spare);
      return true;
    }
    int more = busiest.tasks - local.tasks;
    left = Math.max(1, more / 2);
    boolean few = domains.isEvenEnough(more, local.tasks + 1, local.member, level);
    return there == Busyness.OVERLOADED || more > 1 && !few;
  }

  private boolean measureLoad(Busyness here) {
    long most = busiest.averageLoad();
    long own = local.averageLoad();
    if (here == Busyness.OVERLOADED && most * 100 <= own * percent) {
      return false;
    }
    long average = totalLoad / totalCpus;
    unit = Unit.LOAD;
    left = Math.min((most - average) * busiest.cpus, (average - own) * local.cpus);
    return left > 0;
  }

  /** Of the busiest group, where most wait, or most weight; null when nobody waits there. */
  FairCpu queue() {
    CpuMask mask = domains.groupOf(busiest.member, level);
    FairCpu found = null;
    for (int cpu = mask.first(); cpu != CpuMask.NONE; cpu = mask.next(cpu)) {
      FairCpu other = cpus[cpu];
      boolean has = other.tasks() > 1 && other.passedOver != pass;
      if (has && (found == null || amount(other) > amount(found))) {
        found = other;
      }
    }
    return found;
  }

  private long amount(FairCpu cpu) {
    return switch (unit) {
      case TASKS -> cpu.tasks();
      case LOAD -> loads.of(cpu).load;
      case TIME -> loads.of(cpu).util;
    };
  }

  /** Whether this one is part of it, after so many failures; it counts as moved then. */
  boolean takes(FairEntity e, FairCpu source, FairCpu target, int failures) {
    long load = Math.max(1, loads.load(e));
    boolean evens =
        unit == Unit.LOAD
            ? load - (load >> UNCERTAIN) <= loads.load(source) - loads.load(target)
            : target.tasks() < source.tasks();
    long amount = unit == Unit.LOAD ? load : unit == Unit.TIME ? e.average.util : 1;
    int halved = failures + (unit == Unit.LOAD ? 1 : 0);
    if (!evens || amount >> Math.min(halved, Long.SIZE - 1) > left) {
      return false;
    }
    left -= amount;
    return true;
  }
}
