package org.coremux.report;

import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.CrossCalls;

/** What the cross calls of a workload took, in a line or two below its row. */
final class CrossCallText {
  private CrossCallText() {}

  /** Of as many lines as there is something to say. */
  static List<String> lines(CrossCalls calls) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "    stalled "
            + Figure.seconds(calls.stalledNs())
            + " s for "
            + Figure.count(calls.interrupts())
            + " IPIs, "
            + Figure.count(calls.late())
            + " of them to vCPUs without a pCPU");
    if (calls.deferred() > 0) {
      lines.add(
          "    left to the hypervisor because the vCPU had no pCPU: "
              + Figure.count(calls.deferred()));
    }
    return lines;
  }
}
