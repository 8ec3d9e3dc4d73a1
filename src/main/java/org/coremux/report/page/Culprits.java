package org.coremux.report.page;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.experiment.GroupResult;
import org.coremux.experiment.HostResult;
import org.coremux.experiment.RunResult;
import org.coremux.report.Figure;
import org.coremux.report.Text;

/** Names those who had the processors while a guest waited: guests of one entry are told as one. */
final class Culprits {
  /** Most that are named. Source: assumed; more are not read. */
  static final int NAMED_MAX = 3;

  /** The guest itself: its other vCPUs or threads. */
  static final String ITSELF = "itself";

  private static final String ITSELF_IN_WORDS =
      "itself: more of it wanted to run than there were processors for";

  private static final int NAME_MAX = 40;

  private final RunResult result;
  private final Map<String, GroupResult> groups = new LinkedHashMap<>();

  Culprits(RunResult result) {
    this.result = result;
    for (GroupResult group : result.groups()) {
      if (group.members().size() > 1) {
        group.members().forEach(member -> groups.put(member, group));
      }
    }
  }

  /** Who, and of the processors' time how much, per cent; the most first. */
  String named(String victim, List<WaitingAnalysis.Share> because) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, Double> one : summed(victim, because)) {
      if (words.size() < NAMED_MAX && one.getValue() >= 0.005) {
        words.add(one.getKey() + "\u00a0" + percent(one.getValue()));
      }
    }
    return String.join(", ", words);
  }

  /** The one who had most of the processors, if they were not idle. */
  Optional<String> worst(String victim, List<WaitingAnalysis.Share> because) {
    return summed(victim, because).stream()
        .map(Map.Entry::getKey)
        .filter(who -> !who.equals(label(victim, "")))
        .findFirst()
        .map(who -> who.equals(ITSELF) ? ITSELF_IN_WORDS : who);
  }

  private List<Map.Entry<String, Double>> summed(
      String victim, List<WaitingAnalysis.Share> because) {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (WaitingAnalysis.Share share : because) {
      shares.merge(label(victim, share.guest()), share.ratio(), Double::sum);
    }
    List<Map.Entry<String, Double>> sorted = new ArrayList<>(shares.entrySet());
    sorted.sort(Map.Entry.<String, Double>comparingByValue().reversed());
    return sorted;
  }

  private String label(String victim, String guest) {
    if (guest.isEmpty()) {
      return "nobody (idle)";
    }
    if (guest.equals(victim)) {
      return ITSELF;
    }
    GroupResult group = groups.get(guest);
    if (group != null) {
      String name = clipped(group.totals().name());
      return group.members().contains(victim)
          ? "the other guests of " + name
          : name + " (" + group.members().size() + " guests)";
    }
    return clipped(owner(guest));
  }

  /** The name of whoever is no guest of the scenario says what it is. */
  String owner(String guest) {
    if (result.guest(guest).isPresent()) {
      return guest;
    }
    for (HostResult host : result.hosts()) {
      if (host.domain0().isPresent() && host.domain0().get().name().equals(guest)) {
        return guest + " (the driver domain)";
      }
    }
    return "the host system's own work";
  }

  /** Not longer than is read. */
  static String clipped(String name) {
    return Text.plain(name, NAME_MAX);
  }

  private static String percent(double ratio) {
    return Figure.percent(BigDecimal.valueOf(ratio)) + "\u00a0%";
  }
}
