package org.coremux.evidence.fuzz;

import java.util.Arrays;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;

/**
 * Looks after each instant for vCPUs that wait while others of their VM run, where the policy has
 * all of them run or none. One may do so for as long as it takes until pCPUs decide.
 *
 * <p>Source: schedulers.md, section 18.5.
 */
final class GangWatch implements Runnable {
  private static final long NOT_LEFT = -1;

  private final Multiplexer level;
  private final Pool pool;
  private long[] leftNs = new long[0];

  GangWatch(Multiplexer level) {
    this.level = level;
    pool = level.pool();
  }

  @Override
  public void run() {
    int before = leftNs.length;
    if (level.roster().indices() > before) {
      leftNs = Arrays.copyOf(leftNs, level.roster().indices());
      Arrays.fill(leftNs, before, leftNs.length, NOT_LEFT);
    }
    for (int i = 0; i < level.roster().indices(); i++) {
      Schedulable s = level.roster().at(i);
      if (s == null || !isLeft(s)) {
        leftNs[i] = NOT_LEFT;
      } else if (leftNs[i] == NOT_LEFT) {
        leftNs[i] = pool.nowNs();
      } else if (pool.nowNs() - leftNs[i] > Laws.AT_ONCE_NS) {
        throw new IllegalStateException(
            "law of gangs: %s waits since %d ns while others of %s run, at %d ns"
                .formatted(s, leftNs[i], s.group(), pool.nowNs()));
      }
    }
  }

  private boolean isLeft(Schedulable s) {
    return s.state() == RunState.RUNNABLE
        && s.provided() != null
        && s.group() != null
        && pool.isRunnable(s)
        && doOthersRun(s);
  }

  private boolean doOthersRun(Schedulable s) {
    for (int i = 0; i < level.roster().indices(); i++) {
      Schedulable other = level.roster().at(i);
      if (other != null
          && other.state() == RunState.RUNNING
          && other.provided() != null
          && other.group() == s.group()) {
        return true;
      }
    }
    return false;
  }
}
