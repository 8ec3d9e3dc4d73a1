package org.coremux.sched;

import org.coremux.engine.Timer;
import org.coremux.mux.Processor;

/** What the policy keeps for a processor. */
final class FairCpu {
  final int index;
  final Processor processor;
  final FairQueue root;

  /** Armed while the processor is busy; none ticks while it idles. */
  Timer tick;

  boolean ticking;

  /** Who runs here, as far as the policy knows; null for nobody. */
  FairEntity running;

  /** The end of a slice or of a quota was noticed: decide at the next chance. */
  boolean resched;

  boolean idle = true;
  long idleSinceNs;

  /** How long it idles at a time, on average. Unit: ns. */
  long averageIdleNs;

  /** What its searches for idle processors cost on average. Unit: ns. */
  long scanNs;

  /** When each of its domains was balanced last. Unit: ns. */
  long[] balancedNs;

  /** Passes in each domain that found an imbalance and could move nobody. */
  int[] failures;

  /** The last pass of balancing that passed it over: affinity kept all who waited here. */
  long passedOver;

  /** An idle one that a busy one has asked to balance for all that idle. */
  boolean asked;

  /** Where the current one shall go on, though it runs; -1 for nowhere else. */
  int pushTo = -1;

  private FairEntity warmest;
  private FairEntity coldest;

  FairCpu(Processor processor, FairQueue root) {
    this.index = processor.index();
    this.processor = processor;
    this.root = root;
  }

  /** Schedulables that want to run here, the current one included. */
  int tasks() {
    return root.tasks;
  }

  /** Who has waited longest since it ran; null for nobody. */
  FairEntity coldest() {
    return coldest;
  }

  void list(FairEntity e) {
    e.colder = warmest;
    e.warmer = null;
    if (warmest == null) {
      coldest = e;
    } else {
      warmest.warmer = e;
    }
    warmest = e;
  }

  void unlist(FairEntity e) {
    if (e.warmer == null) {
      warmest = e.colder;
    } else {
      e.warmer.colder = e.colder;
    }
    if (e.colder == null) {
      coldest = e.warmer;
    } else {
      e.colder.warmer = e.warmer;
    }
    e.warmer = null;
    e.colder = null;
  }
}
