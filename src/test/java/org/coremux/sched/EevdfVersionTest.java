package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.FairLevel.MS;
import static org.coremux.sched.FairLevel.US;

import java.util.List;
import java.util.Map;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Refusal;
import org.coremux.mux.Schedulable;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The version matrix of EEVDF, row by row: schedulers.md, section 10.1. */
class EevdfVersionTest {
  private static EevdfParameters version(String name) {
    return EevdfProvider.of(settings(name));
  }

  private static Parameters settings(String version) {
    return Parameters.of(new EevdfProvider().parameters(), Map.of("version", version));
  }

  @ParameterizedTest
  @CsvSource({"6.6, 3000", "6.12, 3000", "6.17, 2800", "latest, 2800", "7.x, 2800"})
  void theSliceOnEightProcessors(String name, long us) {
    assertThat(version(name).sliceNs(8)).isEqualTo(us * US);
  }

  @ParameterizedTest
  @CsvSource({
    // since 6.12, protection by time and buddy, clamp by the queue and forfeit
    "6.6, false, false, false",
    "6.12, true, false, false",
    "6.17, true, true, false",
    "latest, true, true, true",
    "7.x, true, true, true"
  })
  void theFeatures(String name, boolean since612, boolean since617, boolean latest) {
    EevdfRules rules = version(name).rules();

    assertThat(rules.placeLag()).isTrue();
    assertThat(rules.placeDeadlineInitial()).isTrue();
    assertThat(rules.runToParity()).isTrue();
    assertThat(
            List.of(
                rules.relativeDeadline(),
                rules.preemptShort(),
                rules.delayDequeue(),
                rules.delayZero(),
                rules.ownSlice()))
        .containsOnly(since612);
    assertThat(List.of(rules.protectTime(), rules.pickBuddy())).containsOnly(since617);
    assertThat(List.of(rules.clampByQueue(), rules.yieldForfeits())).containsOnly(latest);
  }

  @ParameterizedTest
  @CsvSource({"6.6, false", "6.12, false", "6.17, false", "latest, false", "7.x, true"})
  void exactEndsOfSlices(String name, boolean exact) {
    assertThat(version(name).hrtick()).isEqualTo(exact);
  }

  @ParameterizedTest
  @CsvSource({
    // a has 0.1 ms of its first request, half a slice; b has waited. The deadline moves by a slice
    "6.6, 1125",
    "6.12, 1125",
    "6.17, 1050",
    "latest, 350" // not eligible: yielding costs it nothing
  })
  void whatYieldingCosts(String name, long deadlineUs) {
    EevdfLevel level = new EevdfLevel(Topology.flat(1), version(name));
    Schedulable a = level.hog("a");
    level.hog("b");
    long[] deadline = new long[1];
    level.at(
        100 * US,
        () -> {
          level.mux.yield(a, null);
          deadline[0] = level.entity(a).deadline;
        });

    level.run(100 * US);

    assertThat(deadline[0]).isEqualTo(deadlineUs * US);
  }

  private static Group guest(EevdfLevel level, String sliceOf) {
    Parameters own =
        Parameters.of(new EevdfProvider().guestParameters(), Map.of("slice", 300 * US));
    return level.group(sliceOf, 100).settings(own);
  }

  @Test
  void aGuestMayHaveASliceOfItsOwn() {
    EevdfLevel level = new EevdfLevel(Topology.flat(1), EevdfParameters.EEVDF_6_12);
    Schedulable s = level.hog("s", guest(level, "short"), 1024);
    Schedulable other = level.hog("other");

    assertThat(level.entity(s).sliceNs).isEqualTo(300 * US);
    assertThat(level.entity(other).sliceNs).isEqualTo(750 * US);
  }

  @ParameterizedTest
  @CsvSource({"6.6, 1", "6.12, 0", "latest, 0"})
  void beforeLinux612NobodyHasASliceOfItsOwn(String name, int refusals) {
    EevdfProvider provider = new EevdfProvider();
    Parameters own = Parameters.of(provider.guestParameters(), Map.of("slice", MS));

    List<Refusal> refused =
        provider.refuses(4, settings(name), List.of(new GuestSettings("web", 2, own)));

    assertThat(refused).hasSize(refusals);
  }

  @ParameterizedTest
  @CsvSource({"normal, true", "batch, false", "idle, false"})
  void theClassSaysWhetherAGuestPreempts(String name, boolean preempts) {
    EevdfLevel level = new EevdfLevel(Topology.flat(1), EevdfParameters.EEVDF_LATEST);
    Parameters own = Parameters.of(new EevdfProvider().guestParameters(), Map.of("class", name));
    Group group = level.group("guest", 100).settings(own);
    Schedulable s = level.sleeper("s", group, 1024, () -> 100 * US, () -> 900 * US);
    level.mux.wake(s);
    level.at(200 * US, () -> level.hog("hog"));

    level.run(1_500 * US);

    assertThat(level.log.contains("1.000 s@0")).isEqualTo(preempts);
  }
}
