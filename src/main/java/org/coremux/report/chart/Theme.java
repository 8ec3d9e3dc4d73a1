package org.coremux.report.chart;

/** How charts and pages look. */
public enum Theme {
  /** Dark letters on white. */
  LIGHT,
  /** Light letters on near black. */
  DARK;

  /** Its colours. */
  Palette palette() {
    return this == DARK ? Palette.DARK : Palette.LIGHT;
  }
}
