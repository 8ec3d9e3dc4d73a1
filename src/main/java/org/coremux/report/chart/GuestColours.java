package org.coremux.report.chart;

import java.awt.Color;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.RunResult;

/**
 * The colours of the guests of one host, the same in all charts of a result: by their place; where
 * there are more guests than colours, those that ran longest have one, and the others one together.
 */
public final class GuestColours {
  /** Most guests with a colour of their own. Source: assumed, as many as eyes follow. */
  static final int OWN_MAX = Palette.GUESTS.size();

  private final Map<String, Color> own = new LinkedHashMap<>();

  /** Those of a host. */
  public GuestColours(RunResult result, String host) {
    List<GuestResult> guests =
        result.guests().stream().filter(g -> result.machine(g).equals(host)).toList();
    List<String> shown = guests.stream().map(GuestResult::name).toList();
    if (guests.size() > OWN_MAX) {
      var longest =
          guests.stream()
              .sorted(Comparator.comparingLong(g -> -g.time().runningNs()))
              .limit(OWN_MAX - 1L)
              .map(GuestResult::name)
              .collect(Collectors.toSet());
      shown = shown.stream().filter(longest::contains).toList();
    }
    for (String name : shown) {
      own.put(name, Palette.GUESTS.get(own.size()));
    }
  }

  /** Whether it has one of its own. */
  boolean isOwn(String guest) {
    return own.containsKey(guest);
  }

  /** Its colour. */
  public Color of(String guest) {
    return own.getOrDefault(guest, Palette.OTHERS);
  }
}
