package org.coremux.report;

import java.util.Optional;

/**
 * How a frame of {@code top} is to look.
 *
 * @param scenario name of what runs
 * @param playing how it goes on; empty for a frame that is printed and not played
 * @param order of the guests
 * @param processors how the pCPUs are shown
 * @param window what of it fits the screen
 * @param bottom the last line, where something is asked or told
 */
public record TopView(
    String scenario,
    Optional<Playing> playing,
    TopOrder order,
    Processors processors,
    Window window,
    Bottom bottom) {
  /** How the pCPUs are shown. */
  public enum Processors {
    /** Where there are few a bar each, else in a strip. */
    AUTOMATIC,
    /** A bar each, with who is on it. */
    BARS,
    /** A character each. */
    STRIP
  }

  /**
   * How a run is played.
   *
   * @param speed simulated seconds per real second; infinite: as fast as possible
   * @param isPaused whether it stands still
   * @param reached the speed that it really has
   * @param eventsPerSecond events per real second
   */
  public record Playing(double speed, boolean isPaused, double reached, double eventsPerSecond) {}

  /**
   * What of a frame is shown.
   *
   * @param rows of the screen; 0 for all that there are
   * @param first how many lines below the header have been scrolled away
   */
  public record Window(int rows, int first) {
    /** All of it. */
    public static final Window ALL = new Window(0, 0);
  }

  /**
   * The last line.
   *
   * @param words what is asked or told there; empty for the keys
   * @param isHelp whether the keys are explained instead of the load shown
   */
  public record Bottom(String words, boolean isHelp) {
    /** The keys. */
    public static final Bottom KEYS = new Bottom("", false);
  }
}
