package org.coremux.scenario;

import java.util.List;
import java.util.stream.Stream;
import org.coremux.hypervisor.MigrationRules;
import org.coremux.hypervisor.MigrationRules.By;
import org.coremux.hypervisor.MigrationRules.Otherwise;
import org.coremux.scenario.MigrationSpec.RateSpec;
import org.coremux.scenario.Node.Mapping;
import org.coremux.scenario.Section.Shape;

/** Reads how a guest migrates: those keys of an event that go with {@code migrate}. */
final class MigrationReader {
  /** The words for the way. */
  static final List<String> WAYS = Stream.of(By.values()).map(By::key).toList();

  /** The words for what becomes of one that does not converge. */
  static final List<String> ENDS = Stream.of(Otherwise.values()).map(Otherwise::key).toList();

  /** The keys. */
  static final List<String> KEYS = List.copyOf(Section.keys(MigrationSpec.class).keySet());

  private static final Shape RATE = Shape.of("rate", RateSpec.class);

  private final Reading reading;

  MigrationReader(Reading reading) {
    this.reading = reading;
  }

  /** What an event says of it. */
  MigrationSpec read(Section event) {
    Mapping mapping = (Mapping) event.whole();
    Section section =
        Section.open(
            reading,
            mapping,
            event.path(),
            new Shape("event", MigrationSpec.class, mapping.entries().keySet()));
    if (!section.has("migrate")) {
      for (String key : KEYS) {
        if (section.has(key)) {
          section.problem(key, "goes with `migrate` only");
        }
      }
      return MigrationSpec.USUAL;
    }
    By by = By.values()[section.choice("by", WAYS)];
    Otherwise otherwise = Otherwise.values()[section.choice("onNonConvergence", ENDS)];
    return new MigrationSpec(
        by,
        rate(section),
        said(section, "left"),
        said(section, "downtime"),
        (int) said(section, "rounds"),
        said(section, "sent"),
        otherwise,
        section.toggle("autoConverge").orElse(false),
        said(section, "restart"));
  }

  private static long said(Section section, String key) {
    return section.has(key) ? section.number(key) : MigrationSpec.UNSAID;
  }

  private RateSpec rate(Section event) {
    Node node = event.node("rate");
    Section section = node == null ? null : Section.open(reading, node, event.pathOf("rate"), RATE);
    if (section == null) {
      return RateSpec.USUAL;
    }
    RateSpec rate =
        new RateSpec(said(section, "start"), said(section, "step"), said(section, "max"));
    if (rate.over(MigrationRules.XEN.rate()).isEmpty()) {
      section.problem("start", "is faster than `max`");
      return RateSpec.USUAL;
    }
    return rate;
  }
}
