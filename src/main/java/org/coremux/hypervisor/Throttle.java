package org.coremux.hypervisor;

import org.coremux.engine.Site;
import org.coremux.engine.Timer;

/**
 * Slows a guest down by letting it run for a while and stand still for a while.
 *
 * <p>Source: QEMU, cpu-throttle.c: a vCPU sleeps for {@code p / (1 - p)} x 10 ms after each 10 ms.
 */
final class Throttle {
  /** Unit: ns. Source: QEMU, CPU_THROTTLE_TIMESLICE_NS. */
  private static final long RUNS_NS = 10_000_000;

  private static final int WHOLE = 100;

  private final Site site;
  private final Guest guest;
  private final Timer timer = new Timer(this::turn);
  private int percent;
  private boolean stands;

  Throttle(Site site, Guest guest) {
    this.site = site;
    this.guest = guest;
  }

  /** From now on it stands still for so much of its time. */
  void slow(int toPercent, long nowNs) {
    percent = toPercent;
    if (percent > 0 && !timer.isArmed()) {
      site.arm(timer, nowNs + RUNS_NS);
    }
  }

  private void turn(long nowNs) {
    stands = !stands;
    if (stands) {
      guest.pause();
      site.arm(timer, nowNs + RUNS_NS * percent / (WHOLE - percent));
    } else {
      guest.resume();
      site.arm(timer, nowNs + RUNS_NS);
    }
  }

  /** Lets go of it: who holds it now is somebody else. */
  void end() {
    site.cancel(timer);
    if (stands) {
      stands = false;
      guest.resume();
    }
  }
}
