package org.coremux.engine;

/** Something that can be asked, any number of times, to decide once more within this instant. */
public interface Kickable {
  /** How deeply it is nested: 0 is the hardware. The deepest decides first. */
  int depth();

  /** Its number among those of its depth on its site: the lower decides first. */
  int id();

  /** Who decides for it, such as the name of a policy; for messages to people. */
  String decider();

  /** Decides. Called once for all the kicks of which it was the target. */
  void decide(long nowNs);
}
