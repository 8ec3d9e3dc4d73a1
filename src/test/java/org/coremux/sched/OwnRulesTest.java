package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.coremux.sched.SmallHost.MS;

import java.util.Map;
import java.util.function.Consumer;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.Scheduler;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** What policies check of their own rules finds what breaks them, and names who and by how much. */
class OwnRulesTest {
  // ---- credit ----

  private final CreditBench credit = CreditBench.flat(1);
  private final Schedulable first = credit.hog("first", 256);
  private final Schedulable second = credit.hog("second", 256);

  private void creditFinds(Consumer<CreditUnits> mistake, String words) {
    credit.model.run(MS);
    mistake.accept(credit.policy.units());
    finds(credit.policy, words);
  }

  @Test
  void creditIsRaisedByAccountingOnly() {
    creditFinds(units -> units.credit[second.index()]++, "second has credit 1 after 0, unpaid");
  }

  @Test
  void aPriorityIsChangedByAccountingOnly() {
    creditFinds(
        units -> units.priority[second.index()] = CreditUnits.OVER,
        "second is over: true, and was not paid meanwhile");
  }

  @Test
  void nobodyKeepsABoostAcrossATick() {
    credit.model.run(11 * MS);
    credit.policy.units().priority[first.index()] = CreditUnits.BOOST;
    finds(credit.policy, "first runs since 0, and is boosted after a tick at 10000000");
  }

  @Test
  void whoWasPaidAndHasNotRunOwesNoMoreThanASlice() {
    creditPaysAfter(-400);
    credit.policy.units().credit[second.index()] = -301;
    finds(credit.policy, "second was paid, has credit -301 and is active: true");
  }

  /** To both, of whom the second waits and had so much. */
  private void creditPaysAfter(long had) {
    credit.model.simulation.runUntil(MS); // the bench does not have it look yet
    credit.policy.accounting().activate(first.index());
    credit.policy.accounting().activate(second.index());
    credit.policy.units().credit[second.index()] = had;
    credit.policy.check();
    credit.policy.accounting().account();
  }

  @Test
  void thoseWhoWaitGetNoMoreThanThereIs() {
    creditPaysAfter(-200);
    credit.policy.units().credit[second.index()] = 300;
    credit.policy.cpus().queue[0].prioritise(second.index(), CreditUnits.UNDER);
    finds(credit.policy, "those who wait got 500 credits, of 302 there are for all");
  }

  @Test
  void activeUnitsAreCountedByWeight() {
    credit.policy.accounting().activate(first.index());
    creditFinds(units -> units.active[first.index()] = false, "first is paid as one of none");
  }

  @Test
  void whoWantsToRunWaitsInTheQueueOfItsHome() {
    credit.model.run(MS);
    credit.policy.cpus().queue[0].remove(second.index());
    finds(credit.policy, "second wants to run, and waits nowhere");
  }

  // ---- credit2 ----

  private final Credit2Bench credit2 = Credit2Bench.flat(1);
  private final Schedulable runs = credit2.hog("runs", null, 256, null);
  private final Schedulable waits = credit2.hog("waits", null, 256, null);

  private void credit2Finds(Consumer<Credit2Units> mistake, String words) {
    credit2.host.wake(runs);
    credit2.host.wake(waits);
    credit2.model.run(MS / 2);
    mistake.accept(credit2.policy.units());
    finds(credit2.policy, words);
  }

  @Test
  void creditRisesByAResetOrAMoveOnly() {
    credit2Finds(
        units -> units.credit[waits.index()]++,
        "waits has credit 10000001 after 10000000 and no reset");
  }

  @Test
  void creditIsAtMostWhatIsCarriedOver() {
    credit2Finds(
        units -> units.credit[waits.index()] = 10_500_001,
        "waits has credit 10500001, allowed is up to 10500000");
  }

  @Test
  void creditIsNeverBelowTheLeast() {
    credit2Finds(
        units -> units.credit[runs.index()] = -10_000_001, "runs has credit -10000001, allowed");
  }

  @Test
  void aResetGivesEachAsMuch() {
    credit2Finds(
        units -> {
          units.runQueue[waits.index()].countReset();
          units.credit[waits.index()] = 10_400_000;
        },
        "waits has credit 10400000 after a reset of 10000000, and should have 10500000");
  }

  @Test
  void theQueueIsSortedByCredit() {
    Schedulable third = credit2.hog("third", null, 256, null);
    credit2.host.wake(third);
    credit2Finds(units -> units.credit[runs.index()] = 1, "runs of credit 1 stands before");
  }

  @Test
  void whoeverWaitsIsInOneQueue() {
    credit2Finds(
        units -> units.queued[waits.index()] = false,
        "waits waits in run queue 0, and is not known to");
  }

  @Test
  void loadsAreCounted() {
    credit2Finds(
        units -> units.runQueue[waits.index()].changeLoad(1, MS),
        "run queue 0 counts a load of 3, and has 2");
  }

  @Test
  void theHeaviestWeightIsThatOfAMember() {
    credit2Finds(units -> units.weight[waits.index()] = 512, "heaviest weight, which is 512");
  }

  @Test
  void whoIsParkedHasNoBudget() {
    Schedulable parked = capped();
    credit2.model.run(5 * MS);
    credit2.policy.units().budget[parked.index()] = 1;
    finds(credit2.policy, "capped is parked, waits, or has budget 1");
  }

  @Test
  void budgetsAreGrantedByReplenishmentOnly() {
    Schedulable runsCapped = capped();
    credit2.model.run(500_000);
    credit2.policy.units().budget[runsCapped.index()]++;
    finds(credit2.policy, "half and its units have 1 more than they had and used");
  }

  private Schedulable capped() {
    Group half = credit2.capped("half", 10);
    Schedulable s = credit2.hog("capped", half, 256, CpuMask.of(0));
    credit2.host.wake(s);
    return s;
  }

  // ---- stride, bvt and lottery ----

  private static SmallHost two(String policy) {
    SmallHost host = new SmallHost(policy, 1, Map.of());
    host.hog("runs", 256);
    host.hog("waits", 256);
    return host.run(MS);
  }

  private static Scheduler policy(SmallHost host) {
    return ((CheckedScheduler) host.host.policy()).inner();
  }

  private static Schedulable named(SmallHost host, int index) {
    return host.host.roster().at(index);
  }

  @Test
  void ticketsOfThoseWhoJoinedAreCounted() {
    SmallHost host = two("stride");
    policy(host).sleep(named(host, 1));
    policy(host).sleep(named(host, 1));
    finds(policy(host), "there are 256 active tickets, counted 0");
  }

  @Test
  void whoWaitsDoesSoByItsPass() {
    SmallHost host = two("stride");
    policy(host).charge(named(host, 1), 1);
    finds(policy(host), "waits waits with a pass of");
  }

  @Test
  void whoJoinsIsAsFarFromTheGlobalPassAsItWas() {
    SmallHost host = two("stride");
    policy(host).sleep(named(host, 1));
    policy(host).check();
    policy(host).charge(named(host, 1), MS);
    policy(host).wake(named(host, 1));
    finds(policy(host), "waits was 40960000000 from the global pass");
  }

  @Test
  void nobodyWhoWantsToRunIsBeforeVirtualTime() {
    SmallHost host = two("bvt");
    policy(host).charge(named(host, 0), -MS);
    finds(policy(host), "runs wants to run with A -900000, it is 0");
  }

  @Test
  void whoWaitsDoesSoByItsEffectiveVirtualTime() {
    SmallHost host = two("bvt");
    policy(host).charge(named(host, 1), MS);
    finds(policy(host), "waits waits by 0, its E is 1000000");
  }

  @Test
  void whoWakesIsAsItWasOrVirtualTime() {
    SmallHost host = two("bvt");
    policy(host).sleep(named(host, 1));
    policy(host).check();
    policy(host).charge(named(host, 1), 5 * MS);
    policy(host).wake(named(host, 1));
    finds(policy(host), "waits woke with A 5000000, had 0");
  }

  @Test
  void nobodyHasMoreThanAQuantumLeft() {
    SmallHost host = two("lottery");
    Schedulable winner = host.host.processor(0).current();
    policy(host).charge(winner, -MS);
    finds(policy(host), winner + " has 101000000 ns left of a quantum");
  }

  /** Stopped where nobody decides any more: its vCPU is put away as a whole. */
  @Test
  void whoStopsOnAProcessorThatStandsStillIsLeftByItsCpu() {
    TestLevel model = new TestLevel();
    Multiplexer host =
        model.hardware(Topology.flat(1), TestLevel.Costs.FREE, TestLevel.roundRobin(MS));
    Schedulable vcpu = TestLevel.add(host, TestLevel.vcpu("vcpu", null));
    Multiplexer guest =
        model.guest(
            "guest",
            TestLevel.Costs.FREE,
            pool -> new Credit2(pool, Credit2Parameters.defaults()),
            vcpu);
    Schedulable hog = model.hog(guest, "hog", null);
    guest.wake(hog);
    model.at(MS, () -> host.stop(vcpu));
    model.at(MS + 1, () -> guest.stop(hog));
    model.at(
        2 * MS,
        () -> {
          host.start(vcpu);
          guest.start(hog);
        });
    model.run(10 * MS);

    assertThat(hog.timeNs(RunState.RUNNING)).isEqualTo(9 * MS);
  }

  private static void finds(Scheduler policy, String words) {
    assertThatIllegalStateException().isThrownBy(policy::check).withMessageContaining(words);
  }
}
