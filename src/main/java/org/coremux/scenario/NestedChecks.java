package org.coremux.scenario;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.coremux.scenario.GuestReader.Entry;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.scenario.SpecReader.Read;

/** What can only be seen with a guest that is itself a host, and those in it, side by side. */
final class NestedChecks {
  private final Reading reading;
  private final SpecReader specs;
  private final List<Entry> entries;
  private final Set<Integer> refused = new HashSet<>();

  NestedChecks(Reading reading, SpecReader specs, List<Entry> entries) {
    this.reading = reading;
    this.specs = specs;
    this.entries = entries;
  }

  /** The sum over all guests, and over those in each. */
  static long count(List<GuestSpec> guests, ToLongFunction<GuestSpec> of) {
    long sum = 0;
    for (GuestSpec guest : guests) {
      long each = of.applyAsLong(guest) + count(guest.guests(), of);
      sum = Math.min(Integer.MAX_VALUE, sum + guest.copies() * each); // far beyond what is allowed
    }
    return sum;
  }

  void check(List<String> hostNames) {
    for (Entry entry : entries) {
      host(entry.read(), hostNames);
      if (entry.outer() >= 0) {
        inner(entry.read(), entries.get(entry.outer()).read());
      }
    }
    for (int i = 0; i < entries.size(); i++) {
      memory(i);
    }
  }

  // ---- a guest as a host ----

  private void host(Read<GuestSpec> guest, List<String> hostNames) {
    Section section = guest.section();
    boolean isHost = section.has("platform");
    if (!isHost && section.has("guests")) {
      section.problem(
          "guests", "are in a guest without `platform`; only a guest that has one can have guests");
    }
    if (isHost && section.isGood("guests") && guest.spec().guests().isEmpty()) {
      section.problem(
          "platform",
          "makes the guest a host, but it has no `guests`; leave it out, or give it some");
    }
    for (String name : guest.spec().names()) {
      if (isHost && hostNames.contains(name)) {
        section.problem(
            "name",
            Problem.quoted(name)
                + " is also the name of a host, and guests could be on either; names must differ");
      }
    }
    platform(guest).ifPresent(platform -> platform(guest, platform));
  }

  private Optional<Catalogue.Platform> platform(Read<GuestSpec> guest) {
    boolean isKnown = !guest.spec().platform().isEmpty() && guest.section().isGood("platform");
    return isKnown ? reading.catalogue().platform(guest.spec().platform()) : Optional.empty();
  }

  private void platform(Read<GuestSpec> guest, Catalogue.Platform platform) {
    Section section = guest.section();
    Catalogue.Traits traits = platform.traits();
    if (!traits.vcpus() && !traits.hostSystem()) {
      section.problem(
          "platform",
          platform.name()
              + " gives each guest cores of a machine, which a guest has none of; allowed is"
              + " bare-metal, for processes in the guest, or one whose guests have vCPUs");
    }
    boolean hasLoad = !guest.spec().workload().isEmpty() || !guest.spec().groups().isEmpty();
    if (hasLoad && traits.vcpus() && !traits.hostSystem() && !traits.domain0()) {
      section.problem(
          section.has("workload") ? "workload" : "groups",
          "the platform "
              + platform.name()
              + " has no system of its own that could have a load; leave it out, or put it in a"
              + " guest in this one");
    }
  }

  /** The entry is placed there: whether it and those in it are known to run there. */
  void on(HostSpec host, int entry) {
    Optional<Catalogue.Platform> below = reading.catalogue().platform(host.platform());
    if (below.isEmpty()) {
      return;
    }
    if (below.get().traits().vcpus()) {
      inGuestsOf(below.get(), entry);
    }
    groupsIn(below.get(), new Kernel("the host " + host.name(), host.scheduler()), entry);
  }

  private void inGuestsOf(Catalogue.Platform below, int entry) {
    Read<GuestSpec> guest = entries.get(entry).read();
    Optional<Catalogue.Platform> own = platform(guest);
    if (own.isEmpty() || !own.get().traits().vcpus()) {
      return;
    }
    if (!own.get().traits().nests() && refused.add(entry)) {
      List<String> able =
          reading.catalogue().platforms().stream()
              .filter(one -> one.traits().nests())
              .map(Catalogue.Platform::name)
              .toList();
      guest
          .section()
          .problem(
              "platform",
              "nothing is known of what the exits of "
                  + own.get().name()
                  + " cost in a guest of "
                  + below.name()
                  + (able.isEmpty() ? "" : "; these can: " + String.join(", ", able)));
    }
    for (int i = entry + 1; i < entries.size(); i++) {
      if (entries.get(i).outer() == entry) {
        inGuestsOf(own.get(), i);
      }
    }
  }

  // ---- groups in groups ----

  /** A system that schedules threads: of a host, or of a guest. */
  private record Kernel(String owner, SchedulerSpec scheduler) {
    String cannot(String why) {
      return "the scheduler of %s, %s, cannot do groups: %s"
          .formatted(owner, scheduler.name(), why);
    }
  }

  /** What is in a guest of processes is groups in its group, under the same kernel. */
  private void groupsIn(Catalogue.Platform below, Kernel kernel, int entry) {
    Read<GuestSpec> guest = entries.get(entry).read();
    boolean isProcesses = !below.traits().vcpus();
    if (isProcesses) {
      groupsInGroup(guest, below, kernel);
    }
    Optional<Catalogue.Platform> own = platform(guest);
    if (own.isEmpty()) {
      return;
    }
    Kernel inner =
        isProcesses
            ? kernel
            : new Kernel("the guest " + guest.spec().name(), guest.spec().os().scheduler());
    for (int i = entry + 1; i < entries.size(); i++) {
      if (entries.get(i).outer() == entry) {
        groupsIn(own.get(), inner, i);
      }
    }
  }

  private void groupsInGroup(Read<GuestSpec> guest, Catalogue.Platform below, Kernel kernel) {
    Optional<String> refusal =
        kernel.scheduler() == null ? Optional.empty() : specs.noGroups(kernel.scheduler());
    if (refusal.isEmpty()) {
      return;
    }
    Section section = guest.section();
    if (!guest.spec().groups().isEmpty() && section.isGood("groups")) {
      section.problem(
          "groups",
          "are groups in a group of processes on %s, and %s"
              .formatted(below.name(), kernel.cannot(refusal.get())));
    }
    if (guest.spec().isHost() && section.isGood("platform")) {
      section.problem(
          "platform",
          "makes the guests in it groups in a group of processes on %s, and %s"
              .formatted(below.name(), kernel.cannot(refusal.get())));
    }
  }

  // ---- a guest in a guest ----

  private void inner(Read<GuestSpec> guest, Read<GuestSpec> outer) {
    Section section = guest.section();
    GuestSpec in = outer.spec();
    if (section.has("host")) {
      section.problem("host", "is for the guests of hosts; this one is in the guest " + in.name());
    }
    if (section.has("pages")) {
      section.problem(
          "pages",
          "are for the guests of hosts; this one is in the guest "
              + in.name()
              + ", whose memory it uses: say it there");
    }
    int highest = guest.spec().affinity().highest();
    if (outer.section().isGood("vcpus") && highest >= in.vcpus()) {
      section.problem(
          "affinity",
          "names vCPU "
              + highest
              + " of "
              + in.name()
              + ", which has "
              + in.vcpus()
              + (in.vcpus() == 1 ? " vCPU: 0" : " vCPUs: 0-" + (in.vcpus() - 1)));
    }
    SchedulerSpec scheduler = in.os().scheduler();
    if (guest.spec().cap() > 0 && section.isGood("cap") && scheduler != null) {
      specs
          .noCaps(scheduler)
          .ifPresent(
              why ->
                  section.problem(
                      "cap",
                      "the scheduler of the guest "
                          + in.name()
                          + ", "
                          + scheduler.name()
                          + ", cannot cap a guest: "
                          + why));
    }
  }

  private void memory(int outer) {
    Read<GuestSpec> host = entries.get(outer).read();
    if (host.spec().guests().isEmpty()) {
      return;
    }
    long needBytes = 0;
    for (Entry entry : entries) {
      GuestSpec guest = entry.read().spec();
      Section section = entry.read().section();
      if (entry.outer() != outer || !section.isGood("memory") || !section.isGood("count")) {
        continue;
      }
      needBytes = Math.min(Long.MAX_VALUE / 2, needBytes + guest.copies() * guest.memoryBytes());
      if (host.section().isGood("memory") && needBytes > host.spec().memoryBytes()) {
        section.problem(
            "memory",
            "the guests in "
                + host.spec().name()
                + " need more than its "
                + Quantity.format(host.spec().memoryBytes(), Dimension.BYTES)
                + " of memory: with "
                + guest.name()
                + " they need at least "
                + Quantity.format(needBytes, Dimension.BYTES));
      }
    }
  }
}
