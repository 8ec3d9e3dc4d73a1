package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.CreditBench.MS;
import static org.coremux.sched.CreditBench.US;

import java.util.List;
import java.util.Map;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of schedulers.md 3.7 and 24, each within 1 %. */
class CreditGoldenTest {
  private static final long SECONDS = 1_000 * MS;

  private final CreditBench bench = CreditBench.flat(1);

  @Test
  void equalHogsShareEqually() {
    Schedulable a = bench.hog("a", 256);
    Schedulable b = bench.hog("b", 256);

    bench.model.run(30 * SECONDS);

    assertThat(bench.share(a)).isCloseTo(0.5, within(0.001));
    assertThat(bench.share(b)).isCloseTo(0.5, within(0.001));
  }

  @Test
  void hogsOf512And256ShareTwoToOne() {
    Schedulable a = bench.hog("a", 512);
    Schedulable b = bench.hog("b", 256);

    bench.model.run(30 * SECONDS);

    assertThat(bench.share(a)).isCloseTo(0.667, within(0.003));
    assertThat(bench.share(b)).isCloseTo(0.333, within(0.003));
  }

  /** A hog and one that is never there at a tick, with a ratelimit in us. */
  private static CreditBench dodging(long ratelimitUs, int capPercent) {
    CreditBench b = CreditBench.flat(1, Map.of("ratelimit", ratelimitUs * US));
    b.dodger("dodger", capPercent == 0 ? null : b.capped("small", capPercent), 200 * US);
    b.hog("hog", 256);
    b.model.run(30 * SECONDS);
    return b;
  }

  @Test
  void whoSleepsAtEachTickGets90PercentAndNeverPays() {
    CreditBench b = dodging(1_000, 0);

    assertThat(b.share(b.all.get(0))).isCloseTo(0.9003, within(0.002));
    assertThat(b.credit(b.all.get(0))).isLessThan(-27_000);
    assertThat(b.priority(b.all.get(0))).isEqualTo(CreditUnits.BOOST);
  }

  @Test
  void withoutARatelimitTheDodgerGets96Percent() {
    CreditBench b = dodging(0, 0);

    assertThat(b.share(b.all.get(0))).isCloseTo(0.96, within(0.002));
  }

  @Test
  void aCapOf20PercentIsNotEnforcedOnADodger() {
    CreditBench b = dodging(1_000, 20);

    assertThat(b.share(b.all.get(0))).isCloseTo(0.90, within(0.005));
  }

  @ParameterizedTest
  @CsvSource({"10, 30, 270", "25, 30, 90", "50, 60, 60"})
  void aCappedHogRunsAndIsParkedInTurn(int capPercent, int onMs, int offMs) {
    Schedulable s = bench.hog("hog", bench.capped("domain", capPercent), 256, null);
    List<String> log = bench.bursts(s);
    bench.host.wake(s);

    bench.model.run(2 * (onMs + offMs) * MS - 1);

    assertThat(log)
        .containsExactly("0 on", onMs + " off", onMs + offMs + " on", 2 * onMs + offMs + " off");
  }

  @Test
  void aHogWithACapOf75PercentRunsFor180AndIsParkedFor60AfterAFirst150() {
    Schedulable s = bench.hog("hog", bench.capped("domain", 75), 256, null);
    List<String> log = bench.bursts(s);
    bench.host.wake(s);

    bench.model.run(689 * MS);

    assertThat(log).containsExactly("0 on", "150 off", "210 on", "390 off", "450 on", "630 off");
  }
}
