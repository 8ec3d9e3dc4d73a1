package org.coremux.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coremux.guest.GuestThread;
import org.coremux.hypervisor.Guest;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Trace;
import org.coremux.scenario.Model;
import org.coremux.scenario.trace.Turns;

/** Follows the turns of each guest's threads in a run. */
final class TurnWatch implements Trace {
  private final Map<Schedulable, Followed> threads = new LinkedHashMap<>();
  private final Map<String, List<Followed>> guests = new LinkedHashMap<>();

  /** A thread, and what is known of it. */
  private static final class Followed {
    private final Turns turns = new Turns();
    private long sinceNs;
    private long ranNs;

    private void changed(long nowNs, RunState from, RunState to) {
      if (from == RunState.RUNNING) {
        ranNs += nowNs - sinceNs;
      } else if (from == RunState.RUNNABLE && to == RunState.RUNNING) {
        turns.waited(sinceNs, nowNs, ranNs);
      }
      sinceNs = nowNs;
    }
  }

  /** Follows all threads that a model's guests have, from now on; nobody else may trace them. */
  TurnWatch(Model model) {
    for (Model.Placed placed : model.guests()) {
      Guest guest = placed.guest();
      List<Followed> own = new ArrayList<>();
      for (int workload = 0; workload < guest.meters().size(); workload++) {
        for (GuestThread thread : guest.threads(workload)) {
          Followed followed = new Followed();
          own.add(followed);
          threads.put(thread.schedulable(), followed);
        }
      }
      guests.put(guest.name(), own);
      guest.level().trace(this);
    }
  }

  @Override
  public void changed(long nowNs, Processor p, Schedulable s, RunState from, RunState to) {
    Followed followed = threads.get(s);
    if (followed != null) {
      followed.changed(nowNs, from, to);
    }
  }

  /** The turns of each guest's threads that are over, by its name. */
  Map<String, List<Turns.Turn>> turns() {
    Map<String, List<Turns.Turn>> turns = new LinkedHashMap<>();
    guests.forEach(
        (name, own) ->
            turns.put(name, own.stream().flatMap(each -> each.turns.all().stream()).toList()));
    return turns;
  }
}
