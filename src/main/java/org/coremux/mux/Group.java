package org.coremux.mux;

import org.coremux.engine.Parameters;

/**
 * Schedulables that share a weight and a cap: a VM's vCPUs or their threads, a container, a
 * resource pool. Parameters only; what a policy keeps for a group is the policy's own.
 */
public final class Group {
  /** No cap. Unit: ns per period. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private final String name;
  private final int index;
  private final Group parent;
  int weight;
  Quota quota;
  private Parameters settings;

  /** How much of each period the group may use. Unit: ns; periods begin when it is first used. */
  public record Quota(long quotaNs, long periodNs, long burstNs) {
    /** No limit, by the usual period of 100 ms. Source: Linux cpu.max, default "max 100000". */
    public static final Quota NONE = new Quota(UNLIMITED, 100_000_000, 0);

    /** Checks the ranges. */
    public Quota {
      if (quotaNs <= 0 || periodNs <= 0 || burstNs < 0) {
        throw new IllegalArgumentException(
            "quota " + quotaNs + " ns, period " + periodNs + " ns, burst " + burstNs + " ns");
      }
    }
  }

  Group(String name, int index, Group parent, int weight, Quota quota) {
    if (weight <= 0) {
      throw new IllegalArgumentException(name + ": weight " + weight + "; allowed: over 0");
    }
    this.name = name;
    this.index = index;
    this.parent = parent;
    this.weight = weight;
    this.quota = quota;
  }

  /** Its name, as people know it. */
  public String name() {
    return name;
  }

  /** Dense within the pool, from 0; a parent's is lower than its children's. */
  public int index() {
    return index;
  }

  /** The group that it is in; null for the root. */
  public Group parent() {
    return parent;
  }

  /** Share among its siblings, in the policy's own unit. */
  public int weight() {
    return weight;
  }

  /** What is said of it for its policy alone; null for nothing. For set-up. */
  public Parameters settings() {
    return settings;
  }

  /** Says something of it for its policy alone; before any member is admitted. */
  public Group settings(Parameters said) {
    settings = said;
    return this;
  }

  /** Whether it has a cap at all. */
  public boolean isCapped() {
    return quota.quotaNs() != UNLIMITED;
  }

  /** What it may use of each period, in ns; {@link #UNLIMITED} for all. */
  public long quotaNs() {
    return quota.quotaNs();
  }

  /** Length of a period, in ns. */
  public long periodNs() {
    return quota.periodNs();
  }

  /** What it may keep of an unused quota for later periods, in ns. */
  public long burstNs() {
    return quota.burstNs();
  }

  @Override
  public String toString() {
    return name;
  }
}
