package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.Schedulable;
import org.coremux.mux.SchedulerProvider;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;

/**
 * Guests at random on cores, under every policy there is; {@link CoreBench} checks each instant.
 */
class CoreSchedulingPropertyTest {
  private static final long MS = CoreBench.MS;
  private static final long US = CoreBench.US;

  private static final List<SchedulerProvider> PROVIDERS =
      ServiceLoader.load(SchedulerProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  @Provide
  Arbitrary<String> policies() {
    return Arbitraries.of(PROVIDERS.stream().map(SchedulerProvider::name).toList());
  }

  private static SchedulerProvider provider(String name) {
    return PROVIDERS.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void neverLetsTwoGuestsShareACoreWhateverThePolicy(
      @ForAll("policies") String name, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    CoreBench bench = bench(provider(name), random);
    Group[] guests = new Group[2 + random.nextInt(3)];
    for (int g = 0; g < guests.length; g++) {
      boolean isCapped = provider(name).refusesCaps() == null && random.nextInt(4) == 0;
      long quotaNs = random.nextLong(5, 60) * MS / 10;
      guests[g] =
          bench.host.group(
              "g" + g,
              null,
              100,
              isCapped ? new Group.Quota(quotaNs, 10 * MS, 0) : Group.Quota.NONE);
      CpuMask cores = random.nextInt(4) == 0 ? core(bench, random) : null;
      for (int k = random.nextInt(5); k >= 0; k--) {
        if (random.nextInt(4) == 0) {
          bench.host.wake(bench.hog("g" + g + ".v" + k, guests[g], cores));
        } else {
          bench.onOff("g" + g + ".v" + k, guests[g], cores, random);
        }
      }
    }
    meddle(bench, random);

    bench.model.run(60 * MS);

    assertThat(bench.model.site.events()).isPositive();
    assertThat(bench.host.pool().forcedIdleNs()).isBetween(0L, bench.idleNs());
  }

  private static CoreBench bench(SchedulerProvider provider, SplittableRandom random) {
    Shape shape = Shape.of(1 + random.nextInt(2), 1 + random.nextInt(3), 2);
    boolean sockets = random.nextInt(4) == 0;
    int threads = sockets ? 2 * shape.coresPerSocket() : 2;
    TestLevel.Costs costs =
        new TestLevel.Costs(
            random.nextInt(3) * US, 0, random.nextInt(3) == 0 ? 0 : random.nextLong(6 * US));
    Parameters parameters = Parameters.defaults(provider.parameters());
    return new CoreBench(
        shape,
        threads,
        costs,
        random.nextInt(2) * random.nextLong(5 * US),
        pool -> provider.create(pool, parameters));
  }

  private static CpuMask core(CoreBench bench, SplittableRandom random) {
    int first = random.nextInt(bench.host.processorCount() / bench.threads) * bench.threads;
    return CpuMask.range(first, first + bench.threads - 1);
  }

  /** Stops and starts some, moves guests, and gives them other weights. */
  private static void meddle(CoreBench bench, SplittableRandom random) {
    for (int i = 0; i < 8; i++) {
      Schedulable s = bench.all.get(random.nextInt(bench.all.size()));
      long atNs = random.nextLong(50 * MS);
      CpuMask cores = random.nextBoolean() ? core(bench, random) : null;
      int weight = 64 << random.nextInt(4);
      int what = random.nextInt(3);
      bench.model.at(
          atNs,
          () -> {
            if (what == 0) {
              bench.host.stop(s);
              bench.model.at(atNs + 3 * MS, () -> bench.host.start(s));
            } else {
              for (Schedulable member : bench.all) {
                if (member.group() == s.group()) {
                  bench.host.changes().share(member, weight, what == 1 ? cores : s.affinity());
                }
              }
            }
          });
    }
  }
}
