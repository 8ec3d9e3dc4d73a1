package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.CreditBench.MS;
import static org.coremux.sched.CreditBench.US;
import static org.coremux.sched.CreditBench.ran;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Hold;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.SchedulerProvider;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** The rules of schedulers.md 3.3 and 3.4, one by one. */
class CreditTest {
  private final CreditBench one = CreditBench.flat(1);
  private final CreditBench two = CreditBench.flat(2);

  // ---- burning ----

  @Test
  void aMsCosts10CreditsAndWhatCannotBeDividedIsKept() {
    Schedulable hog = one.hog("hog", 256);

    for (int step = 1; step <= 33; step++) {
      one.model.run(step * 33 * US); // 0.33 credits each
      one.host.pool().settle(hog.processor());
    }

    assertThat(one.credit(hog)).isEqualTo(-10); // 10.89
    assertThat(one.policy.units().residual[hog.index()]).isEqualTo(890_000);
  }

  @Test
  void sampledWhoRunsAtATickPaysForAllOfIt() {
    CreditBench b = CreditBench.flat(1, Map.of("accounting", "sampled"));
    Schedulable dodger = b.dodger("dodger", null, 200 * US);
    Schedulable late = b.burst("late", null, null, 500 * US);
    b.model.at(9_900 * US, () -> b.host.wake(late));

    b.model.run(11 * MS);

    assertThat(b.credit(late)).isEqualTo(-100);
    assertThat(b.credit(dodger)).isZero();
  }

  // ---- ticks ----

  @Test
  void noUnitKeepsItsBoostAcrossATick() {
    Schedulable hog = boosted(one, "hog", 30 * MS);

    one.model.run(20 * MS - 1);
    assertThat(one.priority(hog)).isEqualTo(CreditUnits.BOOST);
    one.model.run(20 * MS);

    assertThat(one.priority(hog)).isEqualTo(CreditUnits.UNDER);
  }

  /** One that has run before, wakes at 15 ms and so gets its boost. */
  private static Schedulable boosted(CreditBench b, String name, long workNs) {
    Schedulable s = b.burst(name, null, null, workNs);
    b.policy.units().migrated[s.index()] = false;
    b.model.at(15 * MS, () -> b.host.wake(s));
    return s;
  }

  @Test
  void theFirstWakeUpAfterItIsPlacedGivesNoBoost() {
    Schedulable first = one.burst("first", null, null, MS);
    one.host.wake(first);
    assertThat(one.priority(first)).isEqualTo(CreditUnits.UNDER);
    one.model.run(2 * MS);

    one.host.wake(first);

    assertThat(one.priority(first)).isEqualTo(CreditUnits.BOOST);
  }

  @Test
  void anIdleCpuDoesNotTickAndOneThatAwakesTicksAtTheNextMultipleOf10Ms() {
    one.model.run(60 * MS);
    assertThat(one.model.site.events()).isEqualTo(2); // the master's
    Schedulable late = one.burst("late", null, null, 20 * MS);
    one.model.at(63 * MS, () -> one.host.wake(late));

    one.model.run(70 * MS - 1);
    assertThat(one.policy.units().active[late.index()]).isFalse();
    one.model.run(70 * MS);

    assertThat(one.policy.units().active[late.index()]).isTrue();
    assertThat(one.credit(late)).isEqualTo(-70);
  }

  // ---- wake-ups ----

  @Test
  void aBoostedUnitPreemptsAnUnderOneAfterTheRatelimit() {
    Schedulable hog = one.hog("hog", 256);
    Schedulable waker = one.burst("waker", null, null, 100 * US);
    one.policy.units().migrated[waker.index()] = false;
    one.model.at(400 * US, () -> one.host.wake(waker));

    one.model.run(MS - 1);
    assertThat(hog.state()).isEqualTo(RunState.RUNNING);
    one.model.run(MS);

    assertThat(waker.state()).isEqualTo(RunState.RUNNING);
  }

  @Test
  void oneThatIsOverGetsNoBoostAndWaitsForTheEndOfTheSlice() {
    Schedulable waker = one.burst("waker", null, null, 100 * US);
    one.policy.units().priority[waker.index()] = CreditUnits.OVER;
    one.hog("hog", 256);
    one.model.at(5 * MS, () -> one.host.wake(waker));

    one.model.run(30 * MS - 1);

    assertThat(waker.state()).isEqualTo(RunState.RUNNABLE);
    assertThat(one.priority(waker)).isEqualTo(CreditUnits.OVER);
  }

  @Test
  void boostedUnitsDoNotPreemptEachOther() {
    Schedulable first = boosted(one, "first", 3 * MS);
    Schedulable second = boosted(one, "second", 3 * MS);

    one.model.run(18 * MS - 1);
    assertThat(first.state()).isEqualTo(RunState.RUNNING);
    one.model.run(18 * MS);

    assertThat(second.state()).isEqualTo(RunState.RUNNING);
    assertThat(second.timeNs(RunState.RUNNABLE)).isEqualTo(3 * MS);
  }

  @Test
  void aWakerGoesToAnIdleCpuRatherThanPreemptAtHome() {
    Schedulable waker = two.burst("waker", null, null, 100 * US); // at home on CPU 0
    Schedulable other = two.hog("other", null, 256, null);
    two.host.wake(two.hog("hog", 256)); // CPU 0, too
    two.model.at(5 * MS, () -> two.host.wake(waker));

    two.model.run(5 * MS + US);

    assertThat(waker.processor().index()).isEqualTo(1);
    assertThat(waker.timeNs(RunState.RUNNABLE)).isZero();
    assertThat(other.state()).isEqualTo(RunState.BLOCKED);
  }

  /** How many CPUs are no longer idle when one wakes whose home is busy, of four. */
  private static int asked(boolean one) {
    CreditBench b = CreditBench.flat(4, Map.of("tickleOneIdle", one));
    Schedulable waker = b.burst("waker", null, null, 100 * US);
    b.hog("pinned", null, 256, CpuMask.of(0));
    b.host.wake(b.all.get(1));
    b.model.run(5 * MS);
    b.host.wake(waker);
    return 3 - b.policy.cpus().idlers.count();
  }

  @Test
  void oneIdleCpuIsAskedOrAllAsTold() {
    assertThat(asked(true)).isEqualTo(1);
    assertThat(asked(false)).isEqualTo(3);
  }

  /** Where a hog is that a pinned one has preempted beside an idle CPU, 1 ms later. */
  private static RunState preemptedBesideAnIdleCpu(String fidelity) {
    CreditBench b = CreditBench.flat(2, Map.of("fidelity", fidelity));
    Schedulable hog = b.hog("hog", 256);
    Schedulable pinned = b.burst("pinned", null, CpuMask.of(0), 3 * MS);
    b.policy.units().migrated[pinned.index()] = false;
    b.model.at(3 * MS, () -> b.host.wake(pinned));
    b.model.run(4 * MS);
    assertThat(pinned.state()).isEqualTo(RunState.RUNNING);
    return hog.state();
  }

  @Test
  void whoIsPreemptedBesideAnIdleCpuIsPushedThereAsIntendedAndStaysAsCoded() {
    assertThat(preemptedBesideAnIdleCpu("as-coded")).isEqualTo(RunState.RUNNABLE);
    assertThat(preemptedBesideAnIdleCpu("intended")).isEqualTo(RunState.RUNNING);
  }

  // ---- the ratelimit, and yields ----

  @Test
  void aRatelimitThatIsNearlyOverIsRaisedTo100UsAsIntendedAndNotAsCoded() {
    for (String fidelity : List.of("as-coded", "intended")) {
      CreditBench b = CreditBench.flat(1, Map.of("fidelity", fidelity));
      b.hog("hog", 256);
      Schedulable waker = b.burst("waker", null, null, 100 * US);
      b.policy.units().migrated[waker.index()] = false;
      b.model.at(970 * US, () -> b.host.wake(waker));
      b.model.run(5 * MS);
      assertThat(waker.timeNs(RunState.RUNNABLE))
          .isEqualTo(fidelity.equals("intended") ? 100 * US : 30 * US);
    }
  }

  @Test
  void aRatelimitThatHasJustBegunIsAskedAboutAgainAfter100NsAsCoded() {
    CreditParameters coded = CreditParameters.of(Parameters.defaults(CreditParameters.declared()));

    assertThat(coded.protectedNs(99)).isEqualTo(100);
    assertThat(coded.protectedNs(100)).isEqualTo(999_900);
  }

  @Test
  void whoYieldsGoesBehindOneThatIsLowerAndPassesTheRatelimit() {
    Schedulable yielder = one.hog("yielder", 256);
    Schedulable first = one.hog("first", 256);
    Schedulable second = one.hog("second", 256);
    one.policy.cpus().queue[0].prioritise(first.index(), CreditUnits.OVER);
    one.policy.cpus().queue[0].prioritise(second.index(), CreditUnits.OVER);
    one.model.at(100 * US, () -> one.host.yield(yielder, null));

    one.model.run(100 * US);

    assertThat(first.state()).isEqualTo(RunState.RUNNING);
    assertThat(one.policy.cpus().queue[0].head()).isEqualTo(yielder.index());
  }

  // ---- accounting ----

  @Test
  void aDomainOf4VcpusGetsFourTimesAsMuchAsOneOf1WithTheSameWeight() {
    Group large = one.domain("large");
    for (int k = 0; k < 4; k++) {
      one.host.wake(one.hog("l" + k, large, 256, null));
    }
    Schedulable small = one.hog("small", one.domain("small"), 256, null);
    one.host.wake(small);

    one.model.run(30_000 * MS);

    assertThat(one.share(small)).isCloseTo(0.2, within(0.005));
  }

  /** Three that the master sees at 30 ms, of which the first has a cap of 20 %. */
  @Test
  void whatACappedDomainMayNotUseGoesToThoseAfterIt() {
    CreditBench b = CreditBench.flat(3);
    Schedulable last = b.hog("last", b.domain("last"), 256, CpuMask.of(0));
    Schedulable middle = b.hog("middle", b.domain("middle"), 512, CpuMask.of(1));
    Schedulable capped = b.hog("capped", b.capped("capped", 20), 256, CpuMask.of(2));
    b.all.forEach(b.host::wake); // at 10 ms capped is the first of the list, last the last

    b.model.run(30 * MS);

    // 900 credits by 1:2:1; capped gets 60 of 225, and 165 more are there for the weight of 768
    long credits = 900 + (165 * 1024 + 767) / 768;
    assertThat(credits).isEqualTo(1_120);
    assertThat(b.credit(capped)).isEqualTo(-300 + 60);
    // middle's half of that is 560, of which it can use 300; last gets all that it can use
    assertThat(b.credit(middle)).isZero();
    assertThat(b.credit(last)).isZero();
    assertThat(b.policy.accounting().balance()).isEqualTo(60 - 200 + 2 * 100);
  }

  @Test
  void aUnitWithMoreThanASliceIsNoLongerActiveAndKeepsHalf() {
    Schedulable s = one.burst("short", null, null, 10 * MS);
    one.host.wake(s); // seen at 10 ms? it has blocked; at 20 it runs
    one.model.at(15 * MS, () -> one.host.wake(s));

    one.model.run(90 * MS);

    // 200 burnt; 300 at 30 ms, 60 ms: 400, which is more than 300
    assertThat(one.policy.units().active[s.index()]).isFalse();
    assertThat(one.credit(s)).isEqualTo(200);
  }

  @Test
  void aParkedUnitIsHeldByTheCapAndGoesOnWithoutABoost() {
    Schedulable s = one.hog("hog", one.capped("domain", 25), 256, null);
    one.host.wake(s);
    one.model.run(31 * MS);
    assertThat(s.held()).isEqualTo(Hold.CAP);

    one.model.run(120 * MS);

    assertThat(s.held()).isNull();
    assertThat(one.priority(s)).isEqualTo(CreditUnits.UNDER);
    assertThat(s.heldNs(Hold.CAP)).isEqualTo(90 * MS);
  }

  @Test
  void aWeightThatChangesCountsAtOnceForActiveUnits() {
    Schedulable a = one.hog("a", 256);
    one.hog("b", 256);
    one.model.run(100 * MS);
    assertThat(one.policy.accounting().weight()).isEqualTo(512);

    one.host.changes().share(a, 768, null);

    assertThat(one.policy.accounting().weight()).isEqualTo(1_024);
    one.model.run(30_000 * MS);
    assertThat(one.share(a)).isCloseTo(0.75, within(0.005));
  }

  // ---- stealing ----

  @Test
  void anIdleCpuStealsAnybodyButDoesNotLookAgainWithinAMs() {
    Schedulable first = two.burst("first", null, CpuMask.of(1), 100 * US);
    two.host.wake(two.hog("runs", null, 256, CpuMask.of(0)));
    two.host.wake(first); // CPU 1 looks for more at 0.1 ms, and finds nothing
    Schedulable waits = two.hog("waits", null, 256, null);
    two.policy.units().home[waits.index()] = 0;
    two.model.at(500 * US, () -> two.host.wake(waits)); // it asks CPU 1, which looked 0.4 ms ago

    two.model.run(5 * MS);
    assertThat(waits.state()).isEqualTo(RunState.RUNNABLE);
    two.model.at(6 * MS, () -> two.host.wake(first)); // CPU 1 ends it, and looks again
    two.model.run(7 * MS);

    assertThat(waits.state()).isEqualTo(RunState.RUNNING);
    assertThat(waits.processor().index()).isEqualTo(1);
  }

  /** Whether a CPU that has one OVER to run takes another with that priority from elsewhere. */
  private static boolean overSteals(int priority, Map<String, ?> settings, boolean yields) {
    CreditBench b = CreditBench.flat(2, settings);
    Schedulable runs = b.hog("runs", null, 256, CpuMask.of(0));
    Schedulable waits = b.hog("waits", null, 256, null);
    Schedulable over = b.hog("over", null, 256, CpuMask.of(1));
    CreditUnits units = b.policy.units();
    units.home[waits.index()] = 0;
    b.host.wake(over);
    b.host.wake(runs);
    units.priority[over.index()] = CreditUnits.OVER;
    units.priority[waits.index()] = priority; // it is not boosted when it first wakes
    b.model.run(2 * MS);
    b.host.wake(waits);
    units.lastSchedNs[waits.index()] = 1_500 * US;
    units.yielded[waits.index()] = yields;
    b.host.pool().kick(b.host.processor(1));
    b.model.run(2 * MS + 1);
    return waits.state() == RunState.RUNNING;
  }

  @Test
  void aCpuWhoseBestIsOverStealsOnlyWhatIsBetterAndDoesNotYieldAndIsNotHot() {
    assertThat(overSteals(CreditUnits.UNDER, Map.of(), false)).isTrue();
    assertThat(overSteals(CreditUnits.OVER, Map.of(), false)).isFalse();
    assertThat(overSteals(CreditUnits.UNDER, Map.of(), true)).isFalse();
    assertThat(overSteals(CreditUnits.UNDER, Map.of("migrationDelay", MS), false)).isFalse();
    assertThat(overSteals(CreditUnits.UNDER, Map.of("migrationDelay", 400 * US), false)).isTrue();
  }

  // ---- where to ----

  @Test
  void aTickMovesAUnitToACoreThatIdlesAltogether() {
    CreditBench b = CreditBench.smt(2, Map.of());
    b.hog("a", null, 256, null); // at home on CPU 0 and CPU 1, which are one core
    b.hog("b", null, 256, null);
    b.all.forEach(b.host::wake);
    b.model.run(20 * MS - 1);
    assertThat(b.all.get(1).processor().index()).isEqualTo(1);

    b.model.run(20 * MS + 1); // active since 10 ms

    assertThat(List.of(b.all.get(0).processor().index(), b.all.get(1).processor().index()))
        .containsExactly(2, 1);
  }

  @Test
  void withSmtPowerSavingsTwoCoresBecomeOne() {
    CreditBench b = CreditBench.smt(2, Map.of("smtPowerSavings", true));
    b.host.wake(b.hog("a", null, 256, CpuMask.of(0, 1)));
    Schedulable second = b.hog("b", null, 256, CpuMask.of(1, 2));
    b.policy.units().home[second.index()] = 2;
    b.host.wake(second);

    b.model.run(21 * MS);

    assertThat(second.processor().index()).isEqualTo(1);
  }

  /** Whether a hog moves to another socket with so many idle threads, from one with two. */
  private static int socketOf(int idleThere) {
    CreditBench b =
        new CreditBench(
            new Topology(Shape.of(2, 5, 1), 1_000_000_000, 65_536), LevelCosts.NONE, Map.of());
    Schedulable hog = b.hog("hog", null, 256, null);
    for (int cpu = 2; cpu < 10 - idleThere; cpu++) {
      b.host.wake(b.hog("on" + cpu, null, 256, CpuMask.of(cpu)));
    }
    b.host.wake(hog);
    b.model.run(21 * MS);
    return hog.processor().index() / 5;
  }

  @Test
  void aUnitMovesToAnotherSocketOnlyIfMoreThanTwiceAsManyThreadsIdleThere() {
    // its own and one more idle here
    assertThat(socketOf(4)).isZero();
    assertThat(socketOf(5)).isEqualTo(1);
  }

  @Test
  void aUnitGoesToACpuThatItPrefersAsLongAsOneIdles() {
    CreditBench b = CreditBench.flat(4);
    Group picky = b.domain("picky");
    picky.settings(Parameters.of(SoftAffinity.declared(), Map.of("softAffinity", "2-3")));
    for (int k = 0; k < 3; k++) {
      b.hog("h" + k, picky, 256, null);
    }

    b.all.forEach(b.host::wake);
    b.model.run(100 * MS);

    assertThat(b.all).allMatch(s -> s.state() == RunState.RUNNING);
    assertThat(b.all).filteredOn(s -> s.processor().index() >= 2).hasSize(2);
  }

  @Test
  void oneThatMayNoLongerRunWhereItIsMoves() {
    Schedulable hog = two.hog("hog", 256);
    two.model.run(5 * MS);

    two.host.changes().share(hog, 256, CpuMask.of(1));
    two.model.run(6 * MS);

    assertThat(hog.processor().index()).isEqualTo(1);
    assertThat(ran(hog)).isEqualTo(6 * MS);
  }

  // ---- as a plug-in ----

  private static SchedulerProvider provider() {
    return ServiceLoader.load(SchedulerProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(found -> found.name().equals("credit"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void itIsFoundByItsNameWithAllItsSettings() {
    SchedulerProvider provider = provider();

    assertThat(provider.parameters()).hasSize(CreditParameters.class.getRecordComponents().length);
    assertThat(provider.refusesGroups()).contains("domains");
    assertThat(provider.refusesCaps()).isNull();
    assertThat(provider.create(one.host.pool(), Parameters.defaults(provider.parameters())))
        .hasToString("credit");
  }

  @Test
  void itSaysBeforeARunWhatItCannotDo() {
    Parameters slow =
        Parameters.of(provider().parameters(), Map.of("ratelimit", 5 * MS, "tslice", 2 * MS));
    Parameters soft = Parameters.of(SoftAffinity.declared(), Map.of("softAffinity", "0-x"));

    var refusals = provider().refuses(4, slow, List.of(new GuestSettings("vm", 2, soft)));

    assertThat(refusals).extracting("parameter").containsExactly("softAffinity", "ratelimit");
  }

  @Test
  void groupsInGroupsAndBurstsAreRefused() {
    Group outer = one.domain("outer");
    Group inner = one.host.group("inner", outer, 256, Group.Quota.NONE);

    assertThatThrownBy(() -> one.hog("a", inner, 256, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("inner: credit");
  }

  @Test
  void itsQueuesAndCreditsArePrintedInXensWords() {
    two.host.wake(two.hog("capped", two.capped("vm", 20), 256, null));
    for (int k = 0; k < 3; k++) {
      two.hog("hog" + k, 512);
    }
    two.model.run(25 * MS);
    List<String> lines = new ArrayList<>();

    two.policy.describe(lines::add);

    assertThat(lines.get(0)).isEqualTo("weight 768, balance 0 credits, 0 idlers");
    assertThat(lines).contains("domain vm: active units 1, weight 256, cap 60 credits a slice");
    assertThat(lines).anyMatch(line -> line.startsWith("cpu 0 runs capped, under, credit -200"));
    assertThat(lines).anyMatch(line -> line.startsWith("  1 waits: hog"));
  }
}
