package org.coremux.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.scenario.EventSpec;
import org.coremux.scenario.Model;

/**
 * An event of the scenario that has happened: a pause, a failure, something that was set.
 *
 * @param atNs when, ns since the start of the run, the warm-up included
 * @param what {@code pause}, {@code resume}, {@code stop}, {@code fail}, {@code set} ...
 * @param target the guest or the host; of a {@code set} the path
 * @param to what was set, or where to; empty for others
 */
public record Happened(long atNs, String what, String target, Optional<String> to) {
  /** Checks that there is something to say. */
  public Happened {
    if (atNs < 0 || what.isEmpty() || target.isEmpty()) {
      throw new IllegalArgumentException("an event at %d ns: %s %s".formatted(atNs, what, target));
    }
  }

  /** All events of the model up to and with the instant, in the order in which they happened. */
  static List<Happened> until(long nowNs, Model model) {
    List<Happened> all = new ArrayList<>();
    for (EventSpec event : model.scenario().eventsInOrder()) {
      if (event.atNs() > nowNs) {
        break;
      }
      for (Map.Entry<String, String> set : event.settings().entrySet()) {
        all.add(new Happened(event.atNs(), "set", set.getKey(), Optional.of(set.getValue())));
      }
      if (!event.target().isEmpty()) {
        Optional<String> to = Optional.of(event.to()).filter(name -> !name.isEmpty());
        all.add(new Happened(event.atNs(), event.action(), event.target(), to));
      }
    }
    return all;
  }

  /** In words: {@code pause web-1}, {@code set guests.web.weight to 1024}. */
  public String words() {
    return what + " " + target + to.map(value -> " to " + value).orElse("");
  }
}
