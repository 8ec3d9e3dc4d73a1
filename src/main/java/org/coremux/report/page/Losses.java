package org.coremux.report.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.WorkloadResult;

/** Who lost most to spin locks and to cross calls, in a sentence each: no steal tells of it. */
final class Losses {
  /** Less of what a guest ran is not worth a word: a hundredth. Source: assumed. */
  private static final long TOLD_PARTS = 100;

  private Losses() {}

  private record Loss(GuestResult guest, WorkloadResult workload, long ns) {
    boolean isTold() {
      return ns > 0 && ns >= guest.time().runningNs() / TOLD_PARTS;
    }
  }

  /** The sentences; none where nothing was lost to speak of. */
  static List<String> told(RunResult result) {
    List<Loss> locks = new ArrayList<>();
    List<Loss> calls = new ArrayList<>();
    for (GuestResult guest : result.guests()) {
      for (WorkloadResult workload : guest.workloads()) {
        WorkloadResult.Extras extras = workload.extras();
        extras.locks().ifPresent(one -> locks.add(new Loss(guest, workload, one.spinNs())));
        extras.crossCalls().ifPresent(one -> calls.add(new Loss(guest, workload, one.stalledNs())));
      }
    }
    List<String> told = new ArrayList<>();
    worst(locks).ifPresent(loss -> told.add(spinning(loss)));
    worst(calls).ifPresent(loss -> told.add(stalled(loss)));
    return told;
  }

  private static Optional<Loss> worst(List<Loss> losses) {
    return losses.stream().filter(Loss::isTold).max(Comparator.comparingLong(Loss::ns));
  }

  private static String spinning(Loss loss) {
    return "Of the %s that %s ran, it burnt %s waiting for spin locks."
        .formatted(
            Answer.length(loss.guest().time().runningNs()),
            Culprits.clipped(loss.guest().name()),
            Answer.length(loss.ns()));
  }

  private static String stalled(Loss loss) {
    return "The threads of %s waited %s in all until other vCPUs answered their %s; p99 %s."
        .formatted(
            Culprits.clipped(loss.guest().name()),
            Answer.length(loss.ns()),
            loss.workload().kind(),
            Answer.length(loss.workload().latency().p99Ns()));
  }
}
