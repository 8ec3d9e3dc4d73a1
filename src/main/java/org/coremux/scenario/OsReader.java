package org.coremux.scenario;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.coremux.mux.Timekeeping;
import org.coremux.scenario.Catalogue.GuestDefaults;
import org.coremux.scenario.GuestOsSpec.Accounting;
import org.coremux.scenario.Section.Shape;

/** Reads what a guest's own system is like. */
final class OsReader {
  private static final Shape OS = Shape.of("os", GuestOsSpec.class);

  /** The words for what becomes of ticks that could not be delivered. */
  static final List<String> LOST_TICKS =
      Stream.of(Timekeeping.Lost.values()).map(Timekeeping.Lost::key).toList();

  /** The words for how CPU time is accounted. */
  static final List<String> ACCOUNTING =
      Stream.of(Accounting.values()).map(Accounting::key).toList();

  private final Reading reading;
  private final SpecReader specs;

  OsReader(Reading reading, SpecReader specs) {
    this.reading = reading;
    this.specs = specs;
  }

  /** That of the guest; what it does not say is as the defaults have it. */
  GuestOsSpec read(Section guest, Optional<GuestDefaults> defaults) {
    Node node = guest.node("os");
    Section section = node == null ? null : Section.open(reading, node, guest.pathOf("os"), OS);
    SchedulerSpec scheduler = scheduler(guest, section, defaults);
    long standardTickNs = defaults.map(GuestDefaults::tickNs).orElse(0L);
    boolean standardClock = defaults.map(GuestDefaults::stealClock).orElse(true);
    if (section == null) {
      return new GuestOsSpec(
          scheduler, standardTickNs, standardClock, Timekeeping.Lost.COLLAPSE, Accounting.PRECISE);
    }
    long tickNs = section.has("tick") ? section.number("tick") : standardTickNs;
    if (tickNs > 0 && tickNs < Limits.TICK_MIN_NS) {
      section.problem(
          "tick",
          "is "
              + Quantity.format(tickNs, Quantity.Dimension.TIME)
              + "; allowed: 0 s for none, or "
              + Quantity.format(Limits.TICK_MIN_NS, Quantity.Dimension.TIME)
              + " to 1 s");
    }
    return new GuestOsSpec(
        scheduler,
        tickNs,
        section.toggle("stealClock").orElse(standardClock),
        Timekeeping.Lost.values()[section.choice("lostTicks", LOST_TICKS)],
        Accounting.values()[section.choice("accounting", ACCOUNTING)]);
  }

  private SchedulerSpec scheduler(
      Section guest, Section section, Optional<GuestDefaults> defaults) {
    Optional<String> standard = defaults.map(GuestDefaults::scheduler);
    boolean isSaid = section != null && section.has("scheduler");
    SchedulerSpec scheduler =
        isSaid
            ? specs.scheduler(section, standard, List.of())
            : standard.flatMap(specs::standard).orElse(null);
    if (scheduler == null && standard.isPresent() && !isSaid) {
      reading.problem(
          guest.place(), guest.pathOf("os") + ".scheduler", specs.missing(standard.get()));
    }
    return scheduler;
  }
}
