package org.coremux.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.coremux.scenario.Catalogue.GuestDefaults;
import org.coremux.scenario.Section.Element;
import org.coremux.scenario.Section.Shape;
import org.coremux.scenario.SpecReader.Read;

/** Reads guests and the groups in them. */
final class GuestReader {

  private static final Shape GUEST = Shape.of("guest", GuestSpec.class);
  private static final Shape GROUP = Shape.of("group", GroupSpec.class);

  private final Reading reading;
  private final SpecReader specs;

  /** All guests that were read, each before those in it. */
  private final List<Entry> entries = new ArrayList<>();

  GuestReader(Reading reading, SpecReader specs) {
    this.reading = reading;
    this.specs = specs;
  }

  /**
   * A guest that was read, and what it is in.
   *
   * @param read the guest
   * @param outer the index of the entry that it is in; -1 for one of a host
   */
  record Entry(Read<GuestSpec> read, int outer) {}

  /** All that were read, as {@link Scenario#entries} has them. */
  List<Entry> entries() {
    return entries;
  }

  /** The guest of one of {@code hosts}, or empty when it is no mapping. */
  Optional<Read<GuestSpec>> guest(Element element, List<Read<HostSpec>> hosts) {
    Section section = Section.open(reading, element.node(), element.path(), GUEST);
    if (section == null) {
      return Optional.empty();
    }
    return Optional.of(guest(section, defaults(section.text("host"), hosts), -1));
  }

  private Read<GuestSpec> guest(Section section, Optional<GuestDefaults> defaults, int outer) {
    int entry = entries.size();
    entries.add(null); // those in it come after it, and are read before it is complete
    int vcpus = section.integer("vcpus");
    List<GroupSpec> groups = groups(section, vcpus);
    List<WorkloadSpec> workload = specs.workloads(section, "workload");
    if (workload.isEmpty()
        && groups.isEmpty()
        && !section.has("guests")
        && section.has("workload")
        && section.isGood("workload")) {
      section.problem(
          "workload", "is empty; a guest needs at least one, as in " + "[{kind: compute}]");
    }
    String platform =
        section.has("platform")
            ? specs.platform(section, "platform").isPresent()
                ? specs.platformName(section, "platform")
                : ""
            : "";
    long memoryBytes = section.number("memory");
    GuestSpec guest =
        new GuestSpec(
            section.text("name"),
            section.integer("count"),
            vcpus,
            memoryBytes,
            section.integer("weight"),
            cap(section, vcpus),
            section.cpus("affinity"),
            new SchedulingReader(reading).read(section),
            isGroup(section),
            new DevicesReader(reading).model(section),
            new PagesReader(reading).read(section, memoryBytes),
            section.text("host"),
            new OsReader(reading, specs)
                .read(section, platform.isEmpty() ? defaults : ofHost(platform, defaults)),
            section.number("start"),
            stop(section),
            workload,
            groups,
            platform,
            guests(section, platform, entry));
    Read<GuestSpec> read = new Read<>(guest, section);
    entries.set(entry, new Entry(read, outer));
    return read;
  }

  private static long cap(Section section, int vcpus) {
    long cap = section.number("cap");
    if (section.has("cap")
        && section.isGood("cap")
        && section.isGood("vcpus")
        && cap > vcpus * 10_000L) {
      section.problem(
          "cap",
          "is more than the "
              + vcpus
              + (vcpus == 1 ? " vCPU" : " vCPUs")
              + " can use; allowed is up to "
              + vcpus * 100L
              + " %");
    }
    return cap;
  }

  private static boolean isGroup(Section section) {
    boolean isGroup = section.toggle("group").orElse(true);
    for (String share : List.of("weight", "cap")) {
      if (!isGroup && section.has(share)) {
        section.problem(
            share, "is that of a group, and `group` is false here; leave one of them out");
      }
    }
    return isGroup;
  }

  private static long stop(Section section) {
    if (!section.has("stop")) {
      return GuestSpec.NEVER;
    }
    long stopNs = section.number("stop");
    if (section.isGood("stop") && section.isGood("start") && stopNs <= section.number("start")) {
      section.problem(
          "stop", "is not after the start, " + SpecReader.time(section.number("start")));
    }
    return stopNs;
  }

  /** What a guest is like unless said: as the platform of its host, or of the first host. */
  private Optional<GuestDefaults> defaults(String host, List<Read<HostSpec>> hosts) {
    return hosts.stream()
        .map(Read::spec)
        .filter(spec -> host.isEmpty() || spec.names().contains(host))
        .findFirst()
        .flatMap(spec -> defaults(spec.platform()));
  }

  /** A guest that is a host has the policy that its own platform has. */
  private Optional<GuestDefaults> ofHost(String platform, Optional<GuestDefaults> as) {
    Optional<Catalogue.Platform> own = reading.catalogue().platform(platform);
    return own.map(
        host ->
            new GuestDefaults(
                host.scheduler(),
                as.map(GuestDefaults::tickNs).orElse(0L),
                as.map(GuestDefaults::stealClock).orElse(true)));
  }

  private Optional<GuestDefaults> defaults(String platform) {
    return platform.isEmpty()
        ? Optional.empty()
        : reading.catalogue().platform(platform).map(Catalogue.Platform::guest);
  }

  private List<GuestSpec> guests(Section guest, String platform, int entry) {
    List<GuestSpec> guests = new ArrayList<>();
    for (Element element : guest.elements("guests")) {
      Section section = Section.open(reading, element.node(), element.path(), GUEST);
      if (section != null) {
        guests.add(guest(section, defaults(platform), entry).spec());
      }
    }
    return guests;
  }

  private List<GroupSpec> groups(Section owner, int vcpus) {
    List<GroupSpec> groups = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Element element : owner.elements("groups")) {
      Section section = Section.open(reading, element.node(), element.path(), GROUP);
      if (section == null) {
        continue;
      }
      GroupSpec group =
          new GroupSpec(
              section.text("name"),
              section.integer("weight"),
              cap(section, vcpus),
              specs.workloads(section, "workload"),
              groups(section, vcpus));
      if (section.isGood("name") && !names.add(group.name())) {
        section.problem(
            "name",
            Problem.quoted(group.name()) + " is the name of another group here; names must differ");
      }
      if (!section.has("workload") && !section.has("groups")) {
        reading.problem(
            section.place(),
            section.pathOf("workload"),
            "is missing; a group needs `workload` or `groups`");
      }
      groups.add(group);
    }
    return groups;
  }
}
