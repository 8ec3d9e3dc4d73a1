package org.coremux.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.experiment.GuestResult;
import org.coremux.experiment.HostTimeline;
import org.coremux.experiment.RunResult;
import org.coremux.experiment.Timeline;

/** The colours of the charts for the timeline of a page: whose is whose, for each host. */
final class HtmlColours {
  private HtmlColours() {}

  /** As base64 of JSON, which is safe anywhere in a page. */
  static String base64(RunResult result, Optional<Timeline> timeline) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(
        "guests",
        List.of(
            "#1f4e79", "#8fc6e8", "#0f766e", "#a7dcd1", "#5b3a8c", "#c3b1e1", "#2f6db5", "#c9dff2",
            "#2e8b6f", "#d3ebdd", "#7d6bb8", "#b4bcc8"));
    all.put("system", "#f4a582");
    all.put(
        "light",
        Map.of(
            "background",
            "#ffffff",
            "ink",
            "#26323d",
            "faint",
            "#c9d1d9",
            "idle",
            "#e4e9ee",
            "running",
            "#40566b",
            "waiting",
            "#f0a30a",
            "capped",
            "#9b2226",
            "costopped",
            "#d982b5"));
    all.put(
        "dark",
        Map.of(
            "background",
            "#14191f",
            "ink",
            "#dde3e9",
            "faint",
            "#46515c",
            "idle",
            "#2a333c",
            "running",
            "#6f8496",
            "waiting",
            "#f2b134",
            "capped",
            "#b23a2e",
            "costopped",
            "#e3a6cf"));
    List<Map<String, Integer>> hosts = new ArrayList<>();
    for (HostTimeline host : timeline.map(Timeline::hosts).orElse(List.of())) {
      Map<String, Integer> places = new LinkedHashMap<>();
      for (GuestResult guest : result.guests()) {
        if (guest.host().equals(host.host())) {
          places.put(guest.name(), Math.min(places.size(), 11));
        }
      }
      hosts.add(places);
    }
    all.put("of", hosts);
    try {
      String json = new JsonMapper().writeValueAsString(all);
      return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
