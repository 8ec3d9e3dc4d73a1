package org.coremux.sched;

/**
 * The mean virtual time of all worlds that are awake, weighted by what they are entitled to: what
 * one that wakes is set against.
 *
 * <p>Cost: O(1) for all.
 */
final class EsxiClock {
  private final EsxiWorlds worlds;

  /** What virtual times are counted from, so that the sum stays small. Unit: ns. */
  private long baseNs;

  private long sum;
  private long weight;

  EsxiClock(EsxiWorlds worlds) {
    this.worlds = worlds;
  }

  /** Unit: ns. */
  long meanNs() {
    return weight == 0 ? baseNs : baseNs + Math.floorDiv(sum, weight);
  }

  void join(int i) {
    sum += worlds.entitled[i] * (worlds.vtimeNs[i] - baseNs);
    weight += worlds.entitled[i];
  }

  void leave(int i) {
    if (weight == worlds.entitled[i]) {
      baseNs = worlds.vtimeNs[i]; // the last one: time stands still until another comes
      sum = 0;
      weight = 0;
      return;
    }
    sum -= worlds.entitled[i] * (worlds.vtimeNs[i] - baseNs);
    weight -= worlds.entitled[i];
  }

  /** The virtual time of one that is awake is so much later. */
  void advance(int i, long byNs) {
    sum += worlds.entitled[i] * byNs;
  }

  /** Counts from the mean again. */
  void rebase() {
    long nowNs = meanNs();
    sum -= weight * (nowNs - baseNs);
    baseNs = nowNs;
  }
}
