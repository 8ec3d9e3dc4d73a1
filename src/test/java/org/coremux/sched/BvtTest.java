package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.SmallHost.MS;
import static org.coremux.sched.SmallHost.ran;

import java.util.List;
import java.util.Map;
import org.coremux.metric.LatencyHistogram;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;

class BvtTest {
  private final SmallHost host = new SmallHost("bvt", 1, Map.of());

  /** From level to C and an MCU ahead; from then on from C behind to C and an MCU ahead. */
  @Test
  void equalOnesAlternateByTheAllowance() {
    host.hog("a", 256);
    host.hog("b", 256);
    host.run(40 * MS);

    assertThat(host.dispatches).isEqualTo(List.of("0 a", "5 b", "15 a", "25 b", "35 a"));
  }

  /** Within what the invariant of schedulers.md allows: C and a slice. */
  @Test
  void sharesAreThoseOfTheWeights() {
    Schedulable heavy = host.hog("heavy", 768);
    Schedulable light = host.hog("light", 256);
    host.run(3_000 * MS);

    assertThat((double) ran(heavy)).isCloseTo(2_250 * MS, within(15.0 * MS));
    assertThat(ran(light) + ran(heavy)).isEqualTo(3_000 * MS);
  }

  @Test
  void nobodySavesTimeUpBySleeping() {
    Schedulable late = host.hog("late", 256, 1_000 * MS, Map.of());
    host.hog("always", 256);
    host.run(3_000 * MS);

    assertThat((double) ran(late)).isCloseTo(1_000 * MS, within(6.0 * MS));
  }

  /** Without a warp it wakes level with the hog, which is allowed to go on for C; with one, not. */
  @Test
  void whoWarpsRunsAtOnce() {
    assertThat(latencyNs(Map.of())).isGreaterThan(4 * MS);
    assertThat(latencyNs(Map.of("warp", 10 * MS))).isZero();
  }

  private static long latencyNs(Map<String, ?> said) {
    SmallHost host = new SmallHost("bvt", 1, Map.of());
    host.hog("hog", 256);
    Schedulable s = host.onOff("interactive", 256, MS, 30 * MS, said);
    LatencyHistogram latency = SmallHost.latency(s);
    host.run(1_000 * MS);
    return latency.maxNs().orElseThrow();
  }

  /** It warps for 2 ms; then it is 8 ms of virtual time from being on top again. */
  @Test
  void aWarpEndsAtItsLimitAndIsNotHadAgainBeforeItIsUnwarped() {
    Schedulable abuser =
        host.hog(
            "abuser",
            256,
            20 * MS,
            Map.of("warp", 1_000 * MS, "warpLimit", 2 * MS, "unwarp", 5_000 * MS));
    host.hog("hog", 256);
    host.run(2_000 * MS);

    assertThat(host.dispatches).startsWith("0 hog", "20 abuser");
    assertThat((double) ran(abuser)).isCloseTo(990 * MS, within(12.0 * MS));
  }

  /** The pathology: a warp without a limit is a priority. */
  @Test
  void aFarWarpWithoutALimitStarvesTheOthers() {
    Schedulable abuser = host.hog("abuser", 256, 0, Map.of("warp", 10_000 * MS));
    Schedulable hog = host.hog("hog", 256);
    host.run(2_000 * MS);

    assertThat(ran(abuser)).isEqualTo(2_000 * MS);
    assertThat(ran(hog)).isZero();
  }

  /** Nobody waits when they begin; c makes one of them give way, who then waits for both. */
  @Test
  void whoRanAloneGivesWayTooWhenAnotherHasHadTo() {
    SmallHost two = new SmallHost("bvt", 2, Map.of());
    Schedulable a = two.hog("a", 256);
    Schedulable b = two.hog("b", 256);
    Schedulable c = two.hog("c", 256, 100 * MS, Map.of());
    two.run(3_100 * MS);

    assertThat((double) ran(a)).isCloseTo(2_100 * MS, within(15.0 * MS));
    assertThat((double) ran(b)).isCloseTo(2_100 * MS, within(15.0 * MS));
    assertThat((double) ran(c)).isCloseTo(2_000 * MS, within(15.0 * MS));
  }

  /** C is 5 ms: a is over it after two units, and from then on each from behind after four. */
  @Test
  void timeIsChargedInWholeUnits() {
    SmallHost coarse = new SmallHost("bvt", 1, Map.of("mcu", 3 * MS));
    coarse.hog("a", 256);
    coarse.hog("b", 256);
    coarse.run(40 * MS);

    assertThat(coarse.dispatches).isEqualTo(List.of("0 a", "6 b", "18 a", "30 b"));
  }
}
