package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EevdfLevel.MS;

import java.util.Map;
import java.util.SplittableRandom;
import org.coremux.engine.Allocation;
import org.coremux.engine.Parameters;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.SchedulerProvider;
import org.coremux.mux.TraceHash;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies with reservations allocate nothing in a million events. */
@Tag("allocation")
class ReservationAllocationTest {
  private static final long END_NS = 100_000_000 * MS;

  private static Map<String, ?> settings(String policy, int i) {
    return switch (policy) {
      case "rtds" -> Map.of("budget", 2 * MS, "period", 10 * MS, "extratime", i % 2 == 0);
      case "sedf" -> Map.of("slice", 2 * MS, "period", 20 * MS, "extratime", i % 2 == 0);
      case "deadline" -> Map.of("runtime", MS, "deadline", 8 * MS, "period", 10 * MS);
      default -> Map.of();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtds", "sedf", "arinc653", "deadline"})
  void allocatesNothingPerEvent(String policy) {
    SchedulerProvider provider = ReservedLevel.provider(policy);
    Map<String, ?> own = policy.equals("deadline") ? Map.of("reclaim", true) : Map.of();
    Parameters parameters = Parameters.of(provider.parameters(), own);
    Site site = new Simulation(1).site("host");
    Multiplexer mux =
        new Multiplexer(site, "pcpu", new TraceHash(), LevelCosts.NONE, new SplittableRandom(1))
            .hardware(Topology.flat(2))
            .policy(pool -> provider.create(pool, parameters));
    BusyThreads threads = new BusyThreads(mux, new SplittableRandom(1));
    for (int i = 0; i < 4; i++) {
      Group group = mux.group("g" + i, null, 100, Group.Quota.NONE);
      group.settings(Parameters.of(provider.guestParameters(), settings(policy, i)));
      threads.hog("hog" + i, group);
      threads.sleeper("sleeper" + i, group, 0);
      threads.sleeper("other" + i, null, 0);
    }

    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
