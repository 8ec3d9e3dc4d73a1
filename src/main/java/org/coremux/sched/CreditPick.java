package org.coremux.sched;

import java.util.Arrays;

/**
 * Where a unit would run best: at home if that idles as well as any other, else on a CPU whose
 * core, or whose socket, idles more.
 *
 * <p>Cost: O(CPUs) at most, a few steps on a machine of up to 64. Allocation: none.
 *
 * <p>Source: schedulers.md 3.4, cpuPick (Xen credit.c).
 */
final class CreditPick {
  private static final int NONE = CreditUnits.NONE;

  /** So many times as many threads have to idle on another socket. Source: credit.c. */
  private static final int SOCKET_FACTOR = 2;

  private final CreditCpus cpus;
  private final CreditUnits units;
  private final boolean smtPowerSavings;
  private final boolean asCoded;
  private final int[] idleBias;
  private final CpuSet idlers;
  private final CpuSet left;
  private final CpuSet scratch;

  /** Whose turn was taken by the last choice, or {@code NONE}. */
  private int turnOf;

  CreditPick(CreditCpus cpus, CreditUnits units, CreditParameters parameters) {
    this.cpus = cpus;
    this.units = units;
    smtPowerSavings = parameters.smtPowerSavings();
    asCoded = parameters.asCoded();
    idleBias = new int[cpus.limit];
    Arrays.fill(idleBias, NONE);
    idlers = new CpuSet(cpus.limit);
    left = new CpuSet(cpus.limit);
    scratch = new CpuSet(cpus.limit);
  }

  /** The CPU for the unit; to be asked about only, or taken for good. */
  int pick(int i, boolean taken) {
    turnOf = NONE;
    int cpu = NONE;
    if (units.soft[i] != null) {
      cpu = among(i, units.soft[i]);
    }
    if (cpu == NONE || !idlers.contains(cpu)) {
      cpu = among(i, units.hard[i]);
    }
    if (taken && turnOf != NONE) {
      idleBias[turnOf] = cpu;
    }
    return cpu;
  }

  private int among(int i, CpuSet allowed) {
    int home = units.home[i];
    int cpu = allowed.contains(home) ? home : allowed.cycle(home);
    idlers.become(cpus.idlers, cpus.online);
    if (cpu == home && countsAsIdle(i, home)) {
      idlers.add(home);
    }
    left.become(idlers, allowed);
    if (!left.contains(cpu) && !left.isEmpty()) {
      cpu = left.cycle(cpu);
    }
    left.remove(cpu);
    while (!left.isEmpty()) {
      cpu = better(cpu, left.cycle(cpu));
    }
    return cpu;
  }

  /**
   * Whether nobody but the unit wants its home. As coded, only who waits there is looked at: one
   * that moves away may so stay because another has taken its place already.
   */
  private boolean countsAsIdle(int i, int home) {
    boolean otherRuns = !cpus.idles(home) && cpus.running[home] != i;
    return cpus.queue[home].count() == 0 && (asCoded || !otherRuns);
  }

  /** The one or the other, and those like the worse need not be looked at any more. */
  private int better(int cpu, int other) {
    boolean near = cpus.socket[cpu] == cpus.socket[other];
    CpuSet around = near ? cpus.siblings[other] : cpus.socket[other];
    int here = idlers.countIn(near ? cpus.siblings[cpu] : cpus.socket[cpu]);
    int there = idlers.countIn(around);
    int factor = near ? 1 : SOCKET_FACTOR;
    scratch.become(idlers, around);
    if (smtPowerSavings ? here <= there : here * factor >= there) {
      left.becomeWithout(left, scratch);
      return cpu;
    }
    scratch.become(scratch, left);
    turnOf = other;
    int chosen = scratch.cycle(idleBias[other]);
    left.becomeWithout(left, cpus.siblings[chosen]);
    return chosen;
  }
}
