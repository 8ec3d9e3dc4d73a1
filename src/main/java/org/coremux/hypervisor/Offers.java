package org.coremux.hypervisor;

import org.coremux.guest.Paravirtual;
import org.coremux.platform.Platform;

/** What a platform offers kernels that know that they are guests: assists of these names. */
final class Offers {
  private static final String IPI = "paravirtualIpi";
  private static final String YIELD = "paravirtualYield";
  private static final String FLUSH = "paravirtualFlush";

  private Offers() {}

  /** What it offers as its assists are switched now. */
  static Paravirtual of(Platform platform) {
    return new Paravirtual(platform.hasOn(IPI), platform.hasOn(YIELD), platform.hasOn(FLUSH));
  }
}
