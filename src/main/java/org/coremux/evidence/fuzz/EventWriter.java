package org.coremux.evidence.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coremux.engine.Parameter;
import org.coremux.scenario.Catalogue;

/** Writes what happens to hosts and guests at a time. */
final class EventWriter {
  private final Catalogue catalogue;
  private final Dice dice;
  private final ValueWriter values;
  private final int runMs;

  EventWriter(Catalogue catalogue, Dice dice, ValueWriter values, int runMs) {
    this.catalogue = catalogue;
    this.dice = dice;
    this.values = values;
    this.runMs = runMs;
  }

  /** None for most cases. */
  List<Object> events(List<Object> machines, List<String> hosts, List<Object> guests) {
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
        case 2, 3, 4 -> set(events, dice.percent(20) ? machines : List.of(), guest);
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

  /** Of a machine, if there are any, or else of the guest or one in it. */
  private void set(List<Object> events, List<Object> machines, Map<String, Object> guest) {
    Map<String, Object> set = Tree.mapping();
    if (!machines.isEmpty()) {
      domain0(set, Tree.asMapping(dice.of(machines)));
    } else {
      Map<String, Object> of = guest;
      String path = "guests." + guest.get("name");
      while (of.containsKey("guests") && dice.percent(60)) {
        of = Tree.asMapping(dice.of(Tree.asList(of.get("guests"))));
        path += ".guests." + of.get("name");
      }
      ofGuest(set, of, path);
    }
    if (!set.isEmpty()) {
      Map<String, Object> event = sometime();
      event.put("set", set);
      events.add(event);
    }
  }

  private void domain0(Map<String, Object> set, Map<String, Object> machine) {
    String path = "hosts." + machine.get("name") + ".domain0.";
    if (machine.containsKey("domain0")) {
      boolean isWeight = dice.percent(50);
      set.put(
          path + (isWeight ? "weight" : "affinity"),
          isWeight ? dice.word("16", "256", "4096") : dice.word("0", "0-1", "1"));
    }
  }

  private void ofGuest(Map<String, Object> set, Map<String, Object> guest, String path) {
    switch (dice.from(0, 4)) {
      case 0 -> set.put(path + ".weight", dice.word("32", "256", "2048"));
      case 1 -> set.put(path + ".cap", dice.word("10 %", "60 %", "120 %"));
      case 2 -> set.put(path + ".affinity", dice.word("0", "0-1", "1"));
      case 3 -> group(set, guest, path);
      default -> workload(set, guest, path);
    }
  }

  private void group(Map<String, Object> set, Map<String, Object> guest, String path) {
    if (guest.get("groups") instanceof List<?> groups) {
      Map<String, Object> group = Tree.asMapping(dice.of(groups));
      String its = path + ".groups." + group.get("name");
      switch (dice.from(0, 2)) {
        case 0 -> set.put(its + ".weight", dice.word("10", "100", "9000"));
        case 1 -> set.put(its + ".cap", dice.word("10 %", "90 %"));
        default -> workload(set, group, its);
      }
    }
  }

  /** What of a workload its kind says may change. */
  private void workload(Map<String, Object> set, Map<String, Object> owner, String path) {
    if (!(owner.get("workload") instanceof List<?> workloads)) {
      return;
    }
    for (int i = 0; i < workloads.size(); i++) {
      Map<String, Object> workload = Tree.asMapping(workloads.get(i));
      List<Parameter> changing =
          catalogue.workloads().stream()
              .filter(kind -> kind.name().equals(workload.get("kind")))
              .flatMap(kind -> kind.parameters().stream())
              .filter(Parameter::changes)
              .toList();
      if (!changing.isEmpty()) {
        Parameter parameter = dice.of(changing);
        String its = path + ".workload[" + i + "]." + parameter.name();
        switch (parameter.kind()) {
          case ARRIVALS -> set.put(its + ".rate", dice.word("50/s", "900/s", "3000/s"));
          case COUNT -> set.put(its, Integer.toString(dice.from(1, 20)));
          default -> set.put(its, values.time(50_000, 5_000_000));
        }
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
    if (dice.percent(30)) {
      convergence(event);
    }
    events.add(event);
  }

  private void convergence(Map<String, Object> event) {
    event.put("rounds", dice.word("1", "3", "30"));
    event.put("sent", dice.word("0 %", "110 %", "300 %"));
    event.put("onNonConvergence", dice.word("stop-and-copy", "post-copy", "abort"));
    if (dice.percent(50)) {
      event.put("left", dice.word("100 KiB", "5 MiB", "60 MiB"));
      event.put("restart", values.time(1_000, 20_000_000));
    }
    if (dice.percent(50)) {
      Map<String, Object> rate = Tree.mapping();
      rate.put("start", dice.word("100 Mbit/s", "5 Gbit/s", "90 Gbit/s"));
      rate.put("step", dice.word("0 bit/s", "50 Mbit/s", "10 Gbit/s"));
      rate.put("max", dice.word("10 Gbit/s", "400 Gbit/s"));
      event.put("rate", rate);
    }
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
