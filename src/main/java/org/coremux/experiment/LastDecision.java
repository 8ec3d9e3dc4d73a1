package org.coremux.experiment;

import org.coremux.engine.Timer;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;

/** The last decision for one processor; the next one overwrites it. */
public final class LastDecision {
  private final Processor processor;
  long atNs = -1;
  Why why;
  Schedulable who;
  int more;
  Schedulable from;
  Schedulable to;
  long untilNs = Timer.NEVER;

  LastDecision(Processor processor) {
    this.processor = processor;
  }

  /** For whom. */
  public Processor processor() {
    return processor;
  }

  /** When, in ns since the start of the run. */
  public long atNs() {
    return atNs;
  }

  /** What asked for it. */
  public Why why() {
    return why;
  }

  /** Whom the reason is about; null for nobody. */
  public Schedulable who() {
    return who;
  }

  /** For how many more the same was true. */
  public int more() {
    return more;
  }

  /** Who was on the processor before, or had just left it; null for nobody. */
  public Schedulable from() {
    return from;
  }

  /** Who is on it from then on; null for nobody. */
  public Schedulable to() {
    return to;
  }

  /** When its slice ends; {@link Timer#NEVER} without one. */
  public long untilNs() {
    return untilNs;
  }

  /** Whether somebody else than before is on the processor from then on. */
  public boolean isSwitch() {
    return from != to;
  }

  /** The same as data, which stays. */
  Decision saved() {
    return new Decision(
        processor.multiplexer().name(),
        processor.index(),
        atNs,
        why.words(who == null ? "" : who.name(), more),
        name(from),
        name(to),
        untilNs);
  }

  private static String name(Schedulable s) {
    return s == null ? Decision.IDLE : s.name();
  }
}
