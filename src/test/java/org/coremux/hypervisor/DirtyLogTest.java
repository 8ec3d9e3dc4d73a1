package org.coremux.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Random;
import org.coremux.hypervisor.PageUse.Writes;
import org.junit.jupiter.api.Test;

class DirtyLogTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long PAGE = PageUse.PAGE_BYTES;

  @Test
  void dirtyPagesAreThoseOfTheOccupancyProblem() {
    DirtyLog log = new DirtyLog(PreCopyRun.guest(10_000 * PAGE, new Writes(0, 0, 5_000)));
    log.progress(2 * SECOND);

    assertThat(log.pages()).isEqualTo(6_321); // 10,000 x (1 - 1/e)
  }

  /** Against writes that are drawn, page by page. */
  @Test
  void theMeanIsThatOfWritesThatAreDrawn() {
    int pages = 20_000;
    int hot = 2_000;
    DirtyLog log =
        new DirtyLog(PreCopyRun.guest(pages * PAGE, new Writes(hot * PAGE, 3_000, 9_000)));
    log.progress(SECOND);
    Random random = new Random(1);
    long drawn = 0;
    for (int run = 0; run < 20; run++) {
      BitSet dirty = new BitSet();
      for (int i = 0; i < 3_000; i++) {
        dirty.set(random.nextInt(hot));
      }
      for (int i = 0; i < 9_000; i++) {
        dirty.set(random.nextInt(pages));
      }
      drawn += dirty.cardinality();
    }

    assertThat(drawn / 20.0).isCloseTo(log.pages(), within(25.0));
  }

  @Test
  void aHotSetIsDirtiedOnceHoweverOftenItIsWritten() {
    DirtyLog log =
        new DirtyLog(PreCopyRun.guest(1_000_000 * PAGE, new Writes(100 * PAGE, 10_000, 0)));
    log.progress(SECOND);
    long once = log.pages();
    log.progress(100 * SECOND);

    assertThat(once).isBetween(99L, 100L);
    assertThat(log.pages()).isEqualTo(100);
  }

  @Test
  void aGuestWithoutProgressWritesNothing() {
    DirtyLog log = new DirtyLog(PageUse.usual(1 << 30));
    log.progress(0);

    assertThat(log.take()).isZero();
  }

  @Test
  void howItIsCutIntoPiecesDoesNotMatter() {
    PageUse use = PreCopyRun.guest(5_000 * PAGE, new Writes(300 * PAGE, 777, 333));
    DirtyLog whole = new DirtyLog(use);
    DirtyLog cut = new DirtyLog(use);
    whole.progress(3 * SECOND);
    for (int i = 0; i < 3_000; i++) {
      cut.progress(SECOND / 1_000);
    }

    assertThat(cut.pages()).isEqualTo(whole.pages());
  }

  @Test
  void partsOfAPageGoToTheNextRound() {
    DirtyLog log = new DirtyLog(PreCopyRun.guest(1_000_000 * PAGE, new Writes(0, 0, 10)));
    long pages = 0;
    for (int round = 0; round < 1_000; round++) {
      log.progress(SECOND / 40); // a quarter of a write
      pages += log.take();
    }

    assertThat(pages).isBetween(249L, 250L);
  }

  @Test
  void thereAreNeverMoreThanWereTouched() {
    DirtyLog log =
        new DirtyLog(PreCopyRun.guest(64 * PAGE, new Writes(64 * PAGE, 1_000_000, 1_000_000)));
    log.progress(1_000 * SECOND);

    assertThat(log.pages()).isEqualTo(64);
  }
}
