package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.coremux.engine.Allocation;
import org.coremux.engine.Parameters;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.TestLevel;
import org.coremux.mux.TraceHash;
import org.coremux.sched.HyperVParameters.Type;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The model of Hyper-V allocates nothing in the steady state, whatever its type. */
@Tag("allocation")
class HyperVAllocationTest {
  private static final long MS = TestLevel.MS;

  /** Long enough for what is measured. */
  private static final long END_NS = 100_000_000 * MS;

  @ParameterizedTest
  @EnumSource(Type.class)
  void aMillionEventsAllocateNothing(Type type) {
    HyperVProvider provider = new HyperVProvider();
    Map<String, String> set =
        Map.of("type", type.name().toLowerCase(Locale.ROOT), "groups", "web 15 %");
    HyperVParameters parameters = HyperVProvider.of(Parameters.of(provider.parameters(), set));
    Site site = new Simulation(1).site("test");
    Multiplexer host =
        new Multiplexer(
                site,
                "host",
                new TraceHash(),
                new TestLevel.Costs(2_000, 0, 1_000),
                new SplittableRandom(1))
            .hardware(new Topology(Shape.of(1, 4, 2), 1_000_000_000))
            .policy(pool -> HyperVProvider.create(pool, parameters));
    BusyThreads busy = new BusyThreads(host, new SplittableRandom(1));
    for (int g = 0; g < 8; g++) {
      Map<String, Object> said = new HashMap<>();
      said.put("reserve", g % 3 == 0 ? 1_000L : 0);
      said.put("limit", g % 4 == 0 ? 3_000L : 10_000L);
      if (g % 2 == 1) {
        said.put("cpuGroup", "web");
      }
      Group guest =
          host.group("g" + g, null, 256, Group.Quota.NONE)
              .settings(Parameters.of(provider.guestParameters(), said));
      for (int k = 0; k <= g % 4; k++) {
        busy.sleeper("s" + g + "." + k, guest, 0);
      }
      busy.hog("h" + g, guest);
    }

    assertThat(Allocation.fewestBytes(site, END_NS)).isZero();
  }
}
