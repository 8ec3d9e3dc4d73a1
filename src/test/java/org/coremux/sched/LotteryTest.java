package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.SmallHost.MS;
import static org.coremux.sched.SmallHost.ran;

import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;

class LotteryTest {
  private static final int QUANTA = 10_000;
  private static final long QUANTUM_NS = MS;

  private static SmallHost host(boolean compensates) {
    return new SmallHost("lottery", 1, Map.of("quantum", QUANTUM_NS, "compensation", compensates));
  }

  /** Four standard deviations of a share of so many draws. */
  private static double boundNs(double share) {
    return 4 * Math.sqrt(share * (1 - share) / QUANTA) * QUANTA * QUANTUM_NS;
  }

  @Test
  void sharesAreThoseOfTheTicketsInTheMean() {
    SmallHost host = host(true);
    Schedulable three = host.hog("three", 3);
    Schedulable one = host.hog("one", 1);
    host.run(QUANTA * QUANTUM_NS);

    assertThat((double) ran(three)).isCloseTo(0.75 * QUANTA * QUANTUM_NS, within(boundNs(0.75)));
    assertThat(ran(three) + ran(one)).isEqualTo(QUANTA * QUANTUM_NS);
    assertThat(ran(three) / QUANTUM_NS).as("luck").isNotEqualTo(QUANTA * 3 / 4);
  }

  /** One that uses a fifth of its quantum wins five times as often, and has half; or a sixth. */
  @Test
  void whoUsesAPartOfItsQuantumIsCompensatedUntilItWins() {
    assertThat(shareOfAFifth(true)).isCloseTo(0.5, within(0.02));
    assertThat(shareOfAFifth(false)).isCloseTo(1.0 / 6, within(0.02));
  }

  private static double shareOfAFifth(boolean compensates) {
    SmallHost host = host(compensates);
    host.hog("whole", 256);
    Schedulable fifth = host.onOff("fifth", 256, QUANTUM_NS / 5, 0, Map.of());
    host.run(QUANTA * QUANTUM_NS);
    return (double) ran(fifth) / (QUANTA * QUANTUM_NS);
  }

  /**
   * One ticket of ten: ten quanta in the mean from one win to the next, and sometimes many more.
   */
  @Test
  void theWaitForAWinIsGeometric() {
    SmallHost host = host(true);
    Schedulable few = host.hog("few", 1);
    host.hog("many", 9);
    host.run(QUANTA * QUANTUM_NS);
    long longest = 0;
    long last = 0;
    for (String dispatch : host.dispatches) {
      long ms = Long.parseLong(dispatch.substring(0, dispatch.indexOf(' ')));
      if (dispatch.endsWith("few")) {
        longest = Math.max(longest, ms - last);
        last = ms;
      }
    }

    assertThat((double) ran(few)).isCloseTo(0.1 * QUANTA * QUANTUM_NS, within(boundNs(0.1)));
    // of a thousand waits the longest is about 10 ln 1,000
    assertThat(longest).isBetween(40L, 130L);
  }

  @Property
  void theTreeFindsTheHolderOfEveryTicket(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int clients = random.nextInt(1, 40);
    long[] tickets = new long[clients];
    TicketTree tree = new TicketTree();
    for (int k = 0; k < 3 * clients; k++) {
      int i = random.nextInt(clients);
      tree.admit(i);
      tickets[i] = random.nextInt(5);
      tree.set(i, tickets[i]);
    }
    long number = 0;
    for (int i = 0; i < clients; i++) {
      for (long k = 0; k < tickets[i]; k++) {
        assertThat(tree.holder(number++)).isEqualTo(i);
      }
    }
    assertThat(tree.total()).isEqualTo(number);
  }
}
