package org.coremux.mux;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;

/** Announces a policy; found by {@code ServiceLoader}, so a jar on the class path adds one. */
public interface SchedulerProvider {
  /** Its name in scenario files, such as {@code credit2}. */
  String name();

  /** What it is, in one line. */
  String summary();

  /** Where its rules come from. */
  String source();

  /** What can be set, with defaults and sources. */
  List<Parameter> parameters();

  /** Why it cannot do groups with a weight and a cap of their own; null when it can. */
  default String refusesGroups() {
    return null;
  }

  /** Whether it shares among groups by their weights, and not by those of who is in them. */
  default boolean weighsGroups() {
    return refusesGroups() == null;
  }

  /** A policy for the pool, by these parameters. */
  Scheduler create(Pool pool, Parameters parameters);
}
