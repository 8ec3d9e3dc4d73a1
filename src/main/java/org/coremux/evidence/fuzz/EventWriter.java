package org.coremux.evidence.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes what happens to hosts and guests at a time. */
final class EventWriter {
  private final Dice dice;
  private final ValueWriter values;
  private final int runMs;

  EventWriter(Dice dice, ValueWriter values, int runMs) {
    this.dice = dice;
    this.values = values;
    this.runMs = runMs;
  }

  /** None for most cases. */
  List<Object> events(List<String> hosts, List<Object> guests) {
    List<Object> events = new ArrayList<>();
    if (dice.percent(60)) {
      return events;
    }
    int count = dice.from(1, 4);
    for (int i = 0; i < count; i++) {
      Map<String, Object> guest = Tree.asMapping(dice.of(guests));
      String name = (String) guest.get("name");
      switch (dice.from(0, 7)) {
        case 0, 1 -> pause(events, name);
        case 2, 3, 4 -> set(events, guest, name);
        case 5, 6 -> migrate(events, hosts, name);
        default -> end(events, hosts, name);
      }
    }
    return events;
  }

  private Map<String, Object> at(int ms) {
    Map<String, Object> event = Tree.mapping();
    event.put("at", ms + " ms");
    return event;
  }

  private Map<String, Object> sometime() {
    return at(dice.from(0, runMs - 1));
  }

  private void pause(List<Object> events, String name) {
    int from = dice.from(0, runMs - 1);
    Map<String, Object> pause = at(from);
    pause.put("pause", name);
    events.add(pause);
    if (dice.percent(80)) {
      Map<String, Object> resume = at(dice.from(from, runMs - 1));
      resume.put("resume", name);
      events.add(resume);
    }
  }

  private void set(List<Object> events, Map<String, Object> guest, String name) {
    Map<String, Object> set = Tree.mapping();
    switch (dice.from(0, 3)) {
      case 0 -> set.put("guests." + name + ".weight", dice.word("32", "256", "2048"));
      case 1 -> set.put("guests." + name + ".cap", dice.word("10 %", "60 %", "120 %"));
      case 2 -> set.put("guests." + name + ".affinity", dice.word("0", "0-1", "1"));
      default -> workload(set, guest, name);
    }
    if (!set.isEmpty()) {
      Map<String, Object> event = sometime();
      event.put("set", set);
      events.add(event);
    }
  }

  private void workload(Map<String, Object> set, Map<String, Object> guest, String name) {
    if (!(guest.get("workload") instanceof List<?> workloads)) {
      return;
    }
    for (int i = 0; i < workloads.size(); i++) {
      Map<String, Object> workload = Tree.asMapping(workloads.get(i));
      String path = "guests." + name + ".workload[" + i + "].";
      if ("server".equals(workload.get("kind"))) {
        set.put(path + "arrivals.rate", dice.word("50/s", "900/s", "3000/s"));
      } else if ("clients".equals(workload.get("kind"))) {
        set.put(path + "clients", Integer.toString(dice.from(1, 20)));
      }
    }
  }

  private void migrate(List<Object> events, List<String> hosts, String name) {
    if (hosts.size() < 2) {
      return;
    }
    Map<String, Object> event = sometime();
    event.put("migrate", name);
    event.put("to", dice.of(hosts));
    if (dice.percent(50)) {
      event.put("by", dice.word("pre-copy", "post-copy", "stop-and-copy"));
    }
    if (dice.percent(30)) {
      event.put("downtime", values.time(1_000_000, 300_000_000));
    }
    if (dice.percent(20)) {
      event.put("autoConverge", "true");
    }
    events.add(event);
  }

  private void end(List<Object> events, List<String> hosts, String name) {
    Map<String, Object> event = sometime();
    if (dice.percent(50)) {
      event.put("stop", name);
    } else {
      event.put("fail", dice.percent(50) ? name : dice.of(hosts));
    }
    events.add(event);
  }
}
