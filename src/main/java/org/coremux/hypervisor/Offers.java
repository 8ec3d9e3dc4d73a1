package org.coremux.hypervisor;

import org.coremux.guest.Paravirtual;
import org.coremux.platform.Assist;
import org.coremux.platform.Platform;

/** What a platform offers kernels that know that they are guests: assists of these names. */
final class Offers {
  private static final String IPI = "paravirtualIpi";
  private static final String YIELD = "paravirtualYield";
  private static final String FLUSH = "paravirtualFlush";

  private Offers() {}

  /** What it offers as its assists are switched now. */
  static Paravirtual of(Platform platform) {
    boolean sendsIpis = false;
    boolean yields = false;
    boolean flushes = false;
    for (Assist assist : platform.assists()) {
      sendsIpis |= assist.isOn() && assist.name().equals(IPI);
      yields |= assist.isOn() && assist.name().equals(YIELD);
      flushes |= assist.isOn() && assist.name().equals(FLUSH);
    }
    return new Paravirtual(sendsIpis, yields, flushes);
  }
}
