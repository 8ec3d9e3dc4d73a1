package org.coremux.sched;

import java.util.Arrays;
import org.coremux.mux.BooksCheck;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.topology.Topology;

/**
 * Looks at a host after each instant: at its books, at who runs where, at who idles beside work.
 */
final class LawWatch implements Runnable {
  private static final long NOT_IDLE = -1;
  private static final int NOBODY = -1;

  private final LawHost host;
  private final Multiplexer mux;
  private final Pool pool;
  private final Promise promise;
  private final BooksCheck books;

  /** Since when a processor has idled beside work that it could do. Unit: ns. */
  private final long[] idlingNs;

  /** Most that were ahead of one that waited meanwhile and could not move to the idle one. */
  private final int[] ahead;

  /** The longest that one did, less what those ahead excuse. Unit: ns. */
  long longestIdleNs;

  LawWatch(LawHost host, Promise promise) {
    this.host = host;
    this.promise = promise;
    mux = host.mux;
    pool = mux.pool();
    books = new BooksCheck(mux);
    idlingNs = new long[mux.processorCount()];
    ahead = new int[idlingNs.length];
    Arrays.fill(idlingNs, NOT_IDLE);
  }

  @Override
  public void run() {
    books.run();
    for (int i = 0; i < host.units.size(); i++) {
      check(host.units.get(i));
    }
    for (int cpu = 0; cpu < idlingNs.length; cpu++) {
      look(mux.processor(cpu));
    }
  }

  private void check(Schedulable s) {
    int on = 0;
    for (int cpu = 0; cpu < idlingNs.length; cpu++) {
      on += mux.processor(cpu).current() == s ? 1 : 0;
    }
    boolean runs = s.state() == RunState.RUNNING;
    if (on != (runs ? 1 : 0) || runs && !s.allows(s.processor())) {
      throw new IllegalStateException(s + " is " + s.state() + " on " + on + " processors");
    }
  }

  private void look(Processor p) {
    long nowNs = pool.nowNs();
    int cpu = p.index();
    if (idlingNs[cpu] != NOT_IDLE) {
      long excusedNs = ahead[cpu] * promise.idlePinnedNs;
      longestIdleNs = Math.max(longestIdleNs, nowNs - idlingNs[cpu] - excusedNs);
    }
    int most = pool.isIdle(p) ? mostAhead(p) : NOBODY;
    if (most == NOBODY) {
      idlingNs[cpu] = NOT_IDLE;
    } else {
      if (idlingNs[cpu] == NOT_IDLE) {
        idlingNs[cpu] = nowNs;
        ahead[cpu] = 0;
      }
      ahead[cpu] = Math.max(ahead[cpu], most);
    }
  }

  /** How many can be ahead of one that waits and may run there; NOBODY when none waits. */
  private int mostAhead(Processor p) {
    int most = NOBODY;
    for (int i = 0; i < host.units.size(); i++) {
      Schedulable s = host.units.get(i);
      if (s.state() == RunState.RUNNABLE
          && pool.isRunnable(s)
          && s.allows(p)
          && isNear(s.processor().index(), p.index())) {
        most = Math.max(most, stuck(s.processor(), p));
      }
    }
    return most;
  }

  /** Who may queue at the one and must not run on the other, which is idle. */
  private int stuck(Processor at, Processor idle) {
    int count = 0;
    for (int i = 0; i < host.units.size(); i++) {
      Schedulable s = host.units.get(i);
      count += s.allows(at) && !s.allows(idle) ? 1 : 0;
    }
    return count;
  }

  private boolean isNear(int home, int cpu) {
    Topology topology = mux.topology();
    return switch (promise.scope) {
      case POOL -> true;
      case SOCKET -> topology.socket(home) == topology.socket(cpu);
      case PROCESSOR -> home == cpu;
    };
  }
}
