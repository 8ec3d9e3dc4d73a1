package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.SmallHost.MS;
import static org.coremux.sched.SmallHost.ran;

import java.util.List;
import java.util.Map;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;

class FifoTest {
  private final SmallHost host = new SmallHost("fifo", 1, Map.of());

  /** The convoy: short ones wait behind a long one. */
  @Test
  void runsEachToItsEndInTheOrderInWhichTheyCame() {
    host.burst("long", 256, 0, 100 * MS, Map.of());
    host.burst("first", 1024, 10 * MS, MS, Map.of());
    host.burst("second", 256, 20 * MS, MS, Map.of());
    host.run(200 * MS);

    assertThat(host.dispatches).isEqualTo(List.of("0 long", "100 first", "101 second"));
  }

  @Test
  void whoComputesForEverStarvesWhoeverComesLater() {
    host.hog("a", 256);
    Schedulable b = host.hog("b", 1024, MS, Map.of());
    host.run(1_000 * MS);

    assertThat(ran(b)).isZero();
  }

  @Test
  void whoYieldsGoesToTheEnd() {
    Schedulable a = host.hog("a", 256);
    host.hog("b", 256);
    host.hog("c", 256);
    host.model.at(10 * MS, () -> host.host.yield(a, null));
    host.run(100 * MS);

    assertThat(host.dispatches).isEqualTo(List.of("0 a", "10 b"));
  }

  @Test
  void servesAllProcessorsFromOneQueue() {
    SmallHost two = new SmallHost("fifo", 2, Map.of());
    two.burst("a", 256, 0, 10 * MS, Map.of());
    two.burst("b", 256, 0, 20 * MS, Map.of());
    two.burst("c", 256, 0, 30 * MS, Map.of());
    two.run(100 * MS);

    assertThat(two.dispatches).isEqualTo(List.of("0 a", "0 b", "10 c"));
  }
}
