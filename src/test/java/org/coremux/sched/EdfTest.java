package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.coremux.sched.EevdfLevel.MS;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.coremux.engine.Simulation;
import org.coremux.engine.Site;
import org.coremux.engine.Timer;
import org.coremux.mux.Alarm;
import org.coremux.mux.BooksCheck;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TraceHash;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Earliest deadline first and its reservations, held to the contract of policies throughout. */
class EdfTest {
  private static final long FOREVER_NS = 1L << 50;

  private Simulation simulation;
  private Site site;
  private final List<String> log = new ArrayList<>();
  private Multiplexer mux;

  private void level(int processors, EdfParameters parameters) {
    simulation = new Simulation(1);
    site = simulation.site("test");
    mux =
        new Multiplexer(site, "pcpu", new TraceHash(), LevelCosts.NONE, new SplittableRandom(1))
            .hardware(Topology.flat(processors))
            .policy(pool -> new CheckedScheduler(pool, inner -> new Edf(inner, parameters)));
    mux.trace(
        (now, p, s, from, to) -> {
          if (to == RunState.RUNNING) {
            log.add(now / MS + " " + s + "@" + p.index());
          }
        });
    site.afterInstant(new BooksCheck(mux)::run);
  }

  private Group reserved(String name, long budgetMs, long periodMs) {
    return mux.group(name, null, 1, new Group.Quota(budgetMs * MS, periodMs * MS, 0));
  }

  private Schedulable hog(String name, Group group, CpuMask affinity) {
    Schedulable[] self = new Schedulable[1];
    self[0] = Schedulable.thread(name, group, 1, affinity, now -> self[0].compute(FOREVER_NS));
    self[0].compute(FOREVER_NS);
    mux.admit(self[0]);
    mux.start(self[0]);
    return self[0];
  }

  private Schedulable running(String name, Group group) {
    Schedulable s = hog(name, group, null);
    mux.wake(s);
    return s;
  }

  private Schedulable sleeper(String name, Group group, LongSupplier workNs, LongSupplier sleepNs) {
    Schedulable[] self = new Schedulable[1];
    Alarm[] alarm = new Alarm[1];
    self[0] =
        Schedulable.thread(
            name,
            group,
            1,
            null,
            now -> {
              self[0].compute(workNs.getAsLong());
              mux.block(self[0]);
              mux.arm(alarm[0], self[0].processor(), now + sleepNs.getAsLong());
            });
    self[0].compute(workNs.getAsLong());
    mux.admit(self[0]);
    mux.start(self[0]);
    alarm[0] = mux.alarm(self[0].processor(), now -> mux.wake(self[0]));
    mux.wake(self[0]);
    return self[0];
  }

  private void at(long ms, Runnable action) {
    site.arm(new Timer(now -> action.run()), ms * MS);
  }

  private long ranMs(Schedulable s) {
    mux.settleBooks();
    return s.timeNs(RunState.RUNNING) / MS;
  }

  @Test
  void theEarlierDeadlineRunsFirst() {
    level(1, EdfParameters.STANDARD);
    running("late", reserved("late", 4, 20));
    running("soon", reserved("soon", 2, 10));

    simulation.runUntil(16 * MS);

    // due at 10, then at 20 and 20: of equal deadlines the group that came first
    assertThat(log).containsExactly("0 soon@0", "2 late@0", "10 soon@0");
  }

  @Test
  void whatIsUsedUpWaitsForItsDeadlineAndIsHeldAsCapped() {
    level(1, EdfParameters.STANDARD);
    Schedulable greedy = running("greedy", reserved("greedy", 4, 10));

    simulation.runUntil(5 * MS);
    assertThat(greedy.held()).isEqualTo(Hold.CAP);
    simulation.runUntil(1_000 * MS);

    assertThat(ranMs(greedy)).isEqualTo(400);
    assertThat(greedy.heldNs(Hold.CAP)).isEqualTo(600 * MS);
  }

  @Test
  void aSoftOneGoesOnUnderALaterDeadline() {
    level(1, new EdfParameters(0, false, 10 * MS));
    Schedulable greedy = running("greedy", reserved("greedy", 4, 10));
    Schedulable other = running("other", reserved("other", 6, 10));

    simulation.runUntil(1_000 * MS);

    assertThat(ranMs(greedy)).isEqualTo(400);
    assertThat(ranMs(other)).isEqualTo(600);
    assertThat(greedy.heldNs(Hold.CAP)).isZero();
  }

  @Test
  void whoWakesSoonKeepsItsDeadlineAndWhoWakesLateGetsANewOne() {
    level(1, EdfParameters.STANDARD);
    Group group = reserved("g", 4, 20);
    Schedulable s = hog("s", group, null);
    Schedulable rival = running("rival", reserved("rival", 19, 30)); // due at 30
    at(5, () -> mux.wake(s)); // due at 25: 4 of 20 ms

    simulation.runUntil(8 * MS);
    assertThat(log).containsExactly("0 rival@0", "5 s@0");
    simulation.runUntil(10 * MS);
    mux.settleBooks();
    assertThat(s.held()).isEqualTo(Hold.CAP); // 4 ms are used up at 9, the next are due from 25 on
    assertThat(ranMs(rival)).isEqualTo(6);
    simulation.runUntil(26 * MS);
    assertThat(log).contains("9 rival@0").doesNotContain("20 s@0");
    assertThat(ranMs(s)).isEqualTo(5);
  }

  @Test
  void thoseWithoutAReservationGetWhatIsLeftByTurns() {
    level(1, EdfParameters.STANDARD);
    running("reserved", reserved("reserved", 4, 10));
    Schedulable a = running("a", null);
    Schedulable b = running("b", null);

    simulation.runUntil(2_000 * MS);

    assertThat(ranMs(a)).isBetween(590L, 610L);
    assertThat(ranMs(a) + ranMs(b)).isEqualTo(1_200);
  }

  @Test
  void theMostUrgentRunOnAllProcessorsWhereTheyMay() {
    level(2, EdfParameters.STANDARD);
    running("x", null);
    running("y", null);
    Schedulable pinned = hog("pinned", reserved("pinned", 5, 10), CpuMask.of(1));
    Schedulable free = hog("free", reserved("free", 5, 20), null);
    at(1, () -> mux.wake(free));
    at(1, () -> mux.wake(pinned));

    simulation.runUntil(2 * MS);

    assertThat(log).containsExactlyInAnyOrder("0 x@0", "0 y@1", "1 free@0", "1 pinned@1");
  }

  @Test
  void thePeriodIsThatOfThePolicyWhereItSaysOne() {
    level(1, new EdfParameters(10 * MS, true, 10 * MS));
    running("g", reserved("g", 30, 100));
    running("rest", null);

    simulation.runUntil(25 * MS);

    assertThat(log)
        .containsExactly("0 g@0", "3 rest@0", "10 g@0", "13 rest@0", "20 g@0", "23 rest@0");
  }

  @Test
  void aCapThatChangesIsAnotherReservationAtOnce() {
    level(1, EdfParameters.STANDARD);
    Group group = reserved("g", 4, 10);
    Schedulable s = running("s", group);
    // held since 4
    at(7, () -> mux.changes().share(group, 1, new Group.Quota(2 * MS, 5 * MS, 0)));

    simulation.runUntil(16 * MS);

    assertThat(log).containsExactly("0 s@0", "7 s@0", "12 s@0");
    assertThat(ranMs(s)).isEqualTo(8);
  }

  @Test
  void whoRunsOrWaitsOrIsHeldWhenACapIsTakenAwayOrGivenGoesOnWithoutItOrUnderIt() {
    level(1, EdfParameters.STANDARD);
    Group group = reserved("g", 4, 10);
    Schedulable one = running("one", group);
    Schedulable two = running("two", group);
    at(6, () -> mux.changes().share(group, 1, Group.Quota.NONE));
    at(100, () -> mux.changes().share(group, 1, new Group.Quota(3 * MS, 10 * MS, 0)));

    simulation.runUntil(100 * MS);
    assertThat(ranMs(one) + ranMs(two)).isEqualTo(98);
    simulation.runUntil(1_000 * MS);

    assertThat(ranMs(one) + ranMs(two)).isEqualTo(98 + 270);
  }

  @Test
  void aCapWithinAnotherTakesItsMembersOutOfTheOuterReservation() {
    level(1, EdfParameters.STANDARD);
    Group outer = reserved("outer", 4, 10);
    Group inner = mux.group("inner", outer, 1, Group.Quota.NONE);
    Schedulable s = running("s", inner);
    Schedulable other = running("other", outer);
    at(5, () -> mux.changes().share(inner, 1, new Group.Quota(2 * MS, 10 * MS, 0)));

    simulation.runUntil(1_005 * MS);

    assertThat(ranMs(other)).isBetween(390L, 400L);
    assertThat(ranMs(s)).isBetween(200L, 208L);
  }

  @Test
  void describesEachReservationInItsOwnWords() {
    level(1, EdfParameters.STANDARD);
    running("a", reserved("a", 4, 10));
    running("b", reserved("b", 4, 20));
    running("c", null);
    simulation.runUntil(5 * MS);
    List<String> lines = new ArrayList<>();
    mux.policy().describe(lines::add);

    assertThat(lines)
        .containsExactly(
            "earliest deadline first",
            "  a: 0 of 4000000 ns left, deadline 10000000 ns, waits for it",
            "  b: 4000000 of 4000000 ns left, deadline 20000000 ns",
            "  c waits, without a reservation");
  }

  /** Whatever its members do, and the contract holds. */
  @Property(tries = 30)
  void noGroupGetsMoreThanItReserved(
      @ForAll @IntRange(min = 1, max = 4) int processors, @ForAll int seed) {
    level(processors, EdfParameters.STANDARD);
    SplittableRandom random = new SplittableRandom(seed);
    LongSupplier workNs = () -> random.nextLong(1, 4 * MS);
    LongSupplier sleepNs = () -> random.nextLong(1, 20 * MS);
    List<List<Schedulable>> groups = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Group group = reserved("g" + i, 2, 10);
      groups.add(
          List.of(
              running("hog" + i, group),
              sleeper("s" + i, group, workNs, sleepNs),
              sleeper("t" + i, group, workNs, sleepNs)));
      sleeper("f" + i, null, workNs, sleepNs);
    }

    simulation.runUntil(2_000 * MS);

    for (List<Schedulable> group : groups) {
      // a budget in each of 200 periods; members that run at once may overrun the last one
      assertThat(group.stream().mapToLong(this::ranMs).sum())
          .isBetween(395L, 400L + processors * 2L);
    }
  }

  @Test
  void refusesParametersThatMakeNoSense() {
    assertThatThrownBy(() -> new EdfParameters(-1, true, 1)).hasMessageContaining("period -1");
    assertThatThrownBy(() -> new EdfParameters(0, true, 0)).hasMessageContaining("quantum 0");
  }
}
