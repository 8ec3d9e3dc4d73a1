package org.coremux.experiment;

/**
 * What a policy decided for a processor, and why it was asked.
 *
 * @param level name of the level, such as the host's or the guest's
 * @param processor its number there, from 0
 * @param atNs when, in ns since the start of the run
 * @param why what asked for it, for people
 * @param from who was on the processor before, or had just left it; {@link #IDLE} for nobody
 * @param to who is on it from then on; {@link #IDLE} for nobody
 * @param untilNs when its slice ends; {@link org.coremux.engine.Timer#NEVER} without one
 */
public record Decision(
    String level, int processor, long atNs, String why, String from, String to, long untilNs) {
  /** Nobody. */
  public static final String IDLE = "idle";

  /** Whether somebody else than before is on the processor from then on. */
  public boolean isSwitch() {
    return !from.equals(to);
  }
}
