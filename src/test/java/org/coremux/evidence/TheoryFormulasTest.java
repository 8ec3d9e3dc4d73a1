package org.coremux.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.coremux.evidence.ClosedNetwork.Station;
import org.coremux.evidence.TaskSet.Task;
import org.junit.jupiter.api.Test;

/** Formulas against values computed by hand, or another way. */
class TheoryFormulasTest {
  @Test
  void losesWhatFindsAllPlacesTaken() {
    // Load 1, 2 places: 1/3 each of 0, 1 and 2. Load 1/2: 1 + 1/2 + 1/4 = 7/4, so 1/7 is lost.
    assertThat(new Mm1k(1, 1, 2).lostShare()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(new Mm1k(1, 1, 2).utilisation()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(new Mm1k(2, 1, 2).lostShare()).isCloseTo(1 / 7.0, within(1e-12));
    assertThat(new Mm1k(1, 3, 1).lostShare()).isCloseTo(0.75, within(1e-12)); // Erlang's B
    assertThatThrownBy(() -> new Mm1k(1, 1, 0)).hasMessageContaining("0 places");
  }

  @Test
  void sharesSlowEverybodyDownAlike() {
    ProcessorSharing queue = new ProcessorSharing(2, 1);
    assertThat(queue.meanSojournNs()).isCloseTo(2, within(1e-12));
    assertThat(queue.sojournNs(3)).isCloseTo(6, within(1e-12));
    assertThatThrownBy(() -> new ProcessorSharing(1, 1)).hasMessageContaining("no steady state");
  }

  @Test
  void twoUsersAndTwoStations() {
    // Demands 1 and 2, no thinking. One user: R = 3, X = 1/3, queues 1/3 and 2/3.
    // Two: R = 1 x 4/3 + 2 x 5/3 = 14/3, X = 2 / (14/3) = 3/7.
    ClosedNetwork network = new ClosedNetwork(0, List.of(new Station(1, 1), new Station(2, 1)));
    assertThat(network.with(1).responseNs()).isCloseTo(3, within(1e-12));
    assertThat(network.with(2).responseNs()).isCloseTo(14 / 3.0, within(1e-12));
    assertThat(network.with(2).perNs()).isCloseTo(3 / 7.0, within(1e-12));
    assertThat(network.mostPerNs(2)).isCloseTo(0.5, within(1e-12));
    assertThat(network.leastResponseNs(2)).isCloseTo(4, within(1e-12));
    assertThat(network.leastResponseNs(1)).isCloseTo(3, within(1e-12));
    assertThatThrownBy(() -> network.with(0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new Station(0, 1)).hasMessageContaining("demand 0");
  }

  /** One station and thinking users are a birth-death chain, whose sums need no recursion. */
  @Property(tries = 50)
  void oneStationIsTheMachineRepairman(
      @ForAll @IntRange(min = 1, max = 60) int users,
      @ForAll @IntRange(min = 1, max = 5) int servers,
      @ForAll @DoubleRange(min = 1, max = 40) double think) {
    double weight = 1;
    double sum = 1;
    double there = 0;
    for (int k = 1; k <= users; k++) {
      weight *= (users - k + 1) / think / Math.min(k, servers);
      sum += weight;
      there += k * weight;
    }
    double perNs = (users - there / sum) / think;

    ClosedNetwork.Point point =
        new ClosedNetwork(think, List.of(new Station(1, servers))).with(users);

    assertThat(point.perNs()).isCloseTo(perNs, within(1e-6 * perNs));
    assertThat(point.responseNs()).isCloseTo(there / sum / perNs, within(1e-5 * users));
  }

  @Test
  void responseTimesAreThoseOfTheTextbook() {
    // Burns and Wellings: 3/7, 3/12, 5/20 respond within 3, 6 and 20.
    TaskSet set = new TaskSet(List.of(new Task(3, 7), new Task(3, 12), new Task(5, 20)));
    assertThat(set.worstResponseNs(0)).hasValue(3);
    assertThat(set.worstResponseNs(1)).hasValue(6);
    assertThat(set.worstResponseNs(2)).hasValue(20);
    // 2/5, 4/7: 4 + 2 = 6, 4 + 2 x 2 = 8, later than 7; U = 0.971 fits the earliest deadline.
    TaskSet late = new TaskSet(List.of(new Task(2, 5), new Task(4, 7)));
    assertThat(late.worstResponseNs(1)).isEmpty();
    assertThat(late.fitsOneProcessor()).isTrue();
    assertThatThrownBy(() -> new Task(6, 5)).hasMessageContaining("cost 6 of a period of 5");
  }

  @Test
  void utilisationBoundsAreThoseOfThePapers() {
    Task third = new Task(1, 3);
    assertThat(new TaskSet(List.of(third)).liuLaylandBound()).isCloseTo(1, within(1e-12));
    assertThat(new TaskSet(List.of(third, third)).liuLaylandBound())
        .isCloseTo(0.828427, within(1e-6));
    assertThat(new TaskSet(List.of(third, third, third)).fitsOneProcessor()).isTrue();
    assertThat(new TaskSet(List.of(third, third, new Task(3, 8))).fitsOneProcessor()).isFalse();
    // Two processors: 2 - 1 x 1/2 = 1.5 is the most with a task of one half.
    Task half = new Task(1, 2);
    assertThat(new TaskSet(List.of(half, half, half)).fits(2)).isTrue();
    assertThat(new TaskSet(List.of(half, half, half, new Task(1, 9))).fits(2)).isFalse();
  }
}
