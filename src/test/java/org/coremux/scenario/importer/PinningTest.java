package org.coremux.scenario.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.coremux.guest.ReplayProgram;
import org.junit.jupiter.api.Test;

/** A thread was kept to a CPU if it waited for it beside another one that was free. */
class PinningTest {
  private static final long MS = 1_000_000;
  private static final long SPAN_NS = 1_000 * MS;

  private final List<RecordedThread> threads = new ArrayList<>();

  private RecordedThread thread(String name, long delayMs, long... ranMs) {
    RecordedThread thread = new RecordedThread(threads.size(), threads.size() + 1);
    thread.name = name;
    thread.delayNs = delayMs * MS;
    thread.switches = 10;
    for (int cpu = 0; cpu < ranMs.length; cpu++) {
      thread.ran(ranMs[cpu] * MS);
      thread.ranOn(cpu, ranMs[cpu] * MS);
    }
    threads.add(thread);
    return thread;
  }

  private int cpu(RecordedThread thread) {
    return new Pinning(threads, 2, SPAN_NS).cpu(thread);
  }

  @Test
  void whoWaitedBesideAFreeCpuWasPinned() {
    RecordedThread hog = thread("hog", 500, 0, 500);
    thread("other", 500, 0, 500);

    assertThat(cpu(hog)).isEqualTo(1);
  }

  @Test
  void whoWaitedWhileAllWereBusyWasNot() {
    RecordedThread hog = thread("hog", 500, 500);
    thread("other", 500, 500);
    thread("third", 0, 0, 900);

    assertThat(cpu(hog)).isEqualTo(ReplayProgram.NONE);
  }

  @Test
  void whoDidNotWaitHadNoReasonToLeave() {
    assertThat(cpu(thread("alone", 10, 500))).isEqualTo(ReplayProgram.NONE);
  }

  @Test
  void whoRanElsewhereTooWasNot() {
    assertThat(cpu(thread("hog", 500, 489, 11))).isEqualTo(ReplayProgram.NONE);
    assertThat(cpu(thread("hog", 500, 491, 9))).isZero();
  }

  @Test
  void aShortJobSaysNothing() {
    assertThat(cpu(thread("as", 19, 19))).isEqualTo(ReplayProgram.NONE);
  }

  @Test
  void aKernelThreadThatKeptToOneCpuIsThatCpusOwn() {
    assertThat(cpu(thread("ksoftirqd/1", 0, 0, 1))).isEqualTo(1);
    assertThat(cpu(thread("rcu_preempt", 0, 1, 1))).isEqualTo(ReplayProgram.NONE);

    RecordedThread seenOnce = thread("kworker/0:1", 0, 1);
    seenOnce.switches = 2;
    assertThat(cpu(seenOnce)).isEqualTo(ReplayProgram.NONE);
  }
}
