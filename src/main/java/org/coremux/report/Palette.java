package org.coremux.report;

import java.awt.Color;
import java.util.Map;

/**
 * Colours with a meaning: guests are cool, overhead is warm, idle is pale.
 *
 * <p>Cool and warm lie on the blue-yellow axis, which the common forms of colour blindness leave;
 * and neighbours among the guests differ in lightness, so they can be told apart in grey as well.
 */
record Palette(Color background, Color ink, Color faint, Color seam, Color idle) {
  static final Palette LIGHT =
      new Palette(
          Color.WHITE, new Color(0x26323D), new Color(0xD5DBE1), Color.WHITE, new Color(0xEDF0F3));
  static final Palette DARK =
      new Palette(
          new Color(0x14191F),
          new Color(0xDDE3E9),
          new Color(0x39434D),
          new Color(0x14191F),
          new Color(0x232B33));

  private static final Color[] GUESTS = {
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
    new Color(0xB4BCC8)
  };

  private static final Map<String, Color> OVERHEAD =
      Map.of(
          "VM exits", new Color(0xE69F00),
          "switches", new Color(0xF6D55C),
          "VMM", new Color(0xC8500A),
          "host OS", new Color(0xF4A582),
          "hypervisor", new Color(0x8C2D04));

  private static final Color OTHER_OVERHEAD = new Color(0xB8860B);

  /** The colour of a layer: of guests by their place, of overhead by its name. */
  Color of(ChartData data, int series) {
    return switch (data.kind(series)) {
      case GUEST -> GUESTS[series % GUESTS.length];
      case OVERHEAD -> OVERHEAD.getOrDefault(data.getSeriesKey(series).toString(), OTHER_OVERHEAD);
      case IDLE -> idle;
    };
  }
}
