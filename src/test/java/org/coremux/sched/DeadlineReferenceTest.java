package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.coremux.engine.Parameters;
import org.coremux.mux.Pool;
import org.coremux.mux.Scheduler;

/** The deadline class against a slow and obvious one, change of state by change of state. */
class DeadlineReferenceTest {
  private static Parameters settings(SplittableRandom random, long grainNs) {
    long periodNs = grainNs * random.nextLong(100_000 / grainNs + 2, 20 * MS / grainNs);
    long shortest = periodNs / grainNs / 2;
    long deadlineNs =
        random.nextBoolean() ? periodNs : grainNs * random.nextLong(shortest, 2 * shortest + 1);
    long runtimeNs = grainNs * random.nextLong(1, deadlineNs / grainNs + 1);
    return Parameters.of(
        DeadlineParameters.ofGuests(),
        Map.of("period", periodNs, "deadline", deadlineNs, "runtime", runtimeNs));
  }

  private static Scheduler over(Pool pool, UpperClass upper) {
    RoundRobinParameters fair = new RoundRobinParameters(2 * MS);
    return new ClassStack(pool, upper, below -> new RoundRobin(below, fair));
  }

  @Property
  void decidesLikeTheObviousOneAtEveryInstant(@ForAll long seed) {
    long tickNs = (seed & 1) * MS;
    BiFunction<SplittableRandom, Long, Parameters> settings = DeadlineReferenceTest::settings;
    DeadlineParameters parameters = new DeadlineParameters(tickNs, false, 1 << 20);
    Function<Pool, Scheduler> fast = pool -> over(pool, new DeadlineClass(pool, parameters));
    Function<Pool, Scheduler> plain = pool -> over(pool, new PlainDeadline(pool, tickNs));

    List<String> log = new RandomUnits(seed, fast, settings).run(200 * MS);

    assertThat(log).isEqualTo(new RandomUnits(seed, plain, settings).run(200 * MS));
    assertThat(log).isNotEmpty();
  }
}
