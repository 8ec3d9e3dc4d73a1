package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.coremux.scenario.Model;
import org.coremux.scenario.Plugins;
import org.coremux.scenario.ScenarioReader;
import org.coremux.scenario.Variant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributionTest {
  private static RunResult run(String platform) {
    Plugins plugins = Plugins.installed();
    return new Run(
            new Model(
                new ScenarioReader(plugins.catalogue())
                    .read(
                        Path.of("scenarios/type1-vs-type2.yaml"),
                        List.of("duration=500 ms"),
                        Variant.platform(platform, plugins)),
                plugins,
                Model.Options.NORMAL))
        .toEnd();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bare-metal", "bare-metal-dedicated", "xen", "kvm", "hosted"})
  void itIsAllThatGuestsRanAndWaitedToTheNanosecond(String platform) {
    RunResult result = run(platform);
    long ranAndWaitedNs =
        result.guests().stream()
            .mapToLong(guest -> guest.time().runningNs() + guest.time().runnableNs())
            .sum();
    Attribution attribution = Attribution.of(result);
    long sharedNs = attribution.beyond().ns("domain0") + attribution.beyond().ns("host");

    assertThat(attribution.totalNs()).isEqualTo(ranAndWaitedNs + sharedNs);
    assertThat(attribution.workNs())
        .isEqualTo(result.guests().stream().mapToLong(GuestResult::workNs).sum());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bare-metal", "xen", "kvm"})
  void theLoadOfTheHostIsNoneOfTheGuestsTime(String platform) {
    RunResult result = run(platform);
    HostTime time = result.hosts().get(0).time();
    Attribution attribution = Attribution.of(result);
    long sharedNs = attribution.beyond().ns("domain0") + attribution.beyond().ns("host");

    assertThat(time.hostOsNs()).isGreaterThan(100_000_000L); // it asks for 0.8 of a pCPU
    assertThat(sharedNs).isBetween(0L, 20_000_000L);
  }
}
