package org.coremux.scenario.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Some programs end at a time, others when their work is done. */
class EndingsTest {
  private static final long MS = 1_000_000;

  private static RecordedThread thread(int number, String name, long fromMs, long toMs) {
    RecordedThread thread = new RecordedThread(number, number + 1);
    thread.name = name;
    thread.firstNs = fromMs * MS;
    thread.lastNs = toMs * MS;
    thread.leftNs = toMs * MS;
    thread.enteredNs = fromMs * MS;
    thread.hasEnded = true;
    thread.ran((toMs - fromMs) * MS);
    return thread;
  }

  private static RecordedThread open(RecordedThread thread) {
    thread.hasEnded = false;
    thread.isOpen = true;
    return thread;
  }

  private static boolean byTime(RecordedThread... threads) {
    return new Endings(List.of(threads), 10_000 * MS).isByTime(threads[0]);
  }

  @Test
  void aRoundTimeIsASign() {
    assertThat(byTime(thread(0, "hog", 17, 3_017))).isTrue();
    assertThat(byTime(thread(0, "hog", 17, 3_025))).isTrue();
    assertThat(byTime(thread(0, "hog", 17, 3_017 + 200))).isFalse();
  }

  @Test
  void mostOfAKindMustDoSo() {
    RecordedThread[] one = {
      thread(0, "cc1", 0, 1_000), thread(1, "cc1", 0, 1_234), thread(2, "cc1", 0, 2_222)
    };
    assertThat(byTime(one)).isFalse();

    RecordedThread[] all = {thread(0, "hog", 0, 1_000), thread(1, "hog", 0, 2_500)};
    assertThat(byTime(all)).isTrue();
  }

  @Test
  void whoFoundOutLateWasDueInTheGapBefore() {
    RecordedThread hog = thread(0, "hog", 0, 3_020);
    hog.leftNs = 2_990 * MS;
    hog.enteredNs = 3_019 * MS;

    assertThat(byTime(hog)).isTrue();
    assertThat(new Endings(List.of(hog), 10_000 * MS).endNs(hog)).isEqualTo(3_000 * MS);
  }

  @Test
  void aShortStretchHasNoTime() {
    assertThat(byTime(thread(0, "sh", 0, 250))).isFalse();

    RecordedThread woken = thread(0, "sleeper", 0, 1_000);
    woken.blocked(100 * MS);
    woken.woken(990 * MS, RecordedThread.NOBODY);
    assertThat(byTime(woken)).isFalse();
  }

  @Test
  void whoStillRanGoesOnForEver() {
    RecordedThread hog = open(thread(0, "hog", 0, 10_000));

    assertThat(byTime(hog)).isTrue();
    assertThat(new Endings(List.of(hog), 10_000 * MS).endNs(hog)).isGreaterThan(1L << 50);
    assertThat(byTime(open(thread(0, "late", 9_800, 10_000)))).isFalse();
  }

  @Test
  void inAShortRecordingHalfOfItIsLong() {
    RecordedThread hog = open(thread(0, "hog", 0, 200));

    assertThat(new Endings(List.of(hog), 200 * MS).isByTime(hog)).isTrue();
  }
}
