package org.coremux.evidence.fuzz;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.coremux.engine.Parameters;
import org.coremux.mux.ForwardingScheduler;
import org.coremux.mux.Scheduler;
import org.coremux.sched.ClassStack;

/**
 * What policies promise beyond what all do. One that is not here is held to the contract and the
 * books alone; so are users' own, unless a law is added.
 *
 * <p>Source: schedulers.md, section 21: bounds are some times wider, as cases change settings.
 */
public final class Laws {
  private static final long MS = 1_000_000;

  /** The setting that says for how long one may run ahead of its cap: esxi's. */
  static final String AHEAD_OF_CAP = "limitThreshold";

  /**
   * The setting that says where one would rather run: credit2's. One that has used up all of its
   * credit, at home elsewhere, is left there by an idle processor that it prefers, as coded: it has
   * less than {@code migrateResist} more than nobody has.
   */
  static final String PREFERENCE = "softAffinity";

  /**
   * The setting of credit that says for how long one that ran is not taken elsewhere: an idle
   * processor that is asked at once finds nobody, and is not asked again.
   */
  private static final String STAYS_HOT = "migrationDelay";

  /** A kick that takes its time, out of a deep idle state. Unit: ns. Source: assumed. */
  static final long AT_ONCE_NS = 2 * MS;

  /** What a policy that balances queues now and then may leave idle. Unit: ns. Source: assumed. */
  private static final long NOW_AND_THEN_NS = 100 * MS;

  /** Under credit one that waits behind pinned ones waits for their slices. Unit: ns. */
  private static final long BEHIND_PINNED_NS = 300 * MS;

  /** Nothing of work and weights is promised, but nobody counts who sleeps. */
  private static final Law RESERVING = new Law(0, false, Shares.NONE, 0);

  /**
   * What one promises.
   *
   * @param idleNs for how long a processor may idle beside one that waits. Unit: ns; 0 for no law
   * @param isHome whether only one counts that is queued there, and prefers no others
   * @param shares how the running time of hogs is divided
   * @param shareNs how far one may be from its share. Unit: ns
   * @param isDeafToIdle whether one that never wakes changes nothing for others
   */
  public record Law(
      long idleNs, boolean isHome, Shares shares, long shareNs, boolean isDeafToIdle) {
    static final Law NONE = new Law(0, false, Shares.NONE, 0, false);

    /** One under which who never wakes changes nothing. */
    public Law(long idleNs, boolean isHome, Shares shares, long shareNs) {
      this(idleNs, isHome, shares, shareNs, true);
    }

    /** The same, but who is there counts, awake or not. */
    Law hearingIdle() {
      return new Law(idleNs, isHome, shares, shareNs, false);
    }
  }

  /**
   * What a guest says to have so much of each period for each of its vCPUs, by names of settings.
   *
   * @param budget how much
   * @param period of so long
   */
  record Reserved(String budget, String period) {}

  private static final Map<String, Reserved> RESERVED =
      Map.of(
          "rtds", new Reserved("budget", "period"),
          "sedf", new Reserved("slice", "period"),
          "deadline", new Reserved("runtime", "period"));

  /** How guests say to the policy what they reserve; empty when they cannot. */
  static Optional<Reserved> reservedBy(String policy) {
    return Optional.ofNullable(RESERVED.get(policy));
  }

  /** Of which part of a pCPU a vCPU is certain, by names of settings. */
  private static final Map<String, String> FLOORS =
      Map.of("esxi", "reservation", "hyper-v", "reserve");

  /** How guests say to the policy of which part of a pCPU they are certain; empty: they cannot. */
  static Optional<String> floorBy(String policy) {
    return Optional.ofNullable(FLOORS.get(policy));
  }

  /** The setting that says how many quanta a sleeper may save up; empty where it may none. */
  static Optional<String> savedQuantaBy(String policy) {
    return policy.equals("esxi") ? Optional.of("boundLagQuanta") : Optional.empty();
  }

  /** Whether a cap does not concern who has reserved something under the policy. */
  static boolean reservesBesideCaps(String policy) {
    return policy.equals("deadline");
  }

  /** Whether an idle processor takes whoever waits, by the settings of its policy. */
  static boolean takesAll(Parameters settings) {
    return !settings.declares(STAYS_HOT) || settings.durationNs(STAYS_HOT) == 0;
  }

  /** Whether a class above the policy may displace whom it runs; such a one waits where it is. */
  static boolean isBelowAClass(Scheduler policy) {
    Scheduler found = policy;
    while (found instanceof ForwardingScheduler forwarding) {
      found = forwarding.inner();
    }
    return found instanceof ClassStack;
  }

  /** Whether the policy has all vCPUs of a VM run that have something to do, or none. */
  static boolean runsGangs(String policy) {
    return policy.equals("gang");
  }

  /** How running time is divided among those that never sleep. */
  public enum Shares {
    /** By nothing that a scenario says. */
    NONE,
    /** Equally. */
    EQUAL,
    /** By weight. */
    WEIGHTED,
    /** By weight, in the mean: a quantum goes to whoever is drawn for it. */
    DRAWN,
    /** Equally where weights are equal; otherwise nothing is known. */
    WEIGHTED_IF_EQUAL
  }

  private final Map<String, Law> byName = new HashMap<>();

  private Laws() {}

  /** Those of the policies that come with the program. */
  public static Laws installed() {
    return new Laws()
        .with("round-robin", new Law(AT_ONCE_NS, false, Shares.EQUAL, 60 * MS))
        .with("stride", new Law(AT_ONCE_NS, false, Shares.WEIGHTED, 60 * MS))
        .with("lottery", new Law(AT_ONCE_NS, false, Shares.DRAWN, 0))
        .with("bvt", new Law(AT_ONCE_NS, false, Shares.WEIGHTED, 90 * MS))
        .with("priority", new Law(AT_ONCE_NS, false, Shares.NONE, 0))
        .with("fifo", new Law(AT_ONCE_NS, false, Shares.NONE, 0))
        .with("edf", new Law(AT_ONCE_NS, false, Shares.EQUAL, 60 * MS))
        .with("credit", new Law(BEHIND_PINNED_NS, false, Shares.WEIGHTED_IF_EQUAL, 150 * MS))
        .with("credit2", new Law(NOW_AND_THEN_NS, true, Shares.WEIGHTED, 60 * MS).hearingIdle())
        .with("eevdf", new Law(NOW_AND_THEN_NS, true, Shares.WEIGHTED, 60 * MS))
        .with("cfs", new Law(NOW_AND_THEN_NS, true, Shares.WEIGHTED, 100 * MS))
        .with("rtds", RESERVING)
        .with("sedf", RESERVING)
        .with("null", RESERVING)
        .with("gang", RESERVING)
        .with("deadline", new Law(NOW_AND_THEN_NS, true, Shares.NONE, 0))
        .with("esxi", new Law(NOW_AND_THEN_NS, true, Shares.WEIGHTED, 420 * MS))
        .with("hyper-v", new Law(NOW_AND_THEN_NS, true, Shares.WEIGHTED, 150 * MS));
  }

  /** The same, with another law for one policy. */
  public Laws with(String policy, Law law) {
    Laws more = new Laws();
    more.byName.putAll(byName);
    more.byName.put(policy, law);
    return more;
  }

  Law of(String policy) {
    return byName.getOrDefault(policy, Law.NONE);
  }
}
