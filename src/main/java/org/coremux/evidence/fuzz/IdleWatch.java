package org.coremux.evidence.fuzz;

import java.util.Arrays;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/** Looks after each instant for pCPUs that have idled for too long beside work. */
final class IdleWatch implements Runnable {
  private static final long NOT_IDLE = -1;

  private final Multiplexer level;
  private final Pool pool;
  private final Laws.Law law;
  private final long[] idlingNs;

  /** Whether only one that is queued there counts: also below a class that displaces others. */
  private final boolean isHome;

  IdleWatch(Multiplexer level, Laws.Law law) {
    this.level = level;
    this.law = law;
    pool = level.pool();
    isHome = law.isHome() || Laws.isBelowAClass(level.policy());
    idlingNs = new long[level.processorCount()];
    Arrays.fill(idlingNs, NOT_IDLE);
  }

  @Override
  public void run() {
    for (int i = 0; i < idlingNs.length; i++) {
      look(level.processor(i));
    }
  }

  private void look(Processor p) {
    long nowNs = pool.nowNs();
    long sinceNs = idlingNs[p.index()];
    if (sinceNs != NOT_IDLE && nowNs - sinceNs > law.idleNs()) {
      throw new IllegalStateException(
          "law of work: %s leaves pCPU %d of %s idle since %d ns beside one that waits, at %d ns"
              .formatted(level.policy(), p.index(), level.name(), sinceNs, nowNs));
    }
    if (!pool.isIdle(p) || !someoneWaits(p)) {
      idlingNs[p.index()] = NOT_IDLE;
    } else if (sinceNs == NOT_IDLE) {
      idlingNs[p.index()] = nowNs;
    }
  }

  private boolean someoneWaits(Processor p) {
    for (int i = 0; i < level.roster().indices(); i++) {
      Schedulable s = level.roster().at(i);
      if (s != null
          && s.state() == RunState.RUNNABLE
          && pool.isRunnable(s)
          && s.allows(p)
          && (!isHome || s.processor() == p && !prefersOthers(s))) {
        return true;
      }
    }
    return false;
  }

  /** Whether it has said where it would rather run; so it may be waiting for one of those. */
  private static boolean prefersOthers(Schedulable s) {
    for (Group group = s.group(); group != null; group = group.parent()) {
      Parameters its = group.settings();
      if (its != null && its.declares(Laws.PREFERENCE) && its.has(Laws.PREFERENCE)) {
        return true;
      }
    }
    return false;
  }
}
