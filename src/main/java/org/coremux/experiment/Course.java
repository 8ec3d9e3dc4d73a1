package org.coremux.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.coremux.guest.WorkloadMeter;
import org.coremux.hypervisor.Host;
import org.coremux.scenario.Model;

/**
 * Moves a model on: to an instant or, once that has been asked for, to the one in which the last
 * finite work is done.
 */
final class Course {
  private final Model model;

  /** By host: how many finite workloads are not finished. */
  private final int[] unfinished;

  private boolean endsWhenDone;

  /** Of a model at time 0. */
  Course(Model model) {
    this.model = model;
    unfinished = new int[model.hosts().size()];
    if (model.scenario().isUntilFinished()) {
      model.guests().forEach(this::waitFor);
    }
  }

  private void waitFor(Model.Placed placed) {
    for (WorkloadMeter meter : placed.guest().meters()) {
      if (meter.isFinite()) {
        unfinished[placed.host()]++;
        meter.onFinished(() -> finished(placed.host()));
      }
    }
  }

  private void finished(int host) {
    if (--unfinished[host] == 0 && endsWhenDone) {
      model.hosts().get(host).site().stop();
    }
  }

  /** From now on it ends with the last finite work, if the scenario ends with that. */
  void endWhenDone() {
    endsWhenDone = model.scenario().isUntilFinished();
  }

  /** Whether all finite work is done, of a scenario that ends with that. */
  boolean isDone() {
    return model.scenario().isUntilFinished()
        && IntStream.of(unfinished).allMatch(count -> count == 0);
  }

  /** Runs on to the instant, or to that in which the last finite work is done; says to which. */
  long runTo(long untilNs) {
    if (!endsWhenDone) {
      model.simulation().runUntil(untilNs);
      return untilNs;
    }
    List<Host> waited = new ArrayList<>();
    List<Host> others = new ArrayList<>();
    for (int i = 0; i < model.hosts().size(); i++) {
      (unfinished[i] > 0 ? waited : others).add(model.hosts().get(i));
    }
    waited.forEach(host -> host.site().runUntil(untilNs));
    long stopNs =
        isDone()
            ? waited.stream().mapToLong(host -> host.site().nowNs()).max().orElse(untilNs)
            : untilNs;
    waited.forEach(host -> host.site().runUntil(stopNs));
    others.forEach(host -> host.site().runUntil(stopNs));
    return stopNs;
  }
}
