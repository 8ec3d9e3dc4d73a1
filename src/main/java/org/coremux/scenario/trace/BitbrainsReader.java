package org.coremux.scenario.trace;

import org.coremux.guest.UtilisationTrace;

/**
 * CPU utilisation of Bitbrains' virtual machines, as they are published.
 *
 * <p>A table like any other but for its header, which calls the time stamps milliseconds though
 * they are seconds. Source: Grid Workloads Archive, GWA-T-12 Bitbrains, fastStorage: 5-minute
 * samples.
 */
public final class BitbrainsReader implements TraceReader {

  private final CsvReader table = new CsvReader();

  @Override
  public String name() {
    return "bitbrains";
  }

  @Override
  public String summary() {
    return "GWA-T-12 tables; stamps in seconds, whatever their header says";
  }

  @Override
  public boolean recognises(TraceText text) {
    return text.first().startsWith("Timestamp [ms];");
  }

  @Override
  public UtilisationTrace read(TraceText text) {
    return table.read(text);
  }
}
