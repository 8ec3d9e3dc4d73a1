package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.coremux.engine.Parameters;

/** SEDF against a slow and obvious one, change of state by change of state. */
class SedfReferenceTest {
  /** None, little, or more than there is: slices may be missed. */
  private static Parameters settings(SplittableRandom random, long grainNs) {
    long most = random.nextBoolean() ? 20 * MS : MS;
    long oddNs = grainNs == 50 * US ? random.nextLong(US) : 0;
    long periodNs = oddNs + grainNs * random.nextLong(1, most / grainNs);
    long sliceNs = grainNs * random.nextLong(0, 1 + periodNs / grainNs / random.nextLong(1, 6));
    boolean isExtra = sliceNs == 0 || random.nextInt(3) > 0;
    return Parameters.of(
        SedfParameters.declaredOfGuests(),
        Map.of("period", periodNs, "slice", sliceNs, "extratime", isExtra));
  }

  private static SedfParameters policy(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long turnNs = new long[] {50 * US, 500 * US, 3 * MS + 1}[random.nextInt(3)];
    return new SedfParameters(random.nextBoolean(), turnNs, SedfParameters.STANDARD.domain0());
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void decidesLikeTheObviousOneAtEveryInstant(@ForAll long seed) {
    SedfParameters policy = policy(seed);

    List<String> fast =
        new RandomUnits(seed, pool -> new Sedf(pool, policy), SedfReferenceTest::settings)
            .run(200 * MS);
    List<String> plain =
        new RandomUnits(seed, pool -> new PlainSedf(pool, policy), SedfReferenceTest::settings)
            .run(200 * MS);

    assertThat(fast).as("seed %s", seed).isEqualTo(plain).isNotEmpty();
  }
}
