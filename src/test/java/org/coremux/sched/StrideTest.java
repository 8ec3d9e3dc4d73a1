package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.SmallHost.MS;
import static org.coremux.sched.SmallHost.ran;

import java.util.List;
import java.util.Map;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;

class StrideTest {
  private static final double QUANTUM_NS = 10 * MS;

  private final SmallHost one = new SmallHost("stride", 1, Map.of());

  /** Strides are 349,525, 524,288 and 1,048,576: the rounding puts a before b at the first tie. */
  @Test
  void allocatesThreeTwoAndOneOfSixQuanta() {
    one.hog("a", 3);
    one.hog("b", 2);
    one.hog("c", 1);
    one.run(59 * MS);

    assertThat(one.dispatches).isEqualTo(List.of("0 a", "10 b", "20 a", "40 b", "50 c"));
  }

  @Test
  void eachPairIsWithinAQuantumOfItsTicketsAtAnyTime() {
    Schedulable many = one.hog("many", 700);
    Schedulable few = one.hog("few", 300);
    for (int ms = 50; ms <= 3_000; ms += 50) {
      one.run(ms * MS);
      assertThat((double) ran(many)).isCloseTo(ms * MS * 0.7, within(QUANTUM_NS));
    }
    assertThat(ran(many) + ran(few)).isEqualTo(3_000 * MS);
  }

  @Test
  void aPartOfAQuantumIsChargedAsThatPart() {
    Schedulable whole = one.hog("whole", 256);
    Schedulable half = one.onOff("half", 256, 5 * MS, 0, Map.of());
    one.run(3_000 * MS);

    assertThat((double) ran(half)).isCloseTo(ran(whole), within(2 * QUANTUM_NS));
    assertThat(half.dispatches()).isGreaterThan(2 * whole.dispatches() - 4);
  }

  @Test
  void nobodyEarnsBySleeping() {
    Schedulable always = one.hog("always", 256);
    Schedulable late = one.hog("late", 256, 1_000 * MS, Map.of());
    one.run(3_000 * MS);

    assertThat((double) ran(late)).isCloseTo(1_000 * MS, within(2 * QUANTUM_NS));
    assertThat((double) ran(always)).isCloseTo(2_000 * MS, within(2 * QUANTUM_NS));
  }

  /** It has run its quantum when it leaves, and is as far ahead when it is back. */
  @Test
  void whoLeavesAndComesBackStillOwesWhatItOwed() {
    one.hog("a", 256);
    one.onOff("b", 256, 10 * MS, 15 * MS, Map.of());
    one.run(61 * MS);

    assertThat(one.dispatches).isEqualTo(List.of("0 a", "10 b", "20 a", "40 b", "50 a"));
  }

  @Test
  void otherTicketsAreOtherSharesFromThenOn() {
    Schedulable a = one.hog("a", 256);
    Schedulable b = one.hog("b", 256);
    one.run(1_000 * MS);
    one.host.changes().share(b, 768, null);
    long before = ran(b);
    one.run(3_000 * MS);

    assertThat((double) (ran(b) - before)).isCloseTo(1_500 * MS, within(2 * QUANTUM_NS));
    assertThat(ran(a) + ran(b)).isEqualTo(3_000 * MS);
  }

  @Test
  void onTwoProcessorsOneQueueServesBoth() {
    SmallHost two = new SmallHost("stride", 2, Map.of());
    Schedulable a = two.hog("a", 256);
    Schedulable b = two.hog("b", 256);
    Schedulable c = two.hog("c", 256);
    two.run(3_000 * MS);

    for (Schedulable s : List.of(a, b, c)) {
      assertThat((double) ran(s)).isCloseTo(2_000 * MS, within(2 * QUANTUM_NS));
    }
  }
}
