package org.coremux.sched;

import java.util.function.Consumer;

/** Writes down what {@link Credit2} keeps, in Xen's words, for people; it changes nothing. */
final class Credit2Listing {
  private static final int NONE = -1;

  private final Credit2 policy;
  private final Credit2Units units;
  private final Credit2Load loads;
  private final Consumer<String> out;

  Credit2Listing(Credit2 policy, Credit2Load loads, Consumer<String> out) {
    this.policy = policy;
    this.units = policy.units();
    this.loads = loads;
    this.out = out;
  }

  void print() {
    for (Credit2RunQueue queue : policy.runQueues()) {
      print(queue);
    }
    for (int index = 0; index < policy.domains().indices(); index++) {
      Credit2Domain domain = policy.domains().at(index);
      if (domain != null) {
        out.accept(
            "domain "
                + domain.group
                + ": units "
                + domain.unitCount()
                + ", total budget "
                + domain.totalNs()
                + " ns, budget "
                + domain.budgetNs()
                + " ns, quota "
                + domain.quotaNs()
                + " ns, parked "
                + domain.parkedCount()
                + ", next replenishment at "
                + domain.nextReplenishmentNs()
                + " ns");
      }
    }
  }

  private void print(Credit2RunQueue queue) {
    out.accept(
        "run queue "
            + queue.id
            + ": cpus "
            + cpus(queue, queue.active)
            + ", max weight "
            + queue.maxWeight()
            + ", resets "
            + queue.resets());
    out.accept(
        "  load "
            + queue.load()
            + ", average load "
            + percent(queue.averageLoad())
            + " %, expected "
            + percent(queue.expectedLoad())
            + " %");
    out.accept(
        "  idle "
            + cpus(queue, queue.idle())
            + ", tickled "
            + cpus(queue, queue.tickled())
            + ", idle cores "
            + cpus(queue, queue.smtIdle()));
    for (int slot = 0; slot < queue.cpuCount(); slot++) {
      int cpu = queue.cpu(slot);
      if (policy.running(cpu) != Credit2Units.NONE) {
        out.accept("  cpu " + cpu + " runs " + unit(policy.running(cpu)));
      }
    }
    for (int place = queue.waiting() - 1; place >= 0; place--) {
      out.accept("  " + (queue.waiting() - place) + " waits: " + unit(queue.at(place)));
    }
    for (int k = 0; k < queue.memberCount(); k++) {
      int i = queue.member(k);
      if (!units.queued[i] && policy.running(units.home[i]) != i) {
        out.accept("  " + (units.scheduled[i] ? "being saved: " : "sleeps: ") + unit(i));
      }
    }
  }

  private String unit(int i) {
    String text =
        units.unit[i]
            + ", home "
            + units.home[i]
            + ", credit "
            + units.credit[i]
            + " ns, weight "
            + units.weight[i]
            + ", load "
            + percent(units.averageLoad[i])
            + " %";
    if (units.domain[i] != null) {
      text += ", budget " + units.budget[i] + " ns";
    }
    if (units.delayedAdd[i]) {
      text += ", delayed add";
    }
    if (units.migrateTo[i] != null) {
      text += ", migrates to run queue " + units.migrateTo[i].id;
    }
    return text;
  }

  private long percent(long load) {
    return load * 100 / loads.of(1);
  }

  /** As Xen prints a set of CPUs: {@code 0-3,6}. */
  private static String cpus(Credit2RunQueue queue, long mask) {
    StringBuilder text = new StringBuilder();
    int first = NONE;
    int last = NONE;
    for (long rest = mask; rest != 0; rest &= rest - 1) {
      int cpu = queue.cpu(Long.numberOfTrailingZeros(rest));
      if (last == NONE || cpu != last + 1) {
        text.append(first == last ? "" : "-" + last).append(last == NONE ? "" : ",").append(cpu);
        first = cpu;
      }
      last = cpu;
    }
    text.append(first == last ? "" : "-" + last);
    return text.isEmpty() ? "none" : text.toString();
  }
}
