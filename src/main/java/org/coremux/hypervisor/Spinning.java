package org.coremux.hypervisor;

import org.coremux.guest.GuestOs;
import org.coremux.guest.LockCalls;
import org.coremux.guest.PauseLoops;
import org.coremux.mux.Multiplexer;
import org.coremux.platform.Operation;
import org.coremux.platform.Platform;
import org.coremux.platform.PlatformCosts;

/** What a platform does about vCPUs that spin: by itself, and when their guest asks for it. */
final class Spinning {
  /** The assist by which a vCPU in a pause loop exits. */
  private static final String EXITS = "pauseLoopExiting";

  /** The assist by which it then yields to a sibling. */
  private static final String DIRECTED = "directedYield";

  private Spinning() {}

  /**
   * Gives the guest what the platform does for it.
   *
   * @param level where the guest's threads are scheduled
   * @param costs what the platform's operations cost the guest
   */
  static void helps(GuestOs guest, Multiplexer level, Platform platform, PlatformCosts costs) {
    long clockHz = costs.clockHz();
    guest.lockCalls(new LockCalls(level, clockHz, costs.latencyNs(Operation.SEND_IPI)));
    if (platform.hasOn(EXITS)) {
      boolean directed = platform.hasOn(DIRECTED);
      guest.pauseLoops(new PauseLoops(level, clockHz, platform.pauseWindow(), directed));
    }
  }
}
