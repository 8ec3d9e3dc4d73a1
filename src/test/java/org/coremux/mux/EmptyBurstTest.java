package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;

import org.coremux.mux.TestLevel.Costs;
import org.coremux.sched.RoundRobin;
import org.coremux.sched.RoundRobinParameters;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

class EmptyBurstTest {
  @Test
  void letsOneThatBlocksAtOnceLeaveItsProcessorIdle() {
    TestLevel model = new TestLevel();
    Multiplexer host =
        model.hardware(
            Topology.flat(1),
            new Costs(2 * US, 0, 0),
            pool -> new RoundRobin(pool, new RoundRobinParameters(10 * MS)));
    Schedulable[] self = new Schedulable[1];
    self[0] = TestLevel.thread("nothing to do", null, now -> host.block(self[0]));
    TestLevel.add(host, self[0]);
    host.wake(self[0]);
    model.at(5 * MS, () -> host.wake(self[0]));

    model.run(10 * MS);

    assertThat(host.processor(0).current()).isSameAs(host.processor(0).idle);
    assertThat(self[0].timeNs(RunState.RUNNING)).isEqualTo(4 * US); // two switches
  }
}
