package org.coremux.sched;

import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/**
 * What one group has reserved: a budget in each period, kept by a constant bandwidth server, whose
 * deadline its members run under.
 *
 * <p>Rules: who arrives when nobody is active keeps budget and deadline if what is left until the
 * deadline is no more than the reserved share; else both are new. A budget that is used up is
 * renewed with a deadline one period later: at once, or, if it is hard, when the old deadline has
 * come, and members are held until then. When the cap changes, budget and deadline are new.
 *
 * <p>Source: L. Abeni, G. Buttazzo, "Integrating multimedia applications in hard real-time
 * systems", RTSS 1998; schedulers.md, section 13.
 */
final class EdfReservation {
  private final Pool pool;
  private final Group group;
  private final EdfParameters parameters;
  private long budgetNs;
  private long periodNs;

  /** Renews the budget at the deadline: one for each processor, by index; at most one is armed. */
  private final Timer[] renewals;

  /** Those who wait for a processor. */
  final IndexQueue ready = new IndexQueue();

  private final IndexQueue held = new IndexQueue();

  /** Members that wait or run. */
  private int active;

  /** Members that run. */
  private int running;

  private long leftNs;
  private long deadlineNs;
  private boolean isWaiting;

  EdfReservation(Pool pool, Group group, EdfParameters parameters) {
    this.pool = pool;
    this.group = group;
    this.parameters = parameters;
    reserve();
    int indices = 0;
    for (int i = 0; i < pool.processorCount(); i++) { // a decorator's may be some of many
      indices = Math.max(indices, pool.processor(i).index() + 1);
    }
    renewals = new Timer[indices];
    for (int i = 0; i < pool.processorCount(); i++) {
      Processor p = pool.processor(i);
      renewals[p.index()] = pool.timer(p, now -> renewAtDeadline());
    }
  }

  private void reserve() {
    periodNs = parameters.periodNs() > 0 ? parameters.periodNs() : group.periodNs();
    // As much of its period as the quota is of the cap's; neither product comes near 2^63.
    budgetNs =
        Math.max(
            1,
            group.quotaNs() / group.periodNs() * periodNs
                + group.quotaNs() % group.periodNs() * periodNs / group.periodNs());
    leftNs = budgetNs;
  }

  /** Whether its group still has a cap. */
  boolean isInForce() {
    return group.isCapped();
  }

  /** The cap is another, or none: it is reserved from now on, and nobody is held any longer. */
  void restart() {
    if (isInForce()) {
      reserve();
      deadlineNs = pool.nowNs() + periodNs;
    }
    if (isWaiting) {
      for (Timer renewal : renewals) {
        if (renewal != null) {
          pool.cancel(renewal);
        }
      }
    }
    isWaiting = false;
    releaseAll();
  }

  void admit(Schedulable s) {
    ready.admit(s);
    held.admit(s);
  }

  void forget(Schedulable s) {
    ready.remove(s);
    held.remove(s);
  }

  long deadlineNs() {
    return deadlineNs;
  }

  // ---- members ----

  /** One wants to run: it is ready, or is held if there is nothing left for it. */
  void arrive(Schedulable s) {
    if (active++ == 0 && !isWaiting) {
      begin(pool.nowNs());
    }
    ready.add(s);
    if (leftNs <= 0) {
      exhausted(s.processor());
    }
  }

  /** One who runs has come to live on it. */
  void arriveRunning() {
    if (active++ == 0 && !isWaiting) {
      begin(pool.nowNs());
    }
    running++;
  }

  /** The test of the server: what is left must fit the reserved share of the time left. */
  private void begin(long nowNs) {
    if (nowNs >= deadlineNs || exceeds(leftNs, periodNs, deadlineNs - nowNs, budgetNs)) {
      deadlineNs = nowNs + periodNs;
      leftNs = budgetNs;
    }
  }

  /** Whether a times b is more than c times d, none of them below 0, without overflow. */
  private static boolean exceeds(long a, long b, long c, long d) {
    long left = Math.multiplyHigh(Math.max(0, a), b);
    long right = Math.multiplyHigh(c, d);
    return left == right ? Long.compareUnsigned(Math.max(0, a) * b, c * d) > 0 : left > right;
  }

  /** One no longer wants to run, or is held. */
  void leave(Schedulable s) {
    active--;
    if (ready.contains(s)) {
      ready.remove(s);
    } else {
      running--;
    }
  }

  /** One who was ready runs. */
  void run(Schedulable s) {
    ready.remove(s);
    running++;
  }

  /** One who ran is ready again, before the others. */
  void preempt(Schedulable s) {
    ready.addFirst(s);
    running--;
  }

  void charge(long ranNs) {
    leftNs -= ranNs;
  }

  /** For how long one of those who run may, so that together they use up what is left. */
  long sliceNs() {
    return Math.max(1, leftNs / Math.max(1, running));
  }

  // ---- the budget ----

  /** Sees to it that there is a budget, or nobody ready; decided on that processor. */
  void check(Processor p) {
    if (leftNs <= 0 && active > 0) {
      exhausted(p);
    }
  }

  private void exhausted(Processor p) {
    if (!parameters.isHard() || pool.nowNs() >= deadlineNs) {
      renew();
      return;
    }
    if (!isWaiting) {
      isWaiting = true;
      pool.arm(renewals[p.index()], deadlineNs);
    }
    while (!ready.isEmpty()) {
      hold(ready.first());
    }
  }

  /** Keeps one from running until the budget is renewed. */
  private void hold(Schedulable s) {
    held.add(s);
    pool.hold(s, Hold.CAP);
  }

  /** No longer holds it, without releasing it; answers whether it did. */
  boolean letGo(Schedulable s) {
    boolean isHeld = held.contains(s);
    held.remove(s);
    return isHeld;
  }

  /** Holds one who runs, if there is nothing left for it. */
  void holdRunning(Schedulable s) {
    if (isWaiting && leftNs <= 0) {
      hold(s);
    }
  }

  /** A budget more for each period later; what was used beyond it is paid. */
  private void renew() {
    while (leftNs <= 0) {
      leftNs += budgetNs;
      deadlineNs += periodNs;
    }
    if (deadlineNs <= pool.nowNs()) {
      deadlineNs = pool.nowNs() + periodNs;
      leftNs = budgetNs;
    }
  }

  private void renewAtDeadline() {
    isWaiting = false;
    renew();
    releaseAll();
  }

  private void releaseAll() {
    for (int i = held.count(); i > 0; i--) {
      Schedulable s = held.first();
      held.remove(s);
      pool.release(s);
    }
  }

  @Override
  public String toString() {
    return group.name()
        + ": "
        + leftNs
        + " of "
        + budgetNs
        + " ns left, deadline "
        + deadlineNs
        + (isWaiting ? " ns, waits for it" : " ns");
  }
}
