package org.coremux.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coremux.engine.RandomStreams;
import org.coremux.guest.ReplayProgram.Step;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** What replayed threads do to each other, at exact times; the books balance at each of them. */
class ReplayTest {
  private static final long QUANTUM_NS = 10 * MS;
  private static final long EXIT_NS = MS / 2;

  private final TestLevel level = new TestLevel();
  private final List<String> log = new ArrayList<>();
  private final List<Runnable> begins = new ArrayList<>();
  private final List<WorkloadMeter> meters = new ArrayList<>();
  private final ReplayStage stage = new ReplayStage(20);

  private Multiplexer cpus(int count) {
    return level.hardware(
        Topology.flat(count), TestLevel.Costs.FREE, TestLevel.roundRobin(QUANTUM_NS));
  }

  private void watch(Multiplexer mux) {
    mux.trace(
        (now, p, s, from, to) -> {
          String ms = String.format(Locale.ROOT, "%.1f ", now / (double) MS);
          if (to == RunState.RUNNING) {
            log.add(ms + s.name() + " runs");
          } else if (from == RunState.RUNNING) {
            log.add(ms + s.name() + " " + to.name().toLowerCase(Locale.ROOT));
          }
        });
  }

  private static ReplayProgram program(String name, int cameFrom, String steps) {
    ReplayProgram.Builder to = new ReplayProgram.Builder(name, ReplayProgram.NONE, cameFrom);
    for (String text : steps.split(", ")) {
      String[] words = text.split(" ");
      long one = words.length > 1 ? Long.parseLong(words[1]) : 0;
      long two = words.length > 2 ? Long.parseLong(words[2]) : 0;
      switch (words[0]) {
        case "wake" -> to.add(Step.WAKE, two, (int) one);
        case "leave" -> to.add(Step.LEAVE, 0, (int) one);
        case "wait" -> to.add(Step.WAIT, one * MS, (int) two);
        case "children" -> to.add(Step.WAIT_CHILD, one, ReplayProgram.NONE);
        default ->
            to.add(Step.valueOf(words[0].toUpperCase(Locale.ROOT)), one * MS, ReplayProgram.NONE);
      }
    }
    return to.build();
  }

  /** Adds a process of one thread; ms, wake THREAD BLOCK, wait MS THREAD. */
  private GuestOs process(Multiplexer mux, int number, String steps) {
    return process(mux, number, 0, steps);
  }

  private GuestOs process(Multiplexer mux, int number, int cameFrom, String steps) {
    GuestOs os = new GuestOs("p", mux, null, 1024, null);
    ReplayProgram program = program(Integer.toString(number), cameFrom, steps);
    WorkloadMeter meter = new WorkloadMeter("replay", true, 1_000 * MS);
    Replay replay =
        new Replay(
            new ReplayProcess(
                "p" + number, List.of(number), List.of(program), ReplayMeter.Recorded.NOTHING),
            stage,
            new Replay.Settings(0, 0, true));
    replay.install(new WorkloadSite(os, meter, new RandomStreams(1, 0), "s"));
    meters.add(meter);
    begins.add(
        () -> {
          os.start();
          replay.begin(0);
        });
    return os;
  }

  private List<String> run(long untilMs) {
    begins.forEach(Runnable::run);
    level.run(untilMs * MS);
    return log;
  }

  @Test
  void aWakeUpComesAtThePointOfTheWakersOwnExecution() {
    Multiplexer cpu = cpus(2);
    watch(cpu);
    process(cpu, 0, "run 3, wake 1 0, run 2, exit");
    process(cpu, 1, "run 1, wait 7 0, run 4, exit");

    assertThat(run(50))
        .containsExactly(
            "0.0 p.0 runs",
            "0.0 p.1 runs",
            "1.0 p.1 blocked",
            "3.0 p.1 runs",
            "5.0 p.0 offline",
            "7.0 p.1 offline");
    assertThat(meters).allMatch(WorkloadMeter::isFinished);
  }

  @Test
  void aWakeUpBeforeTheBlockMeansThatItDoesNotHappen() {
    Multiplexer cpu = cpus(2);
    watch(cpu);
    process(cpu, 0, "run 1, wake 1 0, run 1, exit");
    process(cpu, 1, "run 5, wait 7 0, run 4, exit");

    assertThat(run(50))
        .containsExactly("0.0 p.0 runs", "0.0 p.1 runs", "2.0 p.0 offline", "9.0 p.1 offline");
  }

  @Test
  void eachWakeUpEndsItsOwnBlock() {
    Multiplexer cpu = cpus(2);
    watch(cpu);
    process(cpu, 0, "run 2, wake 1 1, run 2, wake 1 0, run 1, exit");
    process(cpu, 1, "run 1, wait 7 0, run 4, wait 7 0, run 1, exit");

    assertThat(run(50))
        .containsExactly(
            "0.0 p.0 runs",
            "0.0 p.1 runs",
            "1.0 p.1 blocked",
            "4.0 p.1 runs",
            "5.0 p.0 offline",
            "9.0 p.1 offline");
  }

  @Test
  void whereTheWakerIsNotThereAThreadSleepsAsLongAsRecorded() {
    Multiplexer cpu = cpus(1);
    watch(cpu);
    process(cpu, 1, "run 1, wait 7 0, run 4, wait 3 19, run 1, wait 2 25, exit");

    assertThat(run(50))
        .containsExactly(
            "0.0 p.1 runs",
            "1.0 p.1 blocked",
            "8.0 p.1 runs",
            "12.0 p.1 blocked",
            "15.0 p.1 runs",
            "16.0 p.1 blocked",
            "18.0 p.1 runs",
            "18.0 p.1 offline");
  }

  @Test
  void afterItsWakerHasEndedAThreadSleepsAsLongAsRecorded() {
    Multiplexer cpu = cpus(2);
    watch(cpu);
    process(cpu, 0, "run 1, exit");
    process(cpu, 1, "run 5, wait 7 0, run 4, exit");

    assertThat(run(50))
        .containsExactly(
            "0.0 p.0 runs",
            "0.0 p.1 runs",
            "1.0 p.0 offline",
            "5.0 p.1 blocked",
            "12.0 p.1 runs",
            "16.0 p.1 offline");
  }

  @Test
  void aSleepIsADurationAfterTheBlock() {
    Multiplexer cpu = cpus(1);
    watch(cpu);
    process(cpu, 0, "run 4, exit");
    process(cpu, 1, "run 1, sleep 5, run 1, exit");

    assertThat(run(50))
        .containsExactly(
            "0.0 p.0 runs",
            "4.0 p.0 offline",
            "4.0 p.1 runs",
            "5.0 p.1 blocked",
            "10.0 p.1 runs",
            "11.0 p.1 offline");
  }

  @Test
  void theEndOfAsManyChildrenReleasesAWait() {
    Multiplexer cpu = cpus(4);
    watch(cpu);
    process(cpu, 0, "children 1, run 1, children 3, run 1, exit");
    process(cpu, 1, "run 5, leave 0, exit");
    process(cpu, 2, "run 2, leave 0, exit");
    process(cpu, 3, "run 9, leave 0, exit");

    run(50);
    assertThat(log.stream().filter(line -> line.contains(" p.0 ")))
        .containsExactly(
            "0.0 p.0 runs",
            "0.0 p.0 blocked",
            "2.0 p.0 runs",
            "3.0 p.0 blocked",
            "9.0 p.0 runs",
            "10.0 p.0 offline");
  }

  @Test
  void childrenThatHaveEndedAreNotWaitedFor() {
    Multiplexer cpu = cpus(2);
    watch(cpu);
    process(cpu, 0, "run 4, children 1, run 1, exit");
    process(cpu, 1, "run 2, leave 0, exit");

    run(50);
    assertThat(log.stream().filter(line -> line.contains(" p.0 ")))
        .containsExactly("0.0 p.0 runs", "5.0 p.0 offline");
  }

  @Test
  void untilATimeMeansWhateverRan() {
    Multiplexer cpu = cpus(1);
    watch(cpu);
    process(cpu, 0, "until 25, exit");
    process(cpu, 1, "run 13, exit");

    assertThat(run(50))
        .containsExactly(
            "0.0 p.0 runs",
            "10.0 p.0 runnable",
            "10.0 p.1 runs",
            "20.0 p.1 runnable",
            "20.0 p.0 runs",
            "25.0 p.0 offline",
            "25.0 p.1 runs",
            "28.0 p.1 offline");
  }

  @Test
  void whoseTimeIsUpWhileItWaitsEndsWhenItRuns() {
    Multiplexer cpu = cpus(1);
    watch(cpu);
    process(cpu, 0, "until 15, exit");
    process(cpu, 1, "run 10, exit");

    assertThat(run(50))
        .containsExactly(
            "0.0 p.0 runs",
            "10.0 p.0 runnable",
            "10.0 p.1 runs",
            "20.0 p.1 offline",
            "20.0 p.0 runs",
            "20.0 p.0 offline");
  }

  @Test
  void aForkedThreadIsOfflineBefore() {
    Multiplexer cpu = cpus(2);
    watch(cpu);
    process(cpu, 0, "run 3, wake 1 0, run 1, exit");
    GuestOs child = process(cpu, 1, ReplayProgram.NONE, "wait 8 0, run 2, exit");

    assertThat(run(20))
        .containsExactly("0.0 p.0 runs", "3.0 p.1 runs", "4.0 p.0 offline", "5.0 p.1 offline");
    GuestThread thread = child.threads().get(0);
    assertThat(thread.timeNs(RunState.OFFLINE)).isEqualTo(3 * MS + 15 * MS);
    assertThat(thread.timeNs(RunState.BLOCKED)).isZero();
  }

  @Test
  void withoutItsParentAThreadBeginsWhenItDid() {
    Multiplexer cpu = cpus(1);
    watch(cpu);
    process(cpu, 1, ReplayProgram.NONE, "wait 8 0, run 2, exit");

    assertThat(run(20)).containsExactly("8.0 p.1 runs", "10.0 p.1 offline");
  }

  @Test
  void whoIsParkedIsDone() {
    Multiplexer cpu = cpus(1);
    watch(cpu);
    process(cpu, 0, "run 2, park");
    process(cpu, 1, "run 1");

    assertThat(run(20))
        .containsExactly("0.0 p.0 runs", "2.0 p.0 blocked", "2.0 p.1 runs", "3.0 p.1 blocked");
    assertThat(meters).allMatch(WorkloadMeter::isFinished);
  }

  @Test
  void delaysAreCountedFromWakeUpToBlock() {
    Multiplexer cpu = cpus(1);
    process(cpu, 0, "run 4, exit");
    process(cpu, 1, "run 1, sleep 5, run 1, exit");
    run(50);

    ReplayMeter meter = meters.get(1).replay().orElseThrow();
    assertThat(meter.runDelay().count()).isEqualTo(2);
    assertThat(meter.runDelay().maxNs().orElse(0)).isBetween(4 * MS, 4 * MS + MS / 50);
    assertThat(meter.now()).isEqualTo(new ReplayMeter.Figures(2 * MS, 4 * MS, 2, 0));
  }

  @Test
  void acrossGuestsAWakeUpIsAnInterrupt() {
    Multiplexer host =
        level.hardware(
            Topology.flat(2), new TestLevel.Costs(0, EXIT_NS, 0), TestLevel.roundRobin(QUANTUM_NS));
    Schedulable one = TestLevel.add(host, TestLevel.vcpu("one", null));
    Schedulable two = TestLevel.add(host, TestLevel.vcpu("two", null));
    Multiplexer first =
        level.guest("one", TestLevel.Costs.FREE, TestLevel.roundRobin(QUANTUM_NS), one);
    Multiplexer second =
        level.guest("two", TestLevel.Costs.FREE, TestLevel.roundRobin(QUANTUM_NS), two);
    watch(first);
    watch(second);
    process(first, 0, "run 3, wake 1 0, run 2, exit");
    process(second, 1, "run 1, wait 7 0, run 4, exit");
    process(second, 2, "run 3, wait 9 0, run 4, exit");

    assertThat(run(50))
        .containsExactly(
            "0.0 p.0 runs",
            "0.0 p.1 runs",
            "1.0 p.1 blocked",
            "1.0 p.2 runs", // interrupted at 3.0
            "4.5 p.2 blocked",
            "4.5 p.1 runs",
            "5.0 p.0 offline",
            "8.5 p.1 offline");
  }
}
