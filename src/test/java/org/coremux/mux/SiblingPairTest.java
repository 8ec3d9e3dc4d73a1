package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.roundRobin;

import org.coremux.mux.TestLevel.Costs;
import org.coremux.topology.Shape;
import org.coremux.topology.SmtSpeeds;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** How fast a pair on a core is by how much each waits for memory; books after each instant. */
class SiblingPairTest {
  private static final int COMPUTES = 0;
  private static final int WAITS = SmtSpeeds.WHOLE;

  private final TestLevel model = new TestLevel();
  private final Multiplexer host =
      model.hardware(
          new Topology(Shape.of(1, 1, 2), 1_000_000_000), Costs.FREE, roundRobin(100 * MS));

  private Schedulable bursts(String name, int bound, long workNs) {
    Schedulable s = model.burst(host, name, workNs);
    s.memoryBound(bound);
    return s;
  }

  private Schedulable hog(String name, int bound) {
    Schedulable s = model.hog(host, name, null);
    s.memoryBound(bound);
    return s;
  }

  /** Of each of the two, in 10,000ths, over 10 ms. */
  private long speedOf(Schedulable one, Schedulable other) {
    host.wake(one);
    host.wake(other);
    model.run(10 * MS);
    assertThat(one.workNs()).as("both alike").isEqualTo(other.workNs());
    assertThat(one.workNs() + one.lostNs(SpeedFactor.SMT)).isBetween(10 * MS - 1, 10 * MS);
    return Math.round(one.workNs() / 1_000.0);
  }

  @Test
  void aPairThatOnlyWaitsForMemoryIsFaster() {
    assertThat(speedOf(hog("a", WAITS), hog("b", WAITS))).isEqualTo(8_000);
  }

  @Test
  void aPairThatNeverWaitsIsSlower() {
    assertThat(speedOf(hog("a", COMPUTES), hog("b", COMPUTES))).isEqualTo(5_500);
  }

  @Test
  void aMixedPairLiesInTheMiddle() {
    assertThat(speedOf(hog("a", COMPUTES), hog("b", WAITS))).isEqualTo(6_750);
  }

  @Test
  void aPairThatSaysNothingIsAsFastAsUsual() {
    Schedulable a = model.hog(host, "a", null);
    Schedulable b = model.hog(host, "b", null);

    assertThat(speedOf(a, b)).isEqualTo(6_250);
  }

  @Test
  void theSpeedChangesInTheInstantInWhichAnotherTakesTheSiblingsThread() {
    Schedulable a = hog("a", WAITS);
    Schedulable b = bursts("b", WAITS, 8 * MS);
    Schedulable c = bursts("c", COMPUTES, 27 * MS);
    host.wake(a);
    host.wake(b);
    host.wake(c); // waits for a thread

    model.run(10 * MS + MS / 10); // b is done after 10 ms
    assertThat(a.workNs()).isBetween(8_067_000L, 8_068_000L);
    model.run(60 * MS);

    // 10 ms beside one that waits, 40 beside one that does not, 10 alone
    assertThat(c.state()).isEqualTo(RunState.BLOCKED);
    assertThat(a.workNs()).isBetween(44_999_000L, 45_001_000L);
  }
}
