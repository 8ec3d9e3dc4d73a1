package org.coremux.scenario.trace;

import org.coremux.guest.UtilisationTrace;

/**
 * CPU utilisation of PlanetLab's virtual machines: one file a VM, a whole percentage a line, every
 * five minutes.
 *
 * <p>Source: CoMon data as Beloglazov and Buyya used them (Concurrency and Computation: Practice
 * and Experience 24(13), 2012): 288 lines for one day. Other lengths are read too.
 */
public final class PlanetLabReader implements TraceReader {

  /** Between samples. Unit: s. Source: as above. */
  private static final int INTERVAL_S = 300;

  @Override
  public String name() {
    return "planetlab";
  }

  @Override
  public String summary() {
    return "One percentage a line, every 300 s";
  }

  /** A single number in the first line; a file of another kind has a header or columns. */
  @Override
  public boolean recognises(TraceText text) {
    return text.column().isEmpty() && text.first().matches("\\s*[+-]?[\\d.]+\\s*");
  }

  @Override
  public UtilisationTrace read(TraceText text) {
    Samples samples = new Samples(text);
    for (int i = 0; i < text.lines().size(); i++) {
      samples.add(i, Long.toString((long) i * INTERVAL_S), text.lines().get(i), 100);
    }
    return samples.trace(INTERVAL_S * 1_000_000_000L);
  }
}
