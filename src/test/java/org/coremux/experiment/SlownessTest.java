package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SlownessTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  private static double slowdown(Slowness of, Slowness baseline, String... workloads) {
    return of.against(baseline, List.of(workloads)).orElseThrow();
  }

  @Test
  void ofAWorkloadWithLatenciesItIsTheRatioOfTheirMeans() {
    Slowness base = new Slowness(Map.of("web", 2e6), Map.of("web", 100.0));
    Slowness other = new Slowness(Map.of("web", 3e6), Map.of("web", 100.0));
    assertThat(slowdown(other, base, "web")).isEqualTo(1.5, EXACT);
  }

  @Test
  void ofAWorkloadWithoutItIsTheInverseOfThroughput() {
    Slowness base = new Slowness(Map.of(), Map.of("batch", 4.0));
    Slowness other = new Slowness(Map.of(), Map.of("batch", 2.0));
    assertThat(slowdown(other, base, "batch")).isEqualTo(2, EXACT);
  }

  @Test
  void overWorkloadsItIsTheGeometricMean() {
    Slowness base = new Slowness(Map.of("web", 1e6), Map.of("batch", 1.0));
    Slowness other = new Slowness(Map.of("web", 8e6), Map.of("batch", 0.5));
    assertThat(slowdown(other, base, "web", "batch")).isEqualTo(4, EXACT);
  }

  @Test
  void whatOneSideHasNotIsLeftOut() {
    Slowness base = new Slowness(Map.of("web", 1e6), Map.of());
    Slowness other = new Slowness(Map.of("web", 2e6, "more", 5.0), Map.of("batch", 1.0));
    assertThat(slowdown(other, base, "web", "more", "batch")).isEqualTo(2, EXACT);
    assertThat(other.against(base, List.of("more"))).isEmpty();
  }
}
