package org.coremux.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Section.Element;
import org.coremux.scenario.Section.Shape;
import org.coremux.scenario.SpecReader.Read;

/**
 * Reads scenario files.
 *
 * <p>Everything that is wrong is said together, each problem with its place; only a text that is no
 * YAML at all is given up at the first. Whatever the input, nothing but a {@link ScenarioException}
 * is thrown. Immutable, and may be used by several threads.
 */
public final class ScenarioReader {

  private static final Shape SCENARIO = Shape.of("scenario", Scenario.class);

  private final Catalogue catalogue;

  /** A reader that allows the names of {@code catalogue}. */
  public ScenarioReader(Catalogue catalogue) {
    this.catalogue = Objects.requireNonNull(catalogue, "catalogue");
  }

  /**
   * Reads a file.
   *
   * @param file the file, which messages name as it is given here
   * @param overrides {@code PATH=VALUE}, applied in order before anything is checked
   * @throws ScenarioException if anything is wrong with file or overrides
   */
  public Scenario read(Path file, List<String> overrides) {
    return read(file, overrides, Variant.NONE);
  }

  /**
   * Reads a file as it would be on another platform or with another scheduler.
   *
   * @throws ScenarioException if anything is wrong with file, overrides, or the variant of it
   */
  public Scenario read(Path file, List<String> overrides, Variant variant) {
    Path parent = file.getParent();
    Place place = new Place(file.toString(), 0, 0, parent == null ? Path.of("") : parent);
    return read(TextFile.read(file, file.toString()), place, overrides, variant);
  }

  /**
   * Reads a text.
   *
   * @param text a scenario
   * @param shown what messages call it
   * @param folder what file names in it are relative to
   * @throws ScenarioException if anything is wrong with it
   */
  public Scenario read(String text, String shown, Path folder) {
    return read(text, new Place(shown, 0, 0, folder), List.of(), Variant.NONE);
  }

  /** As {@link #read(String, String, Path)}, with overrides, for messages without a file. */
  public Scenario read(String text, Path folder, List<String> overrides) {
    return read(text, folder, overrides, Variant.NONE);
  }

  /** The same on another platform or with another scheduler. */
  public Scenario read(String text, Path folder, List<String> overrides, Variant variant) {
    return read(text, new Place("scenario", 0, 0, folder), overrides, variant);
  }

  private Scenario read(String text, Place place, List<String> overrides, Variant variant) {
    Reading reading = new Reading(catalogue, variant != Variant.NONE);
    Node root = YamlTree.read(text, place, reading.problems());
    if (root == null || root instanceof Node.Scalar scalar && scalar.isNull()) {
      throw new ScenarioException(
          Problem.at(
              place,
              "",
              "is empty; a scenario needs " + "`scenario`, `duration`, `hosts` and `guests`"));
    }
    if (!(root instanceof Mapping mapping)) {
      throw new ScenarioException(
          Problem.at(
              root.place(),
              "",
              "is "
                  + root.noun()
                  + ", where the keys of a scenario are expected: "
                  + String.join(", ", Section.keys(Scenario.class).keySet())));
    }
    Overrides changes = new Overrides(mapping, reading.problems());
    overrides.forEach(changes::apply);
    variant.apply(mapping);
    Scenario scenario = scenario(mapping, reading);
    if (!reading.problems().isEmpty()) {
      throw new ScenarioException(reading.problems());
    }
    return scenario;
  }

  private Scenario scenario(Mapping mapping, Reading reading) {
    Section section = Section.open(reading, mapping, "", SCENARIO);
    SpecReader specs = new SpecReader(reading);
    GuestReader guestReader = new GuestReader(reading, specs);
    List<Read<HostSpec>> hosts = new ArrayList<>();
    List<Read<GuestSpec>> guests = new ArrayList<>();
    for (Element element : section.elements("hosts")) {
      specs.host(element).ifPresent(hosts::add);
    }
    for (Element element : section.elements("guests")) {
      guestReader.guest(element, hosts).ifPresent(guests::add);
    }
    refuseEmpty(section, "hosts");
    refuseEmpty(section, "guests");
    String until = section.has("until") ? until(section) : "";
    long limitNs =
        until.isEmpty()
            ? 0
            : section.has("limit") ? section.number("limit") : Limits.LIMIT_STANDARD_NS;
    Scenario scenario =
        new Scenario(
            section.text("scenario"),
            section.text("question"),
            section.number("seed"),
            section.number("warmup"),
            section.number("duration"),
            until,
            limitNs,
            hosts.stream().map(Read::spec).toList(),
            guests.stream().map(Read::spec).toList(),
            specs.events(section));
    new Checks(reading, section, specs).check(scenario, hosts, guests, guestReader.entries());
    if (scenario.events().isEmpty() || !reading.problems().isEmpty()) {
      return scenario;
    }
    EventChecks events = new EventChecks(reading, scenario, mapping, section.elements("events"));
    return scenario.with(events.check(this::scenario));
  }

  private static void refuseEmpty(Section section, String key) {
    if (section.has(key) && section.isGood(key) && section.elements(key).isEmpty()) {
      section.problem(key, "is empty; a scenario needs at least one");
    }
  }

  private static String until(Section section) {
    String until = section.text("until");
    if (section.isGood("until") && !until.equals("finished")) {
      section.problem(
          "until",
          "is "
              + Problem.quoted(until)
              + "; allowed is finished"
              + (until.matches("\\d.*") ? ": for a time there is `duration`" : ""));
    }
    return until;
  }
}
