package org.coremux.experiment;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.Scenario;

/**
 * Where two runs part that should be equal.
 *
 * <p>Both go on side by side, instant by instant, and what is compared is every change of run state
 * at every level, by numbers in the order of creation, so that names do not matter. Nothing is kept
 * but a hash. When they part, both run again to the instant before, where they are still equal, and
 * are looked at from there.
 *
 * <p>Cost: two watched runs, and once more as far as they are equal; memory does not grow.
 */
public final class Bisection {
  private final Scenario scenarioA;
  private final Scenario scenarioB;
  private final Plugins plugins;
  private LongConsumer progress = ns -> {};

  /** Of two runs that nobody has begun. */
  public Bisection(Scenario scenarioA, Scenario scenarioB, Plugins plugins) {
    this.scenarioA = scenarioA;
    this.scenarioB = scenarioB;
    this.plugins = plugins;
  }

  /** Who is told how far they are equal, every now and then. Unit: ns. */
  public Bisection onProgress(LongConsumer listener) {
    progress = listener;
    return this;
  }

  /** When the shorter one ends at the latest. Unit: ns. */
  public long endNs() {
    return Math.min(scenarioA.endNsMax(), scenarioB.endNsMax());
  }

  /**
   * What there is to say of one run at the place where they part.
   *
   * @param before what it looked like after the last instant that both have
   * @param nextNs the instant that comes then. Unit: ns
   * @param events that had happened before it
   * @param happened in that instant, in order
   */
  public record Side(Snapshot before, long nextNs, long events, List<Happening> happened) {
    public Side {
      happened = List.copyOf(happened);
    }
  }

  /**
   * The first difference.
   *
   * @param change its number among the changes of run state, from 1
   * @param atNs when it is; the earlier one where the two are at different times. Unit: ns
   * @param a of the one run
   * @param b of the other
   */
  public record Difference(long change, long atNs, Side a, Side b) {}

  /**
   * What came of it.
   *
   * @param changes how many changes of run state both have
   * @param hash of those
   * @param untilNs how far they were compared. Unit: ns
   * @param isWhole whether both end there
   * @param difference the first; empty when there is none
   */
  public record Answer(
      long changes, long hash, long untilNs, boolean isWhole, Optional<Difference> difference) {}

  /** Runs both until they part, or to the end of the shorter one. */
  public Answer answer() {
    Inspector a = new Inspector(scenarioA, plugins);
    Inspector b = new Inspector(scenarioB, plugins);
    a.onProgress(() -> progress.accept(a.nowNs()));
    long equal = 0;
    long hash = 0;
    long equalNs = -1;
    while (a.changes() == b.changes() && a.stream() == b.stream()) {
      equal = a.changes();
      hash = a.stream();
      equalNs = a.nowNs();
      if (a.isOver() || b.isOver()) {
        return new Answer(equal, hash, equalNs, a.isOver() && b.isOver(), Optional.empty());
      }
      long nextNs = Math.min(Math.min(a.nextNs(), b.nextNs()), Math.min(a.endNs(), b.endNs()));
      a.runTo(nextNs);
      b.runTo(nextNs);
    }
    return new Answer(equal, hash, equalNs, false, Optional.of(difference(equal, equalNs)));
  }

  private Difference difference(long equal, long equalNs) {
    Inspector a = new Inspector(scenarioA, plugins);
    Inspector b = new Inspector(scenarioB, plugins);
    if (equalNs >= 0) {
      a.runTo(equalNs);
      b.runTo(equalNs);
    }
    Side sideA = side(a, equalNs);
    Side sideB = side(b, equalNs);
    long change = equal + 1;
    if (sideA.nextNs() == sideB.nextNs()) {
      List<Long> keysA = a.keys();
      List<Long> keysB = b.keys();
      int same = 0;
      while (same < keysA.size()
          && same < keysB.size()
          && keysA.get(same).equals(keysB.get(same))) {
        same++;
      }
      change += same;
    }
    return new Difference(change, Math.min(sideA.nextNs(), sideB.nextNs()), sideA, sideB);
  }

  /** On to the next instant in which somebody's state changes. */
  private static Side side(Inspector run, long equalNs) {
    Snapshot before = run.snapshot();
    long events = run.model().simulation().events();
    long changes = run.changes();
    boolean goesOn = true;
    while (goesOn && run.changes() == changes && equalNs >= 0) {
      events = run.model().simulation().events();
      goesOn = run.nextInstant();
    }
    return new Side(before, run.nowNs(), events, run.happened());
  }
}
