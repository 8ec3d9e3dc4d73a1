package org.coremux.evidence.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.engine.Parameter;
import org.coremux.scenario.Catalogue;

/** Writes guests, with what they do, and guests in them. */
final class GuestWriter {
  /** How deep guests are put into guests. Source: assumed. */
  private static final int DEPTH_MAX = 2;

  private static final List<String> OPERATIONS =
      List.of(
          "systemCall",
          "pageFault",
          "hostFault",
          "pageTableWrite",
          "tlbMiss",
          "addressSpaceSwitch",
          "privileged",
          "portIo",
          "mmio",
          "controllerAccess");

  private final Catalogue catalogue;
  private final Dice dice;
  private final ValueWriter values;
  private final List<String> policies;
  private int depth;

  /**
   * @param policies those of the hosts, to which guests may say something
   */
  GuestWriter(Catalogue catalogue, Dice dice, ValueWriter values, List<String> policies) {
    this.catalogue = catalogue;
    this.dice = dice;
    this.values = values;
    this.policies = policies;
  }

  /** One entry, of a run so long. */
  Map<String, Object> guest(String name, int runMs, List<String> hosts) {
    Map<String, Object> guest = Tree.mapping();
    guest.put("name", name);
    if (depth == 0 && dice.percent(12)) {
      guest.put("count", Integer.toString(dice.from(2, 3)));
    }
    guest.put("vcpus", Integer.toString(dice.percent(50) ? 1 : dice.from(2, 4)));
    guest.put("memory", depth == 0 ? "1 GiB" : "200 MiB");
    if (dice.percent(60)) {
      guest.put("weight", Long.toString(dice.percent(70) ? 1 << dice.from(5, 10) : weight()));
    }
    if (dice.percent(15)) {
      guest.put("cap", dice.word("5 %", "20 %", "50 %", "75 %", "150 %"));
    }
    if (dice.percent(12)) {
      guest.put("affinity", dice.word("0", "1", "0-1", "1-2", "0,2"));
    }
    if (depth == 0) {
      placed(guest, runMs, hosts);
    }
    scheduling(guest);
    os(guest);
    guest.put("workload", workloads(dice.percent(70) ? 1 : 2));
    if (dice.percent(12)) {
      guest.put("groups", groups(1));
    }
    if (depth < DEPTH_MAX && dice.percent(depth == 0 ? 12 : 25)) {
      nested(guest, name, runMs);
    }
    return guest;
  }

  private long weight() {
    return dice.magnitude(1, 65_535);
  }

  private void placed(Map<String, Object> guest, int runMs, List<String> hosts) {
    if (hosts.size() > 1 && dice.percent(50)) {
      guest.put("host", dice.of(hosts));
    }
    if (dice.percent(8)) {
      guest.put("start", dice.from(1, runMs) + " ms");
    }
    if (dice.percent(8)) {
      guest.put("stop", dice.from(1, 2 * runMs) + " ms");
    }
    if (dice.percent(15)) {
      guest.put("devices", dice.word("emulated", "paravirtual", "assigned"));
    }
    if (dice.percent(8)) {
      guest.put("group", dice.word("true", "false"));
    }
    if (dice.percent(12)) {
      guest.put("pages", pages());
    }
  }

  private Map<String, Object> pages() {
    Map<String, Object> pages = Tree.mapping();
    pages.put("touched", dice.word("100 MiB", "600 MiB", "1 GiB"));
    pages.put("active", dice.word("10 MiB", "60 MiB", "100 MiB"));
    pages.put("references", dice.word("0/s", "1000/s", "20000/s"));
    pages.put("identical", dice.word("0 %", "30 %", "100 %"));
    pages.put("memoryBound", dice.word("0 %", "50 %", "100 %"));
    if (dice.percent(30)) {
      pages.put("min", dice.word("50 MiB", "500 MiB"));
    }
    if (dice.percent(20)) {
      pages.put("content", dice.word("common", "other"));
    }
    if (dice.percent(20)) {
      pages.put("shares", dice.word("100", "10240", "100000"));
    }
    if (dice.percent(15)) {
      pages.put("node", dice.word("0", "1"));
    }
    if (dice.percent(40)) {
      Map<String, Object> writes = Tree.mapping();
      writes.put("hot", dice.word("1 MiB", "16 MiB", "100 MiB"));
      writes.put("hotRate", dice.word("0/s", "4000/s", "90000/s"));
      writes.put("rate", dice.word("0/s", "100/s", "20000/s"));
      pages.put("writes", writes);
    }
    return pages;
  }

  /** What it says to the policies of the hosts, and now and then to any other. */
  private void scheduling(Map<String, Object> guest) {
    Map<String, Object> all = Tree.mapping();
    for (Catalogue.Scheduler policy : catalogue.schedulers()) {
      int chance = policies.contains(policy.name()) ? 60 : 2;
      if (!policy.guestParameters().isEmpty() && dice.percent(chance)) {
        values
            .some(policy.guestParameters(), 40)
            .filter(settings -> !settings.isEmpty())
            .ifPresent(settings -> all.put(policy.name(), settings));
      }
    }
    if (!all.isEmpty()) {
      guest.put("scheduling", all);
    }
  }

  private void os(Map<String, Object> guest) {
    Map<String, Object> os = Tree.mapping();
    if (dice.percent(25)) {
      Catalogue.Scheduler policy = dice.of(catalogue.schedulers());
      Map<String, Object> scheduler = Tree.mapping();
      scheduler.put("name", policy.name());
      if (dice.percent(40)) {
        values.some(policy.parameters(), 30).ifPresent(scheduler::putAll);
      }
      os.put("scheduler", scheduler.size() == 1 ? policy.name() : scheduler);
    }
    if (dice.percent(10)) {
      os.put("tick", dice.word("0 s", "1 ms", "4 ms", "10 ms"));
    }
    if (dice.percent(15)) {
      os.put("stealClock", dice.word("true", "false"));
    }
    if (dice.percent(15)) {
      os.put("lostTicks", dice.word("collapse", "catch-up", "drop"));
    }
    if (dice.percent(15)) {
      os.put("accounting", dice.word("precise", "ticks"));
    }
    if (!os.isEmpty()) {
      guest.put("os", os);
    }
  }

  // ---- what it does ----

  private List<Object> workloads(int count) {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(workload());
    }
    return all;
  }

  /** Any kind of which everything can be drawn. */
  Map<String, Object> workload() {
    Map<String, Object> workload = Tree.mapping();
    Optional<Map<String, Object>> its = Optional.empty();
    while (its.isEmpty()) {
      Catalogue.Workload kind = dice.of(catalogue.workloads());
      workload.put("kind", kind.name());
      its = values.some(kind.parameters().stream().filter(GuestWriter::isDrawn).toList(), 25);
      its = its.flatMap(drawn -> recorded(kind, drawn));
    }
    if (dice.percent(60)) {
      workload.put("threads", Integer.toString(dice.from(1, 4)));
    }
    workload.putAll(its.get());
    if (dice.percent(15)) {
      workload.put("operations", operations());
    }
    if (dice.percent(12)) {
      workload.put("workingSet", dice.word("16 KiB", "512 KiB", "4 MiB"));
    }
    if (dice.percent(5)) {
      workload.put("stream", "s");
    }
    return workload;
  }

  private static boolean isDrawn(Parameter parameter) {
    return parameter.kind() != Parameter.Kind.FILE && parameter.kind() != Parameter.Kind.TEXT;
  }

  /** With what it names of the recordings that there are; empty where those are of another kind. */
  private Optional<Map<String, Object>> recorded(
      Catalogue.Workload kind, Map<String, Object> drawn) {
    boolean hasFile = kind.parameters().stream().anyMatch(p -> p.kind() == Parameter.Kind.FILE);
    switch (kind.name()) {
      case "trace" -> {
        drawn.put("file", Recordings.USAGE);
        if (dice.percent(60)) {
          drawn.put("column", dice.of(Recordings.COLUMNS));
        }
      }
      case "replay" -> {
        drawn.put("file", Recordings.SCHEDULE);
        drawn.put("process", dice.of(Recordings.PROCESSES));
      }
      default -> {
        return hasFile ? Optional.empty() : Optional.of(drawn);
      }
    }
    return Optional.of(drawn);
  }

  private Map<String, Object> operations() {
    Map<String, Object> operations = Tree.mapping();
    for (int i = 0; i < 2; i++) {
      String operation = dice.of(OPERATIONS);
      operations.put(operation, dice.word("100/s", "20000/s", "300000/s"));
    }
    if (dice.percent(30)) {
      operations.put("kernelShare", dice.word("0 %", "20 %", "100 %"));
    }
    return operations;
  }

  private List<Object> groups(int level) {
    List<Object> groups = new ArrayList<>();
    int count = dice.from(1, 2);
    for (int i = 0; i < count; i++) {
      Map<String, Object> group = Tree.mapping();
      group.put("name", "c" + level + i);
      if (dice.percent(50)) {
        group.put("weight", dice.word("10", "100", "1000"));
      }
      if (dice.percent(30)) {
        group.put("cap", dice.word("10 %", "50 %", "150 %"));
      }
      group.put("workload", workloads(1));
      if (level == 1 && dice.percent(25)) {
        group.put("groups", groups(2));
      }
      groups.add(group);
    }
    return groups;
  }

  private void nested(Map<String, Object> guest, String name, int runMs) {
    guest.put("platform", dice.of(catalogue.platforms()).name());
    List<Object> inner = new ArrayList<>();
    int count = dice.from(1, 2);
    depth++;
    for (int i = 0; i < count; i++) {
      inner.add(guest(name + "n" + i, runMs, List.of()));
    }
    depth--;
    if (dice.percent(50)) {
      guest.remove("workload");
      guest.remove("groups");
    }
    guest.put("guests", inner);
  }
}
