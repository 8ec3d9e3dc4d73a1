package org.coremux.mux;

/**
 * Checks that every nanosecond of every schedulable and processor is somewhere, once. Cold: for
 * tests, and for runs in which every invariant is on.
 *
 * <p>What is checked: the states of a schedulable add up to its age; what a processor spent adds up
 * to its clock; the clocks of a level are the work of the one below; who is dispatched adds up to
 * who was busy; nobody runs twice, nor where it is not allowed; the policy's own rules hold.
 */
public final class BooksCheck {
  private final Multiplexer mux;

  /** The sum of all clocks when it was checked last. Unit: ns. */
  private long checkedClocksNs = -1;

  /** A check of one level. */
  public BooksCheck(Multiplexer mux) {
    this.mux = mux;
  }

  /**
   * Checks the level, unless nobody has executed there since it was checked last: a guest whose
   * vCPUs all wait or are halted. What went wrong in one of those shows when it next executes.
   *
   * @throws IllegalStateException that says what does not add up, where, and when
   */
  public void runIfActive() {
    boolean runs = false;
    long clocksNs = 0;
    for (int i = 0; i < mux.processorCount(); i++) {
      runs |= mux.processor(i).isRunning();
      clocksNs += mux.processor(i).clockNs();
    }
    if (runs || clocksNs != checkedClocksNs) {
      checkedClocksNs = clocksNs;
      run();
    }
  }

  /**
   * Checks the level as it stands now.
   *
   * @throws IllegalStateException that says what does not add up, where, and when
   */
  public void run() {
    mux.settleBooks();
    long spent = 0;
    for (int i = 0; i < mux.processorCount(); i++) {
      spent += checkProcessor(mux.processor(i));
    }
    long ran = mux.roster().retiredRunningNs();
    for (int i = 0; i < mux.roster().indices(); i++) {
      Schedulable s = mux.roster().at(i);
      if (s != null) {
        checkSchedulable(s);
        ran += s.timeNs(RunState.RUNNING);
      }
    }
    if (ran != spent) {
      throw wrong("dispatched " + ran + " ns, busy " + spent, mux.name());
    }
    mux.policy().check();
  }

  /** The time that somebody was dispatched on it, in ns. */
  private long checkProcessor(Processor p) {
    if (p.provider != null) {
      p.provider.settleBooks(); // it may have moved to a level that is checked later
    }
    long sum = 0;
    for (int kind = 0; kind < Cost.COUNT; kind++) {
      sum += p.spentNs[kind];
    }
    if (sum != p.clockNs) {
      throw wrong("spent " + sum + " of a clock of " + p.clockNs, p);
    }
    long clock = p.provider == null ? mux.nowNs() - p.bornNs : p.provider.executedNs();
    if (p.clockNs != clock) {
      throw wrong("clock " + p.clockNs + " ns, below " + clock, p);
    }
    Schedulable s = p.current();
    if (s != p.idle) {
      if (!(s.state == RunState.RUNNING && s.processor == p)) {
        throw wrong(s + " is " + s.state, p);
      }
      if (!s.allows(p) && s.isRunnable()) { // else it is on its way out
        throw wrong(s + " is not allowed here", p);
      }
    }
    return sum - p.spentNs(Cost.IDLE) - p.idleSwitchNs;
  }

  private void checkSchedulable(Schedulable s) {
    long sum = 0;
    for (long ns : s.timeNs) {
      sum += ns;
    }
    long age = mux.nowNs() - s.bornNs;
    if (sum != age) {
      throw wrong("states add up to " + sum + " of " + age + " ns", s);
    }
    if (s.split != null && s.split.totalNs() != mux.nowNs() - s.split.bornNs()) {
      throw wrong("causes add up to " + s.split.totalNs() + " ns", s);
    }
    long held = 0;
    for (long ns : s.heldNs) {
      held += ns;
    }
    if (held > s.timeNs(RunState.RUNNABLE)) {
      throw wrong("held for longer than it was runnable", s);
    }
    if (s.stalledNs > s.timeNs(RunState.BLOCKED)) {
      throw wrong("stalled for longer than it was blocked", s);
    }
    for (int slot = 0; slot < s.debtNs.length; slot++) {
      if (s.debtNs[slot] < 0) {
        throw wrong("owes " + s.debtNs[slot] + " ns of " + Cost.of(Slot.kind(slot)), s);
      }
    }
    if (s.state == RunState.RUNNING) {
      if (s.processor.current() != s) {
        throw wrong("runs, but not on " + s.processor, s);
      }
    }
  }

  /** What does not add up: words are found only when it does not. */
  private IllegalStateException wrong(String what, Object who) {
    return new IllegalStateException(
        "books of "
            + mux.name()
            + ", "
            + who
            + ", at "
            + mux.nowNs()
            + " ns: "
            + what
            + " (seed "
            + mux.site().seed()
            + ")");
  }
}
