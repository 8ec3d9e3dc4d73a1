package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.coremux.hypervisor.Host;
import org.coremux.mux.TraceHash;
import org.coremux.scenario.Model;
import org.junit.jupiter.api.Test;

class PlaybackTest {
  private static final long MS = 1_000_000;

  /** Two hosts, more vCPUs than pCPUs, a warm-up, and a guest that comes and goes. */
  private static Scene fleet() {
    return Scene.on("xen")
        .cores(2)
        .hosts(2)
        .also("warmup: 37 ms")
        .window("duration: 400 ms")
        .guest("web", 2, "kind: server, threads: 4, arrivals: {rate: 900/s}, service: {mean: 1 ms}")
        .guest("batch", 2, "kind: compute, threads: 2");
  }

  private static Scene finite() {
    return Scene.on("kvm")
        .cores(1)
        .also("warmup: 1 ms")
        .also("limit: 10 s")
        .window("until: finished")
        .guest("one", 1, "kind: compute, threads: 1, work: 123 ms")
        .guest("two", 1, "kind: compute, threads: 1, work: 45 ms");
  }

  private static Playback playback(Scene scene, long intervalNs) {
    return new Playback(scene.model(), intervalNs);
  }

  private static void toEnd(Playback playback) {
    while (!playback.goOn(Long.MAX_VALUE)) {
      playback.load();
    }
  }

  private static void goTo(Playback playback, long instantNs) {
    while (!playback.goOn(instantNs)) {
      playback.load();
    }
  }

  private static long hash(Model model) {
    long hash = 0;
    for (Host host : model.hosts()) {
      hash = TraceHash.combine(hash, host.traceHash());
    }
    return hash;
  }

  private static void followsARun(Scene scene, Playback playback) {
    RunHeader header = scene.run().header();
    assertThat(hash(playback.model())).isEqualTo(header.traceHash());
    assertThat(playback.events()).isEqualTo(header.events());
    assertThat(playback.nowNs()).isEqualTo(header.span().warmupNs() + header.span().durationNs());
    assertThat(playback.isOver()).isTrue();
  }

  @Test
  void happensAsInARunHoweverItIsPlayed() {
    Playback straight = playback(fleet(), 10 * MS);
    toEnd(straight);
    followsARun(fleet(), straight);

    Playback halting = playback(fleet(), 3 * MS);
    for (int i = 1; !halting.isOver(); i++) {
      goTo(halting, i * 1_234_567L);
      switch (i % 4) {
        case 0 -> halting.cut();
        case 1 -> halting.nextSwitch();
        case 2 -> halting.restart((1 + i % 7) * MS / 3);
        default -> halting.load();
      }
    }
    followsARun(fleet(), halting);
  }

  @Test
  void endsInTheInstantInWhichTheLastFiniteWorkIsDone() {
    Playback playback = playback(finite(), 10 * MS);
    toEnd(playback);
    followsARun(finite(), playback);
    assertThat(playback.goOn(Long.MAX_VALUE)).isTrue();
    assertThat(playback.load().at().isOver()).isTrue();
    assertThat(playback.load().untilNs()).isEqualTo(playback.nowNs());
  }

  @Test
  void measuresTheLastWholeIntervalBeforeItsGoal() {
    Playback playback = playback(fleet(), 10 * MS);
    assertThat(playback.load().lengthNs()).isZero();
    goTo(playback, 95 * MS);
    Load load = playback.load();
    assertThat(load.at().nowNs()).isEqualTo(95 * MS);
    assertThat(load.fromNs()).isEqualTo(80 * MS);
    assertThat(load.untilNs()).isEqualTo(90 * MS);

    playback.endIntervalAt(203 * MS);
    goTo(playback, 203 * MS);
    assertThat(playback.load().fromNs()).isEqualTo(193 * MS);
    assertThat(playback.load().untilNs()).isEqualTo(203 * MS);
  }

  @Test
  void anIntervalThatIsCutShortIsMeasuredAsFarAsItWent() {
    Playback playback = playback(fleet(), 100 * MS);
    goTo(playback, 7 * MS);
    playback.cut();
    assertThat(playback.load().fromNs()).isZero();
    assertThat(playback.load().untilNs()).isEqualTo(7 * MS);
    playback.cut();
    assertThat(playback.load().lengthNs()).isEqualTo(7 * MS);
  }

  @Test
  void theTimeOfEachPcpuAndVcpuAddsUpToTheInterval() {
    Playback playback = playback(fleet(), 10 * MS);
    goTo(playback, 200 * MS);
    Load load = playback.load();
    assertThat(load.hosts()).hasSize(2);
    for (Load.HostLoad host : load.hosts()) {
      assertThat(host.time().totalNs()).isEqualTo(2 * load.lengthNs());
      assertThat(host.processors())
          .hasSize(2)
          .allMatch(p -> p.workNs() + p.overheadNs() + p.idleNs() == load.lengthNs());
      assertThat(host.guests().get(0).isSystem()).isTrue();
      for (Load.GuestLoad guest : host.guests()) {
        assertThat(guest.time().totalNs()).isEqualTo(guest.now().size() * load.lengthNs());
      }
    }
  }

  @Test
  void whatEachIntervalHadAddsUpToWhatTheRunHad() {
    Playback playback = playback(fleet(), 10 * MS);
    RunResult result = fleet().run();
    long runningNs = 0;
    long wakeUps = 0;
    goTo(playback, 37 * MS);
    playback.restart(10 * MS);
    while (!playback.isOver()) {
      goTo(playback, playback.nowNs() + 10 * MS);
      Load.GuestLoad web = playback.load().hosts().get(0).guests().get(1);
      runningNs += web.time().runningNs();
      wakeUps += web.dispatchLatency().count();
    }
    GuestResult web = result.guests().get(0);
    assertThat(runningNs).isEqualTo(web.time().runningNs());
    assertThat(wakeUps).isEqualTo(web.dispatchLatency().count());
  }

  @Test
  void goesToTheNextSwitchAndNoFarther() {
    Playback playback = playback(fleet(), 10 * MS);
    goTo(playback, 50 * MS);
    List<String> before = currents(playback);
    assertThat(playback.nextSwitch()).isTrue();
    long switchNs = playback.nowNs();
    assertThat(currents(playback)).isNotEqualTo(before);

    Playback again = playback(fleet(), 10 * MS);
    goTo(again, switchNs - 1);
    assertThat(currents(again)).isEqualTo(before);
  }

  private static List<String> currents(Playback playback) {
    return playback.load().hosts().stream()
        .flatMap(host -> host.processors().stream())
        .map(Load.ProcessorLoad::current)
        .toList();
  }

  @Test
  void refusesAnIntervalOfNothing() {
    Playback playback = playback(fleet(), 10 * MS);
    assertThatThrownBy(() -> playback.restart(0)).hasMessageContaining("allowed: over 0");
  }
}
