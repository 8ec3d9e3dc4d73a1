package org.coremux.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coremux.hypervisor.MigrationRules;
import org.coremux.hypervisor.MigrationRules.By;
import org.coremux.hypervisor.MigrationRules.Limit;
import org.coremux.hypervisor.MigrationRules.Otherwise;
import org.coremux.hypervisor.MigrationRules.Slowdown;
import org.coremux.hypervisor.MigrationRules.Stop;
import org.coremux.scenario.Quantity.Dimension;

/**
 * How a guest migrates, as far as an event says: what it does not say is as its platform has it.
 *
 * @param by the way in which its memory gets to the target
 * @param rate how fast pages are sent while it runs
 * @param leftBytes it is stopped when less than that is left; {@link #UNSAID}. Unit: bytes
 * @param downtimeNs it is stopped when the rest takes no longer; {@link #UNSAID}. Unit: ns
 * @param rounds so many at most; {@link #UNSAID}
 * @param sent so much of its memory at most; {@link #UNSAID}. Hundredths of a percent
 * @param otherwise what becomes of it when that is reached
 * @param isSlowed whether it is slowed when it writes too fast
 * @param restartNs from the last byte until it runs; {@link #UNSAID}. Unit: ns
 */
public record MigrationSpec(
    @Key(
            value = "by",
            form = Form.MIGRATION_WAY,
            standard = "pre-copy",
            meaning =
                "How its memory gets there, with `migrate`: pre-copy, post-copy, stop-and-copy")
        By by,
    @Key(
            value = "rate",
            form = Form.MIGRATION_RATE,
            meaning = "How fast its pages are sent while it runs, with `migrate`")
        RateSpec rate,
    @Key(
            value = "left",
            form = Form.BYTES,
            max = Limits.MEMORY_MAX,
            meaning = "It is stopped when less than that is left, with `migrate`")
        long leftBytes,
    @Key(
            value = "downtime",
            form = Form.TIME,
            max = Limits.SPAN_MAX_NS,
            meaning = "It is stopped when the rest takes no longer than that, with `migrate`")
        long downtimeNs,
    @Key(
            value = "rounds",
            form = Form.COUNT,
            min = 1,
            max = 1_000_000,
            meaning = "Most rounds while it runs, with `migrate`")
        int rounds,
    @Key(
            value = "sent",
            form = Form.PERCENT,
            max = 10_000_000,
            meaning = "Most that is sent while it runs, of its memory; 0 % for no limit")
        long sent,
    @Key(
            value = "onNonConvergence",
            form = Form.MIGRATION_END,
            standard = "stop-and-copy",
            meaning = "What becomes of it then: stop-and-copy, post-copy, abort")
        Otherwise otherwise,
    @Key(
            value = "autoConverge",
            form = Form.SWITCH,
            standard = "false",
            meaning = "Whether it is slowed more and more when it writes too fast, with `migrate`")
        boolean isSlowed,
    @Key(
            value = "restart",
            form = Form.TIME,
            max = Limits.SPAN_MAX_NS,
            meaning = "From the last byte until it runs at the target, with `migrate`")
        long restartNs) {
  /** As the platform has it. */
  public static final long UNSAID = -1;

  private static final int HUNDREDTHS = 100;

  /** All as the platform has it. */
  public static final MigrationSpec USUAL =
      new MigrationSpec(
          By.PRE_COPY,
          RateSpec.USUAL,
          UNSAID,
          UNSAID,
          (int) UNSAID,
          UNSAID,
          Otherwise.STOP_AND_COPY,
          false,
          UNSAID);

  /**
   * How fast pages are sent. Unit: bit/s.
   *
   * @param start at first, and never less
   * @param step beyond the rate of dirtying; 0 to stay at {@code start}
   * @param max never more
   */
  public record RateSpec(
      @Key(
              value = "start",
              form = Form.BANDWIDTH,
              min = 1_000,
              max = 10_000_000_000_000L,
              meaning = "In the first round, and never less")
          long start,
      @Key(
              value = "step",
              form = Form.BANDWIDTH,
              max = 10_000_000_000_000L,
              meaning = "So much faster than the guest wrote in the last round; 0 to stay as it is")
          long step,
      @Key(
              value = "max",
              form = Form.BANDWIDTH,
              min = 1_000,
              max = 10_000_000_000_000L,
              meaning = "Never faster")
          long max) {
    /** All as the platform has it. */
    public static final RateSpec USUAL = new RateSpec(UNSAID, UNSAID, UNSAID);

    /** What it comes to; empty when it begins faster than it may be. */
    Optional<MigrationRules.Rate> over(MigrationRules.Rate usual) {
      long by = step == UNSAID ? usual.step() : step;
      long most = max != UNSAID ? max : Math.max(usual.max(), start);
      long first = start;
      if (first == UNSAID) {
        first = by == 0 ? most : Math.min(usual.start(), most);
      }
      return first > most
          ? Optional.empty()
          : Optional.of(new MigrationRules.Rate(first, by, most));
    }
  }

  /** The rules, where a platform's own are those. */
  public MigrationRules over(MigrationRules usual) {
    MigrationRules.Rate its = rate.over(usual.rate()).orElseThrow();
    return new MigrationRules(
        by,
        its,
        new Stop(
            leftBytes == UNSAID ? usual.stop().leftBytes() : leftBytes,
            downtimeNs == UNSAID ? usual.stop().downtimeNs() : downtimeNs,
            its.isAdaptive()),
        new Limit(
            rounds == UNSAID ? usual.limit().rounds() : rounds,
            sent == UNSAID ? usual.limit().sentPercent() : (int) (sent / HUNDREDTHS),
            otherwise),
        isSlowed ? Slowdown.QEMU : Slowdown.NONE,
        restartNs == UNSAID ? usual.resumeNs() : restartNs);
  }

  /** What it says, as a scenario has it. */
  List<String> written() {
    List<String> said = new ArrayList<>();
    said.add("by: " + by.key());
    List<String> rates = new ArrayList<>();
    add(rates, "start", rate.start, Dimension.BANDWIDTH);
    add(rates, "step", rate.step, Dimension.BANDWIDTH);
    add(rates, "max", rate.max, Dimension.BANDWIDTH);
    if (!rates.isEmpty()) {
      said.add("rate: {" + String.join(", ", rates) + "}");
    }
    add(said, "left", leftBytes, Dimension.BYTES);
    add(said, "downtime", downtimeNs, Dimension.TIME);
    if (rounds != UNSAID) {
      said.add("rounds: " + rounds);
    }
    add(said, "sent", sent, Dimension.PERCENT);
    if (otherwise != USUAL.otherwise) {
      said.add("onNonConvergence: " + otherwise.key());
    }
    if (isSlowed) {
      said.add("autoConverge: true");
    }
    add(said, "restart", restartNs, Dimension.TIME);
    return said;
  }

  private static void add(List<String> said, String key, long value, Dimension dimension) {
    if (value != UNSAID) {
      said.add(key + ": " + Quantity.format(value, dimension));
    }
  }
}
