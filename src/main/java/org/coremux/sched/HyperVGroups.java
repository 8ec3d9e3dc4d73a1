package org.coremux.sched;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Refusal;

/**
 * The CPU groups of a host: sets of virtual machines, each with a cap as a part of all logical
 * processors. The host has the groups, and a guest says which one it is in, as in Hyper-V.
 *
 * @param names what they are called
 * @param caps of each, in the same order. Unit: hundredths of a percent of the host
 */
record HyperVGroups(List<String> names, List<Long> caps) {
  /** What a host has unless it is said. */
  static final HyperVGroups NONE = new HyperVGroups(List.of(), List.of());

  private static final String GROUPS = "groups";
  private static final String OF_GUEST = "cpuGroup";
  private static final String EXAMPLE = "`web 50 %, batch 25 %`";
  private static final String ROOT_KNOWS_NONE =
      "is nothing that the root's scheduler knows; allowed with type: classic or core";

  private static final Pattern ENTRY = Pattern.compile("(\\S+)\\s+(\\d{1,3}(?:\\.\\d{1,2})?)\\s*%");

  HyperVGroups {
    names = List.copyOf(names);
    caps = List.copyOf(caps);
  }

  // ---- as people write them ----

  /** What the host says. */
  static Parameter declared() {
    return Parameter.optionalText(
        GROUPS,
        "CPU groups, each with its cap as a part of all logical processors, as in " + EXAMPLE);
  }

  /** What a guest says. */
  static Parameter ofGuest() {
    return Parameter.optionalText(OF_GUEST, "The CPU group of the host that it is in");
  }

  /**
   * Those that are meant.
   *
   * @throws IllegalArgumentException if they are none
   */
  static HyperVGroups of(Parameters host) {
    List<String> wrong = new ArrayList<>();
    HyperVGroups groups = parse(host, wrong);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(GROUPS + " " + String.join("; ", wrong));
    }
    return groups;
  }

  private static HyperVGroups parse(Parameters host, List<String> wrong) {
    List<String> names = new ArrayList<>();
    List<Long> caps = new ArrayList<>();
    String[] parts = host.has(GROUPS) ? host.text(GROUPS).split(",", -1) : new String[0];
    for (String part : parts) {
      Matcher entry = ENTRY.matcher(part.strip());
      if (!entry.matches()) {
        wrong.add("has `" + part.strip() + "`; expected: a name and a cap, as in " + EXAMPLE);
        continue;
      }
      long cap = new BigDecimal(entry.group(2)).movePointRight(2).longValueExact();
      if (cap == 0 || cap > HyperVProvider.WHOLE) {
        wrong.add("has the cap " + HyperVProvider.percent(cap) + "; allowed: 0.01 % to 100 %");
      } else if (names.contains(entry.group(1))) {
        wrong.add("has " + entry.group(1) + " twice; allowed: one cap for each");
      }
      names.add(entry.group(1));
      caps.add(cap);
    }
    return new HyperVGroups(names, caps);
  }

  /** The index of the group of a guest that says this; below 0 for none. */
  int indexOf(Parameters guest) {
    return guest == null || !guest.has(OF_GUEST) ? -1 : names.indexOf(guest.text(OF_GUEST));
  }

  // ---- before a run ----

  /** What is wrong with them, for these guests. */
  static List<Refusal> refuses(int processors, Parameters host, List<GuestSettings> guests) {
    List<String> wrong = new ArrayList<>();
    HyperVGroups groups = parse(host, wrong);
    List<Refusal> refusals = new ArrayList<>();
    wrong.forEach(why -> refusals.add(new Refusal("", GROUPS, why)));
    long[] reserved = new long[groups.names.size()];
    for (GuestSettings guest : guests) {
      if (guest.settings() == null || !guest.settings().has(OF_GUEST)) {
        continue;
      }
      String name = guest.settings().text(OF_GUEST);
      int index = groups.names.indexOf(name);
      if (index < 0) {
        refusals.add(new Refusal(guest.guest(), OF_GUEST, groups.unknown(name)));
        continue;
      }
      long mine = guest.settings().percent(HyperVProvider.RESERVE) * guest.vcpus();
      reserved[index] += mine;
      if (mine > 0 && reserved[index] > groups.caps.get(index) * processors) {
        String why = groups.overReserved(index, processors, reserved[index]);
        refusals.add(new Refusal(guest.guest(), HyperVProvider.RESERVE, why));
      }
    }
    return refusals;
  }

  private String unknown(String name) {
    String allowed = names.isEmpty() ? "none; say them as " + EXAMPLE : String.join(", ", names);
    return "is " + name + ", which is not one of the host's `" + GROUPS + "`; allowed: " + allowed;
  }

  private String overReserved(int index, int processors, long reserved) {
    return "makes "
        + HyperVProvider.percent(reserved)
        + " of a pCPU that guests of "
        + names.get(index)
        + " have reserved; allowed: the cap of the group, "
        + HyperVProvider.percent(caps.get(index) * processors)
        + ", at most";
  }

  /** What of this the root's scheduler does not know. */
  static List<Refusal> refusedByRoot(Parameters host, List<GuestSettings> guests) {
    List<Refusal> refusals = new ArrayList<>();
    if (host.has(GROUPS)) {
      refusals.add(new Refusal("", GROUPS, ROOT_KNOWS_NONE));
    }
    for (GuestSettings guest : guests) {
      if (guest.settings() != null && guest.settings().has(OF_GUEST)) {
        refusals.add(new Refusal(guest.guest(), OF_GUEST, ROOT_KNOWS_NONE));
      }
    }
    return refusals;
  }
}
