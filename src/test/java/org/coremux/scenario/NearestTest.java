package org.coremux.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The name that a user most likely meant. */
class NearestTest {

  private static final List<String> NAMES = List.of("weight", "workload", "vcpus", "os");

  @Test
  void findsSlipsOfTheKeyboard() {
    assertThat(Nearest.to("wieght", NAMES)).contains("weight");
    assertThat(Nearest.to("vcpu", NAMES)).contains("vcpus");
    assertThat(Nearest.to("VCPUs", NAMES)).contains("vcpus");
    assertThat(Nearest.to("work", NAMES)).contains("workload");
  }

  @Test
  void findsNothingInWhatIsFar() {
    assertThat(Nearest.to("memory", NAMES)).isEmpty();
    assertThat(Nearest.to("x", NAMES)).isEmpty();
    assertThat(Nearest.to("", NAMES)).isEmpty();
    assertThat(Nearest.to("w".repeat(100_000), NAMES)).isEmpty();
  }

  @Test
  void countsASwapOfNeighboursOnce() {
    assertThat(Nearest.distance("ab", "ba")).isEqualTo(1);
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
  }
}
