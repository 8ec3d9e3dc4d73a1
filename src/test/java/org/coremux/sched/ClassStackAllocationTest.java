package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EevdfLevel.MS;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.mux.Alarm;
import org.coremux.mux.Group;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TraceHash;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A million events of real-time threads above fair ones allocate nothing. */
@Tag("allocation")
class ClassStackAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Long enough for a million events. Unit: ns. */
  private static final long WINDOW_NS = 100_000 * MS;

  private final Simulation simulation = new Simulation(1);
  private final Site site = simulation.site("host");
  private final Multiplexer mux =
      new Multiplexer(site, "pcpu", new TraceHash(), LevelCosts.NONE, new SplittableRandom(1))
          .hardware(new Topology(Shape.of(1, 4, 2), 1_000_000_000))
          .policy(
              pool ->
                  new ClassStack(pool, inner -> new Eevdf(inner, EevdfParameters.EEVDF_LATEST)));

  private void hog(String name, Group group) {
    Schedulable[] self = new Schedulable[1];
    self[0] = Schedulable.thread(name, group, 1024, null, now -> self[0].compute(1L << 50));
    self[0].compute(1L << 50);
    mux.admit(self[0]);
    mux.start(self[0]);
    mux.wake(self[0]);
  }

  private void sleeper(String name, int realTime, SplittableRandom random) {
    Schedulable[] self = new Schedulable[1];
    Alarm[] alarm = new Alarm[1];
    self[0] =
        Schedulable.thread(
            name,
            null,
            1024,
            null,
            now -> {
              self[0].compute(random.nextLong(1, MS));
              mux.block(self[0]);
              mux.arm(alarm[0], self[0].processor(), now + random.nextLong(1, 4 * MS));
            });
    self[0].compute(MS);
    self[0].realTime(realTime);
    mux.admit(self[0]);
    mux.start(self[0]);
    alarm[0] = mux.alarm(self[0].processor(), now -> mux.wake(self[0]));
    mux.wake(self[0]);
  }

  @Test
  void allocatesNothingPerEvent() {
    Group plain = mux.group("plain", null, 100, Group.Quota.NONE);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 6; i++) {
      hog("hog" + i, i % 2 == 0 ? null : plain);
      sleeper("a" + i, i, random);
      sleeper("b" + i, 0, random);
      sleeper("c" + i, 1, random);
    }
    // looked at from within one run, so that beginning and ending a run do not count
    int windows = 4;
    long[] events = new long[windows + 1];
    long[] bytes = new long[windows + 1];
    for (int i = 0; i <= windows; i++) {
      int window = i;
      Timer look =
          new Timer(
              now -> {
                events[window] = site.events();
                bytes[window] = THREADS.getCurrentThreadAllocatedBytes();
              });
      site.arm(look, (i + 1) * WINDOW_NS);
    }

    simulation.runUntil((windows + 1) * WINDOW_NS);

    // the first window warms up; what the JVM itself allocates in the others, it does but once
    long fewest = Long.MAX_VALUE;
    for (int i = 1; i < windows; i++) {
      assertThat(events[i + 1] - events[i]).isGreaterThan(1_000_000);
      fewest = Math.min(fewest, bytes[i + 1] - bytes[i]);
    }
    assertThat(fewest).isZero();
  }
}
