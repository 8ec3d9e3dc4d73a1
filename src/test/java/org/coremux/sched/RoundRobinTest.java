package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.SmallHost.MS;
import static org.coremux.sched.SmallHost.ran;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.junit.jupiter.api.Test;

/** Round robin with a queue for each processor; dispatches say where: {@code "10 a on 1"}. */
class RoundRobinTest {
  private static final Map<String, String> PER_CPU = Map.of("queues", "per-cpu");

  private final List<String> places = new ArrayList<>();

  private SmallHost host(int processors) {
    SmallHost made = new SmallHost("round-robin", processors, PER_CPU);
    made.host.trace(
        (now, p, s, from, to) -> {
          if (to == RunState.RUNNING) {
            places.add(now / MS + " " + s + " on " + p.index());
          }
        });
    return made;
  }

  /** May run there only. */
  private static void pin(SmallHost host, Schedulable s, int cpu) {
    host.host.changes().share(s, s.weight(), CpuMask.range(cpu, cpu));
  }

  /** Computes for ever there, from the start on. */
  private static void hog(SmallHost host, String name, int cpu) {
    pin(host, host.hog(name, 256), cpu);
  }

  /** Wakes there for so much work, and may run there and on those above it from 1 ms on. */
  private static Schedulable guest(SmallHost host, String name, int cpu, long atNs, long workNs) {
    Schedulable s = host.burst(name, 256, atNs, workNs, Map.of());
    pin(host, s, cpu);
    CpuMask more = CpuMask.range(cpu, host.host.processorCount() - 1);
    host.model.at(MS, () -> host.host.changes().share(s, s.weight(), more));
    return s;
  }

  @Test
  void aWakerTakesAnIdleProcessor() {
    SmallHost host = host(2);
    hog(host, "hog", 0);
    guest(host, "late", 0, 20 * MS, 5 * MS);
    host.run(100 * MS);

    assertThat(places).containsExactly("0 hog on 0", "20 late on 1");
  }

  @Test
  void aWakerJoinsTheQueueOfItsOwnProcessorWhenNoneIdles() {
    SmallHost host = host(2);
    hog(host, "a", 0);
    hog(host, "b", 1);
    guest(host, "w", 0, 3 * MS, 2 * MS); // although the other has nobody waiting either
    guest(host, "x", 0, 4 * MS, 2 * MS); // and then a shorter queue
    host.run(20 * MS);

    assertThat(places)
        .containsExactly("0 a on 0", "0 b on 1", "10 w on 0", "12 x on 0", "14 a on 0");
  }

  @Test
  void whoseQuantumEndsStaysWhereItIs() {
    SmallHost host = host(2);
    hog(host, "a", 0);
    hog(host, "b", 1);
    Schedulable c = guest(host, "c", 0, 0, TestLevel.FOREVER_NS);
    host.run(1_000 * MS);

    assertThat(ran(c)).isEqualTo(500 * MS);
    assertThat(places).filteredOn(line -> line.contains(" c ")).allMatch(l -> l.endsWith(" on 0"));
  }

  /** Where one queue would give two thirds of a processor to each. */
  @Test
  void queuesAreNotEvenedOutWhileNobodyIdles() {
    SmallHost host = host(2);
    List<Schedulable> hogs = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      hogs.add(host.hog(name, 256));
    }
    host.run(1_000 * MS);

    assertThat(hogs)
        .extracting(SmallHost::ran)
        .containsExactlyInAnyOrder(1_000 * MS, 500 * MS, 500 * MS);
  }

  @Test
  void oneThatWouldIdleStealsTheFirstOfTheLongestQueue() {
    SmallHost host = host(3);
    hog(host, "a", 0);
    hog(host, "b", 1);
    pin(host, host.burst("c", 256, 0, 5 * MS, Map.of()), 2);
    guest(host, "a1", 0, 2 * MS, 20 * MS);
    guest(host, "b1", 1, 3 * MS, 20 * MS);
    guest(host, "b2", 1, 4 * MS, 20 * MS);
    host.run(9 * MS);

    assertThat(places).containsExactly("0 a on 0", "0 b on 1", "0 c on 2", "5 b1 on 2");
  }

  @Test
  void ofQueuesEquallyLongItStealsFromTheLowest() {
    SmallHost host = host(3);
    hog(host, "a", 0);
    hog(host, "b", 1);
    pin(host, host.burst("c", 256, 0, 5 * MS, Map.of()), 2);
    guest(host, "b1", 1, 2 * MS, 20 * MS);
    guest(host, "a1", 0, 3 * MS, 20 * MS);
    host.run(9 * MS);

    assertThat(places).endsWith("5 a1 on 2");
  }

  @Test
  void itStealsNobodyWhoMayNotRunThere() {
    SmallHost host = host(3);
    hog(host, "a", 0);
    hog(host, "b", 1);
    pin(host, host.burst("c", 256, 0, 5 * MS, Map.of()), 2);
    for (String name : List.of("p", "q", "r")) { // the longest queue has nobody for it
      hog(host, name, 0);
    }
    pin(host, host.burst("b1", 256, 2 * MS, 20 * MS, Map.of()), 1);
    guest(host, "b2", 1, 3 * MS, 20 * MS);
    host.run(9 * MS);

    assertThat(places).endsWith("5 b2 on 2");
  }

  @Test
  void itsOwnQueueGoesFirst() {
    SmallHost host = host(2);
    hog(host, "a", 0);
    pin(host, host.burst("c", 256, 0, 5 * MS, Map.of()), 1);
    guest(host, "a1", 0, 2 * MS, 20 * MS);
    guest(host, "a2", 0, 2 * MS, 20 * MS);
    guest(host, "own", 1, 4 * MS, MS);
    host.run(9 * MS);

    assertThat(places).containsExactly("0 a on 0", "0 c on 1", "5 own on 1", "6 a1 on 1");
  }
}
