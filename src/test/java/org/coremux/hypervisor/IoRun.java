package org.coremux.hypervisor;

import java.util.function.ToLongFunction;
import org.coremux.experiment.Run;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Scene;
import org.coremux.guest.GuestThread;
import org.coremux.guest.Journey;
import org.coremux.guest.WorkloadMeter;
import org.coremux.mux.Cost;
import org.coremux.mux.ExitReason;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;

/**
 * A scene that has been run to its end, with all that was kept of it: where the time of each
 * request went, and the books of vCPUs and of those who serve devices.
 *
 * @param model as it stands at the end
 * @param result what is reported of it
 */
record IoRun(Model model, RunResult result) {
  /** Runs it, with every invariant checked if the scene is. */
  static IoRun of(Scene scene) {
    Model model = new Model(scene.scenario(), Plugins.installed(), scene.options().splittingTime());
    RunResult result = new Run(model).toEnd();
    return new IoRun(model, result);
  }

  Host host() {
    return model.hosts().get(0);
  }

  Guest guest(String name) {
    return model.guests().stream()
        .map(Model.Placed::guest)
        .filter(guest -> guest.name().equals(name))
        .findAny()
        .orElseThrow();
  }

  /** What the only workload of the guest was asked and did. */
  WorkloadMeter meter(String guest) {
    return guest(guest).meters().get(0);
  }

  /** Time of that cause of all requests of the guest that were completed, in ns. */
  long causeNs(String guest, int cause) {
    long[] sum = new long[1];
    meter(guest).causes().forEachBucket((high, count, parts) -> sum[0] += parts[cause]);
    return sum[0];
  }

  /** All causes of all requests of the guest that were completed, in ns. */
  long causesNs(String guest) {
    long sum = 0;
    for (int cause = 0; cause < Journey.COUNT; cause++) {
      sum += causeNs(guest, cause);
    }
    return sum;
  }

  /** Mean latency of the guest's requests, in ns. */
  double meanNs(String guest) {
    return meter(guest).latency().meanNs().orElseThrow();
  }

  /** How often vCPUs of the guest left guest mode for that reason. */
  long exits(String guest, ExitReason why) {
    return guest(guest).scheduled().stream().mapToLong(v -> v.exits(why)).sum();
  }

  /** Overhead of that kind of the guest's vCPUs, in ns. */
  long overheadNs(String guest, Cost kind, ExitReason why) {
    return sum(guest, v -> v.overheadNs(kind, why));
  }

  /** How long the guest's vCPUs ran, in ns. */
  long ranNs(String guest) {
    return sum(guest, v -> v.timeNs(RunState.RUNNING));
  }

  private long sum(String guest, ToLongFunction<Schedulable> of) {
    return guest(guest).scheduled().stream().mapToLong(of).sum();
  }

  /** How long the threads that serve the guest's devices worked, in ns. */
  long backendWorkNs(String guest) {
    return guest(guest).backends().stream()
        .map(GuestThread::schedulable)
        .mapToLong(Schedulable::workNs)
        .sum();
  }
}
