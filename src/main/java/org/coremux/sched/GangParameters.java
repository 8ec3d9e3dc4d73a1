package org.coremux.sched;

import java.util.List;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameter.Range;
import org.coremux.engine.Parameters;

/**
 * What {@link Gang} can be told.
 *
 * @param slotNs how long a slot is. Unit: ns. Default 50 ms. Source: assumed
 * @param all whether those of a gang that have nothing to do have a pCPU each, too. Default yes.
 *     Source: Ousterhout 1982
 * @param fill whether holes are filled by gangs of other slots. Default no. Source: Ousterhout
 *     1982, alternate selection
 */
public record GangParameters(long slotNs, boolean all, boolean fill) {
  private static final long SLOT_NS = 50_000_000;
  private static final long SLOT_NS_MAX = 10_000_000_000L;

  /** Everything that can be set, with its default. */
  public static List<Parameter> declared() {
    return List.of(
        Parameter.duration(
            "slot", SLOT_NS, Range.of(1_000, SLOT_NS_MAX), "how long a slot is", "assumed"),
        Parameter.choice(
            "gang",
            "all",
            List.of("all", "runnable"),
            "whether vCPUs with nothing to do have a pCPU in the slot, too",
            "Ousterhout 1982: all"),
        Parameter.toggle(
            "fill",
            false,
            "whether holes are filled with gangs of other slots",
            "Ousterhout 1982, alternate selection"));
  }

  /** What is meant by these settings, which {@link #declared} describes. */
  public static GangParameters of(Parameters p) {
    return new GangParameters(p.durationNs("slot"), p.choice("gang").equals("all"), p.on("fill"));
  }
}
