package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WaterfallTest {
  private static final String[] NAMES = {"smt", "exit", "switch", "waiting", "domain0", "capped"};

  private static Attribution attribution(Random random) {
    Causes causes = Causes.NONE;
    for (String name : NAMES) {
      if (random.nextInt(4) > 0) {
        long ns = random.nextLong() >> 24 + random.nextInt(36);
        causes = causes.with(name, ns);
      }
    }
    return new Attribution(10_000_000 + (random.nextLong() >>> 24 + random.nextInt(36)), causes);
  }

  /** {@code total x 10^9 / work}, rounded half up. */
  private static long perSecond(Attribution of) {
    BigInteger scaled =
        BigInteger.valueOf(of.totalNs()).multiply(BigInteger.valueOf(1_000_000_000L));
    return new java.math.BigDecimal(scaled)
        .divide(java.math.BigDecimal.valueOf(of.workNs()), 0, java.math.RoundingMode.HALF_UP)
        .longValueExact();
  }

  @Property(tries = 2_000)
  void stepsAddUpToTheDifferenceToTheNanosecond(@ForAll Random random) {
    Attribution from = attribution(random);
    Attribution to = attribution(random);
    Waterfall waterfall = Waterfall.perSecondOfWork(from, to).orElseThrow();

    assertThat(waterfall.fromNs()).isEqualTo(perSecond(from));
    assertThat(waterfall.toNs()).isEqualTo(perSecond(to));
    assertThat(waterfall.steps().totalNs()).isEqualTo(waterfall.differenceNs());
  }

  @Property(tries = 1_000)
  void noStepIsWrongByANanosecond(@ForAll Random random) {
    Attribution from = attribution(random);
    Attribution to = attribution(random);
    Waterfall waterfall = Waterfall.perSecondOfWork(from, to).orElseThrow();

    for (Causes.Cause step : waterfall.steps().parts()) {
      double exact =
          1e9 * to.beyond().ns(step.name()) / to.workNs()
              - 1e9 * from.beyond().ns(step.name()) / from.workNs();
      assertThat(step.ns() - exact).isBetween(-1.001 - exactly(exact), 1.001 + exactly(exact));
    }
  }

  /** What a {@code double} of that size may be wrong by. */
  private static double exactly(double value) {
    return Math.abs(value) * 1e-12 + 1e-3 + 1e3 * Math.ulp(1e9);
  }

  @Property(tries = 1_000)
  void foldingSmallStepsLosesNothing(@ForAll Random random) {
    Causes causes = attribution(random).beyond();
    Causes folded = causes.folded(random.nextInt(4), random.nextInt(1_000_000));
    assertThat(folded.totalNs()).isEqualTo(causes.totalNs());
    assertThat(folded.parts()).noneMatch(part -> part.ns() == 0);
  }

  @Test
  void aSecondOfWorkIsTheSameSecondOnBothSides() {
    Attribution from = new Attribution(4_000_000_000L, Causes.NONE.with("waiting", 400_000_000L));
    Attribution to =
        new Attribution(
            2_000_000_000L, Causes.NONE.with("waiting", 300_000_000L).with("exit", 20_000_000L));
    Waterfall waterfall = Waterfall.perSecondOfWork(from, to).orElseThrow();

    assertThat(waterfall.fromNs()).isEqualTo(1_100_000_000L);
    assertThat(waterfall.toNs()).isEqualTo(1_160_000_000L);
    assertThat(waterfall.steps())
        .isEqualTo(Causes.NONE.with("waiting", 50_000_000L).with("exit", 10_000_000L));
  }

  @Test
  void whatDidNextToNoWorkHasNoWaterfall() {
    Attribution stuck = new Attribution(1, Causes.NONE.with("waiting", Long.MAX_VALUE / 2));
    assertThat(Waterfall.perSecondOfWork(stuck, stuck)).isEmpty();
  }

  @Test
  void whatDidNoWorkHasNoWaterfall() {
    assertThat(Waterfall.perSecondOfWork(Attribution.NONE, new Attribution(1, Causes.NONE)))
        .isEmpty();
  }

  @Test
  void stepsThatLeadElsewhereAreRefused() {
    assertThatThrownBy(() -> new Waterfall(1, 5, Causes.NONE.with("exit", 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps of 3 ns");
  }

  @Test
  void aSavingIsANegativeStep() {
    LatencySplit.Bucket from = new LatencySplit.Bucket(20, 3, 50, Causes.NONE.with("waiting", 50));
    LatencySplit.Bucket to =
        new LatencySplit.Bucket(20, 2, 20, Causes.NONE.with("waiting", 11).with("exit", 9));
    Waterfall waterfall = Waterfall.perRequest(from, to);

    assertThat(waterfall.fromNs()).isEqualTo(17);
    assertThat(waterfall.toNs()).isEqualTo(10);
    assertThat(waterfall.steps().ns("waiting")).isEqualTo(-11); // 16.67 to 5.5
    assertThat(waterfall.steps().ns("exit")).isEqualTo(4); // rounded so that all add up
  }
}
