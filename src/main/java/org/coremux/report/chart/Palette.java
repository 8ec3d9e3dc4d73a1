package org.coremux.report.chart;

import java.awt.Color;
import java.util.List;
import java.util.Map;
import org.coremux.experiment.Doing;

/**
 * Colours with a meaning: guests are cool, overhead is warm, idle is pale; who runs is slate, who
 * waits is orange, and who only waits for others on a processor is between the two: brown.
 *
 * <p>Cool and warm lie on the blue-yellow axis, which the common forms of colour blindness leave;
 * and neighbours among the guests, as among the states, differ in lightness, so they can be told
 * apart in grey as well.
 *
 * @param background of the whole picture
 * @param ink of letters
 * @param faint of axes and grids
 * @param idle of what does nothing
 * @param states of what a vCPU does, by {@link Doing}
 * @param heat from nothing to most, evenly
 */
public record Palette(
    Color background,
    Color ink,
    Color faint,
    Color idle,
    Map<Doing, Color> states,
    List<Color> heat) {
  /** On white. */
  public static final Palette LIGHT =
      new Palette(
          Color.WHITE,
          new Color(0x26323D),
          new Color(0xC9D1D9),
          new Color(0xE4E9EE),
          Map.of(
              Doing.RUNNING, new Color(0x2F4050),
              Doing.SPINNING, new Color(0x965800),
              Doing.WAITING, new Color(0xE59400),
              Doing.CAPPED, new Color(0xD3505F),
              Doing.COSTOPPED, new Color(0x6A4180),
              Doing.BLOCKED, new Color(0xE9EDF1),
              Doing.OFFLINE, new Color(0xB9C4CE)),
          List.of(
              new Color(0xECE8DF),
              new Color(0xF5BE70),
              new Color(0xEF9035),
              new Color(0xB8480F),
              new Color(0x5C1A06)));

  /** On near black. */
  public static final Palette DARK =
      new Palette(
          new Color(0x14191F),
          new Color(0xDDE3E9),
          new Color(0x46515C),
          new Color(0x2A333C),
          Map.of(
              Doing.RUNNING, new Color(0x9DB0C0),
              Doing.SPINNING, new Color(0xA66200),
              Doing.WAITING, new Color(0xFBD15B),
              Doing.CAPPED, new Color(0xD9606B),
              Doing.COSTOPPED, new Color(0x724D92),
              Doing.BLOCKED, new Color(0x262F38),
              Doing.OFFLINE, new Color(0x404B56)),
          List.of(
              new Color(0x222A32),
              new Color(0x5F3713),
              new Color(0xA85A10),
              new Color(0xEBA02C),
              new Color(0xFDEBC0)));

  /** Of guests, neighbours beside one another. */
  public static final List<Color> GUESTS =
      List.of(
          new Color(0x1F4E79),
          new Color(0x8FC6E8),
          new Color(0x0F766E),
          new Color(0xA7DCD1),
          new Color(0x5B3A8C),
          new Color(0xC3B1E1),
          new Color(0x2F6DB5),
          new Color(0xC9DFF2),
          new Color(0x2E8B6F),
          new Color(0xD3EBDD),
          new Color(0x7D6BB8),
          new Color(0xB4BCC8));

  /** Of those together that have no colour of their own. */
  static final Color OTHERS = GUESTS.get(GUESTS.size() - 1);

  /** Of the kinds of overhead, by the result format's names, in their order. */
  static final Map<String, Color> OVERHEAD =
      Map.of(
          "exit", new Color(0xE69F00),
          "switch", new Color(0xF6D55C),
          "vmm", new Color(0xC8500A),
          "host_os", new Color(0xF4A582),
          "hypervisor", new Color(0x8C2D04));

  /** Fewer colours make smaller pictures. */
  private static final int HEAT_STEPS = 24;

  private static final Color OTHER_OVERHEAD = new Color(0xB8860B);

  /** The colour of a kind of overhead. */
  public static Color overhead(String kind) {
    return OVERHEAD.getOrDefault(kind, OTHER_OVERHEAD);
  }

  /** Between nothing, 0, and most, 1, in steps that are too small to be seen. */
  Color heat(double share) {
    double step = Math.ceil(Math.max(0, Math.min(1, share)) * HEAT_STEPS) / HEAT_STEPS;
    double at = step * (heat.size() - 1);
    int below = Math.min((int) at, heat.size() - 2);
    double part = at - below;
    Color a = heat.get(below);
    Color b = heat.get(below + 1);
    return new Color(
        between(a.getRed(), b.getRed(), part),
        between(a.getGreen(), b.getGreen(), part),
        between(a.getBlue(), b.getBlue(), part));
  }

  private static int between(int a, int b, double part) {
    return (int) Math.round(a + (b - a) * part);
  }

  /** A colour as a thin line shows it: far enough from the background. */
  Color line(Color colour) {
    boolean isLight = luminance(background) > 0.5;
    Color line = colour;
    while (isLight ? luminance(line) > 0.3 : luminance(line) < 0.2) {
      line =
          isLight
              ? new Color(line.getRed() * 9 / 10, line.getGreen() * 9 / 10, line.getBlue() * 9 / 10)
              : new Color(
                  between(line.getRed(), 255, 0.1),
                  between(line.getGreen(), 255, 0.1),
                  between(line.getBlue(), 255, 0.1));
    }
    return line;
  }

  /** Dark or light letters, whichever can be read on a colour. */
  static Color inkOn(Color fill) {
    return luminance(fill) > 0.3 ? LIGHT.ink() : Color.WHITE;
  }

  /** Relative luminance, from 0 to 1. Source: WCAG 2.2. */
  static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(int channel) {
    double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
