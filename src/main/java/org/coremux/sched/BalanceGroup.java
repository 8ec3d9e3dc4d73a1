package org.coremux.sched;

/**
 * How busy processors are that balance together, as one pass over their domain finds them.
 *
 * <p>Cost: O(1) for each processor of the group.
 *
 * <p>Source: schedulers.md, section 11; what counts as spare and as overloaded, and the order
 * inside a class, recalled from fair.c, group_has_capacity to update_sd_pick_busiest, and
 * update_pick_idlest.
 */
final class BalanceGroup {
  /** From the least to the most busy. */
  enum Busyness {
    /** Fewer tasks than processors, or time to spare on average. */
    SPARE,
    /** No time to spare, and nobody waits much. */
    FULL,
    /** Affinity kept tasks where they were when somebody inside wanted to pull them. */
    KEPT,
    /** More tasks than processors, and no time to spare on average. */
    OVERLOADED
  }

  private static final long PERCENT = 100;

  /** Any of its processors; -1 for a group that has none. */
  int member;

  int cpus;
  int tasks;

  /** Processors on which there is nobody. */
  int idle;

  /** Weight that has been queued of late. */
  long load;

  /** How many have wanted to run of late. Unit: 1 / {@link LoadAverage#ONE}. */
  private long wanted;

  /** How many processors have been in use of late. Unit: 1 / {@link LoadAverage#ONE}. */
  long used;

  private boolean kept;
  private Busyness busyness;

  /** Forgets all; {@code affinityKept}: affinity has kept tasks in it. */
  void begin(int someone, boolean affinityKept) {
    member = someone;
    kept = affinityKept;
    cpus = 0;
    tasks = 0;
    idle = 0;
    load = 0;
    wanted = 0;
    used = 0;
  }

  void add(FairCpu cpu, LoadAverage average) {
    cpus++;
    tasks += cpu.tasks();
    idle += cpu.tasks() == 0 ? 1 : 0;
    load += average.load >> LoadAverage.SHIFT;
    wanted += average.tasks;
    used += average.util;
  }

  /** All have been added; of what it has to spare this many per cent are not counted. */
  void classify(int percent) {
    long all = cpus * LoadAverage.ONE;
    boolean waited = wanted * PERCENT > all * percent;
    boolean busy = used * percent > all * PERCENT;
    if (tasks > cpus && (waited || busy)) {
      busyness = Busyness.OVERLOADED;
    } else if (kept && tasks > 0) {
      busyness = Busyness.KEPT;
    } else {
      busyness = tasks < cpus || !waited && !busy ? Busyness.SPARE : Busyness.FULL;
    }
  }

  Busyness busyness() {
    return busyness;
  }

  /** Weight for each of its processors; 0 for none. */
  long averageLoad() {
    return cpus == 0 ? 0 : load / cpus;
  }

  /** By class first; in a class by load, or where there is room by how little there is. */
  boolean isBusierThan(BalanceGroup other) {
    int order = busyness.compareTo(other.busyness);
    if (order != 0) {
      return order > 0;
    }
    if (busyness == Busyness.SPARE) {
      return idle == other.idle ? tasks > other.tasks : idle < other.idle;
    }
    // of those that affinity keeps none is more so than another: the first
    return busyness != Busyness.KEPT && averageLoad() > other.averageLoad();
  }

  /** By class first; in a class by load, or where there is room by how much there is. */
  boolean isIdlerThan(BalanceGroup other) {
    int order = busyness.compareTo(other.busyness);
    if (order != 0 || busyness != Busyness.SPARE) {
      return order < 0 || order == 0 && averageLoad() < other.averageLoad();
    }
    return idle == other.idle ? used < other.used : idle > other.idle;
  }
}
