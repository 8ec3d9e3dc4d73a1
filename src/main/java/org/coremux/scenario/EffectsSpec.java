package org.coremux.scenario;

import org.coremux.platform.CacheEffects;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.scenario.Section.Shape;
import org.coremux.topology.Caches;
import org.coremux.topology.SmtSpeeds;
import org.coremux.topology.Topology;

/**
 * Which effects of how a machine is built there are.
 *
 * @param smt whether busy threads of a core slow each other down
 * @param smtSpeed how fast each of two is; hundredths of a percent, 0 for the CPU's own
 * @param smtSpeedMemory the same of two that only wait for memory
 * @param migration whether a working set is loaded again on another processor
 * @param warmup whether it is after others have run
 * @param remote whether the memory of another node is farther away
 */
public record EffectsSpec(
    @Key(
            value = "smt",
            form = Form.SWITCH,
            standard = "true",
            meaning = "Whether busy threads of a core slow each other down")
        boolean smt,
    @Key(
            value = "smtSpeed",
            form = Form.PERCENT,
            min = 100,
            max = 10_000,
            meaning =
                "How fast each of two busy threads of a core is; the CPU's own, which is 62.5 %"
                    + " unless it is known, if not said")
        long smtSpeed,
    @Key(
            value = "smtSpeedMemory",
            form = Form.PERCENT,
            min = 100,
            max = 10_000,
            meaning =
                "How fast each of two is that only wait for memory (guests.pages.memoryBound);"
                    + " 80 %, or smtSpeed where that is more, if not said")
        long smtSpeedMemory,
    @Key(
            value = "migration",
            form = Form.SWITCH,
            standard = "true",
            meaning = "Whether a working set is loaded again on another processor")
        boolean migration,
    @Key(
            value = "warmup",
            form = Form.SWITCH,
            standard = "true",
            meaning = "Whether what others have displaced of a working set is loaded again")
        boolean warmup,
    @Key(
            value = "remote",
            form = Form.SWITCH,
            standard = "true",
            meaning = "Whether the memory of another socket is farther away; see remoteMemory")
        boolean remote) {
  /** All of them. */
  public static final EffectsSpec ALL = new EffectsSpec(true, 0, 0, true, true, true);

  private static final Shape SHAPE = Shape.of("effects", EffectsSpec.class);
  private static final String KEY = "effects";

  /** All. Unit: hundredths of a percent. */
  private static final long WHOLE = 10_000;

  /** What the host says; all where it says nothing. */
  static EffectsSpec read(Reading reading, Section host) {
    Node node = host.node(KEY);
    Section section = node == null ? null : Section.open(reading, node, host.pathOf(KEY), SHAPE);
    return section == null
        ? ALL
        : new EffectsSpec(
            section.toggle("smt").orElse(true),
            section.has("smtSpeed") ? section.number("smtSpeed") : 0,
            section.has("smtSpeedMemory") ? section.number("smtSpeedMemory") : 0,
            section.toggle("migration").orElse(true),
            section.toggle("warmup").orElse(true),
            section.toggle("remote").orElse(true));
  }

  /** The machine, with threads that slow each other down as much as this says. */
  Topology machine(Topology own) {
    SmtSpeeds speeds = smt ? speeds(own.smt()) : SmtSpeeds.FULL;
    return speeds.equals(own.smt()) ? own : new Topology(own.shape(), own.clockHz(), speeds);
  }

  private SmtSpeeds speeds(SmtSpeeds own) {
    SmtSpeeds base = smtSpeed == 0 ? own : SmtSpeeds.of(parts(smtSpeed));
    return smtSpeedMemory == 0 ? base : new SmtSpeeds(base.usual(), parts(smtSpeedMemory));
  }

  /** In 65,536ths, rounded down. */
  private static int parts(long hundredths) {
    return (int) (Topology.NOMINAL_SPEED * hundredths / WHOLE);
  }

  /** What these caches do. */
  CacheEffects caches(Caches caches) {
    return new CacheEffects(caches, warmup, migration);
  }

  /** As a scenario would have it. */
  String written() {
    return "{smt: "
        + smt
        + speed(", smtSpeed: ", smtSpeed)
        + speed(", smtSpeedMemory: ", smtSpeedMemory)
        + ", migration: "
        + migration
        + ", warmup: "
        + warmup
        + ", remote: "
        + remote
        + "}";
  }

  private static String speed(String key, long said) {
    return said == 0 ? "" : key + Quantity.format(said, Dimension.PERCENT);
  }
}
