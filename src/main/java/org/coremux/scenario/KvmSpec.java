package org.coremux.scenario;

import java.util.OptionalLong;
import org.coremux.platform.Features;
import org.coremux.platform.Features.HaltPoll;
import org.coremux.platform.Platform;
import org.coremux.scenario.Quantity.Dimension;
import org.coremux.scenario.Section.Shape;

/**
 * The settings of a host that polls before a vCPU blocks, as KVM's module has them.
 *
 * @param haltPoll it polls at most so long, if it says; ns
 * @param haltPollStart and so long when it begins to, if it says; ns
 * @param haltPollGrow what that is multiplied by when it was too short
 * @param haltPollShrink what it is divided by when it was in vain; 0 for back to nothing
 * @param pleWindow after how long in a pause loop a vCPU exits; cycles
 */
public record KvmSpec(
    @Key(
            value = "haltPoll",
            form = Form.TIME,
            max = TIME_MAX_NS,
            meaning =
                "The longest that the host polls before a halted vCPU blocks, 0 s for not at all;"
                    + " the platform's own if not said")
        OptionalLong haltPoll,
    @Key(
            value = "haltPollStart",
            form = Form.TIME,
            max = TIME_MAX_NS,
            meaning =
                "How long it polls when it begins to, and the shortest that it does;"
                    + " the platform's own if not said")
        OptionalLong haltPollStart,
    @Key(
            value = "haltPollGrow",
            form = Form.COUNT,
            standard = "2",
            min = 1,
            max = FACTOR_MAX,
            meaning = "What the time for which it polls is multiplied by when that was too short")
        int haltPollGrow,
    @Key(
            value = "haltPollShrink",
            form = Form.COUNT,
            standard = "2",
            max = FACTOR_MAX,
            meaning =
                "What it is divided by when polling was in vain; 0 for back to nothing, as before"
                    + " Linux 6.12")
        int haltPollShrink,
    @Key(
            value = "pleWindow",
            form = Form.COUNT,
            standard = "4096",
            min = 1,
            max = WINDOW_MAX,
            meaning = "So many cycles in a pause loop make a vCPU exit, with pauseLoopExiting")
        long pleWindow) {
  /** Unit: ns. 1 s, as for a platform's file. Source: assumed. */
  static final long TIME_MAX_NS = 1_000_000_000;

  /** Source: assumed. */
  static final long FACTOR_MAX = 1_000;

  /** Unit: cycles. Source: Linux, ple_window_max: 2^32 - 1. */
  static final long WINDOW_MAX = (1L << 32) - 1;

  /** The platform's own. */
  static final KvmSpec USUAL =
      new KvmSpec(OptionalLong.empty(), OptionalLong.empty(), 2, 2, Features.PAUSE_WINDOW);

  private static final Shape SHAPE = Shape.of("kvm", KvmSpec.class);
  private static final String KEY = "kvm";

  /** What the host says; as usual where it says nothing. */
  static KvmSpec read(Reading reading, Section host, Catalogue.Platform platform) {
    Node node = host.node(KEY);
    Section section = node == null ? null : Section.open(reading, node, host.pathOf(KEY), SHAPE);
    if (section == null) {
      return USUAL;
    }
    if (platform != null && !reading.isForSeveralPlatforms()) {
      refuse(section, host, platform);
    }
    return new KvmSpec(
        optional(section, "haltPoll"),
        optional(section, "haltPollStart"),
        section.integer("haltPollGrow"),
        section.integer("haltPollShrink"),
        section.number("pleWindow"));
  }

  private static void refuse(Section section, Section host, Catalogue.Platform platform) {
    if (!platform.traits().polls()) {
      host.problem(
          KEY,
          "sets how a host polls before a vCPU blocks; the platform "
              + platform.name()
              + " does not poll: leave it out");
    } else if (section.has("pleWindow")
        && platform.assists().stream().noneMatch(a -> a.name().equals("pauseLoopExiting"))) {
      section.problem(
          "pleWindow",
          "is for the assist pauseLoopExiting, which the platform "
              + platform.name()
              + " does not have: leave it out");
    }
  }

  private static OptionalLong optional(Section section, String key) {
    return section.has(key) ? OptionalLong.of(section.number(key)) : OptionalLong.empty();
  }

  /** The platform, set so; as it is where it does not poll. */
  Platform on(Platform platform) {
    HaltPoll own = platform.haltPoll();
    if (own.maxNs() == 0 || equals(USUAL)) {
      return platform;
    }
    HaltPoll poll =
        new HaltPoll(
            haltPoll.orElse(own.maxNs()),
            haltPollStart.orElse(own.startNs()),
            haltPollGrow,
            haltPollShrink);
    return platform.with(poll, pleWindow);
  }

  /** As a scenario would have it. */
  String written() {
    return "{"
        + time("haltPoll", haltPoll)
        + time("haltPollStart", haltPollStart)
        + "haltPollGrow: "
        + haltPollGrow
        + ", haltPollShrink: "
        + haltPollShrink
        + (pleWindow == USUAL.pleWindow ? "" : ", pleWindow: " + pleWindow)
        + "}";
  }

  private static String time(String key, OptionalLong ns) {
    return ns.isEmpty() ? "" : key + ": " + Quantity.format(ns.getAsLong(), Dimension.TIME) + ", ";
  }
}
