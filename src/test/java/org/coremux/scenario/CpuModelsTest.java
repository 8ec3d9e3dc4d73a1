package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coremux.topology.CpuModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CpuModelsTest {
  @TempDir private Path folder;

  static Iterable<String> names() {
    return CpuModels.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyPresetReadsAndNamesItsSource(String name) {
    CpuModel model = CpuModels.preset(name);
    assertThat(model.name()).isEqualTo(name);
    assertThat(model.source()).isNotBlank();
    assertThat(model.topology().socketCount()).isEqualTo(1);
    assertThat(model.topology().smtFactor()).isEqualTo(40_960);
  }

  @Test
  void aPresetHasTheFiguresOfItsMaker() {
    CpuModel milan = CpuModels.preset("epyc-7763");
    assertThat(milan.topology().cpuCount()).isEqualTo(128);
    assertThat(milan.topology().llcCount()).isEqualTo(8);
    assertThat(milan.topology().clockHz()).isEqualTo(2_450_000_000L);
    assertThat(milan.llcBytes()).hasValue(32L << 20);
    assertThat(milan.tdpWatts()).hasValue(280);
    assertThat(CpuModels.preset("graviton3").tdpWatts()).isEmpty();
    assertThat(CpuModels.preset("xeon-e5-2690-v4").topology(2).cpuCount()).isEqualTo(56);
  }

  @Test
  void aUsersFileWorksTheSameWay() throws IOException {
    CpuModel mine =
        CpuModels.read(
            write(
                """
                cpu: mine
                summary: eight cores in two clusters
                nodes: 1
                llcs: 2
                cores: 8
                threads: 4
                clock: 3 GHz
                smtFactor: 0.5
                source: assumed
                """));
    assertThat(mine.topology().cpuCount()).isEqualTo(32);
    assertThat(mine.topology().smtSpeed(2)).isEqualTo(32_768);
    assertThat(mine.llcBytes()).isEmpty();
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() throws IOException {
    Path file = write("cpu: mine\nsummary: x\nnodes: 0\nllcs: x\ncores: 8\nthread: 2\n");
    assertThatThrownBy(() -> CpuModels.read(file))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("mine.yaml:3:8: nodes: ")
        .hasMessageContaining("mine.yaml:4:7: llcs: ")
        .hasMessageContaining("mine.yaml:6:1: thread: is no key here")
        .hasMessageContaining("did you mean `threads`?")
        .hasMessageContaining("clock: is missing")
        .hasMessageContaining("source: is missing");
  }

  @Test
  void refusesAnImpossibleChip() throws IOException {
    Path file =
        write(
            "cpu: mine\nsummary: x\nnodes: 1\nllcs: 3\ncores: 8\nthreads: 1\nclock: 1 GHz\n"
                + "source: assumed\n");
    assertThatThrownBy(() -> CpuModels.read(file))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("llcs is 3; allowed: a divisor of the 8 cores");
    assertThatThrownBy(() -> CpuModels.preset("z80")).hasMessageContaining("no CPU z80");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("mine.yaml"), text);
  }
}
