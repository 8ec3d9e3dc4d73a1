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

  private final LawHost host;
  private final Multiplexer mux;
  private final Pool pool;
  private final Promise promise;
  private final BooksCheck books;

  /** Since when a processor has idled beside work that it could do. Unit: ns. */
  private final long[] idlingNs;

  /** The longest that one did. Unit: ns. */
  long longestIdleNs;

  LawWatch(LawHost host, Promise promise) {
    this.host = host;
    this.promise = promise;
    mux = host.mux;
    pool = mux.pool();
    books = new BooksCheck(mux);
    idlingNs = new long[mux.processorCount()];
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
      longestIdleNs = Math.max(longestIdleNs, nowNs - idlingNs[cpu]);
    }
    if (!pool.isIdle(p) || !someoneWaits(p)) {
      idlingNs[cpu] = NOT_IDLE;
    } else if (idlingNs[cpu] == NOT_IDLE) {
      idlingNs[cpu] = nowNs;
    }
  }

  private boolean someoneWaits(Processor p) {
    for (int i = 0; i < host.units.size(); i++) {
      Schedulable s = host.units.get(i);
      if (s.state() == RunState.RUNNABLE
          && pool.isRunnable(s)
          && s.allows(p)
          && isNear(s.processor().index(), p.index())) {
        return true;
      }
    }
    return false;
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
