package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.coremux.hypervisor.MigrationRules.By;
import org.coremux.hypervisor.MigrationRules.Limit;
import org.coremux.hypervisor.MigrationRules.Otherwise;
import org.coremux.hypervisor.MigrationRules.Slowdown;
import org.coremux.hypervisor.PageUse.Writes;
import org.coremux.hypervisor.PreCopy.Kind;
import org.coremux.hypervisor.PreCopy.Next;
import org.coremux.hypervisor.PreCopy.Why;
import org.junit.jupiter.api.Test;

class PreCopyTest {
  private static final long MB = PreCopyRun.MB;
  private static final long MBIT = 1_000_000;
  private static final long SECOND = 1_000_000_000L;
  private static final MigrationRules XEN = MigrationRules.XEN;
  private static final MigrationRules QEMU = MigrationRules.QEMU;

  private static MigrationRules with(MigrationRules rules, Limit limit, Slowdown slowdown) {
    return new MigrationRules(
        rules.by(), rules.rate(), rules.stop(), limit, slowdown, rules.resumeNs());
  }

  private static MigrationRules by(By by) {
    return new MigrationRules(
        by, XEN.rate(), XEN.stop(), XEN.limit(), XEN.slowdown(), XEN.resumeNs());
  }

  // ---- rounds and rates ----

  @Test
  void theFirstRoundIsAllPagesAtTheFirstRate() {
    Next first = new PreCopy(XEN, 800 * MB).first();

    assertThat(first).isEqualTo(new Next(Kind.ROUND, 800 * MB, 100 * MBIT, Why.GOES_ON));
  }

  @Test
  void theNextRateIsThatOfDirtyingAndAStepMore() {
    PreCopy algorithm = new PreCopy(XEN, 800 * MB);

    assertThat(algorithm.after(800 * MB, 10 * SECOND, 125 * MB))
        .isEqualTo(new Next(Kind.ROUND, 125 * MB, 150 * MBIT, Why.GOES_ON));
  }

  @Test
  void theRateIsNeverLessThanAtFirst() {
    PreCopy algorithm = new PreCopy(XEN, 800 * MB);

    assertThat(algorithm.after(800 * MB, 64 * SECOND, MB).rate()).isEqualTo(100 * MBIT);
  }

  @Test
  void qemuStaysAtItsBandwidth() {
    PreCopy algorithm = new PreCopy(QEMU, 8_000 * MB);

    assertThat(algorithm.after(8_000 * MB, 60 * SECOND, 6_000 * MB).rate())
        .isEqualTo(QEMU.rate().max());
  }

  // ---- stop rules ----

  @Test
  void itStopsWhenLittleIsLeft() {
    PreCopy algorithm = new PreCopy(XEN, 64 * MB);

    Next more = algorithm.after(64 * MB, 5 * SECOND, 256 * 1_024);
    Next stop = algorithm.after(256 * 1_024, SECOND / 40, 256 * 1_024 - 1);
    assertThat(more.kind()).isEqualTo(Kind.ROUND);
    assertThat(stop).isEqualTo(new Next(Kind.STOP, 256 * 1_024 - 1, 0, Why.LITTLE_LEFT));
  }

  @Test
  void itStopsWhenTheNextRoundWouldHaveToBeTooFast() {
    Next atMost = new PreCopy(XEN, 800 * MB).after(100 * MB, SECOND, 450 * MBIT / 8);
    Next beyond = new PreCopy(XEN, 800 * MB).after(100 * MB, SECOND, 450 * MBIT / 8 + 1);

    assertThat(atMost.kind()).isEqualTo(Kind.ROUND);
    assertThat(atMost.rate()).isEqualTo(500 * MBIT);
    assertThat(beyond.kind()).isEqualTo(Kind.STOP);
    assertThat(beyond.why()).isEqualTo(Why.MAX_RATE);
  }

  @Test
  void qemuStopsWhenTheRestTakesNoLongerThanTheDowntimeLimit() {
    long perSecond = 100 * MB; // as measured
    Next more = new PreCopy(QEMU, 800 * MB).after(8 * perSecond, 8 * SECOND, 30 * MB + 1);
    Next stop = new PreCopy(QEMU, 800 * MB).after(8 * perSecond, 8 * SECOND, 30 * MB);

    assertThat(more.kind()).isEqualTo(Kind.ROUND);
    assertThat(stop).isEqualTo(new Next(Kind.STOP, 30 * MB, 0, Why.DOWNTIME));
  }

  @Test
  void aGuestThatWritesNothingNeedsOneRound() {
    PreCopyRun run = PreCopyRun.of(XEN, PreCopyRun.guest(800 * MB, new Writes(0, 0, 0)));

    assertThat(run.rounds()).hasSize(1);
    assertThat(run.last()).isEqualTo(new Next(Kind.STOP, 0, 0, Why.LITTLE_LEFT));
  }

  // ---- what does not converge ----

  /** Writes pages faster than any wire. */
  private static final PageUse WRITER = PreCopyRun.guest(512 * MB, new Writes(0, 0, 1_000_000));

  @Test
  void aWriterIsStoppedAfterTheLastRound() {
    PreCopyRun run = PreCopyRun.of(QEMU, WRITER);

    assertThat(run.rounds()).hasSize(30);
    assertThat(run.last().kind()).isEqualTo(Kind.STOP);
    assertThat(run.last().why()).isEqualTo(Why.ROUNDS);
    assertThat(run.last().why().isConverged()).isFalse();
  }

  @Test
  void aWriterIsStoppedWhenTooMuchWasSent() {
    MigrationRules patient = with(QEMU, new Limit(30, 300, Otherwise.STOP_AND_COPY), Slowdown.NONE);
    PreCopyRun run = PreCopyRun.of(patient, WRITER);

    assertThat(run.last().why()).isEqualTo(Why.SENT);
    assertThat(run.rounds()).hasSize(4); // three times all of it is not more than that
  }

  @Test
  void aWriterStaysWhereThatIsSaid() {
    MigrationRules rules = with(QEMU, new Limit(5, 0, Otherwise.ABORT), Slowdown.NONE);

    assertThat(PreCopyRun.of(rules, WRITER).last())
        .isEqualTo(new Next(Kind.ABORT, 0, 0, Why.ROUNDS));
  }

  @Test
  void theRestOfAWriterComesAfterwardsWhereThatIsSaid() {
    MigrationRules rules = with(QEMU, new Limit(5, 0, Otherwise.POST_COPY), Slowdown.NONE);
    Next last = PreCopyRun.of(rules, WRITER).last();

    assertThat(last.kind()).isEqualTo(Kind.POST_COPY);
    assertThat(last.bytes()).isPositive();
  }

  // ---- a guest that is slowed ----

  @Test
  void aGuestIsSlowedAfterTwoBusyRoundsAndMoreAfterTwoMore() {
    PreCopy algorithm = new PreCopy(with(QEMU, QEMU.limit(), Slowdown.QEMU), 800 * MB);
    int[] percent = new int[5];
    for (int round = 0; round < percent.length; round++) {
      algorithm.after(800 * MB, 6 * SECOND, 700 * MB);
      percent[round] = algorithm.slowedPercent();
    }

    assertThat(percent).containsExactly(0, 20, 20, 30, 30);
  }

  @Test
  void aGuestIsNotSlowedWhoDirtiesLessThanHalf() {
    PreCopy algorithm = new PreCopy(with(QEMU, QEMU.limit(), Slowdown.QEMU), 800 * MB);
    for (int round = 0; round < 9; round++) {
      algorithm.after(800 * MB, 6 * SECOND, 400 * MB);
    }

    assertThat(algorithm.slowedPercent()).isZero();
  }

  @Test
  void aWriterThatIsSlowedConverges() {
    PageUse use = PreCopyRun.guest(512 * MB, new Writes(0, 0, 40_000));
    Limit patient = new Limit(60, 0, Otherwise.ABORT);

    assertThat(PreCopyRun.of(with(QEMU, patient, Slowdown.NONE), use).last().kind())
        .isEqualTo(Kind.ABORT);
    PreCopyRun slowed = PreCopyRun.of(with(QEMU, patient, Slowdown.QEMU), use);
    assertThat(slowed.last().why()).isEqualTo(Why.DOWNTIME);
    assertThat(slowed.slowedPercent()).isBetween(20, 90);
  }

  // ---- other ways ----

  @Test
  void stopAndCopySendsAllWhileTheGuestStandsStill() {
    assertThat(new PreCopy(by(By.STOP_AND_COPY), 512 * MB).first())
        .isEqualTo(new Next(Kind.STOP, 512 * MB, 500 * MBIT, Why.ASKED));
  }

  @Test
  void postCopySendsTheGuestFirst() {
    assertThat(new PreCopy(by(By.POST_COPY), 512 * MB).first())
        .isEqualTo(new Next(Kind.POST_COPY, 512 * MB, 500 * MBIT, Why.ASKED));
  }
}
