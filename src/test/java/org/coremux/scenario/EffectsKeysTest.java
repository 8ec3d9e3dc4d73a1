package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.coremux.experiment.Scene;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.SpeedFactor;
import org.coremux.mux.TestLevel;
import org.coremux.platform.CacheEffects;
import org.coremux.topology.Caches;
import org.coremux.topology.Shape;
import org.coremux.topology.SmtSpeeds;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Each effect of how a machine is built, to the ns, and switched off. */
class EffectsKeysTest {
  private static final long HZ = 2_600_000_000L;

  /** Two sockets of two caches of two cores of two threads. */
  private final Multiplexer host =
      new TestLevel()
          .hardware(
              new Topology(new Shape(2, 1, 2, 4, 2), HZ),
              LevelCosts.NONE,
              TestLevel.roundRobin(1_000));

  private static LevelCosts prices(CacheEffects effects) {
    return Platforms.preset("kvm").costs(HZ, effects).host();
  }

  private Processor cpu(int index) {
    return host.processor(index);
  }

  @Test
  void movingCostsNothingToTheSiblingAndMoreTheFartherItIs() {
    LevelCosts prices = prices(CacheEffects.USUAL);

    assertThat(prices.movedNs(1_024, cpu(0), cpu(1))).isZero();
    assertThat(prices.movedNs(1_024, cpu(0), cpu(2))).isEqualTo(52_429); // 1 MiB at 20 GB/s
    assertThat(prices.movedNs(1_024, cpu(0), cpu(4))).isEqualTo(52_429 + 104_858 - 1);
    assertThat(prices.movedNs(1 << 20, cpu(0), cpu(2))).isEqualTo(52_429); // no more than fits
    assertThat(prices.movedNs(1 << 20, cpu(0), cpu(8))).isEqualTo(52_429 + 838_861);
    assertThat(prices.movedNs(100, cpu(0), cpu(2))).isEqualTo(5_120);
  }

  @Test
  void comingBackCostsWhatOthersHaveDisplaced() {
    LevelCosts prices = prices(CacheEffects.USUAL);

    assertThat(prices.refillNs(1_024, 0)).isZero();
    // 1 - 1/e of the core's own, 1 - e^-1/8 of the share of the other
    assertThat(prices.refillNs(1_024, 1_024)).isEqualTo(33_141 + 12_321);
    assertThat(prices.refillNs(1_024, Long.MAX_VALUE)).isEqualTo(52_429 + 104_858 - 1);
  }

  @Test
  void eachCanBeSwitchedOff() {
    LevelCosts cold = prices(new CacheEffects(Caches.USUAL, false, true));
    LevelCosts still = prices(new CacheEffects(Caches.USUAL, true, false));

    assertThat(cold.refillNs(1_024, 1_024)).isZero();
    assertThat(cold.movedNs(1_024, cpu(0), cpu(2))).isPositive();
    assertThat(still.refillNs(1_024, 1_024)).isPositive();
    assertThat(still.movedNs(1_024, cpu(0), cpu(8))).isZero();
  }

  @Test
  void cachesOfACpuThatIsNamedAreItsOwn() {
    assertThat(CpuModels.preset("epyc-7763").caches()).isEqualTo(new Caches(512, 8_192));
    assertThat(CpuModels.preset("pentium-iii-733").caches()).isEqualTo(new Caches(16, 256));
  }

  // ---- in a scenario ----

  private static String host(String keys) {
    return """
           scenario: s
           duration: 1 s
           hosts:
             - name: node
               cpu: {cores: 2, threads: 2}
               memory: 8 GiB
               platform: kvm
               %s
           guests:
             - {name: g, vcpus: 1, memory: 1 GiB, workload: [{kind: compute}]}
           """
        .formatted(keys);
  }

  private static HostSpec read(String keys) {
    return new ScenarioReader(Plugins.installed().catalogue())
        .read(host(keys), "x.yaml", Path.of(""))
        .hosts()
        .get(0);
  }

  @Test
  void allAreThereUnlessSaid() {
    assertThat(read("").effects()).isEqualTo(EffectsSpec.ALL);
    assertThat(read("effects: {remote: true}").effects()).isEqualTo(EffectsSpec.ALL);
  }

  @Test
  void threadsOfACoreSlowEachOtherDownAsMuchAsIsSaid() {
    Topology own = new Topology(Shape.of(1, 2, 2), HZ);

    assertThat(read("").effects().machine(own)).isSameAs(own);
    assertThat(read("effects: {smtSpeed: 75 %}").effects().machine(own).smtSpeed(2))
        .isEqualTo(49_152);
    assertThat(read("effects: {smt: false}").effects().machine(own).smtSpeed(2)).isEqualTo(65_536);
  }

  @Test
  void threadsThatWaitForMemorySlowEachOtherDownAsMuchAsIsSaid() {
    Topology own = new Topology(Shape.of(1, 2, 2), HZ);

    assertThat(read("effects: {smtSpeedMemory: 75 %}").effects().machine(own).smt())
        .isEqualTo(new SmtSpeeds(40_960, 49_152));
    assertThat(read("effects: {smtSpeed: 90 %}").effects().machine(own).smt())
        .as("no slower than others")
        .isEqualTo(new SmtSpeeds(58_982, 58_982));
    assertThat(read("effects: {smt: false, smtSpeedMemory: 75 %}").effects().machine(own).smt())
        .isEqualTo(SmtSpeeds.FULL);
  }

  @Test
  void aGuestWaitsAsMuchAsItsPagesSay() {
    long busy = workOfTwo("pages: {memoryBound: 0 %}");
    long waiting = workOfTwo("pages: {memoryBound: 100 %}");

    assertThat(busy).isCloseTo(1_100_000_000L, within(9_000_000L));
    assertThat(waiting).isCloseTo(1_600_000_000L, within(9_000_000L));
    assertThat(workOfTwo("pages: {}")).isEqualTo(workOfTwo());
  }

  /** What a guest of two vCPUs does in a second on the two threads of a core. Unit: ns. */
  private static long workOfTwo(String... keys) {
    Model model =
        Scene.on("kvm")
            .cpu("{cores: 1, threads: 2, clock: 1 GHz}")
            .guest("g", 2, List.of(keys), "kind: compute, threads: 2")
            .model();
    model.simulation().runUntil(1_000_000_000L);
    long work = 0;
    for (Schedulable vcpu : model.hosts().get(0).guests().get(0).scheduled()) {
      vcpu.settleBooks();
      work += vcpu.executedNs() - vcpu.lostNs(SpeedFactor.SMT);
    }
    return work;
  }

  @Test
  void memoryIsNowhereFartherAwayWhereThatIsSwitchedOff() {
    assertThat(read("effects: {remote: false}").memory(true).remoteHundredths()).isEqualTo(10_000);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> read("effects: {smt: 3}"))
        .hasMessageContaining("hosts.node.effects.smt");
    assertThatThrownBy(() -> read("effects: {warm: true}")).hasMessageContaining("warmup");
    assertThatThrownBy(() -> read("scheduler: {name: credit2, granularity: cores}"))
        .hasMessageContaining("allowed are cpu, core, socket");
  }

  @Test
  void showsWhatIsNotAsUsual() {
    EffectsSpec effects = read("effects: {migration: false, smtSpeed: 70 %}").effects();

    assertThat(effects.written())
        .isEqualTo("{smt: true, smtSpeed: 70 %, migration: false, warmup: true, remote: true}");
  }
}
