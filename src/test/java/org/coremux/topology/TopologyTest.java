package org.coremux.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TopologyTest {
  /** 2 sockets, 2 nodes, 4 caches, 8 cores a socket, 2 threads a core: 32 CPUs. */
  private final Topology machine = new Topology(new Shape(2, 2, 4, 8, 2), 2_600_000_000L);

  @Test
  void numbersThreadsOfACoreAsNeighbours() {
    // CPU 21 = (1 x 8 + 2) x 2 + 1: second thread of core 10, third core of socket 1.
    assertThat(machine.core(21)).isEqualTo(10);
    assertThat(machine.thread(21)).isEqualTo(1);
    assertThat(machine.socket(21)).isEqualTo(1);
    assertThat(machine.siblings(21)).isEqualTo(CpuMask.of(20, 21));
  }

  @Test
  void groupsNeighboursByCacheNodeAndSocket() {
    // 4 CPUs a cache, 8 a node, 16 a socket.
    assertThat(machine.llc(21)).isEqualTo(5);
    assertThat(machine.cpusOfLlc(5)).isEqualTo(CpuMask.range(20, 23));
    assertThat(machine.node(21)).isEqualTo(2);
    assertThat(machine.cpusOfNode(2)).isEqualTo(CpuMask.range(16, 23));
    assertThat(machine.cpusOfSocket(1)).isEqualTo(CpuMask.range(16, 31));
    assertThat(machine.cpus()).isEqualTo(CpuMask.all(32));
  }

  @Test
  void countsItsParts() {
    assertThat(machine.cpuCount()).isEqualTo(32);
    assertThat(machine.coreCount()).isEqualTo(16);
    assertThat(machine.llcCount()).isEqualTo(8);
    assertThat(machine.nodeCount()).isEqualTo(4);
    assertThat(machine.socketCount()).isEqualTo(2);
  }

  @Test
  void everyMaskHoldsExactlyTheCpusThatPointToIt() {
    for (int cpu = 0; cpu < machine.cpuCount(); cpu++) {
      assertThat(machine.cpusOfCore(machine.core(cpu)).contains(cpu)).isTrue();
      assertThat(machine.cpusOfLlc(machine.llc(cpu)).contains(cpu)).isTrue();
      assertThat(machine.cpusOfNode(machine.node(cpu)).contains(cpu)).isTrue();
      assertThat(machine.cpusOfSocket(machine.socket(cpu)).contains(cpu)).isTrue();
      assertThat(machine.cpusOfNode(machine.node(cpu)).containsAll(machine.siblings(cpu))).isTrue();
    }
  }

  @Test
  void aBusyPairRunsAtTheSmtFactorEach() {
    // 0.625 x 65,536 = 40,960; four threads share the pair's 1.25: 81,920 / 4 = 20,480.
    assertThat(machine.smtSpeed(1)).isEqualTo(65_536);
    assertThat(machine.smtSpeed(2)).isEqualTo(40_960);
    assertThat(machine.smtSpeed(4)).isEqualTo(20_480);
  }

  @Test
  void refusesImpossibleShapes() {
    refuses(() -> new Shape(0, 1, 1, 4, 1), "sockets is 0");
    refuses(() -> new Shape(1, 1, 1, 0, 1), "cores is 0");
    refuses(() -> new Shape(1, 1, 1, 4, 9), "threads is 9");
    refuses(() -> new Shape(1, 1, 3, 4, 1), "llcs is 3");
    refuses(() -> new Shape(1, 3, 2, 4, 1), "nodes is 3");
    refuses(() -> Shape.of(64, 65_536, 8), "at most 16384");
    refuses(() -> new Topology(Shape.of(1, 1, 1), 999_999), "clock is 999999 Hz");
    refuses(() -> new Topology(Shape.of(1, 1, 1), 1_000_000, 0), "smtFactor is 0");
  }

  private static void refuses(Runnable making, String message) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("allowed: ");
  }

  @Test
  void aModelGivesAMachineOfAnyNumberOfSockets() {
    Topology one = new Topology(new Shape(1, 1, 8, 64, 2), 2_450_000_000L);
    CpuModel model =
        new CpuModel(
            "x",
            "x",
            one,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            "assumed");
    assertThat(model.topology(2).cpuCount()).isEqualTo(256);
    assertThat(model.topology(2).llcCount()).isEqualTo(16);
    assertThat(model.topology(1)).isEqualTo(one).hasSameHashCodeAs(one);
  }
}
