package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.CreditBench.MS;
import static org.coremux.sched.CreditBench.US;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.coremux.engine.Parameters;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;

/** Credit against a slow and obvious one, change of state by change of state. */
class CreditReferenceTest {
  private static final long UNTIL_NS = 300 * MS;

  @Property(shrinking = ShrinkingMode.OFF)
  void decidesLikeTheObviousOneAtEveryInstant(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    CreditParameters parameters = parameters(random);
    Topology topology = topology(random);

    List<String> fast =
        new RandomThreads(seed, topology, pool -> new Credit(pool, parameters)).run(UNTIL_NS);
    List<String> plain =
        new RandomThreads(seed, topology, pool -> new PlainCredit(pool, parameters)).run(UNTIL_NS);

    assertThat(fast).isEqualTo(plain);
    assertThat(fast).isNotEmpty();
  }

  private static Topology topology(SplittableRandom random) {
    int sockets = random.nextInt(1, 3);
    int threads = random.nextInt(1, 3);
    return new Topology(Shape.of(sockets, random.nextInt(1, 4), threads), 1_000_000_000, 65_536);
  }

  private static CreditParameters parameters(SplittableRandom random) {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("ratelimit", new long[] {0, MS, MS, 200 * US}[random.nextInt(4)]);
    settings.put("migrationDelay", random.nextInt(3) == 0 ? MS : 0L);
    settings.put("loadBalanceRatelimit", random.nextInt(3) == 0 ? 0L : MS);
    settings.put("tickleOneIdle", random.nextInt(3) != 0);
    settings.put("smtPowerSavings", random.nextInt(3) == 0);
    settings.put("accounting", random.nextInt(3) == 0 ? "sampled" : "exact");
    settings.put("fidelity", random.nextInt(3) == 0 ? "intended" : "as-coded");
    settings.put("tslice", new long[] {30 * MS, 30 * MS, 5 * MS, 2 * MS}[random.nextInt(4)]);
    return CreditParameters.of(Parameters.of(CreditParameters.declared(), settings));
  }
}
