package org.coremux.report;

import java.util.Locale;

/**
 * Colours for a terminal that has them; nothing at all for one that has not. A colour never says
 * anything that the text does not.
 */
public final class Paint {
  /** Steal from which on it is worth a look. Unit: 1. Source: assumed. */
  private static final double STEAL_NOTED = 0.05;

  /** Steal from which on a guest is slow. Unit: 1. Source: assumed. */
  private static final double STEAL_HIGH = 0.20;

  private final boolean isOn;

  /** Paint, or none. */
  public Paint(boolean isOn) {
    this.isOn = isOn;
  }

  /** The heading of a table, or what the eye should find first. */
  public String heading(String text) {
    return painted("1", text);
  }

  /** What is there to be looked up, and else not to be seen. */
  public String faint(String text) {
    return painted("2", text);
  }

  /** What went wrong. */
  public String wrong(String text) {
    return painted("1;31", text);
  }

  /** A figure that is good news. */
  String good(String text) {
    return painted("32", text);
  }

  /** A figure worth a look. */
  String noted(String text) {
    return painted("33", text);
  }

  /** A figure that is bad news. */
  String bad(String text) {
    return painted("31", text);
  }

  /** What is neither a guest nor idle. */
  String overhead(String text) {
    return painted("35", text);
  }

  /** A share of steal: yellow from 5 %, red from 20 %. */
  String steal(String text, double share) {
    if (share >= STEAL_HIGH) {
      return bad(text);
    }
    return share >= STEAL_NOTED ? noted(text) : text;
  }

  /** Inside out: a line that asks for something. */
  String inverted(String text) {
    return painted("7", text);
  }

  private String painted(String code, String text) {
    return isOn && !text.isEmpty()
        ? String.format(Locale.ROOT, "\u001b[%sm%s\u001b[0m", code, text)
        : text;
  }
}
