package org.coremux.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.coremux.engine.Site;
import org.coremux.guest.WorkloadMeter;
import org.coremux.scenario.Model;

/**
 * Moves a model on: to an instant or, once that has been asked for, to the one in which the last
 * finite work is done.
 */
final class Course {
  private final Model model;

  /** By site: how many finite workloads are not finished. */
  private final int[] unfinished;

  private boolean endsWhenDone;

  /** Of a model at time 0. */
  Course(Model model) {
    this.model = model;
    unfinished = new int[model.simulation().sites().size()];
    if (model.scenario().isUntilFinished()) {
      model.guests().forEach(this::waitFor);
    }
  }

  private void waitFor(Model.Placed placed) {
    Site site = model.hosts().get(placed.host()).site(); // it moves within its site alone
    for (WorkloadMeter meter : placed.guest().meters()) {
      if (meter.isFinite()) {
        unfinished[site.index()]++;
        meter.onFinished(() -> finished(site));
      }
    }
  }

  private void finished(Site site) {
    if (--unfinished[site.index()] == 0 && endsWhenDone) {
      site.stop();
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
    List<Site> waited = new ArrayList<>();
    List<Site> others = new ArrayList<>();
    for (Site site : model.simulation().sites()) {
      (unfinished[site.index()] > 0 ? waited : others).add(site);
    }
    waited.forEach(site -> site.runUntil(untilNs));
    long stopNs = isDone() ? waited.stream().mapToLong(Site::nowNs).max().orElse(untilNs) : untilNs;
    waited.forEach(site -> site.runUntil(stopNs));
    others.forEach(site -> site.runUntil(stopNs));
    return stopNs;
  }
}
