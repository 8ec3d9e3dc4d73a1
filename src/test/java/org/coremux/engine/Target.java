package org.coremux.engine;

/** Somebody to kick: enrolled at a site or in a set, and told what to do when it decides. */
final class Target implements Kickable {
  private final int depth;
  private final int id;
  private final Timer.Handler decision;

  Target(int depth, int id, Timer.Handler decision) {
    this.depth = depth;
    this.id = id;
    this.decision = decision;
  }

  static Target at(Site site, int depth, Timer.Handler decision) {
    return new Target(depth, site.enrol(depth), decision);
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public String decider() {
    return "coin";
  }

  @Override
  public void decide(long nowNs) {
    decision.expire(nowNs);
  }

  @Override
  public String toString() {
    return "cpu" + depth + "/" + id;
  }
}
