package org.coremux.sched;

/**
 * Who waits on a queue: finds the earliest deadline among those whose virtual time has come.
 *
 * <p>Two heaps: those that are eligible, by deadline, and those that are not, by virtual time. As V
 * advances, the second gives to the first; where V has gone back, one that is found on top of the
 * first though it is not eligible any more goes back to the second. So after both the top of the
 * first is the answer, exactly.
 *
 * <p>Cost: O(log n) to add and remove; a search moves each entity once while V advances, so O(log
 * n) per decision, amortised; keys lie side by side instead of behind links. The shortest slice
 * costs O(n) while slices differ, else O(1).
 *
 * <p>Order: by deadline; of equal ones the first that was added is the earlier.
 */
final class FairTimeline {
  private final long baseSliceNs;
  private final FairHeap eligible = new FairHeap();
  private final FairHeap future = new FairHeap();
  private long sequence;

  /** Members that ask for another slice than the usual one. */
  private int others;

  FairTimeline(long baseSliceNs) {
    this.baseSliceNs = baseSliceNs;
  }

  int count() {
    return eligible.count() + future.count();
  }

  /** The member with this number, from 0, in no order. */
  FairEntity at(int number) {
    int first = eligible.count();
    return number < first ? eligible.at(number) : future.at(number - first);
  }

  /** Adds it, as one that is eligible when {@code isEligible} says so. */
  void add(FairEntity e, boolean isEligible) {
    e.sequence = sequence++;
    others += e.sliceNs == baseSliceNs ? 0 : 1;
    put(e, isEligible);
  }

  private void put(FairEntity e, boolean isEligible) {
    e.isFuture = !isEligible;
    if (isEligible) {
      eligible.add(e, e.deadline);
    } else {
      future.add(e, e.vruntime);
    }
  }

  void remove(FairEntity e) {
    others -= e.sliceNs == baseSliceNs ? 0 : 1;
    takeOut(e);
  }

  private void takeOut(FairEntity e) {
    if (e.isFuture) {
      future.remove(e);
    } else {
      eligible.remove(e);
    }
  }

  /** Of those whose virtual time is not after {@code v}, the earliest deadline; null for none. */
  FairEntity firstEligible(long v) {
    while (future.count() > 0 && future.leastKey() - v <= 0) {
      move(future.at(0));
    }
    while (eligible.count() > 0) {
      FairEntity first = eligible.at(0);
      if (first.vruntime - v <= 0) {
        return first;
      }
      move(first);
    }
    return null;
  }

  private void move(FairEntity e) {
    takeOut(e);
    put(e, e.isFuture);
  }

  /** The shortest slice of all. Unit: ns; the largest value when nobody is here. */
  long leastSliceNs() {
    if (others == 0) {
      return count() == 0 ? Long.MAX_VALUE : baseSliceNs;
    }
    long least = Long.MAX_VALUE;
    for (int i = count() - 1; i >= 0; i--) {
      least = Math.min(least, at(i).sliceNs);
    }
    return least;
  }
}
