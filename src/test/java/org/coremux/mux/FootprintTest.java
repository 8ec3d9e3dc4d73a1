package org.coremux.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;
import static org.coremux.mux.TestLevel.roundRobin;

import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Who reloads what from the caches after others have run; books are checked after each instant. */
class FootprintTest {
  private final TestLevel model = new TestLevel();

  private Multiplexer host(int cpus, Prices prices) {
    return model.hardware(Topology.flat(cpus), prices, roundRobin(10 * MS));
  }

  private Schedulable hog(Multiplexer host, String name, long kib) {
    Schedulable s = model.hog(host, name, null);
    if (kib > 0) {
      s.workingSet(kib);
    }
    host.wake(s);
    return s;
  }

  @Test
  void whoeverComesBackReloadsWhatOthersHaveDisplaced() {
    Multiplexer host = host(1, new Prices().refill(US));
    Schedulable a = hog(host, "a", 100);
    Schedulable b = hog(host, "b", 40);

    model.run(40 * MS);

    assertThat(a.overheadNs(Cost.SWITCH)).as("b touched 40 KiB").isEqualTo(40 * US);
    assertThat(b.overheadNs(Cost.SWITCH)).as("all that it has").isEqualTo(40 * US);
    assertThat(a.executedNs()).isEqualTo(20 * MS - 40 * US);
    assertThat(host.processor(0).spentNs(Cost.SWITCH)).isEqualTo(80 * US);
  }

  @Test
  void whoeverRunsAloneReloadsNothing() {
    Multiplexer host = host(1, new Prices().refill(US));
    Schedulable a = hog(host, "a", 100);

    model.run(40 * MS);

    assertThat(a.overheadNs(Cost.SWITCH)).isZero();
  }

  @Test
  void whoeverSaysNothingNeitherPaysNorDisplaces() {
    Multiplexer host = host(1, new Prices().refill(US));
    Schedulable a = hog(host, "a", 100);
    Schedulable b = hog(host, "b", 0);

    model.run(40 * MS);

    assertThat(a.overheadNs(Cost.SWITCH)).isZero();
    assertThat(b.overheadNs(Cost.SWITCH)).isZero();
  }

  @Test
  void reloadingIsInterruptedAndNeverOwedTwice() {
    Multiplexer host = host(1, new Prices().refill(MS));
    Schedulable a = hog(host, "a", 15);
    Schedulable b = hog(host, "b", 15);

    model.run(35 * MS);
    assertThat(host.processor(0).current()).as("although a had 5 ms to reload").isEqualTo(b);
    model.run(41 * MS);

    assertThat(a.executedNs()).isEqualTo(10 * MS);
    assertThat(a.debtNs()).as("all of it again, and no more").isEqualTo(14 * MS);
  }
}
