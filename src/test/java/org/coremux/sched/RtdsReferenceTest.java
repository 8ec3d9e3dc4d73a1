package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.coremux.engine.Parameters;

/** RTDS against a slow and obvious one, change of state by change of state. */
class RtdsReferenceTest {
  private static Parameters settings(SplittableRandom random, long grainNs) {
    long periodNs = grainNs * random.nextLong(2, 20 * MS / grainNs);
    long budgetNs = Math.max(10_000, grainNs * random.nextLong(1, periodNs / grainNs + 1));
    return Parameters.of(
        RtdsParameters.declared(),
        Map.of("period", periodNs, "budget", budgetNs, "extratime", random.nextInt(3) > 0));
  }

  @Property
  void decidesLikeTheObviousOneAtEveryInstant(@ForAll long seed) {
    boolean asCoded = (seed & 1) == 0;
    Fidelity fidelity = asCoded ? Fidelity.AS_CODED : Fidelity.INTENDED;

    List<String> fast =
        new RandomUnits(seed, pool -> new Rtds(pool, fidelity), RtdsReferenceTest::settings)
            .run(200 * MS);
    List<String> plain =
        new RandomUnits(seed, pool -> new PlainRtds(pool, asCoded), RtdsReferenceTest::settings)
            .run(200 * MS);

    assertThat(fast).isEqualTo(plain).isNotEmpty();
  }
}
