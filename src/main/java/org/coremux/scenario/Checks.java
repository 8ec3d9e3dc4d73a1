package org.coremux.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.scenario.SpecReader.Read;

/** What can only be seen with hosts and guests side by side: names, places, sizes, times. */
final class Checks {

  private final Reading reading;
  private final Section scenario;
  private final SpecReader specs;

  Checks(Reading reading, Section scenario, SpecReader specs) {
    this.reading = reading;
    this.scenario = scenario;
    this.specs = specs;
  }

  /**
   * Checks all that is left.
   *
   * @param guests those of the hosts
   * @param entries those and all in them
   */
  void check(
      Scenario spec,
      List<Read<HostSpec>> hosts,
      List<Read<GuestSpec>> guests,
      List<GuestReader.Entry> entries) {
    List<Read<GuestSpec>> all = entries.stream().map(GuestReader.Entry::read).toList();
    times(spec);
    boolean areSizesGood = sizes(hosts, spec);
    if (areSizesGood) {
      unique(
          hosts.stream()
              .map(h -> new Named(h.spec().name(), h.spec().count(), h.section()))
              .toList(),
          "host");
      unique(
          all.stream().map(g -> new Named(g.spec().name(), g.spec().count(), g.section())).toList(),
          "guest");
    }
    List<String> hostNames =
        areSizesGood ? hosts.stream().flatMap(h -> h.spec().names().stream()).toList() : List.of();
    for (Read<GuestSpec> guest : guests) {
      host(guest, hosts, hostNames);
    }
    all.forEach(this::groups);
    NestedChecks nested = new NestedChecks(reading, specs, entries);
    nested.check(hostNames);
    if (areSizesGood
        && hosts.stream().allMatch(Checks::isPlaceable)
        && guests.stream().allMatch(Checks::isPlaceable)
        && !hosts.isEmpty()
        && guests.size() == spec.guests().size()) {
      placement(spec, hosts, all, nested);
    }
    if (spec.isUntilFinished() && scenario.isGood("until")) {
      finite(spec, all);
    }
  }

  private static boolean isPlaceable(Read<?> read) {
    return Stream.of("name", "count", "cpu", "memory", "vcpus", "host", "affinity")
        .allMatch(read.section()::isGood);
  }

  private void times(Scenario spec) {
    boolean hasDuration = scenario.has("duration");
    if (hasDuration && scenario.has("until")) {
      scenario.problem("until", "is given beside `duration`; one of them is enough");
    } else if (!hasDuration && !scenario.has("until")) {
      reading.problem(
          scenario.place(),
          "duration",
          "is missing; a scenario needs `duration: 10 s` or `until: finished`");
    }
    if (scenario.has("limit") && !scenario.has("until")) {
      scenario.problem("limit", "goes with `until: finished` only");
    }
    long endNs = spec.endNsMax();
    for (int i = 0; i < spec.guests().size(); i++) {
      if (spec.guests().get(i).startNs() >= endNs
          && endNs > 0
          && scenario.isGood("duration")
          && scenario.isGood("warmup")) {
        Section.Element element = scenario.elements("guests").get(i);
        reading.problem(
            element.node(),
            ScenarioPath.child(element.path(), "start"),
            "is not before the end of the run, " + SpecReader.time(endNs));
      }
    }
  }

  private boolean sizes(List<Read<HostSpec>> hosts, Scenario spec) {
    long hostCount = hosts.stream().mapToLong(h -> Math.max(1, h.spec().count())).sum();
    long guestCount = NestedChecks.count(spec.guests(), guest -> 1);
    long pcpus =
        hosts.stream()
            .mapToLong(h -> Math.max(1L, h.spec().count()) * h.spec().cpu().pcpus())
            .sum();
    long vcpus = NestedChecks.count(spec.guests(), GuestSpec::vcpus);
    boolean isGood =
        tooMany("hosts", hostCount, Limits.COUNT_MAX, "hosts")
            & tooMany("guests", guestCount, Limits.COUNT_MAX, "guests")
            & tooMany("hosts", pcpus, Limits.VCPUS_TOTAL_MAX, "pCPUs")
            & tooMany("guests", vcpus, Limits.VCPUS_TOTAL_MAX, "vCPUs");
    return isGood;
  }

  private boolean tooMany(String key, long count, long max, String noun) {
    if (count > max) {
      scenario.problem(
          key,
          "has "
              + YamlTree.grouped(count)
              + " "
              + noun
              + " in all; a scenario may have "
              + YamlTree.grouped(max));
    }
    return count <= max;
  }

  /** An entry of the file with the names that it stands for. */
  private record Named(String name, int count, Section section) {}

  private void unique(List<Named> entries, String noun) {
    Map<String, Section> owners = new HashMap<>();
    for (Named entry : entries) {
      if (!entry.section().isGood("name") || !entry.section().isGood("count")) {
        continue;
      }
      List<String> names = new ArrayList<>(Expansion.names(entry.name(), entry.count()));
      if (entry.count() > 0) {
        // The name of the entry itself is in paths and in results.
        names.add(entry.name());
      }
      for (String name : names) {
        Section owner = owners.putIfAbsent(name, entry.section());
        if (owner != null) {
          entry
              .section()
              .problem(
                  "name",
                  Problem.quoted(name)
                      + " is also the name of the "
                      + noun
                      + lineOf(owner)
                      + "; names must differ, numbered ones too");
          break;
        }
      }
    }
  }

  private static String lineOf(Section owner) {
    int line = owner.placeOf("name").line();
    return line == 0 ? " before it" : " in line " + line;
  }

  private void host(Read<GuestSpec> guest, List<Read<HostSpec>> hosts, List<String> names) {
    String host = guest.spec().host();
    if (!host.isEmpty() && !names.isEmpty() && !names.contains(host)) {
      boolean isCounted =
          hosts.stream().anyMatch(h -> h.spec().name().equals(host) && h.spec().count() > 0);
      List<String> shown = names.size() > 20 ? names.subList(0, 20) : names;
      guest
          .section()
          .problem(
              "host",
              "there is no host "
                  + Problem.quoted(host)
                  + (isCounted
                      ? ": with `count` it is " + host + "-1, " + host + "-2 ..."
                      : "; there are "
                          + String.join(", ", shown)
                          + (names.size() > 20 ? " ..." : "")
                          + Nearest.hint(host, names)));
    }
    int highest = guest.spec().affinity().highest();
    List<Read<HostSpec>> candidates =
        hosts.stream().filter(h -> host.isEmpty() || h.spec().names().contains(host)).toList();
    if (highest >= 0
        && !candidates.isEmpty()
        && candidates.stream().allMatch(h -> h.section().isGood("cpu"))) {
      int pcpus = candidates.stream().mapToInt(h -> h.spec().cpu().pcpus()).max().getAsInt();
      if (highest >= pcpus) {
        guest.section().problem("affinity", SpecReader.beyond(guest.spec().affinity(), pcpus));
      }
    }
  }

  /** A cap takes a policy that knows caps. */
  private void caps(Read<GuestSpec> guest, HostSpec host) {
    Optional<String> refusal = specs.noCaps(host.scheduler());
    if (guest.spec().cap() > 0 && guest.section().isGood("cap") && refusal.isPresent()) {
      guest
          .section()
          .problem(
              "cap",
              "the scheduler of the host "
                  + host.name()
                  + ", "
                  + host.scheduler().name()
                  + ", cannot cap a guest: "
                  + refusal.get());
    }
  }

  private void groups(Read<GuestSpec> guest) {
    SchedulerSpec scheduler = guest.spec().os().scheduler();
    if (guest.spec().groups().isEmpty() || scheduler == null) {
      return;
    }
    specs
        .noGroups(scheduler)
        .ifPresent(
            refusal ->
                guest
                    .section()
                    .problem(
                        "groups",
                        "the guest's scheduler "
                            + scheduler.name()
                            + " cannot do groups: "
                            + refusal));
  }

  private void placement(
      Scenario spec,
      List<Read<HostSpec>> hosts,
      List<Read<GuestSpec>> guests,
      NestedChecks nested) {
    Expansion expansion = Expansion.of(spec);
    new SchedulingReader(reading).check(expansion, hosts, guests);
    GranularityKeys.check(expansion, hosts, guests, reading.catalogue());
    long[] takenBytes = new long[expansion.hosts().size()];
    MemoryChecks memory = new MemoryChecks(expansion);
    for (Expansion.Guest guest : expansion.guests()) {
      if (guest.outer() >= 0) {
        continue;
      }
      Section section = guests.get(guest.entry()).section();
      if (guest.host() < 0) {
        if (section.isGood("memory")) {
          section.problem("memory", noRoom(guest, expansion));
        }
        continue;
      }
      HostSpec host = expansion.hosts().get(guest.host()).spec();
      fits(guests.get(guest.entry()), host);
      if (host.scheduler() != null && !host.platform().isEmpty()) {
        caps(guests.get(guest.entry()), host);
        nested.on(host, guest.entry());
      }
      memory.check(guest, section);
      takenBytes[guest.host()] =
          Math.min(Long.MAX_VALUE / 2, takenBytes[guest.host()] + guest.spec().memoryBytes());
      long hasBytes = Expansion.memoryForGuests(host);
      if (takenBytes[guest.host()] > hasBytes && section.isGood("memory")) {
        section.problem(
            "memory",
            "the guests of the host "
                + expansion.hosts().get(guest.host()).name()
                + " need more than its "
                + Quantity.format(hasBytes, Dimension.BYTES)
                + " of memory: with "
                + guest.name()
                + " they need at least "
                + Quantity.format(takenBytes[guest.host()], Dimension.BYTES));
      }
    }
  }

  /** One that names no host may be put on a smaller one than the largest. */
  private static void fits(Read<GuestSpec> guest, HostSpec host) {
    boolean isBeyond = guest.spec().affinity().highest() >= host.cpu().pcpus();
    if (guest.spec().host().isEmpty() && isBeyond && guest.section().isGood("affinity")) {
      String beyond = SpecReader.beyond(guest.spec().affinity(), host.cpu().pcpus());
      guest.section().problem("affinity", beyond + " on the host " + host.name() + ", its place");
    }
  }

  private static String noRoom(Expansion.Guest guest, Expansion expansion) {
    long largest =
        expansion.hosts().stream()
            .mapToLong(h -> Expansion.memoryForGuests(h.spec()))
            .max()
            .orElse(0);
    String need = Quantity.format(guest.spec().memoryBytes(), Dimension.BYTES);
    if (guest.spec().memoryBytes() > largest) {
      return guest.name()
          + " needs "
          + need
          + ", but the largest host has "
          + Quantity.format(largest, Dimension.BYTES);
    }
    return "no host has " + need + " left for " + guest.name() + " beside the guests before it";
  }

  private void finite(Scenario spec, List<Read<GuestSpec>> guests) {
    boolean isGood = guests.stream().allMatch(g -> g.section().isGood("workload"));
    List<WorkloadSpec> all = new ArrayList<>();
    spec.entries()
        .forEach(
            guest -> {
              all.addAll(guest.workload());
              guest.groups().forEach(group -> group.collect(all));
            });
    boolean ends =
        all.stream()
            .anyMatch(
                workload ->
                    Catalogue.find(reading.catalogue().workloads(), workload.kind())
                        .filter(kind -> kind.ends().test(workload.parameters()))
                        .isPresent());
    if (isGood && !all.isEmpty() && !ends) {
      scenario.problem(
          "until",
          "no workload here has finite work, so the run would never "
              + "finish; give a `duration` instead");
    }
  }
}
