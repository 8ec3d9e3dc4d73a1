package org.coremux.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.experiment.Doing.BLOCKED;
import static org.coremux.experiment.Doing.CAPPED;
import static org.coremux.experiment.Doing.RUNNING;
import static org.coremux.experiment.Doing.SPINNING;
import static org.coremux.experiment.Doing.WAITING;

import java.util.List;
import org.coremux.experiment.Timeline;
import org.junit.jupiter.api.Test;

class WaitingAnalysisTest {
  /** Two pCPUs; a waits from 100 to 400 while b has one of them, and c the other until 200. */
  private static TimelineSketch threeGuests() {
    return new TimelineSketch(2, 0, 1000)
        .vcpu("a")
        .vcpu("b")
        .vcpu("c")
        .at(0, 0, BLOCKED, 0)
        .at(0, 1, RUNNING, 0)
        .at(0, 2, RUNNING, 1)
        .at(100, 0, WAITING, 0)
        .at(200, 2, BLOCKED, 1)
        .at(400, 1, BLOCKED, 0)
        .at(400, 0, RUNNING, 0);
  }

  private static WaitingAnalysis.Waited of(Timeline timeline, String guest) {
    return WaitingAnalysis.of(timeline).of(guest).orElseThrow();
  }

  @Test
  void culpritsAreThoseWhoHadTheProcessorsMeanwhileByExactShares() {
    WaitingAnalysis.Waited a = of(threeGuests().timeline(), "a");
    assertThat(a.time()).isEqualTo(new WaitingAnalysis.Sums(600, 300, 0, 0));
    assertThat(a.because())
        .containsExactly(
            new WaitingAnalysis.Share("b", 300, 600),
            new WaitingAnalysis.Share("", 200, 600),
            new WaitingAnalysis.Share("c", 100, 600));
    assertThat(a.longest().orElseThrow().fromNs()).isEqualTo(100);
    assertThat(a.longest().orElseThrow().untilNs()).isEqualTo(400);
    assertThat(a.longest().orElseThrow().because()).isEqualTo(a.because());
  }

  @Test
  void whoSpinsHasTheProcessorAsIfItWorked() {
    Timeline timeline = threeGuests().at(500, 0, SPINNING, 0).at(600, 1, WAITING, 0).timeline();
    assertThat(of(timeline, "a").time()).isEqualTo(new WaitingAnalysis.Sums(600, 300, 0, 0));
    assertThat(of(timeline, "b").because())
        .containsExactly(
            new WaitingAnalysis.Share("a", 400, 800), new WaitingAnalysis.Share("", 400, 800));
  }

  @Test
  void onlyProcessorsOnWhichOneMayRunCount() {
    Timeline timeline =
        new TimelineSketch(2, 0, 100)
            .vcpu("a", 1)
            .vcpu("b")
            .vcpu("c")
            .at(0, 0, WAITING, 1)
            .at(0, 1, RUNNING, 0)
            .at(0, 2, RUNNING, 1)
            .timeline();
    assertThat(of(timeline, "a").because())
        .containsExactly(new WaitingAnalysis.Share("c", 100, 100));
  }

  @Test
  void itsOwnCapIsNobodysFault() {
    Timeline timeline =
        new TimelineSketch(1, 0, 100)
            .vcpu("a")
            .vcpu("b")
            .at(0, 0, CAPPED, 0)
            .at(0, 1, RUNNING, 0)
            .at(70, 0, WAITING, 0)
            .at(80, 1, BLOCKED, 0)
            .at(80, 0, RUNNING, 0)
            .timeline();
    WaitingAnalysis.Waited a = of(timeline, "a");
    assertThat(a.time()).isEqualTo(new WaitingAnalysis.Sums(20, 10, 70, 0));
    assertThat(a.because()).containsExactly(new WaitingAnalysis.Share("b", 10, 10));
    assertThat(a.worst()).isEqualTo(a.longestHeld());
    assertThat(a.longestHeld().orElseThrow().because()).isEmpty();
  }

  @Test
  void aWaitGoesOnWhenItsQueueChanges() {
    Timeline timeline =
        new TimelineSketch(2, 0, 100)
            .vcpu("a")
            .vcpu("b")
            .vcpu("b")
            .at(0, 0, BLOCKED, 0)
            .at(0, 1, RUNNING, 0)
            .at(0, 2, RUNNING, 1)
            .at(10, 0, WAITING, 0)
            .at(40, 0, WAITING, 1)
            .at(90, 2, WAITING, 1)
            .at(90, 0, RUNNING, 1)
            .timeline();
    assertThat(of(timeline, "a").longest().orElseThrow().lengthNs()).isEqualTo(80);
    assertThat(of(timeline, "b").because())
        .containsExactly(
            new WaitingAnalysis.Share("a", 10, 20), new WaitingAnalysis.Share("b", 10, 20));
  }

  @Test
  void whatBeganBeforeTheSpanIsCutToIt() {
    Timeline timeline =
        new TimelineSketch(1, 1000, 1100)
            .vcpu("a")
            .vcpu("b")
            .at(400, 0, WAITING, 0)
            .at(300, 1, RUNNING, 0)
            .at(1050, 1, BLOCKED, 0)
            .at(1050, 0, RUNNING, 0)
            .timeline();
    WaitingAnalysis.Waited a = of(timeline, "a");
    assertThat(a.time().waitingNs()).isEqualTo(50);
    assertThat(a.because()).containsExactly(new WaitingAnalysis.Share("b", 50, 50));
    assertThat(of(timeline, "b").time().runningNs()).isEqualTo(50);
  }

  @Test
  void handingOverWithinAnInstantIsNoTime() {
    Timeline timeline =
        new TimelineSketch(1, 0, 100)
            .vcpu("a")
            .vcpu("b")
            .at(0, 0, RUNNING, 0)
            .at(0, 1, WAITING, 0)
            .at(50, 1, RUNNING, 0) // told before the other one leaves
            .at(50, 0, WAITING, 0)
            .timeline();
    assertThat(of(timeline, "a").because()).containsExactly(new WaitingAnalysis.Share("b", 50, 50));
    assertThat(of(timeline, "b").because()).containsExactly(new WaitingAnalysis.Share("a", 50, 50));
  }

  @Test
  void theLongestWaitOfAllIsFoundAmongTheGuests() {
    assertThat(WaitingAnalysis.of(threeGuests().timeline()).longest().orElseThrow().guest())
        .isEqualTo("a");
    Timeline idle = new TimelineSketch(1, 0, 10).vcpu("a").at(0, 0, BLOCKED, 0).timeline();
    assertThat(WaitingAnalysis.of(idle).longest()).isEmpty();
    assertThat(of(idle, "a").because()).isEqualTo(List.of());
  }
}
