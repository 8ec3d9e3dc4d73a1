package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.EevdfLevel.MS;

import java.util.ArrayList;
import java.util.List;
import org.coremux.mux.QuietChange;
import org.coremux.mux.Schedulable;
import org.coremux.sched.BalanceGroup.Busyness;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Which group is the busiest, and what is moved from it: schedulers.md, section 11. */
class ImbalanceTest {
  private static final int ONE = 1;
  private static final int MANY = 32;

  /** Level of the cores of a cache, of machines that have two threads a core. */
  private static final int CACHE = 1;

  /** Ticks so rare that nobody balances but the test. Unit: ns. */
  private static final long NEVER_NS = 1_000_000 * MS;

  /** So long that averages tell of nothing before. Unit: ns. */
  private static final long SETTLED_NS = 500 * MS;

  private EevdfLevel level = level(new Topology(Shape.of(1, 3, 2), 1_000_000_000));
  private FairCpu[] cpus = level.fair().hierarchy().cpus;

  private static EevdfLevel level(Topology topology) {
    return new EevdfLevel(topology, EevdfParameters.EEVDF_6_6.withTick(NEVER_NS));
  }

  private static ImbalanceTest flat(int cpus) {
    ImbalanceTest host = new ImbalanceTest();
    host.level = level(Topology.flat(cpus));
    host.cpus = host.level.fair().hierarchy().cpus;
    return host;
  }

  /** Hogs that begin on the processor, and may go where it is said after that. */
  private List<Schedulable> hogs(int cpu, int count, int weight, CpuMask later) {
    List<Schedulable> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Schedulable s = level.sleepingHog(cpu + "/" + i, null, weight, CpuMask.of(cpu));
      level.mux.wake(s);
      made.add(s);
    }
    level.run(level.site.nowNs() + MS);
    made.forEach(s -> QuietChange.allow(s, later));
    return made;
  }

  private List<Schedulable> free(int cpu, int count) {
    return hogs(cpu, count, 1024, null);
  }

  private List<Schedulable> pinned(int cpu, int count) {
    return hogs(cpu, count, 1024, CpuMask.of(cpu));
  }

  private int pass(int cpu, int domain, int most) {
    level.run(level.site.nowNs() + SETTLED_NS); // nobody who waits is cache-hot any more
    return level.fair().balancer().pass(cpus[cpu], domain, most);
  }

  private String tasks() {
    StringBuilder tasks = new StringBuilder();
    for (FairCpu cpu : cpus) {
      tasks.append(cpu.tasks());
    }
    return tasks.toString();
  }

  // ---- classes ----

  private BalanceGroup group(boolean kept, FairCpu... members) {
    level.run(level.site.nowNs() + SETTLED_NS);
    BalanceGroup group = new BalanceGroup();
    group.begin(0, kept);
    for (FairCpu member : members) {
      group.add(member, level.fair().hierarchy().loads.of(member));
    }
    group.classify(BalanceDomains.LLC_PERCENT);
    return group;
  }

  @Test
  void aGroupIsOverloadedElseKeptByAffinityElseFullElseHasSpareProcessors() {
    pinned(0, 3);
    pinned(1, 1);

    assertThat(group(true, cpus[0], cpus[1]).busyness()).isEqualTo(Busyness.OVERLOADED);
    assertThat(group(true, cpus[1], cpus[2]).busyness()).isEqualTo(Busyness.KEPT);
    assertThat(group(false, cpus[1]).busyness()).isEqualTo(Busyness.FULL);
    assertThat(group(false, cpus[1], cpus[2]).busyness()).isEqualTo(Busyness.SPARE);
    assertThat(group(true, cpus[2]).busyness()).isEqualTo(Busyness.SPARE);
  }

  @Test
  void aHigherClassIsBusierWhateverTheLoad() {
    hogs(0, 1, 8192, CpuMask.of(0));
    hogs(1, 2, 512, CpuMask.of(1));
    BalanceGroup full = group(false, cpus[0]);
    BalanceGroup overloaded = group(false, cpus[1]);
    BalanceGroup kept = group(true, cpus[1], cpus[2]);

    assertThat(overloaded.isBusierThan(full)).isTrue();
    assertThat(full.isBusierThan(overloaded)).isFalse();
    assertThat(kept.isBusierThan(full)).isTrue();
    assertThat(overloaded.isBusierThan(kept)).isTrue();
  }

  @Test
  void ofOverloadedGroupsTheMoreLoadedIsBusier() {
    hogs(0, 2, 2048, CpuMask.of(0));
    hogs(1, 3, 1024, CpuMask.of(1));
    BalanceGroup heavy = group(false, cpus[0]);
    BalanceGroup many = group(false, cpus[1]);

    assertThat(heavy.isBusierThan(many)).isTrue();
    assertThat(many.isBusierThan(heavy)).isFalse();
  }

  @Test
  void ofGroupsWithSpareProcessorsTheOneWithFewerIdleIsBusierThenTheOneWithMoreTasks() {
    hogs(0, 1, 8192, CpuMask.of(0));
    pinned(1, 1);
    pinned(2, 2);
    BalanceGroup heavy = group(false, cpus[0], cpus[4], cpus[5]);
    BalanceGroup wide = group(false, cpus[0], cpus[1], cpus[5]);
    BalanceGroup deep = group(false, cpus[2], cpus[4], cpus[5]);

    assertThat(wide.isBusierThan(heavy)).isTrue();
    assertThat(wide.isBusierThan(deep)).isTrue();
    assertThat(deep.isBusierThan(heavy)).isTrue();
    assertThat(heavy.isBusierThan(deep)).isFalse();
  }

  // ---- what is moved ----

  @Test
  void movesByLoadWhenBothAreOverloaded() {
    ImbalanceTest host = flat(2);
    host.free(0, 6);
    host.pinned(1, 2);

    int moved = host.pass(1, 0, MANY);

    assertThat(moved).isEqualTo(2);
    assertThat(host.tasks()).isEqualTo("44");
  }

  @Test
  void movesNobodyByLoadWhoseWeightWouldTurnTheImbalanceRound() {
    ImbalanceTest host = flat(2);
    host.hogs(0, 2, 8192, null);
    host.hogs(1, 2, 6000, CpuMask.of(1));

    assertThat(host.pass(1, 0, MANY)).isZero();
    assertThat(host.tasks()).isEqualTo("22");
  }

  @Test
  void leavesAnImbalanceOfLoadThatTheDomainTolerates() {
    ImbalanceTest host = flat(2);
    host.hogs(0, 7, 1024, null);
    host.hogs(1, 6, 1024, null);

    assertThat(host.pass(1, 0, MANY)).isEqualTo(Balancer.BALANCED); // 117 % are left alone
  }

  @Test
  void movesHalfTheDifferenceInNumberToAGroupThatHasSpareProcessors() {
    ImbalanceTest host = flat(2);
    host.free(0, 7);

    assertThat(host.pass(1, 0, MANY)).isEqualTo(3);
    assertThat(host.tasks()).isEqualTo("43");
  }

  @Test
  void countsTasksWhateverTheyWeighWhenThereAreSpareProcessors() {
    ImbalanceTest host = flat(3);
    host.hogs(0, 3, 64, null);
    host.hogs(1, 1, 8192, null);

    assertThat(host.pass(2, 0, MANY)).isEqualTo(1);
    assertThat(host.tasks()).isEqualTo("211");
  }

  @Test
  void movesAtLeastOneFromAGroupWithMoreTasksThanProcessorsToAnIdleProcessor() {
    free(0, 2);
    free(1, 1);
    free(2, 1);

    assertThat(pass(3, CACHE, MANY)).isEqualTo(1); // 3 on a core against 1: half is 1
    assertThat(tasks()).isEqualTo("111100");
  }

  @Test
  void oneAboutToIdleTakesNoMoreThanOne() {
    ImbalanceTest host = flat(2);
    host.free(0, 7);

    assertThat(host.pass(1, 0, ONE)).isEqualTo(1);
    assertThat(host.tasks()).isEqualTo("61");
  }

  @Test
  void movesNobodyFromAFullGroupToOneWithoutSpareProcessors() {
    free(0, 2);
    free(2, 1);
    free(3, 1);
    free(4, 1);
    free(5, 1);

    assertThat(pass(2, CACHE, MANY)).isEqualTo(Balancer.BALANCED);
    assertThat(tasks()).isEqualTo("201111");
  }

  @Test
  void takesFromTheBusiestGroupNotFromTheMostLoadedProcessor() {
    hogs(0, 2, 4096, null); // the heaviest processor, but its core has another that is free
    free(2, 2);
    free(3, 2);

    assertThat(pass(4, CACHE, ONE)).isEqualTo(1);
    assertThat(tasks()).isEqualTo("201210");
  }

  // ---- who is ineligible ----

  /** A light one that has run long ago, but more than its share, waits beside three on 0. */
  private static Schedulable ineligible(ImbalanceTest host, EevdfParameters version, int others) {
    EevdfParameters alone = version.withTick(MS).withBalance(false);
    EevdfLevel level = new EevdfLevel(Topology.flat(2), alone);
    host.level = level;
    host.cpus = level.fair().hierarchy().cpus;
    Schedulable light = host.hogs(0, 1, 64, null).get(0);
    host.free(0, 3);
    host.pinned(1, others);
    level.run(level.site.nowNs() + SETTLED_NS);
    FairEntity e = level.entity(light);
    while (e != host.cpus[0].coldest() || e.queue.isEligible(e)) {
      level.run(level.site.nowNs() + MS);
    }
    return light;
  }

  /** On which processor it is after one has been pulled to 1, where so many are. */
  private static int after(EevdfParameters version, int others, int failures) {
    ImbalanceTest host = new ImbalanceTest();
    Schedulable light = ineligible(host, version, others);
    host.cpus[1].failures[0] = failures;
    assertThat(host.level.fair().balancer().pass(host.cpus[1], 0, ONE)).isEqualTo(1);
    return host.level.entity(light).queue.cpu;
  }

  @Test
  void since614WhoIsIneligibleIsLeftWhereItWaits() {
    assertThat(after(EevdfParameters.EEVDF_LATEST, 1, 0)).isZero();
    assertThat(after(EevdfParameters.EEVDF_6_12, 1, 0)).isEqualTo(1);
  }

  @Test
  void whoIsIneligibleIsTakenWhereNobodyIsOrWhenAPassHasFailed() {
    assertThat(after(EevdfParameters.EEVDF_LATEST, 0, 0)).isEqualTo(1);
    assertThat(after(EevdfParameters.EEVDF_LATEST, 1, 1)).isEqualTo(1);
  }

  // ---- nodes ----

  /** Two sockets of so many. */
  private static ImbalanceTest sockets(int cores) {
    ImbalanceTest host = new ImbalanceTest();
    host.level = level(new Topology(Shape.of(2, cores, 1), 1_000_000_000));
    host.cpus = host.level.fair().hierarchy().cpus;
    return host;
  }

  private static void near(Schedulable s, int... cpus) {
    s.near(CpuMask.of(cpus), 60_000);
  }

  @Test
  void whoseMemoryIsNearStaysUnlessPassesHaveFailed() {
    ImbalanceTest host = sockets(1);
    near(host.free(0, 2).get(1), 0); // the other one runs

    assertThat(host.pass(1, 0, MANY)).isZero();
    host.cpus[1].failures[0] = 3; // more than the patience of 2 between nodes
    assertThat(host.pass(1, 0, MANY)).isEqualTo(1);
  }

  @Test
  void whoseMemoryIsNearGoesWhereAllAreNearToTheirs() {
    ImbalanceTest host = sockets(1);
    host.free(0, 2).forEach(s -> near(s, 0));

    assertThat(host.pass(1, 0, MANY)).isEqualTo(1);
  }

  @Test
  void oneGoesToItsMemoryThoughItIsCacheHot() {
    ImbalanceTest host = sockets(1);
    Schedulable waits = host.free(0, 2).get(1);
    host.level.entity(waits).ranAtNs = host.level.site.nowNs();
    Balancer balancer = host.level.fair().balancer();
    assertThat(balancer.pass(host.cpus[1], 0, MANY)).isZero();

    near(waits, 1);

    assertThat(balancer.pass(host.cpus[1], 0, MANY)).isEqualTo(1);
  }

  @Test
  void betweenNodesADifferenceOfTwoIsLeftWhileFewRun() {
    ImbalanceTest few = sockets(4);
    few.free(0, 1);
    few.free(1, 1);
    assertThat(few.pass(4, 1, MANY)).isEqualTo(Balancer.BALANCED); // 2 against none

    ImbalanceTest more = sockets(4);
    more.free(0, 2);
    more.free(1, 1);
    assertThat(more.pass(4, 1, MANY)).isEqualTo(1); // 3 against none

    ImbalanceTest many = sockets(4);
    many.pinned(4, 1);
    many.pinned(5, 1);
    many.free(0, 2);
    many.free(1, 1);
    many.free(2, 1);
    assertThat(many.pass(6, 1, MANY)).isEqualTo(1); // the third there, of two caches
  }

  @Test
  void before518AQuarterOfANodeIsFew() {
    Topology machine = new Topology(Shape.of(2, 12, 1), 1_000_000_000);
    BalanceDomains older = new BalanceDomains(machine, BalanceRules.OLDER);
    BalanceDomains newer = new BalanceDomains(machine, BalanceRules.NEWER);

    assertThat(older.isEvenEnough(2, 3, 12, 1)).isTrue();
    assertThat(older.isEvenEnough(2, 4, 12, 1)).isFalse();
    assertThat(newer.isEvenEnough(2, 2, 12, 1)).isTrue();
    assertThat(newer.isEvenEnough(2, 3, 12, 1)).isFalse();
    assertThat(newer.isEvenEnough(2, 1, 12, 0)).isFalse(); // inside a node
    assertThat(newer.isEvenEnough(3, 1, 12, 1)).isFalse();
  }

  // ---- affinity ----

  @Test
  void triesTheNextBusiestWhenAffinityKeepsAllOfTheBusiest() {
    ImbalanceTest host = flat(3);
    host.pinned(0, 4);
    host.free(1, 2);

    assertThat(host.pass(2, 0, ONE)).isEqualTo(1);
    assertThat(host.tasks()).isEqualTo("411");
  }

  @Test
  void marksTheGroupInWhichAffinityKeptSomebodySoThatOthersPullFromIt() {
    hogs(0, 2, 1024, CpuMask.of(0, 4)); // not to its sibling, 1
    pinned(2, 1);
    pinned(3, 1);
    free(5, 1);
    assertThat(pass(4, CACHE, ONE)).isEqualTo(Balancer.BALANCED); // 2 tasks on 2 processors: full

    assertThat(pass(1, 0, ONE)).isEqualTo(Balancer.BALANCED);

    assertThat(pass(4, CACHE, ONE)).isEqualTo(1);
    assertThat(tasks()).isEqualTo("101111");
  }

  @Test
  void takesTheMarkAwayWhenAPassFindsBalanceInside() {
    List<Schedulable> held = hogs(0, 2, 1024, CpuMask.of(0, 4));
    pass(1, 0, ONE);
    level.mux.stop(held.get(0));

    pass(1, 0, ONE);

    assertThat(group(0).busyness()).isEqualTo(Busyness.SPARE);
  }

  private BalanceGroup group(int first) {
    BalanceDomains domains = level.fair().balancer().domains();
    return group(domains.keepsInGroup(first, CACHE), cpus[first], cpus[first + 1]);
  }
}
