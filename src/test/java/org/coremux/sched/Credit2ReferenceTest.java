package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.Credit2Bench.MS;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.coremux.engine.Parameters;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/** Credit2 against a slow and obvious one, change of state by change of state. */
class Credit2ReferenceTest {
  private static final long UNTIL_NS = 400 * MS;

  @Property(shrinking = ShrinkingMode.OFF)
  void decidesLikeTheObviousOneAtEveryInstant(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Credit2Parameters parameters =
        Credit2Parameters.of(
            Parameters.of(
                Credit2Parameters.declared(),
                Map.of(
                    "ratelimit",
                    new long[] {0, MS, MS, 5 * MS}[random.nextInt(4)],
                    "smtPowerSavings",
                    random.nextInt(3) == 0,
                    "fidelity",
                    random.nextInt(3) == 0 ? "intended" : "as-coded")));
    Shape shape = Shape.of(1, random.nextInt(1, 6), random.nextInt(1, 3));
    Topology topology = new Topology(shape, 1_000_000_000, 65_536);

    List<String> fast =
        new RandomThreads(seed, topology, pool -> new Credit2(pool, parameters)).run(UNTIL_NS);
    List<String> plain =
        new RandomThreads(seed, topology, pool -> new PlainCredit2(pool, parameters)).run(UNTIL_NS);

    assertThat(fast).isEqualTo(plain);
    assertThat(fast).isNotEmpty();
  }
}
