package org.coremux.evidence.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.roundRobin;

import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.mux.TestLevel.Costs;
import org.coremux.topology.Shape;
import org.coremux.topology.SmtSpeeds;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Two threads of one core, of which the second becomes busy after 5 ms and slows the first. */
class SpeedWatchTest {
  private static final SmtSpeeds SLOWED = SmtSpeeds.of(Topology.NOMINAL_SPEED * 5 / 8);

  private final TestLevel model = new TestLevel();
  private Schedulable first;

  private Multiplexer machine(SmtSpeeds smt) {
    Topology topology = new Topology(Shape.of(1, 1, 2), 1_000_000_000, smt);
    Multiplexer level = model.hardware(topology, Costs.FREE, roundRobin(100 * MS));
    first = model.hog(level, "first", null);
    Schedulable second = model.hog(level, "second", null);
    level.wake(first);
    Processor p = second.processor();
    level.arm(level.alarm(p, now -> level.wake(second)), p, 5 * MS);
    return level;
  }

  private void run(Multiplexer level, long untilNs) {
    model.run(untilNs);
    level.pool().settle(level.processor(0));
    level.pool().settle(level.processor(1));
  }

  @Test
  void workByTheSpeedOfEachInstantIsRight() {
    Multiplexer level = machine(SLOWED);
    SpeedWatch watch = new SpeedWatch(level);
    model.site.afterInstant(watch);

    run(level, 10 * MS);
    watch.run();

    assertThat(first.workNs()).isEqualTo(5 * MS + 5 * MS * 5 / 8);
  }

  @Test
  void workByAnotherSpeedThanThatOfTheInstantIsFound() {
    Multiplexer level = machine(SLOWED);
    SpeedWatch watch = new SpeedWatch(level);
    run(level, MS);
    watch.run();
    run(level, 10 * MS); // it has not seen the instant in which the second became busy

    assertThatThrownBy(watch::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("law of speed: first of pcpu has done 8125000 ns of work");
  }

  @Test
  void aThreadThatItsBusySiblingDoesNotSlowIsFound() {
    Multiplexer level = machine(SmtSpeeds.FULL); // the slowdown is forgotten
    SpeedWatch watch = new SpeedWatch(level, SLOWED);
    run(level, MS);
    watch.run();
    run(level, 10 * MS);

    assertThatThrownBy(watch::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("law of speed: pCPU 0 of pcpu is at 65536 65,536ths, 2 of its");
  }
}
