package org.coremux.hypervisor;

import org.coremux.guest.PauseLoops;
import org.coremux.mux.Multiplexer;
import org.coremux.platform.Assist;
import org.coremux.platform.Platform;

/** Whether a platform notices that vCPUs spin, and what it does then. */
final class Spinning {
  /** The assist by which a vCPU in a pause loop exits. */
  private static final String EXITS = "pauseLoopExiting";

  /** The assist by which it then yields to a sibling. */
  private static final String DIRECTED = "directedYield";

  private Spinning() {}

  /** What the platform does for a guest of that level; null for nothing. */
  static PauseLoops of(Platform platform, Multiplexer guest, Multiplexer host, long clockHz) {
    return has(platform, EXITS)
        ? new PauseLoops(guest, host, clockHz, platform.pauseWindow(), has(platform, DIRECTED))
        : null;
  }

  private static boolean has(Platform platform, String name) {
    for (Assist assist : platform.assists()) {
      if (assist.name().equals(name)) {
        return assist.isOn();
      }
    }
    return false;
  }
}
