package org.coremux.sched;

/** Says that a rule of a policy does not hold: words are found only when one does not. */
final class Broken {
  private Broken() {}

  /** A rule of the policy that does not hold. */
  static IllegalStateException rule(Object policy, String what) {
    return new IllegalStateException(policy + ": " + what);
  }
}
