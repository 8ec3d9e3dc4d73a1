package org.coremux.experiment;

/** What asked a policy to decide. */
public enum Why {
  /** Who was on the processor ended. */
  ENDED("%s ended"),
  /** Who was on the processor blocked. */
  BLOCKED("%s blocked"),
  /** Somebody woke up. */
  WOKE("%s woke up"),
  /** Somebody was held no longer. */
  RELEASED("%s was held no longer"),
  /** Somebody has used up its cap. */
  CAPPED("%s is held: its cap is used up"),
  /** Somebody has to wait for its siblings. */
  COSTOPPED("%s is held: co-stopped"),
  /** Somebody yielded. */
  YIELDED("%s yielded"),
  /** Somebody who waited does so no longer. */
  LEFT("%s left the queue"),
  /** A timer of the policy went off. */
  TIMER("a timer of the policy"),
  /** Somebody's state is saved, so that others may run it. */
  SAVED("%s was saved and queued"),
  /** A decision for another processor. */
  ELSEWHERE("a decision elsewhere"),
  /** The policy itself, at another event. */
  POLICY("the policy asked"),
  /** The slice of who was there was over. */
  SLICE_ENDED("the slice of %s ended"),
  /** Something that is neither the policy nor one of its own. */
  OUTSIDE("asked from outside"),
  /** Who was there is not to run any more. */
  HAS_TO_LEAVE("%s has to leave");

  private final String words;

  Why(String words) {
    this.words = words;
  }

  /** For people, with {@code %s} where the one is named whom it is about, if anybody. */
  public String words() {
    return words;
  }

  /** For people: whom it is about, and how many more of the same there were. */
  String words(String who, int more) {
    return words.replace("%s", who) + (more == 0 ? "" : " (and " + more + " more)");
  }
}
