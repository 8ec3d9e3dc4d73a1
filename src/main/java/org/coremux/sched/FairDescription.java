package org.coremux.sched;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Prints queues in the policy's own words, for people. Cold.
 *
 * <p>Virtual times are those of the last charge: to charge now would end requests earlier than the
 * tick does, and whoever looks must not change what happens.
 */
final class FairDescription {
  private final FairHierarchy hierarchy;

  FairDescription(FairHierarchy hierarchy) {
    this.hierarchy = hierarchy;
  }

  void to(Consumer<String> line) {
    for (FairCpu cpu : hierarchy.cpus) {
      line.accept(
          cpu.root
              + ": "
              + cpu.tasks()
              + " want to run, "
              + cpu.root.count
              + " queued"
              + (cpu.tick.isArmed() ? ", next tick at " + cpu.tick.deadlineNs() + " ns" : ""));
      queue(cpu.root, "  ", line);
    }
    for (int i = 0; i < hierarchy.groupCount(); i++) {
      FairGroup group = hierarchy.group(i);
      if (group != null && group.bandwidth != null) {
        line.accept(
            group
                + ": quota "
                + group.group.quotaNs()
                + " ns per "
                + group.group.periodNs()
                + " ns");
        for (FairQueue q : group.queues) {
          line.accept(group.bandwidth.describe(q));
        }
      }
    }
  }

  private void queue(FairQueue q, String indent, Consumer<String> line) {
    if (q.count == 0) {
      return;
    }
    line.accept(indent + "V " + q.virtualTime() + ", weight " + q.weight);
    if (q.current != null) {
      entity(q.current, indent, line);
    }
    List<FairEntity> waiting = new ArrayList<>();
    for (int i = 0; i < q.waitingCount(); i++) {
      waiting.add(q.waitingAt(i));
    }
    waiting.sort(Comparator.comparingLong(q::rank));
    waiting.forEach(e -> entity(e, indent, line));
  }

  private void entity(FairEntity e, String indent, Consumer<String> line) {
    line.accept(indent + e + ": " + e.queue.describe(e));
    if (e.isGroup()) {
      queue(e.members, indent + "  ", line);
    }
  }
}
