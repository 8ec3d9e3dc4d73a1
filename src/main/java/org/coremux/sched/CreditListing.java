package org.coremux.sched;

import java.util.function.Consumer;

/** Writes down what {@link Credit} keeps, in Xen's words, for people; it changes nothing. */
final class CreditListing {
  private static final int NONE = CreditUnits.NONE;

  private final CreditCpus cpus;
  private final CreditUnits units;
  private final CreditAccounting accounting;
  private final Consumer<String> out;

  CreditListing(Credit policy, Consumer<String> out) {
    cpus = policy.cpus();
    units = policy.units();
    accounting = policy.accounting();
    this.out = out;
  }

  void print() {
    out.accept(
        "weight "
            + accounting.weight()
            + ", balance "
            + accounting.balance()
            + " credits, "
            + cpus.idlers.count()
            + " idlers");
    for (CreditDomain domain = accounting.first(); domain != null; domain = domain.next) {
      out.accept(
          "domain "
              + domain
              + ": active units "
              + domain.activeCount
              + ", weight "
              + domain.weight
              + (domain.capCredits == 0 ? "" : ", cap " + domain.capCredits + " credits a slice"));
    }
    for (int cpu = cpus.online.next(NONE); cpu != NONE; cpu = cpus.online.next(cpu)) {
      print(cpu);
    }
  }

  private void print(int cpu) {
    int running = cpus.running[cpu];
    String state = cpus.idlers.contains(cpu) ? "idle" : "asked";
    out.accept("cpu " + cpu + " " + (running == NONE ? state : "runs " + unit(running)));
    int place = 1;
    for (int i = cpus.queue[cpu].head(); i != NONE; i = units.next[i]) {
      out.accept("  " + place++ + " waits: " + unit(i));
    }
  }

  private String unit(int i) {
    return units.unit[i]
        + ", "
        + priority(units.priority[i])
        + ", credit "
        + units.credit[i]
        + ", weight "
        + units.domain[i].weight
        + (units.active[i] ? ", active" : "")
        + (units.yielded[i] ? ", yields" : "")
        + (units.moving[i] ? ", migrates" : "");
  }

  private static String priority(int priority) {
    return switch (priority) {
      case CreditUnits.BOOST -> "boost";
      case CreditUnits.UNDER -> "under";
      default -> "over";
    };
  }
}
