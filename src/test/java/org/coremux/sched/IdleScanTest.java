package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EevdfLevel.MS;

import org.coremux.mux.ForwardingPool;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A busy cache is searched less for an idle processor, and a very busy one not at all. */
class IdleScanTest {
  /** Of the average of what a processor does. */
  private static final long HALF_LIFE_NS = 1 << 25;

  private long nowNs;
  private FairCpu[] cpus;
  private LoadTracking loads;

  private IdleScan scan(int count) {
    return scan(count, EevdfParameters.EEVDF_LATEST.balancing());
  }

  private IdleScan scan(int count, BalanceRules rules) {
    Multiplexer mux = new EevdfLevel(Topology.flat(count), EevdfParameters.EEVDF_LATEST).mux;
    Pool pool =
        new ForwardingPool(mux.pool()) {
          @Override
          public long nowNs() {
            return nowNs;
          }
        };
    EevdfParameters parameters = EevdfParameters.EEVDF_LATEST;
    FairHierarchy hierarchy =
        new FairHierarchy(
            pool,
            parameters,
            (cpu, group, parent) -> new EevdfQueue(parameters, count, cpu, group, parent));
    loads = hierarchy.loads;
    cpus = hierarchy.cpus;
    return new IdleScan(hierarchy, mux.pool().topology(), rules);
  }

  /** So many processors are busy from now on. */
  private void busy(int count) {
    for (int i = 0; i < cpus.length; i++) {
      loads.busy(cpus[i], i < count);
    }
  }

  @Test
  void beforeItHasBeenLookedAtACacheIsSearchedWhole() {
    assertThat(scan(8).most(0, cpus[0])).isEqualTo(8);
  }

  /** So long at once that what was before has no weight: (1 - (1.17 u)^2) n, and one more. */
  @ParameterizedTest
  @CsvSource({
    "2, 0, 3", // 2 and one more
    "2, 1, 2", // (1 - 0.342) 2 = 1.3
    "2, 2, 0",
    "8, 0, 9",
    "8, 2, 8", // (1 - 0.0856) 8 = 7.3
    "8, 4, 6", // (1 - 0.342) 8 = 5.3
    "8, 6, 2", // (1 - 0.770) 8 = 1.8
    "8, 7, 0", // below 0
    "64, 16, 59", // (1 - 0.0856) 64 = 58.5
    "64, 32, 43", // (1 - 0.342) 64 = 42.1
    "64, 48, 15", // (1 - 0.770) 64 = 14.7
    "64, 54, 2", // (1 - 0.974) 64 = 1.6
    "64, 55, 0", // below 0
  })
  void theBusierTheFewer(int count, int busy, int most) {
    IdleScan scan = scan(count);
    busy(busy);
    nowNs = 3_600_000L * MS;
    scan.update(0);

    assertThat(scan.most(0, cpus[0])).isEqualTo(most);
  }

  @Test
  void whatWasBeforeCountsByItsHalfLife() {
    IdleScan scan = scan(2);
    busy(2);
    nowNs = HALF_LIFE_NS; // u = 1/2
    scan.update(0);
    assertThat(scan.most(0, cpus[0])).isEqualTo(2);

    nowNs = 2 * HALF_LIFE_NS; // u = 3/4
    scan.update(0);
    assertThat(scan.most(0, cpus[0])).isZero();

    busy(0);
    nowNs = 3 * HALF_LIFE_NS; // u = 3/8
    scan.update(0);
    assertThat(scan.most(0, cpus[0])).isEqualTo(2);
  }

  @Test
  void aLongIdleTimeDoesNotOverflow() {
    IdleScan scan = scan(256);
    nowNs = 30L * 24 * 3_600_000 * MS;
    scan.update(0);

    assertThat(scan.most(0, cpus[0])).isEqualTo(257);
  }

  // ---- before 6.0 ----

  @Test
  void before60AShortIdleTimeAllowsAShortSearchOnlyButFourAlways() {
    IdleScan scan = scan(64, BalanceRules.OLDER);
    FairCpu by = cpus[0];
    by.averageIdleNs = 1_000_000;
    assertThat(scan.most(0, by)).isEqualTo(64); // no search has cost anything

    for (int i = 0; i < 100; i++) {
      scan.looked(by, 64); // 50 ns each
    }
    assertThat(by.scanNs).isEqualTo(3_200 - 7); // the average is rounded down
    assertThat(scan.most(0, by)).isEqualTo(39); // 64 * (1,000,000 / 512) / 3,194
    by.averageIdleNs = 250_000;
    assertThat(scan.most(0, by)).isEqualTo(9);
    by.averageIdleNs = 50_000;
    assertThat(scan.most(0, by)).isEqualTo(4);
  }

  @Test
  void before60NoSearchIsLongerThanTheCacheIsWide() {
    IdleScan scan = scan(2, BalanceRules.OLDER);
    cpus[0].averageIdleNs = 0;

    assertThat(scan.most(0, cpus[0])).isEqualTo(2);
  }

  @Test
  void sinceThenTheIdleTimeOfWhoSearchesDoesNotCount() {
    IdleScan scan = scan(64, BalanceRules.NEWER);
    scan.looked(cpus[0], 64);
    cpus[0].averageIdleNs = 0;

    assertThat(scan.most(0, cpus[0])).isEqualTo(64);
  }

  // ---- what comes of it ----

  /** Where one is queued that was on processor 0, where a hog is, and is woken while 1 idles. */
  private static int queuedOn(EevdfLevel level) {
    level.pinnedHog("hog", 0);
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(
            "woken",
            null,
            1024,
            null,
            now -> {
              self[0].compute(MS);
              level.mux.block(self[0]);
            });
    self[0].compute(MS);
    self[0].cameFrom(0);
    level.mux.admit(self[0]);
    level.mux.start(self[0]);
    level.at(501 * MS, () -> level.mux.wake(self[0]));
    level.run(501 * MS);
    return level.entity(self[0]).queue.cpu;
  }

  @Test
  void inAnIdleCacheAWokenThreadFindsTheIdleProcessor() {
    assertThat(queuedOn(EevdfLevel.of(2))).isEqualTo(1);
  }

  @Test
  void inABusyCacheItStaysThoughTheOtherProcessorIdles() {
    EevdfLevel level = EevdfLevel.of(2);
    Schedulable like = Schedulable.thread("on-off", null, 1024, CpuMask.of(1), now -> {});
    level.sleeper(like, () -> 7 * MS, () -> 3 * MS); // off from 500 to 503

    assertThat(queuedOn(level)).isZero();
  }
}
