package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.coremux.hypervisor.PageUse.Writes;
import org.coremux.hypervisor.PreCopy.Why;
import org.junit.jupiter.api.Test;

/**
 * The algorithm against Clark et al., NSDI 2005, section 6, without machines. What is fitted is
 * said; all else is predicted.
 */
class ClarkRoundsTest {
  private static final long MB = PreCopyRun.MB;

  /** What one CPU sends at which 100 Mbit/s take 12 %. Unit: bit/s. Source: section 6.1. */
  private static final long FULL_RATE = 833_000_000L;

  private static double seconds(PreCopyRun run) {
    return (run.runningNs() + PreCopyRun.ns(run.last().bytes(), FULL_RATE)) / 1e9;
  }

  private static double downtimeMs(PreCopyRun run, long resumeMs) {
    return PreCopyRun.ns(run.last().bytes(), FULL_RATE) / 1e6 + resumeMs;
  }

  /** Fitted: the second round gives the writes anywhere, the third the size of the hot set. */
  @Test
  void specweb() {
    Writes writes = new Writes(16_500_000, 40_000, 560);
    PreCopyRun run = PreCopyRun.of(MigrationRules.XEN, PreCopyRun.guest(676_800_000, writes));

    assertThat(run.rounds().get(1).bytes() / 1e6).isCloseTo(126.7, withinPercentage(2));
    assertThat(run.rounds().get(2).bytes() / 1e6).isCloseTo(39.0, withinPercentage(5));
    assertThat(run.rounds().get(3).bytes() / 1e6).isCloseTo(28.4, withinPercentage(20));
    assertThat(run.ns().get(0) / 1e9).isCloseTo(54.1, withinPercentage(1));
    assertThat(run.last().why()).isEqualTo(Why.MAX_RATE);
    assertThat(run.last().bytes() / 1e6).isCloseTo(18.2, withinPercentage(15));
    assertThat(run.sentBytes() / 1e6).isCloseTo(960, withinPercentage(10));
    assertThat(seconds(run)).isCloseTo(71, withinPercentage(6));
    assertThat(downtimeMs(run, 9)).isCloseTo(210, withinPercentage(25));
  }

  /** Fitted: the second round gives the writes anywhere. */
  @Test
  void quake() {
    Writes writes = new Writes(0, 0, 1_380);
    PreCopyRun run = PreCopyRun.of(MigrationRules.XEN, PreCopyRun.guest(56_300_000, writes));

    assertThat(run.rounds().get(1).bytes() / 1e6).isCloseTo(20.4, withinPercentage(2));
    assertThat(run.last().why()).isEqualTo(Why.LITTLE_LEFT);
    assertThat(run.sentBytes() / 1e6).isCloseTo(88, withinPercentage(8));
    assertThat(seconds(run)).isCloseTo(7, withinPercentage(10));
    assertThat(downtimeMs(run, 40)).isCloseTo(60, withinPercentage(35));
  }

  /** Fitted: the time of the later rounds gives the writes anywhere; the hot set is SPECweb's. */
  @Test
  void apache() {
    Writes writes = new Writes(16_500_000, 40_000, 130);
    PreCopyRun run = PreCopyRun.of(MigrationRules.XEN, PreCopyRun.guest(776_000_000, writes));

    assertThat(run.ns().get(0) / 1e9).isCloseTo(62, withinPercentage(1));
    assertThat(seconds(run)).isCloseTo(72, withinPercentage(3));
    assertThat(downtimeMs(run, 9)).isCloseTo(165, withinPercentage(25));
  }

  @Test
  void stopAndCopyOf512Megabytes() {
    for (int rate : new int[] {128, 256, 512}) {
      assertThat(PreCopyRun.ns(512 * MB, rate * 1_000_000L) / 1e9).isEqualTo(32.0 * 128 / rate);
    }
  }
}
