package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.coremux.mux.SchedulerProvider;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws that hold between runs, whatever their figures are. */
class LawsTest {
  private static final long MS = 1_000_000;
  private static final String WEB =
      "kind: server, threads: 3, arrivals: {rate: 300/s}, service: {mean: 2 ms}, stream: s";
  private static final String TURNS =
      "kind: on-off, threads: 2, burst: {mean: 3 ms, distribution: exponential},"
          + " sleep: 4 ms, stream: t";

  static Stream<String> policies() {
    return Plugins.installed().schedulers().stream().map(SchedulerProvider::name);
  }

  /** Those under which a guest draws nothing from a stream that is named after it. */
  static Stream<String> withoutDraws() {
    return policies().filter(policy -> !policy.equals("lottery"));
  }

  /** Those without a table in which everybody has an entry. */
  static Stream<String> withoutTables() {
    return policies().filter(policy -> !policy.equals("arinc653"));
  }

  static Stream<String> withoutTablesAndDraws() {
    return withoutTables().filter(policy -> !policy.equals("lottery"));
  }

  private static Scene busy(String policy, String one, String other) {
    return Scene.on("kvm")
        .cores(2)
        .policy("{name: " + policy + "}")
        .guest(one, 2, WEB)
        .guest(other, 2, TURNS)
        .guest("hog", 1, "kind: compute");
  }

  @ParameterizedTest
  @MethodSource("policies")
  void sameSeedSameHash(String policy) {
    RunResult one = busy(policy, "a", "b").run();
    RunResult other = busy(policy, "a", "b").run();

    assertThat(other).isEqualTo(one);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void anotherReplicationOrSeedIsAnotherRun(String policy) {
    long hash = busy(policy, "a", "b").run(0).header().traceHash();

    assertThat(busy(policy, "a", "b").run(1).header().traceHash()).isNotEqualTo(hash);
    assertThat(busy(policy, "a", "b").also("seed: 2").run().header().traceHash())
        .isNotEqualTo(hash);
  }

  @ParameterizedTest
  @MethodSource("withoutDraws")
  void namesAreNoNumbers(String policy) {
    RunResult one = busy(policy, "a", "b").run();
    RunResult other = busy(policy, "zebra", "quagga").run();

    assertThat(other.header().traceHash()).isEqualTo(one.header().traceHash());
    assertThat(other.header().events()).isEqualTo(one.header().events());
    assertThat(other.guests().get(0).time()).isEqualTo(one.guests().get(0).time());
    assertThat(other.guests().get(0).workloads()).isEqualTo(one.guests().get(0).workloads());
    assertThat(other.guests().get(1).workloads()).isEqualTo(one.guests().get(1).workloads());
  }

  @ParameterizedTest
  @MethodSource("withoutTables")
  void aGuestThatIsNotThereYetMovesNothing(String policy) {
    RunResult without = busy(policy, "a", "b").run();
    RunResult with =
        busy(policy, "a", "b")
            .guest("late", 2, List.of("start: 999999999 ns"), "kind: compute")
            .run();

    assertThat(with.guests().subList(0, 3)).isEqualTo(without.guests());
  }

  /** By so much does the boot of a guest move others, and why; by nothing under the rest. */
  private static final Map<String, Long> MOVED_NS =
      Map.of(
          "cfs", 20 * MS, // its boot is in the averages of load by which others are placed
          "eevdf", 20 * MS, // the same, and one that sleeps stays queued until its lag is used up
          "deadline", 20 * MS, // the same below it
          "credit", 30 * MS, // each pCPU is one vCPU's home by turns
          "esxi", 4 * MS, // virtual times are bounded by the mean of all
          "stride", 100 * MS); // whoever runs ends its quantum early

  /** It boots, finds nothing to do and halts, which takes no time where nothing costs anything. */
  @ParameterizedTest
  @MethodSource("withoutTablesAndDraws")
  void anIdleGuestThatComesLastMovesNothing(String policy) {
    String idle = "kind: server, arrivals: {mean: 1 d, distribution: constant}, service: 1 ms";
    RunResult without = paced(1, "{name: " + policy + "}").run();
    RunResult with = paced(1, "{name: " + policy + "}").guest("idle", 2, idle).run();

    long sliceNs = MOVED_NS.getOrDefault(policy, 0L);
    for (int i = 0; i < without.guests().size(); i++) {
      assertThat(with.guests().get(i).time().runningNs())
          .isCloseTo(without.guests().get(i).time().runningNs(), within(sliceNs));
      assertThat(with.guests().get(i).workloads().get(0).completed())
          .isCloseTo(without.guests().get(i).workloads().get(0).completed(), within(sliceNs / MS));
    }
  }

  @ParameterizedTest
  @MethodSource("policies")
  void whatIsCheckedOrObservedChangesNothing(String policy) {
    RunResult checked = busy(policy, "a", "b").run();
    Model model = busy(policy, "a", "b").unchecked().model();
    int[] told = new int[1];
    RunResult observed = new Run(model).onProgress(run -> told[0]++).toEnd();

    assertThat(observed).isEqualTo(checked);
    assertThat(told[0]).isPositive();
  }

  /** Draws are rounded to whole ns, so what is drawn is left out; histograms have buckets. */
  @Test
  void twiceAllTimesIsTwiceAllResults() {
    RunResult once = paced(1).run();
    RunResult twice = paced(2).run();

    for (int i = 0; i < once.guests().size(); i++) {
      GuestResult one = once.guests().get(i);
      GuestResult two = twice.guests().get(i);
      assertThat(two.time()).isEqualTo(one.time().plus(one.time()));
      assertThat(two.workNs()).isEqualTo(2 * one.workNs());
      assertThat(two.dispatches()).isEqualTo(one.dispatches());
      WorkloadResult first = one.workloads().get(0);
      WorkloadResult second = two.workloads().get(0);
      assertThat(second.completed()).isEqualTo(first.completed());
      assertThat(second.unfinished()).isEqualTo(first.unfinished());
      assertThat(second.latency().maxNs()).isEqualTo(2 * first.latency().maxNs());
      assertThat(second.latency().meanNs())
          .isBetween(2 * first.latency().meanNs() - 1, 2 * first.latency().meanNs() + 1);
    }
    assertThat(twice.header().events()).isEqualTo(once.header().events());
  }

  private static Scene paced(int times) {
    return paced(times, "{name: round-robin, quantum: " + 3 * times + " ms}");
  }

  private static Scene paced(int times, String policy) {
    return Scene.on("free-virtual")
        .cores(2)
        .policy(policy)
        .also("warmup: " + 100 * times + " ms")
        .window("duration: " + times + " s")
        .guest(
            "a",
            2,
            ("kind: server, threads: 3, service: %d us,"
                    + " arrivals: {mean: %d us, distribution: constant}")
                .formatted(1_300 * times, 1_700 * times))
        .guest(
            "b",
            1,
            "kind: on-off, threads: 2, burst: %d us, sleep: %d us"
                .formatted(2_100 * times, 3_700 * times))
        .guest(
            "c",
            1,
            "kind: periodic, period: %d ms, burst: %d us".formatted(7 * times, 1_900 * times))
        .guest("d", 2, "kind: compute, threads: 3");
  }

  @Test
  void overridesOfDifferentKeysMayComeInAnyOrder() {
    RunResult one =
        busy("round-robin", "a", "b")
            .set("guests.a.weight=512")
            .set("seed=7")
            .set("guests.hog.vcpus=2")
            .run();
    RunResult other =
        busy("round-robin", "a", "b")
            .set("guests.hog.vcpus=2")
            .set("guests.a.weight=512")
            .set("seed=7")
            .run();

    assertThat(other).isEqualTo(one);
  }

  @Test
  void hostsDoTheSameTogetherAndAlone() {
    Scene three = Scene.on("kvm").cores(2).hosts(3).guest("a", 2, List.of("count: 6"), WEB, TURNS);
    Model alone = three.model();
    alone.simulation().runUntil(1_000_000_000);
    Model threads = three.model();
    threads.simulation().runUntil(1_000_000_000, 2);
    Model together = three.model();
    together.simulation().runTogether(1_000_000_000);

    for (int host = 0; host < 3; host++) {
      long hash = alone.hosts().get(host).traceHash();
      assertThat(threads.hosts().get(host).traceHash()).isEqualTo(hash);
      assertThat(together.hosts().get(host).traceHash()).isEqualTo(hash);
    }
    assertThat(threads.simulation().events()).isEqualTo(alone.simulation().events());
    assertThat(together.simulation().events()).isEqualTo(alone.simulation().events());
  }

  @Test
  void anotherGuestShiftsNobodysDraws() {
    String own = "kind: server, arrivals: {rate: 300/s}, service: {mean: 2 ms}";
    RunResult without = Scene.on("bare-metal-dedicated").guest("a", 1, own).run();
    RunResult with =
        Scene.on("bare-metal-dedicated").cores(2).guest("new", 1, own).guest("a", 1, own).run();

    assertThat(Scene.workload(with, "a")).isEqualTo(Scene.workload(without, "a"));
    assertThat(Scene.workload(with, "new")).isNotEqualTo(Scene.workload(with, "a"));
  }

  @Test
  void everyPlatformSeesTheSameRequests() {
    String spec = "kind: server, threads: 2, arrivals: {rate: 900/s}, service: {mean: 1 ms}";
    String jobs =
        "kind: batch, threads: 2, jobs: 300, work: {mean: 1 ms, distribution: exponential},"
            + " arrivals: {rate: 900/s}";
    long[] asked = new long[3];
    long[] work = new long[3];
    String[] platforms = {"free-dedicated", "kvm", "bare-metal"};
    for (int i = 0; i < platforms.length; i++) {
      Scene open = Scene.on(platforms[i]).guest("a", 1, spec).guest("hog", 1, "kind: compute");
      WorkloadResult result = Scene.workload(open.cores(2).run(), "a");
      asked[i] = result.completed() + result.unfinished() + result.dropped();
      Scene batch = Scene.on(platforms[i]).guest("a", 1, jobs).guest("hog", 1, "kind: compute");
      work[i] = Scene.guest(batch.cores(2).window("until: finished").run(), "a").workNs();
    }

    assertThat(asked).containsOnly(asked[0]);
    assertThat(work).containsOnly(work[0]);
  }
}
