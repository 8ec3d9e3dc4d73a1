package org.coremux.evidence.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coremux.scenario.Catalogue;

/**
 * Writes plain contests: guests of one vCPU each on one pCPU under one policy, most of which
 * compute for ever. What each must get is known: its share, no more than its cap, or what it has
 * reserved. Where three of those have much, on two pCPUs, only the rules of the policy are.
 */
final class ContestWriter {
  /** How long one sleeps before a contest. Unit: ms. Source: assumed; many slices. */
  private static final int SLEPT_MS = 600;

  /** How long it is awake before it is measured. Unit: ms. Source: assumed; some slices. */
  private static final int AWAKE_MS = 30;

  /** How often three have much of a period, on two pCPUs. Unit: %. Source: assumed. */
  private static final int HEAVY = 30;

  /** How many of those with reservations compute and sleep in turn. Unit: %. Source: assumed. */
  private static final int SLEEPERS = 30;

  /** The setting of policies that let each run for so long at a time. */
  static final String QUANTUM = "quantum";

  private final Dice dice;
  private final Catalogue.Scheduler its;
  private final boolean isCapped;
  private final boolean isAfterSleep;
  private final boolean isReserved;
  private final boolean isHeavy;

  /**
   * @param turn of the policy: contests with a cap, after sleep, and with reservations take turns
   */
  ContestWriter(Dice dice, Catalogue.Scheduler its, long turn) {
    this.dice = dice;
    this.its = its;
    isCapped = turn % 4 == 0;
    isAfterSleep = turn % 4 == 1 || dice.percent(20);
    isReserved = turn % 4 == 2 || dice.percent(40);
    isHeavy = isReserved && Laws.reservedBy(its.name()).isPresent() && dice.percent(HEAVY);
  }

  void write(Map<String, Object> root) {
    if (isAfterSleep) {
      root.put("warmup", SLEPT_MS + AWAKE_MS + " ms");
    }
    root.put("duration", "1 s");
    Map<String, Object> host = Tree.mapping();
    host.put("name", "node");
    host.put("cpu", CaseWriter.cpu(1, isHeavy ? 2 : 1, 1));
    host.put("memory", "64 GiB");
    host.put("platform", dice.word("bare-metal", "xen", "kvm", "esxi", "hyper-v"));
    host.put("scheduler", scheduler());
    root.put("hosts", CaseWriter.list(host));
    boolean isEqual = dice.percent(30);
    List<Object> guests = new ArrayList<>();
    int count = isCapped ? dice.from(1, 3) : dice.from(2, 4);
    count = isHeavy ? 3 : count;
    for (int i = 0; i < count; i++) {
      Map<String, Object> guest = Tree.mapping();
      guest.put("name", "g" + i);
      guest.put("vcpus", "1");
      guest.put("memory", "1 GiB");
      if (!isEqual) {
        guest.put("weight", dice.word("128", "256", "512", "768"));
      }
      if (isCapped && i == 0) {
        guest.put("cap", dice.word("5 %", "10 %", "20 %"));
      } else if (isReserved) {
        reserve(guest, i);
      }
      guest.put("workload", CaseWriter.list(contestant(i)));
      guests.add(guest);
    }
    root.put("guests", guests);
  }

  /** Where the policy has turns, now and then shorter ones: more of them, and closer to shares. */
  private Object scheduler() {
    boolean hasTurns = its.parameters().stream().anyMatch(p -> p.name().equals(QUANTUM));
    if (!hasTurns || !dice.percent(60)) {
      return its.name();
    }
    Map<String, Object> scheduler = Tree.mapping();
    scheduler.put("name", its.name());
    scheduler.put(QUANTUM, dice.word("1 ms", "3 ms"));
    return scheduler;
  }

  /**
   * All have a part of their periods, or so much that two do not fit on one pCPU; of a floor the
   * first, which is light, has a large one.
   */
  private void reserve(Map<String, Object> guest, int place) {
    Map<String, Object> settings = Tree.mapping();
    Laws.reservedBy(its.name())
        .ifPresent(
            by -> {
              String period = dice.word("10 ms", "25 ms", "40 ms");
              String budget = dice.word("1 ms", "3 ms", "5 ms");
              settings.put(by.period(), isHeavy ? "10 ms" : period);
              settings.put(by.budget(), isHeavy ? "6 ms" : budget);
            });
    if (place == 0 && Laws.floorBy(its.name()).isPresent()) {
      guest.put("weight", "64");
      settings.put(Laws.floorBy(its.name()).get(), dice.word("60 %", "80 %"));
    }
    if (!settings.isEmpty()) {
      Map<String, Object> scheduling = Tree.mapping();
      scheduling.put(its.name(), settings);
      guest.put("scheduling", scheduling);
    }
  }

  /**
   * One that computes for ever, at once or after it has slept, or that does not wake again. Where
   * some sleep the second does, and the first does not. One with a reservation may also compute and
   * sleep in turn, and so may one with a cap, for short; of what those get beside others nothing is
   * known, but how a budget and a cap are kept.
   */
  private Map<String, Object> contestant(int place) {
    if (isReserved
        && place > 0
        && Laws.reservedBy(its.name()).isPresent()
        && dice.percent(SLEEPERS)) {
      return inTurn(dice.word("1 ms", "2500 us", "6 ms"), dice.word("1 ms", "4 ms", "13 ms"));
    }
    if (isCapped && place == 0 && dice.percent(SLEEPERS)) {
      return inTurn(dice.word("100 us", "700 us", "5 ms"), dice.word("2 us", "50 us", "1 ms"));
    }
    Map<String, Object> workload = Tree.mapping();
    boolean sleeps = isAfterSleep && place > 0 && (place == 1 || dice.percent(50));
    if (!sleeps && (place == 0 || !dice.percent(10))) {
      workload.put("kind", "compute");
      return workload;
    }
    workload.put("kind", "program");
    workload.put(
        "steps",
        CaseWriter.list(
            ValueWriter.step("sleep", sleeps ? SLEPT_MS + " ms" : "10 s"),
            ValueWriter.step("compute", "10 s")));
    return workload;
  }

  private static Map<String, Object> inTurn(String computes, String sleeps) {
    Map<String, Object> workload = Tree.mapping();
    workload.put("kind", "program");
    workload.put(
        "steps",
        CaseWriter.list(ValueWriter.step("compute", computes), ValueWriter.step("sleep", sleeps)));
    return workload;
  }
}
