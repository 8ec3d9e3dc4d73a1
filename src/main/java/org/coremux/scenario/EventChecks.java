package org.coremux.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.coremux.scenario.Node.Entry;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Node.Scalar;
import org.coremux.scenario.Section.Element;

/**
 * What can be known of events before the run: who they happen to, whether that is there then and in
 * a state to have it happen, and what a {@code set} makes of the scenario.
 *
 * <p>Events are gone through in the order of time, and of the file at one time, as they happen.
 */
final class EventChecks {
  private final Reading reading;
  private final Scenario scenario;
  private final Expansion expansion;
  private final Mapping root;
  private final List<Element> elements;
  private final Map<String, Life> lives = new HashMap<>();
  private final Map<String, Integer> failedHosts = new HashMap<>();

  /** What has become of a guest so far. */
  private static final class Life {
    final Expansion.Guest guest;

    /** As it is set by then. */
    GuestSpec spec;

    /** The index of its host. */
    int host;

    /** The line in which it was paused; -1 when it is not. */
    int pausedIn = -1;

    /** What ended it; empty as long as it is there. */
    String ended = "";

    Life(Expansion.Guest guest) {
      this.guest = guest;
      spec = guest.spec();
      host = guest.host();
    }

    Expansion.Guest asSet() {
      return new Expansion.Guest(
          guest.name(), spec, guest.entry(), guest.copy(), host, guest.outer());
    }
  }

  /**
   * @param scenario without what follows from its events, and with nothing wrong in it
   * @param root what it was read from
   * @param elements its events
   */
  EventChecks(Reading reading, Scenario scenario, Mapping root, List<Element> elements) {
    this.reading = reading;
    this.scenario = scenario;
    this.root = root;
    this.elements = elements;
    expansion = scenario.expanded();
    expansion.guests().forEach(guest -> lives.put(guest.name(), new Life(guest)));
  }

  /** The indices of events in the order in which they happen. */
  static List<Integer> inOrder(List<EventSpec> events) {
    return IntStream.range(0, events.size())
        .boxed()
        .sorted(Comparator.comparingLong(i -> events.get(i).atNs()))
        .toList();
  }

  /**
   * The events, each {@code set} with what is another from then on.
   *
   * @param reader reads a scenario that has been changed
   */
  List<EventSpec> check(BiFunction<Mapping, Reading, Scenario> reader) {
    List<EventSpec> events = new ArrayList<>(scenario.events());
    Mapping changed = (Mapping) root.copy();
    changed.entries().remove("events");
    for (int i : inOrder(events)) {
      EventSpec event = events.get(i);
      Element element = elements.get(i);
      time(event, element);
      if (event.action().equals("set")) {
        set(element, changed);
        events.set(i, event.with(reread(element, changed, reader)));
      } else if (!event.target().isEmpty()) {
        happens(event, element);
      }
    }
    return events;
  }

  private void time(EventSpec event, Element element) {
    long endNs = scenario.endNsMax();
    if (event.atNs() >= endNs) {
      problem(
          element,
          "at",
          "is "
              + SpecReader.time(event.atNs())
              + ", not before the end of the run, "
              + SpecReader.time(endNs));
    }
  }

  // ---- set ----

  private void set(Element element, Mapping changed) {
    EventSettings settings = new EventSettings(reading.catalogue(), changed);
    Mapping given = (Mapping) ((Mapping) element.node()).value("set");
    for (Map.Entry<String, Entry> entry : given.entries().entrySet()) {
      ScenarioPath path = ScenarioPath.parse(entry.getKey());
      Place place = entry.getValue().key();
      String key = ScenarioPath.child(element.path(), "set");
      if (!settings.allows(path)) {
        reading.problem(
            place,
            key,
            "`"
                + path
                + "` cannot change during a run; what can is "
                + settings.allowed()
                + "; `--set` changes anything before it");
      } else if (!isOfAnotherPlatform(path)) {
        Node value = entry.getValue().value();
        String text = value instanceof Scalar scalar ? scalar.text() : "";
        List<Problem> wrong = new ArrayList<>();
        new Overrides(changed, wrong).put(path, new Scalar(value.place(), text, false), place);
        wrong.forEach(problem -> reading.problem(place, key, problem.message()));
      }
    }
  }

  /** A driver domain's, while the scenario is read for a platform that has none. */
  private boolean isOfAnotherPlatform(ScenarioPath path) {
    return reading.isForSeveralPlatforms()
        && path.steps().size() == 4
        && "domain0".equals(path.steps().get(2).name())
        && scenario.hosts().stream().allMatch(host -> host.domain0().isEmpty());
  }

  private Optional<EventSpec.Changed> reread(
      Element element, Mapping changed, BiFunction<Mapping, Reading, Scenario> reader) {
    if (!reading.problems().isEmpty()) {
      return Optional.empty();
    }
    Reading again = reading.again();
    Scenario then = reader.apply((Mapping) changed.copy(), again);
    Place place = ((Mapping) element.node()).value("set").place();
    for (Problem problem : again.problems()) {
      reading.problem(
          place,
          ScenarioPath.child(element.path(), "set"),
          problem.key() + ": " + problem.message());
    }
    if (again.problems().isEmpty()) {
      wherePlaced(element, then);
    }
    return Optional.of(new EventSpec.Changed(then.hosts(), then.guests()));
  }

  /** Guests are where they have come to, not where such a scenario would put them. */
  private void wherePlaced(Element element, Scenario then) {
    MigrationChecks checks = new MigrationChecks(expansion, reading.catalogue(), failedHosts);
    List<GuestSpec> specs = then.entries();
    Set<Integer> wrong = new HashSet<>();
    for (Expansion.Guest guest : expansion.guests()) {
      Life life = lives.get(guest.name());
      life.spec = specs.get(guest.entry());
      if (guest.outer() < 0) {
        Expansion.Host host = expansion.hosts().get(life.host);
        checks
            .settings(life.spec, host.spec())
            .filter(its -> wrong.add(guest.entry()))
            .ifPresent(its -> problem(element, "set", said(its, life.spec, host)));
      }
    }
  }

  private static String said(MigrationChecks.Wrong wrong, GuestSpec guest, Expansion.Host host) {
    return "guests.%s.%s: %s; its place then is the host %s"
        .formatted(guest.name(), wrong.key(), wrong.what(), host.name());
  }

  // ---- what happens to guests and hosts ----

  private void happens(EventSpec event, Element element) {
    List<Expansion.Guest> guests = expansion.guestsNamed(event.target());
    List<Expansion.Host> hosts =
        event.action().equals("fail") ? expansion.hostsNamed(event.target()) : List.of();
    if (!guests.isEmpty() && !hosts.isEmpty()) {
      problem(
          element,
          event.action(),
          Problem.quoted(event.target())
              + " is a host and a guest; which of them fails can be said when their names differ");
      return;
    }
    if (guests.isEmpty() && hosts.isEmpty()) {
      problem(element, event.action(), unknown(event));
      return;
    }
    for (Expansion.Host host : hosts) {
      failHost(host, element);
    }
    for (Expansion.Guest guest : guests) {
      Optional<String> wrong = happens(event, element, lives.get(guest.name()));
      if (wrong.isPresent()) {
        boolean isOfTarget = wrong.get().startsWith(MigrationChecks.TO);
        problem(element, isOfTarget ? "to" : event.action(), wrong.get());
        return;
      }
    }
  }

  private String unknown(EventSpec event) {
    List<String> names =
        new ArrayList<>(expansion.guests().stream().map(Expansion.Guest::name).toList());
    if (event.action().equals("fail")) {
      expansion.hosts().forEach(host -> names.add(host.name()));
    }
    List<String> shown = names.size() > 20 ? names.subList(0, 20) : names;
    return "there is no guest "
        + (event.action().equals("fail") ? "and no host " : "")
        + Problem.quoted(event.target())
        + "; there are "
        + String.join(", ", shown)
        + (names.size() > 20 ? " ..." : "")
        + Nearest.hint(event.target(), names);
  }

  private void failHost(Expansion.Host host, Element element) {
    Integer before = failedHosts.putIfAbsent(host.name(), lineOf(element));
    if (before != null) {
      problem(element, "fail", host.name() + " has failed before, by the event in line " + before);
      return;
    }
    int index = expansion.hosts().indexOf(host);
    for (Life life : lives.values()) {
      if (life.host == index && life.ended.isEmpty()) {
        life.ended = "is on a host that has failed, by the event in line " + lineOf(element);
      }
    }
  }

  /** What is wrong with it, if anything is. */
  private Optional<String> happens(EventSpec event, Element element, Life life) {
    GuestSpec spec = life.guest.spec();
    String name = life.guest.name() + " ";
    if (!life.ended.isEmpty()) {
      return Optional.of(name + life.ended);
    }
    if (event.atNs() < spec.startNs()) {
      return Optional.of(
          name + "is not there before its start, " + SpecReader.time(spec.startNs()));
    }
    if (event.atNs() >= spec.stopNs()) {
      return Optional.of(name + "is stopped by then, at " + SpecReader.time(spec.stopNs()));
    }
    switch (event.action()) {
      case "pause" -> {
        if (life.pausedIn >= 0) {
          return Optional.of(name + "is paused already, by the event in line " + life.pausedIn);
        }
        life.pausedIn = lineOf(element);
      }
      case "resume" -> {
        if (life.pausedIn < 0) {
          return Optional.of(name + "is not paused then; `resume` ends a `pause` before it");
        }
        life.pausedIn = -1;
      }
      case "migrate" -> {
        return new MigrationChecks(expansion, reading.catalogue(), failedHosts)
            .problem(event, life.asSet(), life.host, this::memoryOn)
            .or(() -> moved(life, event));
      }
      case "stop", "fail" -> end(life, event.action(), lineOf(element));
      default -> {}
    }
    return Optional.empty();
  }

  private Optional<String> moved(Life life, EventSpec event) {
    life.host = expansion.hosts().indexOf(expansion.hostsNamed(event.to()).get(0));
    return Optional.empty();
  }

  /** Memory of all guests that are on the host by now. Unit: bytes. */
  private long memoryOn(int host) {
    long bytes = 0;
    for (Life life : lives.values()) {
      if (life.host == host && life.guest.outer() < 0) {
        bytes = Math.min(Long.MAX_VALUE / 2, bytes + life.guest.spec().memoryBytes());
      }
    }
    return bytes;
  }

  /** It and all in it are gone. */
  private void end(Life life, String action, int line) {
    life.ended =
        (action.equals("stop") ? "has been stopped" : "has failed")
            + ", by the event in line "
            + line;
    int own = expansion.guests().indexOf(life.guest);
    for (Expansion.Guest guest : expansion.guests()) {
      Life inner = lives.get(guest.name());
      if (guest.outer() == own && inner.ended.isEmpty()) {
        end(inner, action, line);
      }
    }
  }

  private static int lineOf(Element element) {
    return element.node().place().line();
  }

  private void problem(Element element, String key, String message) {
    Node value = ((Mapping) element.node()).value(key);
    reading.problem(
        value == null ? element.node().place() : value.place(),
        ScenarioPath.child(element.path(), key),
        message);
  }
}
