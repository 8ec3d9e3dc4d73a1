package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EevdfLevel.MS;

import java.util.Map;
import java.util.ServiceLoader;
import org.coremux.engine.Parameters;
import org.coremux.mux.SchedulerProvider;
import org.junit.jupiter.api.Test;

class SchedulerProvidersTest {
  private static SchedulerProvider provider(String name) {
    return ServiceLoader.load(SchedulerProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void announcesEachPolicyByName() {
    assertThat(provider("eevdf")).isInstanceOf(EevdfProvider.class);
    assertThat(provider("round-robin")).isInstanceOf(RoundRobinProvider.class);
  }

  @Test
  void takesTheDefaultsOfTheLatestKernel() {
    Parameters standard = Parameters.defaults(provider("eevdf").parameters());

    assertThat(EevdfProvider.of(standard)).isEqualTo(EevdfParameters.EEVDF_LATEST);
  }

  @Test
  void takesThePresetOfTheVersionAndWhatIsSetBeside() {
    Parameters set =
        Parameters.of(
            provider("eevdf").parameters(),
            Map.of("version", "6.12", "tick", MS, "slice", 2 * MS, "hrtick", true));

    assertThat(EevdfProvider.of(set))
        .isEqualTo(EevdfParameters.EEVDF_6_12.withTick(MS).withBaseSlice(2 * MS).withHrtick(true));
  }

  @Test
  void refusesGroupsWhereAPolicyHasNone() {
    assertThat(provider("round-robin").refusesGroups()).isNotBlank();
    assertThat(provider("eevdf").refusesGroups()).isNull();
  }
}
