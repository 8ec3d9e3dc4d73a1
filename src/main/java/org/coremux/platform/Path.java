package org.coremux.platform;

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

  /**
   * One primitive, or a part of it.
   *
   * @param primitive its name
   * @param share how much of it, in thousandths: 500 is one way of an exit and entry
   * @param place where it runs
   * @param kind what it is booked as; never WORK or IDLE
   */
  public record Step(String primitive, int share, Place place, Cost kind) {
    /**
     * Checks share and kind.
     *
     * @throws IllegalArgumentException if the share is not 1 to 1,000,000 thousandths, or the kind
     *     is no overhead
     */
    public Step {
      if (share < 1 || share > WHOLE * WHOLE) {
        throw new IllegalArgumentException(
            "share is " + share + " thousandths; allowed: 0.001 to 1000");
      }
      if (kind.ordinal() >= Cost.DEBTS) {
        throw new IllegalArgumentException(kind + " is no overhead");
      }
    }
  }
}
