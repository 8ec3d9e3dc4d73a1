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

  /**
   * What a guest may say of itself under this policy, as under {@code scheduling} in a scenario;
   * the policy finds it in {@link Group#settings}.
   */
  default List<Parameter> guestParameters() {
    return List.of();
  }

  /**
   * What of all this it cannot do, such as to reserve more than there is; before a run.
   *
   * @param processors how many it shares out
   * @param parameters its own
   * @param guests those on the host, in order
   */
  default List<Refusal> refuses(int processors, Parameters parameters, List<GuestSettings> guests) {
    return List.of();
  }

  /**
   * Why it cannot do groups, which share a weight; null when it can. A policy that can gives a
   * guest's weight to the guest's group, another one gives it to each of its vCPUs.
   */
  default String refusesGroups() {
    return null;
  }

  /** Why it cannot cap a guest; null when it can, as every policy does that can do groups. */
  default String refusesCaps() {
    return refusesGroups();
  }

  /** Whether it runs real-time threads itself; others are given them by a class above. */
  default boolean hasRealTime() {
    return false;
  }

  /** A policy for the pool, by these parameters. */
  Scheduler create(Pool pool, Parameters parameters);
}
