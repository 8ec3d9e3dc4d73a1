package org.coremux.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coremux.engine.Parameter;
import org.coremux.engine.Parameters;
import org.coremux.hypervisor.Host;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Refusal;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.SpecReader.Read;

/** Reads, checks and writes what guests say to single policies: {@code {rtds: {budget: 4 ms}}}. */
final class SchedulingReader {
  private static final String KEY = "scheduling";

  private static final List<String> OF_GUEST = List.of("os", "scheduler");

  /** What the key may hold. */
  static final String EXAMPLE = "{rtds: {budget: 4 ms}}";

  private final Reading reading;

  SchedulingReader(Reading reading) {
    this.reading = reading;
  }

  /** The policies to which a guest may say something. */
  static List<Catalogue.Scheduler> asked(Catalogue catalogue) {
    return catalogue.schedulers().stream()
        .filter(scheduler -> !scheduler.guestParameters().isEmpty())
        .toList();
  }

  /** What the guest says, in its order. */
  List<SchedulerSpec> read(Section guest) {
    Node node = guest.node(KEY);
    String path = guest.pathOf(KEY);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof Mapping policies)) {
      reading.problem(
          node, path, "is " + node.noun() + ", where settings by policy are expected: " + EXAMPLE);
      return List.of();
    }
    List<SchedulerSpec> said = new ArrayList<>();
    policies
        .entries()
        .forEach(
            (name, entry) ->
                policy(name, entry, ScenarioPath.child(path, name)).ifPresent(said::add));
    return said;
  }

  private Optional<SchedulerSpec> policy(String name, Node.Entry entry, String path) {
    List<Catalogue.Scheduler> asked = asked(reading.catalogue());
    Optional<Catalogue.Scheduler> known = Catalogue.find(asked, name);
    if (known.isEmpty()) {
      List<String> names = Catalogue.names(asked);
      reading.problem(
          entry.key(),
          path,
          "is no policy with settings for guests; allowed are "
              + String.join(", ", names)
              + Nearest.hint(name, names));
      return Optional.empty();
    }
    if (!(entry.value() instanceof Mapping settings)) {
      reading.problem(
          entry.value(),
          path,
          "is " + entry.value().noun() + ", where settings are expected, as in " + EXAMPLE);
      return Optional.empty();
    }
    List<Parameter> declared = known.get().guestParameters();
    List<String> names = declared.stream().map(Parameter::name).toList();
    settings
        .entries()
        .forEach(
            (key, value) -> {
              if (!names.contains(key)) {
                reading.problem(
                    value.key(),
                    ScenarioPath.child(path, key),
                    "is no setting of a guest under "
                        + name
                        + "; allowed are "
                        + String.join(", ", names)
                        + Nearest.hint(key, names));
              }
            });
    return new Settings.Reader(reading)
        .read(settings, path, declared)
        .map(read -> new SchedulerSpec(name, read.parameters(), read.written()));
  }

  // ---- what policies say to it ----

  /** Asks the policy of each host, and of each guest, whether it can do all that is asked of it. */
  void check(Expansion expansion, List<Read<HostSpec>> hosts, List<Read<GuestSpec>> guests) {
    for (int i = 0; i < expansion.hosts().size(); i++) {
      HostSpec host = expansion.hosts().get(i).spec();
      if (host.scheduler() != null) {
        Asked asked = new Asked(host.scheduler());
        host.domain0().ifPresent(domain0 -> asked.domain0(Host.DOMAIN0, domain0.vcpus()));
        for (Expansion.Guest guest : expansion.guests()) {
          if (guest.host() == i && guest.outer() < 0) {
            asked.guest(guest, guests.get(guest.entry()).section());
          }
        }
        Section section = hosts.get(expansion.hosts().get(i).entry()).section();
        check(asked, host.cpu().pcpus(), section, List.of("scheduler"));
      }
    }
    for (int i = 0; i < expansion.guests().size(); i++) {
      Expansion.Guest guest = expansion.guests().get(i);
      if (guest.copy() == 0 && guest.spec().os().scheduler() != null) {
        Section section = guests.get(guest.entry()).section();
        check(asked(expansion, i, guests), guest.spec().vcpus(), section, OF_GUEST);
      }
    }
  }

  /** What is asked of the policy of a guest: by those in it, if it is a host with vCPUs. */
  private Asked asked(Expansion expansion, int outer, List<Read<GuestSpec>> guests) {
    Expansion.Guest host = expansion.guests().get(outer);
    Asked asked = new Asked(host.spec().os().scheduler());
    Optional<Catalogue.Platform> platform = Optional.empty();
    if (host.spec().isHost() && guests.get(host.entry()).section().isGood("platform")) {
      platform = reading.catalogue().platform(host.spec().platform());
    }
    if (platform.isPresent() && platform.get().traits().vcpus()) {
      if (platform.get().traits().domain0()) {
        asked.domain0(host.name() + "/" + Host.DOMAIN0, host.spec().vcpus());
      }
      for (Expansion.Guest guest : expansion.guests()) {
        if (guest.outer() == outer) {
          asked.guest(guest, guests.get(guest.entry()).section());
        }
      }
    }
    return asked;
  }

  /** What is asked of one policy, and where. */
  private record Asked(
      SchedulerSpec scheduler, List<GuestSettings> guests, Map<String, Section> sections) {
    Asked(SchedulerSpec scheduler) {
      this(scheduler, new ArrayList<>(), new HashMap<>());
    }

    void domain0(String name, int vcpus) {
      guests.add(new GuestSettings(name, vcpus, null));
    }

    void guest(Expansion.Guest guest, Section section) {
      Parameters own = byPolicy(guest.spec().scheduling()).get(scheduler.name());
      guests.add(new GuestSettings(guest.name(), guest.spec().vcpus(), own));
      sections.put(guest.name(), section);
    }
  }

  private void check(Asked asked, int processors, Section owner, List<String> key) {
    Optional<Catalogue.Scheduler> policy =
        Catalogue.find(reading.catalogue().schedulers(), asked.scheduler().name());
    if (policy.isEmpty()) {
      return;
    }
    Parameters own = asked.scheduler().parameters();
    for (Refusal refusal : policy.get().check().refuses(processors, own, asked.guests())) {
      Section guest = asked.sections().get(refusal.guest());
      List<String> keys = new ArrayList<>(key);
      if (guest != null) {
        keys = new ArrayList<>(List.of(KEY, asked.scheduler().name()));
      }
      keys.add(refusal.parameter());
      report(guest == null ? owner : guest, keys, refusal.why());
    }
  }

  /** Says it where the key stands, or what is around it where it was left out. */
  private void report(Section owner, List<String> keys, String why) {
    Place place = owner.place();
    Node node = owner.node(keys.get(0));
    String path = owner.pathOf(keys.get(0));
    for (int i = 1; node != null; i++) {
      place = node.place();
      boolean goesOn = i < keys.size() && !keys.get(i).isEmpty() && node instanceof Mapping;
      node = goesOn ? ((Mapping) node).value(keys.get(i)) : null;
    }
    for (String key : keys.subList(1, keys.size())) {
      path = key.isEmpty() ? path : ScenarioPath.child(path, key);
    }
    reading.problem(place, path, why);
  }

  // ---- for others ----

  /** By the names of the policies. */
  static Map<String, Parameters> byPolicy(List<SchedulerSpec> said) {
    Map<String, Parameters> byName = new LinkedHashMap<>();
    said.forEach(one -> byName.put(one.name(), one.parameters()));
    return byName;
  }

  /** The lines of the block, without indentation. */
  static List<String> written(List<SchedulerSpec> said) {
    List<String> lines = new ArrayList<>();
    if (!said.isEmpty()) {
      lines.add(KEY + ":");
    }
    for (SchedulerSpec one : said) {
      lines.add("  " + YamlText.quoted(one.name()) + ":");
      one.written()
          .forEach((name, value) -> lines.add("    " + YamlText.quoted(name) + ": " + value));
    }
    return lines;
  }
}
