package org.coremux.sched;

import java.util.HashMap;
import java.util.Map;
import org.coremux.sched.Promise.Law;
import org.coremux.sched.Promise.Scope;

/**
 * What the installed policies promise, from schedulers.md, section 21; and what they do not, with
 * the reason. A policy that is not here has to keep every law as it stands.
 */
final class Promises {
  private static final long MS = 1_000_000;

  private static final String BALANCED =
      "who shares a processor goes by the order, and is balanced by weight and not by what it got";

  private static final Map<String, Promise> BY_NAME = new HashMap<>();

  private Promises() {}

  static Promise of(InstalledPolicy policy) {
    return BY_NAME.getOrDefault(policy.name(), new Promise());
  }

  private static Promise row(String name) {
    Promise promise = new Promise();
    BY_NAME.put(name, promise);
    return promise;
  }

  static {
    row("round-robin")
        .equal(10 * MS)
        .turns(10 * MS)
        .inAnyOrderOnOne(10 * MS, "of queues of their own who shares one goes by turns")
        .also(Map.of("queues", "per-cpu"));
    // A quantum for each pair is more against the ideal. The global pass is rounded at each charge,
    // by a number of tickets that changes: of 10,000 cases 1 has a tie that this decides.
    row("stride").weighted(20 * MS).inAnyOrder(10 * MS, 10 * MS).roundsTies(10 * MS);
    row("lottery").drawn(100 * MS).inOrder("a draw counts tickets in the order of those who wait");
    row("bvt")
        .weighted(30 * MS)
        .inAnyOrder(30 * MS, 30 * MS)
        .excused(Law.ASKED_TWICE, "a slice ends by who waits when the decision is made");
    row("priority").equal(100 * MS).turns(100 * MS).inAnyOrder(100 * MS, 100 * MS);
    row("fifo").noShares("who has a processor keeps it").inOrder("who has a processor keeps it");
    row("edf")
        .equal(10 * MS)
        .turns(10 * MS)
        .inAnyOrder(10 * MS, 10 * MS)
        .excused(
            Law.ASKED_TWICE,
            "what is left of a budget is divided by how many of its group run when it is asked");
    row("credit2")
        .weighted(20 * MS)
        .inAnyOrder(10 * MS, 20 * MS)
        .scalesOnOne("load decays over a window of a length that is coded")
        .excused(
            Law.WORK_CONSERVATION,
            "queues are per socket, and as coded one with too little credit is not taken")
        .excused(Law.ASKED_TWICE, "a decision may reset credit and move units between queues")
        .excused(
            Law.IDLE_GUEST,
            "a new unit counts as half a load until that has decayed, by which"
                + " queues are balanced");
    row("eevdf")
        .weighted(20 * MS)
        .inAnyOrderOnOne(4 * MS, BALANCED)
        .settings(Map.of("slice", EevdfParameters.SLICE_LATEST_NS))
        .excused(Law.WORK_CONSERVATION, "queues are per processor, and balanced now and then")
        .excused(Law.ASKED_TWICE, "one that goes idle looks for work elsewhere, each time")
        .excused(Law.TIME_SCALE, "averages of virtual time are rounded to ns, and load decays")
        .excused(Law.TIME_SCALE_ON_ONE, "averages of virtual time are rounded to ns");
  }

  static {
    row("credit")
        .excused(
            Law.FAIRNESS,
            "of many the heaviest loses half of what exceeds a slice: see CreditPropertyTest")
        .idles(Scope.POOL, 21 * MS) // the first tick makes one active, the second moves it
        .inAnyOrderOnOne(90 * MS, "who is stolen goes by the order of queues")
        // Several that wake at one idle home ask nobody else, as coded; those that are pinned
        // do not move away, so that one behind them waits for a slice of each: 46.5 ms were seen.
        .behindPinned(30 * MS)
        .excused(Law.TIME_SCALE, "credits are whole, each a tenth of a millisecond")
        .excused(Law.ASKED_TWICE, "a decision may take units from other queues");
    row("cfs")
        .weighted(40 * MS)
        .inAnyOrderOnOne(8 * MS, BALANCED)
        .excused(Law.WORK_CONSERVATION, "queues are per processor, and balanced now and then")
        .excused(Law.ASKED_TWICE, "one that goes idle looks for work elsewhere, each time")
        .excused(Law.TIME_SCALE, "load decays by constants")
        .excused(Law.TIME_SCALE_ON_ONE, "virtual time is rounded to ns");
    row("rtds")
        .noShares("each has a budget and a period of its own, and no weight")
        .inOrder("of budgets that do not fit together those who came first are served")
        .excused(
            Law.WORK_CONSERVATION,
            "one that is renewed asks nobody, and one that was asked for" + " another may take it")
        .excused(Law.ASKED_TWICE, "of equals the current one loses, each time it is asked");
    row("sedf")
        .noShares("each has a slice and a period of its own, and weights share the rest")
        .inAnyOrderOnOne(10 * MS, "nobody moves from where it came")
        .excused(Law.WEIGHT_SCALE, "weights share what is not reserved, in whole turns")
        .excused(Law.WORK_CONSERVATION, "nobody moves to another processor");
    row("deadline")
        .noShares("each has a budget and a period of its own, and no weight")
        .inAnyOrderOnOne(4 * MS, BALANCED)
        .excused(Law.WEIGHT_SCALE, "those without a reservation share by ticks")
        .excused(Law.ASKED_TWICE, "one that goes idle looks for work elsewhere, each time")
        .excused(Law.WORK_CONSERVATION, "those without a reservation are balanced now and then")
        .excused(Law.TIME_SCALE, "averages of virtual time are rounded to ns, and load decays")
        .excused(Law.TIME_SCALE_ON_ONE, "averages of virtual time are rounded to ns");
    row("arinc653")
        .noShares("a table says who runs when")
        .inAnyOrder(10 * MS, 10 * MS)
        .excused(Law.WORK_CONSERVATION, "an empty slot stays empty")
        .excused(Law.TIME_SCALE, "without a table entries are of a length that is coded")
        .excused(Law.IDLE_GUEST, "one more entry makes the frame longer");
    row("null")
        .noShares("each has a processor of its own, or none")
        .inOrder("who comes when all processors are taken waits for ever")
        .excused(Law.WORK_CONSERVATION, "nobody shares a processor");
    row("gang")
        .noShares("slots are by turns, whatever the weight")
        .inAnyOrder(50 * MS, 50 * MS)
        .excused(Law.WORK_CONSERVATION, "holes in a slot stay empty");
    row("esxi")
        .weighted(400 * MS) // two quanta
        .inAnyOrder(200 * MS, 400 * MS)
        // Virtual times and their mean are whole ns, a sleeper's is set against the mean: of
        // 10,000 cases 7 have a tie that this decides, for 2 ms at most, the bonus to preempt.
        .roundsTies(4 * MS)
        .excused(Law.ASKED_TWICE, "one that gives way does so once")
        .excused(Law.WORK_CONSERVATION, "an idle processor looks at a few others now and then");
    row("hyper-v")
        .settings(Map.of("type", "classic")) // the others: see CoreSchedulingPropertyTest
        .weighted(100 * MS)
        .inAnyOrder(10 * MS, 20 * MS)
        .excused(Law.TIME_SCALE, "how far behind one is before it preempts is coded")
        .excused(Law.WORK_CONSERVATION, "queues are per processor, and stolen from when one idles")
        .excused(Law.ASKED_TWICE, "a decision may take units from other queues");
  }
}
