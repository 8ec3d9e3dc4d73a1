package org.coremux.hypervisor;

import java.util.List;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;

/** A guest's memory on its host: what it does with it, where it is, and what is missing of it. */
final class GuestPages {
  private PageUse use;

  /** From where it is near, and how fast the guest is elsewhere; null for everywhere. */
  private CpuMask near;

  private int farPace;

  /** What the guest waits for when pages are missing; null where none ever are. */
  private PageFaults faults;

  /** The guest uses it so, and those are scheduled on its host by now. */
  void uses(PageUse its, List<Schedulable> scheduled) {
    use = its;
    scheduled.forEach(this::waitFor);
  }

  private void waitFor(Schedulable s) {
    if (use != null && use.home().saysBound()) {
      s.memoryBound(use.home().boundHundredths());
    }
  }

  /** What the guest does with it; null for a host system's own load. */
  PageUse use() {
    return use;
  }

  /** It is near those processors of its host; elsewhere the guest goes at that pace. */
  void near(CpuMask from, int elsewhere, List<Schedulable> scheduled) {
    boolean matters = from != null || near != null; // also where the guest was before
    near = from;
    farPace = elsewhere;
    if (matters) {
      scheduled.forEach(s -> s.near(near, farPace));
    }
  }

  /** Who of the guest is scheduled on its host goes as fast as the memory is near. */
  void pace(Schedulable s) {
    waitFor(s);
    if (near != null) {
      s.near(near, farPace);
    }
  }

  /** Its host may have taken pages from it. */
  void mayMiss(PageFaults pagesOfIt) {
    faults = pagesOfIt;
  }

  /** Which pages are there; null on a host that never takes any. */
  GuestMemory memory() {
    return faults == null ? null : faults.memory();
  }

  /** The guest boots. */
  void start() {
    if (faults != null) {
      faults.memory().start();
    }
  }

  /** The guest is gone, and its host has the pages back. */
  void leave() {
    if (faults != null) {
      faults.leave();
    }
  }
}
