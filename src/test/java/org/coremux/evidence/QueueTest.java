package org.coremux.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.coremux.engine.Distribution;
import org.junit.jupiter.api.Test;

class QueueTest {
  @Test
  void oneServerAtEightyPercent() {
    // Arrival rate 0.8, service rate 1: sojourn 1 / 0.2 = 5, wait 4, in system 0.8 x 5 = 4.
    Mm1 queue = new Mm1(1.25, 1);
    assertThat(queue.utilisation()).isCloseTo(0.8, within(1e-12));
    assertThat(queue.meanSojournNs()).isCloseTo(5, within(1e-12));
    assertThat(queue.meanWaitNs()).isCloseTo(4, within(1e-12));
    assertThat(queue.meanInSystem()).isCloseTo(4, within(1e-12));
    assertThat(queue.meanWaiting()).isCloseTo(3.2, within(1e-12));
    // Exponential with mean 5: the median is 5 ln 2.
    assertThat(queue.sojournPercentileNs(50)).isCloseTo(3.4657359, within(1e-6));
    assertThat(queue.sojournPercentileNs(99)).isCloseTo(23.0258509, within(1e-6));
  }

  @Test
  void twoServersAtSeventyFivePercent() {
    // Load 1.5: C = (1.125 / 0.25) / (1 + 1.5 + 1.125 / 0.25) = 4.5 / 7 = 9 / 14;
    // wait = C / (2 - 1.5) = 9 / 7.
    Mmc queue = new Mmc(1 / 1.5, 1, 2);
    assertThat(queue.waitProbability()).isCloseTo(9.0 / 14, within(1e-12));
    assertThat(queue.meanWaitNs()).isCloseTo(9.0 / 7, within(1e-12));
    assertThat(queue.meanSojournNs()).isCloseTo(16.0 / 7, within(1e-12));
  }

  @Test
  void aHundredServersDoNotOverflow() {
    // Load 90 on 100 servers: C = 0.2169 (Erlang's tables), wait = C / 10.
    Mmc queue = new Mmc(1.0 / 90, 1, 100);
    assertThat(queue.waitProbability()).isCloseTo(0.2169, within(5e-5));
    assertThat(queue.meanWaitNs()).isCloseTo(0.02169, within(5e-6));
  }

  @Property
  void oneOfSeveralServersIsOneServer(
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double utilisation) {
    double wait = new Mm1(1, utilisation).meanWaitNs();
    assertThat(new Mmc(1, utilisation, 1).meanWaitNs()).isCloseTo(wait, within(1e-9 * wait));
    // Exponential service has the variance of its squared mean.
    double variance = utilisation * utilisation;
    assertThat(new Mg1(1, utilisation, variance).meanWaitNs()).isCloseTo(wait, within(1e-9 * wait));
    assertThat(new Mg1(1, utilisation, 0).meanWaitNs()).isCloseTo(wait / 2, within(1e-9 * wait));
  }

  @Test
  void takesTheMomentsOfADistribution() {
    // Erlang of 4 stages, mean 1 ms: variance 0.25 ms^2; at 80 %: 0.8 x 1.25 / (2 x 0.2) = 2.5 ms.
    Distribution service = Distribution.erlang(1e6, 4);
    Mg1 queue = new Mg1(1.25e6, service.meanNs(), service.varianceNs2());
    assertThat(queue.meanWaitNs()).isCloseTo(2.5e6, within(1e-3));
    Distribution heavy = Distribution.pareto(1e6, 2);
    assertThat(new Mg1(1.25e6, heavy.meanNs(), heavy.varianceNs2()).meanWaitNs()).isInfinite();
  }

  @Test
  void refusesWhatHasNoSteadyState() {
    assertThatThrownBy(() -> new Mm1(1, 1)).hasMessageContaining("no steady state");
    assertThatThrownBy(() -> new Mmc(1, 2, 2)).hasMessageContaining("no steady state");
    assertThatThrownBy(() -> new Mmc(1, 0.5, 0)).hasMessageContaining("no steady state");
    assertThatThrownBy(() -> new Mg1(1, 1.5, 1)).hasMessageContaining("no steady state");
    assertThatThrownBy(() -> new Mg1(2, 1, Double.NaN)).hasMessageContaining("variance");
  }
}
