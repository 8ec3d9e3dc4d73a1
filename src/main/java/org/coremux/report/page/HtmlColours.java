package org.coremux.report.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.Color;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.experiment.Doing;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Timeline;
import org.coremux.report.chart.GuestColours;
import org.coremux.report.chart.Palette;

/** The colours of the charts for the timeline of a page: whose is whose, for each host. */
final class HtmlColours {
  private HtmlColours() {}

  /** As base64 of JSON, which is safe anywhere in a page. */
  static String base64(RunResult result, Optional<Timeline> timeline) {
    Map<String, Object> all = new LinkedHashMap<>();
    List<String> owners = new ArrayList<>();
    Palette.GUESTS.forEach(colour -> owners.add(hex(colour)));
    owners.add(hex(Palette.overhead("vmm")));
    owners.add(hex(Palette.overhead("host_os"))); // the last is of whoever is not told otherwise
    all.put("owners", owners);
    all.put("light", theme(Palette.LIGHT));
    all.put("dark", theme(Palette.DARK));
    List<Map<String, Integer>> hosts = new ArrayList<>();
    for (HostTimeline host : timeline.map(Timeline::hosts).orElse(List.of())) {
      hosts.add(owners(result, host.host()));
    }
    all.put("of", hosts);
    try {
      String json = new JsonMapper().writeValueAsString(all);
      return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // texts and numbers can be written
    }
  }

  /** The places of colours by the names of guests. */
  private static Map<String, Integer> owners(RunResult result, String host) {
    Map<String, Integer> places = new LinkedHashMap<>();
    for (HostResult one : result.hosts()) {
      if (one.name().equals(host)) {
        one.domain0().ifPresent(domain -> places.put(domain.name(), Palette.GUESTS.size()));
      }
    }
    GuestColours colours = new GuestColours(result, host);
    for (GuestResult guest : result.guests()) {
      if (result.machine(guest).equals(host)) {
        places.put(guest.name(), Palette.GUESTS.indexOf(colours.of(guest.name())));
      }
    }
    return places;
  }

  private static Map<String, String> theme(Palette palette) {
    Map<String, String> theme = new LinkedHashMap<>();
    theme.put("background", hex(palette.background()));
    theme.put("ink", hex(palette.ink()));
    theme.put("faint", hex(palette.faint()));
    theme.put("idle", hex(palette.idle()));
    theme.put("running", hex(palette.states().get(Doing.RUNNING)));
    theme.put("spinning", hex(palette.states().get(Doing.SPINNING)));
    theme.put("waiting", hex(palette.states().get(Doing.WAITING)));
    theme.put("capped", hex(palette.states().get(Doing.CAPPED)));
    theme.put("costopped", hex(palette.states().get(Doing.COSTOPPED)));
    return theme;
  }

  private static String hex(Color colour) {
    return "#%06x".formatted(colour.getRGB() & 0xFFFFFF);
  }
}
