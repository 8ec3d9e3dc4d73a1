package org.coremux.platform;

import java.util.ArrayList;
import java.util.List;
import org.coremux.mux.Cost;

/**
 * Steps in order, from where a thing begins to where it ends.
 *
 * @param name the operation's key, or the name of a published end-to-end figure
 * @param steps the steps; none when the thing costs nothing here
 */
public record Path(String name, List<Step> steps) {
  /** Shares of a primitive are counted in thousandths. Source: assumed, fine enough. */
  public static final int WHOLE = 1_000;

  /** Copies the steps. */
  public Path {
    steps = List.copyOf(steps);
  }

  /** The path with those steps alone that are taken with these assists. */
  Path with(List<Assist> assists) {
    List<Step> taken = new ArrayList<>();
    for (Step step : steps) {
      if (step.when().holds(assists)) {
        taken.add(step);
      }
    }
    return new Path(name, taken);
  }

  /**
   * One primitive, or a part or multiple of it.
   *
   * @param primitive its name
   * @param share how much of it, in thousandths: 500 is one way of an exit and entry
   * @param by names of ratios that multiply it, usually none
   * @param place where it runs
   * @param kind what it is booked as; WORK is the guest's own, and runs in the guest
   * @param when with which assists it is taken
   */
  public record Step(
      String primitive, int share, List<String> by, Place place, Cost kind, When when) {
    /**
     * Checks share and kind.
     *
     * @throws IllegalArgumentException if the share is not 1 to 1,000,000 thousandths, or the kind
     *     is neither an overhead nor work of the guest
     */
    public Step {
      by = List.copyOf(by);
      if (share < 1 || share > WHOLE * WHOLE) {
        throw new IllegalArgumentException(
            "share is " + share + " thousandths; allowed: 0.001 to 1000");
      }
      if (kind == Cost.IDLE || kind == Cost.WORK && place != Place.GUEST) {
        throw new IllegalArgumentException(kind + " is no overhead");
      }
    }

    /** A step that is always taken, and multiplied by nothing. */
    public Step(String primitive, int share, Place place, Cost kind) {
      this(primitive, share, List.of(), place, kind, When.ALWAYS);
    }
  }

  /**
   * With which assists a step is taken.
   *
   * @param on all of these must be on
   * @param off all of these must be off
   */
  public record When(List<String> on, List<String> off) {
    /** With any. */
    public static final When ALWAYS = new When(List.of(), List.of());

    /** Copies the names. */
    public When {
      on = List.copyOf(on);
      off = List.copyOf(off);
    }

    /** Whether both conditions hold. */
    public When and(When other) {
      List<String> bothOn = new ArrayList<>(on);
      bothOn.addAll(other.on);
      List<String> bothOff = new ArrayList<>(off);
      bothOff.addAll(other.off);
      return new When(bothOn, bothOff);
    }

    /** Whether it is so; an assist that is not among these is off. */
    boolean holds(List<Assist> assists) {
      for (String name : on) {
        if (!Assist.isOn(name, assists)) {
          return false;
        }
      }
      for (String name : off) {
        if (Assist.isOn(name, assists)) {
          return false;
        }
      }
      return true;
    }
  }
}
