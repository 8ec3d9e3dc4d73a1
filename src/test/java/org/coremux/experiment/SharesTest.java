package org.coremux.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.experiment.Scene.guest;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How guests that compute for ever share the cores, by platform and policy. */
class SharesTest {
  private static final String HOG = "kind: compute, threads: 2";

  private static double share(String platform, String policy, int weight) {
    RunResult result =
        Scene.on(platform)
            .cores(2)
            .policy("{name: " + policy + "}")
            .window("duration: 4 s")
            .guest("gold", 2, List.of("weight: " + weight), HOG)
            .guest("silver", 2, List.of("weight: 256"), HOG)
            .run();
    double gold = guest(result, "gold").time().runningNs();
    return gold / (gold + guest(result, "silver").time().runningNs());
  }

  @ParameterizedTest
  @CsvSource({
    "xen, credit2",
    "xen, round-robin",
    "kvm, eevdf",
    "kvm, round-robin",
    "hosted, eevdf",
    "bare-metal, eevdf",
    "bare-metal, round-robin"
  })
  void equalGuestsGetEqualShares(String platform, String policy) {
    assertThat(share(platform, policy, 256)).isCloseTo(0.5, within(0.01));
  }

  @ParameterizedTest
  @CsvSource({"xen, credit2", "kvm, eevdf", "hosted, eevdf", "bare-metal, eevdf"})
  void twiceTheWeightIsTwiceTheShare(String platform, String policy) {
    assertThat(share(platform, policy, 512)).isCloseTo(2 / 3.0, within(0.01));
  }

  /** A thread of nice 0 weighs as much as a group of the standard weight. */
  @ParameterizedTest
  @ValueSource(strings = {"eevdf", "credit2", "round-robin"})
  void aThreadOfTheHostWeighsAsMuchAsAGuest(String policy) {
    RunResult result =
        Scene.on("kvm")
            .policy("{name: " + policy + "}")
            .window("duration: 4 s")
            .host("background: [{kind: compute}]")
            .guest("a", 1, "kind: compute")
            .run();

    assertThat(guest(result, "a").time().runningNs() / 4e9).isCloseTo(0.5, within(0.01));
    assertThat(result.hosts().get(0).time().hostOsNs() / 4e9).isCloseTo(0.5, within(0.01));
  }

  @ParameterizedTest
  @CsvSource({
    "xen, credit2",
    "kvm, eevdf",
    "hosted, eevdf",
    "bare-metal, eevdf",
    "bare-metal-dedicated, eevdf",
    "xen, edf",
    "kvm, edf",
    "bare-metal, edf"
  })
  void aCapHoldsThoughCoresAreIdle(String platform, String policy) {
    RunResult result =
        Scene.on(platform)
            .cores(4)
            .policy("{name: " + policy + "}")
            .window("duration: 4 s")
            .guest("a", 2, List.of("cap: 50 %"), HOG)
            .run();

    GuestTime time = guest(result, "a").time();
    assertThat(time.runningNs() / 4e9).isCloseTo(0.5, within(0.03));
    assertThat(time.cappedNs() / 4e9).isCloseTo(1.5, within(0.05));
  }
}
