package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Elapsed time becomes work, and loss, without a nanosecond's fraction going astray. */
class SpeedPropertyTest {
  /** Sets one factor, or the level below when it is null, and then runs for a while. */
  private record Stretch(SpeedFactor factor, int value, long ns, long asked) {}

  @Provide
  Arbitrary<List<Stretch>> stretches() {
    Arbitrary<SpeedFactor> factors = Arbitraries.of(SpeedFactor.class).injectNull(0.2);
    Arbitrary<Integer> values =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1_000, 3 * Speed.NOMINAL),
            Arbitraries.just(Speed.NOMINAL));
    Arbitrary<Long> ns =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 100),
            Arbitraries.longs().between(0, Speed.STRETCH_MAX_NS));
    return Combinators.combine(factors, values, ns, ns).as(Stretch::new).list().ofMaxSize(50);
  }

  @Property(tries = 500)
  void turnsElapsedTimeIntoWorkAndLossesExactly(@ForAll("stretches") List<Stretch> stretches) {
    Speed speed = new Speed();
    Schedulable s = Schedulable.thread("s", null, 1, null, null);
    long[] factors = new long[SpeedFactor.COUNT];
    java.util.Arrays.fill(factors, Speed.NOMINAL);
    long below = Speed.NOMINAL;
    BigInteger turned = BigInteger.ZERO;
    BigInteger work = BigInteger.ZERO;
    BigInteger[] lost = new BigInteger[SpeedFactor.COUNT];
    java.util.Arrays.fill(lost, BigInteger.ZERO);

    for (Stretch stretch : stretches) {
      if (stretch.factor == null) {
        speed.below(stretch.value);
        below = stretch.value;
      } else {
        speed.factor(stretch.factor, stretch.value);
        factors[stretch.factor.ordinal()] = stretch.value;
      }
      long value = below;
      for (int f = 0; f < SpeedFactor.COUNT; f++) {
        long after = value * factors[f] / Speed.NOMINAL;
        lost[f] = lost[f].add(BigInteger.valueOf(value - after).multiply(ns(stretch)));
        value = after;
      }
      assertThat(speed.value()).isEqualTo((int) value);
      turned = turned.add(BigInteger.valueOf(value).multiply(ns(stretch)));
      speed.bookLoss(s, stretch.ns);
      work = work.add(BigInteger.valueOf(speed.upTo(stretch.asked, speed.workIn(stretch.ns))));
      long carry = speed.carry();
      assertThat(turned).isEqualTo(work.shiftLeft(Speed.SHIFT).add(BigInteger.valueOf(carry)));
      if (carry >= 1L << 60) {
        return; // more than a burst may ever overshoot: an end is looked for in time
      }
    }
    for (SpeedFactor factor : SpeedFactor.values()) {
      assertThat(BigInteger.valueOf(s.lostNs(factor)))
          .isEqualTo(lost[factor.ordinal()].shiftRight(Speed.SHIFT));
    }
  }

  private static BigInteger ns(Stretch stretch) {
    return BigInteger.valueOf(stretch.ns);
  }

  @Property(tries = 1_000)
  void endsABurstInTheFirstNanosecondInWhichItsWorkIsDone(
      @ForAll("values") int value, @ForAll("times") long before, @ForAll("works") long asked) {
    Speed speed = new Speed();
    speed.below(value);
    speed.workIn(before); // leaves a carry
    long carry = speed.carry();

    long ns = speed.timeFor(asked);

    assertThat(done(ns, value, carry)).isGreaterThanOrEqualTo(BigInteger.valueOf(asked));
    if (ns > 0) {
      assertThat(done(ns - 1, value, carry)).isLessThan(BigInteger.valueOf(asked));
    }
  }

  private static BigInteger done(long ns, int value, long carry) {
    return BigInteger.valueOf(ns)
        .multiply(BigInteger.valueOf(value))
        .add(BigInteger.valueOf(carry))
        .shiftRight(Speed.SHIFT);
  }

  @Provide
  Arbitrary<Integer> values() {
    return Arbitraries.integers().between(1, 4 * Speed.NOMINAL);
  }

  @Provide
  Arbitrary<Long> times() {
    return Arbitraries.longs().between(0, 1_000_000);
  }

  @Provide
  Arbitrary<Long> works() {
    return Arbitraries.longs().between(0, 1L << 24); // at speed 1 one stretch, 2^40 ns
  }
}
