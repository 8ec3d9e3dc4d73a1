package org.coremux.sched;

import java.util.Arrays;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.mux.ForwardingScheduler;
import org.coremux.mux.Group;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;

/**
 * Has every decision made again when its instant is over, and holds the policy to the same answer
 * if nothing has changed in between.
 */
final class AskedTwice implements ForwardingScheduler {
  private static final long NOT_ASKED = -1;

  private final Site site;
  private final Pool pool;
  private final Scheduler inner;
  private final Timer again = new Timer(now -> ask());

  /** Grows with everything that a policy is told. */
  private long changes;

  /** When each processor decided, and after how many changes. */
  private final long[] decidedNs;

  private final long[] changesSeen;
  private final Schedulable[] answers;
  private long askedNs = NOT_ASKED;

  AskedTwice(Site site, Pool pool, Scheduler inner) {
    this.site = site;
    this.pool = pool;
    this.inner = inner;
    int count = pool.processorCount();
    decidedNs = new long[count];
    changesSeen = new long[count];
    answers = new Schedulable[count];
    Arrays.fill(decidedNs, NOT_ASKED);
    site.afterInstant(this::look);
  }

  private void look() {
    if (askedNs != site.nowNs()) {
      askedNs = site.nowNs();
      site.arm(again, askedNs);
    }
  }

  private void ask() {
    for (int i = 0; i < decidedNs.length; i++) {
      if (decidedNs[i] == site.nowNs()) {
        pool.kick(pool.processor(i));
      }
    }
  }

  @Override
  public Scheduler inner() {
    return inner;
  }

  @Override
  public Schedulable pickNext(Processor p) {
    int i = p.index();
    boolean isSame = decidedNs[i] == pool.nowNs() && changesSeen[i] == changes;
    Schedulable next = inner.pickNext(p);
    if (isSame && answers[i] != next) {
      throw new IllegalStateException(
          "asked again for " + p + ", " + inner + " picks " + next + " after " + answers[i]);
    }
    answers[i] = next;
    changesSeen[i] = changes;
    decidedNs[i] = pool.nowNs();
    return next;
  }

  @Override
  public void admit(Schedulable s) {
    changes++;
    inner.admit(s);
  }

  @Override
  public void retire(Schedulable s) {
    changes++;
    inner.retire(s);
  }

  @Override
  public void changed(Schedulable s) {
    changes++;
    inner.changed(s);
  }

  @Override
  public void changed(Group group) {
    changes++;
    inner.changed(group);
  }

  @Override
  public Processor place(Schedulable s, Processor waker) {
    changes++;
    return inner.place(s, waker);
  }

  @Override
  public void wake(Schedulable s) {
    changes++;
    inner.wake(s);
  }

  @Override
  public void sleep(Schedulable s) {
    changes++;
    inner.sleep(s);
  }

  @Override
  public void yield(Schedulable s, Schedulable to) {
    changes++;
    inner.yield(s, to);
  }

  @Override
  public void charge(Schedulable s, long ranNs) {
    changes++;
    inner.charge(s, ranNs);
  }

  @Override
  public void saved(Schedulable s, Processor p) {
    changes++;
    inner.saved(s, p);
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
