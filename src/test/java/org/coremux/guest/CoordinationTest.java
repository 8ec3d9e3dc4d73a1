package org.coremux.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.experiment.Scene.guest;
import static org.coremux.experiment.Scene.workload;

import org.coremux.experiment.RunResult;
import org.coremux.experiment.Scene;
import org.coremux.experiment.WorkloadResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workloads whose threads wait for each other, where nothing costs anything. */
class CoordinationTest {
  private static final long MS = 1_000_000;

  private static Scene on(int cores, int vcpus, String workload) {
    return Scene.on("free-virtual").cores(cores).guest("a", vcpus, workload);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "block", "spin-then-block"})
  void aRoundAtABarrierTakesAsLongAsAllItsThreadsNeed(String wait) {
    String spec = "kind: barrier, threads: 4, work: 2 ms, wait: " + wait;

    WorkloadResult apart = workload(on(4, 4, spec).run(), "a");

    assertThat(apart.completed()).isEqualTo(500);
    assertThat(apart.latency().p50Ns()).isEqualTo(2 * MS);
    assertThat(apart.latency().maxNs()).isEqualTo(2 * MS);
    assertThat(apart.unfinished()).isOne();
  }

  @Test
  void whoBlocksAtABarrierLeavesTheCpuToThoseWhoAreStillToCome() {
    String spec = "kind: barrier, threads: 4, work: 1 ms, wait: ";

    WorkloadResult block = workload(on(1, 1, spec + "block").run(), "a");
    WorkloadResult spin = workload(on(1, 1, spec + "spin").run(), "a");

    assertThat(block.latency().maxNs()).isEqualTo(4 * MS);
    assertThat(spin.latency().p50Ns()).as("each spins a quantum away").isGreaterThan(20 * MS);
  }

  @Test
  void spinsForSoLongAndThenBlocks() {
    String spec = "kind: barrier, threads: 2, work: 3 ms, wait: spin-then-block, spin: 1 ms";

    WorkloadResult done = workload(on(1, 1, spec).run(), "a");

    assertThat(done.latency().maxNs()).as("3 + 1 spun + 3").isEqualTo(7 * MS);
  }

  @Test
  void aPingPongsLatencyIsFromWakingTheOtherToRunningAgain() {
    RunResult result = on(2, 2, "kind: ping-pong, threads: 2, work: 1 ms").run();

    assertThat(workload(result, "a").completed()).isEqualTo(500);
    assertThat(workload(result, "a").latency().maxNs()).isEqualTo(MS);
    assertThat(guest(result, "a").workNs()).isEqualTo(1_000 * MS);
  }

  @Test
  void everyWakeUpOfAPingPongIsAnInterruptFromVcpuToVcpu() {
    RunResult result =
        Scene.on("kvm").cores(2).guest("a", 2, "kind: ping-pong, threads: 2, work: 100 us").run();

    WorkloadResult done = workload(result, "a");
    assertThat(guest(result, "a").exits().amount("ipi"))
        .isBetween(2 * done.completed() - 2, 2 * done.completed() + 2);
    assertThat(done.latency().p50Ns()).as("two ways, each with its cost").isGreaterThan(110_000);
  }

  @Test
  void anOddPlayerGetsAnother() {
    RunResult result = on(2, 2, "kind: ping-pong, threads: 1, work: 1 ms").run();

    assertThat(workload(result, "a").completed()).isEqualTo(500);
  }

  @Test
  void tokensCirculateThroughAPipelineAtThePaceOfAStage() {
    String spec = "kind: pipeline, threads: 3, service: {mean: 1 ms, distribution: constant}";

    WorkloadResult one = workload(on(3, 3, spec).run(), "a");
    WorkloadResult three = workload(on(3, 3, spec + ", tokens: 3").run(), "a");
    WorkloadResult six = workload(on(3, 3, spec + ", tokens: 6").run(), "a");

    assertThat(one.completed()).isEqualTo(333);
    assertThat(one.latency().maxNs()).isEqualTo(3 * MS);
    assertThat(three.completed()).isEqualTo(998);
    assertThat(six.completed()).isEqualTo(998);
    assertThat(six.latency().p50Ns()).as("Little's law").isBetween(5_990_000L, 6_010_000L);
    assertThat(six.unfinished()).isEqualTo(6);
  }

  @Test
  void itemsArriveAtAPipelineAtTheirOwnTimes() {
    String spec =
        "kind: pipeline, threads: 2, service: {mean: 1 ms, distribution: constant},"
            + " arrivals: {mean: 10 ms, distribution: constant}";

    WorkloadResult done = workload(on(2, 2, spec).run(), "a");

    assertThat(done.completed()).isEqualTo(99);
    assertThat(done.latency().maxNs()).isEqualTo(2 * MS);
  }

  @Test
  void whatFindsTheFirstStageFullIsDropped() {
    String spec =
        "kind: pipeline, threads: 2, service: {mean: 20 ms, distribution: constant},"
            + " arrivals: {mean: 10 ms, distribution: constant}, queue: 5";

    WorkloadResult done = workload(on(2, 2, spec).run(), "a");

    assertThat(done.dropped()).isPositive();
    assertThat(done.completed() + done.unfinished() + done.dropped()).isEqualTo(100);
  }
}
