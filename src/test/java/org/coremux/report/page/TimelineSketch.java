package org.coremux.report.page;

import java.util.ArrayList;
import java.util.List;
import org.coremux.experiment.Doing;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.Timeline;

/** Timelines made by hand: one host, its pCPUs, and what each vCPU does when. */
final class TimelineSketch {
  private final long fromNs;
  private final long untilNs;
  private final int pcpus;
  private final List<HostTimeline.Member> members = new ArrayList<>();
  private final HostTimeline.Changes changes = new HostTimeline.Changes();

  TimelineSketch(int pcpus, long fromNs, long untilNs) {
    this.pcpus = pcpus;
    this.fromNs = fromNs;
    this.untilNs = untilNs;
  }

  /** Another vCPU, from 0; without places it may run on all pCPUs. */
  TimelineSketch vcpu(String guest, Integer... allowed) {
    String name = guest + "." + members.size();
    members.add(new HostTimeline.Member(name, guest, 0, List.of(allowed)));
    return this;
  }

  /** What one does from an instant on. */
  TimelineSketch at(long ns, int member, Doing doing, int pcpu) {
    changes.add(ns, member, doing, pcpu);
    return this;
  }

  Timeline timeline() {
    List<HostTimeline.OneProcessor> processors = new ArrayList<>();
    for (int i = 0; i < pcpus; i++) {
      processors.add(new HostTimeline.OneProcessor(0, i, Timeline.NONE));
    }
    HostTimeline host =
        new HostTimeline(
            "node",
            new HostTimeline.Span(fromNs, untilNs, false),
            List.of(new HostTimeline.Level("node", "credit2", false)),
            processors,
            members,
            changes,
            new HostTimeline.Decisions(),
            List.of());
    return new Timeline(new Timeline.RunKey("sketch", 1, 2, fromNs, untilNs), List.of(host));
  }
}
