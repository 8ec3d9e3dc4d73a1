package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.coremux.engine.Parameters;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.GuestSettings;
import org.coremux.mux.Hold;
import org.coremux.mux.LevelCosts;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Refusal;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.TestLevel;
import org.coremux.sched.HyperVParameters.Type;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Shape;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** The contract and all books are checked after each instant. */
class HyperVTest {
  private static final long MS = TestLevel.MS;

  private static final HyperVProvider PROVIDER = new HyperVProvider();

  private final TestLevel model = new TestLevel();
  private final List<Schedulable> all = new ArrayList<>();
  private Multiplexer host;

  private void machine(Topology machine, Type type) {
    host =
        model.hardware(
            machine,
            LevelCosts.NONE,
            pool ->
                new CheckedScheduler(
                    pool, inner -> HyperVProvider.create(inner, HyperVParameters.of(type))));
  }

  private static Parameters settings(Map<String, Long> said) {
    return Parameters.of(PROVIDER.guestParameters(), said);
  }

  private Group guest(String name, Map<String, Long> said) {
    return host.group(name, null, 256, Group.Quota.NONE).settings(settings(said));
  }

  private Schedulable hog(String name, Group group, int weight, CpuMask affinity) {
    Schedulable[] self = new Schedulable[1];
    self[0] =
        Schedulable.thread(
            name, group, weight, affinity, now -> self[0].compute(TestLevel.FOREVER_NS));
    self[0].compute(TestLevel.FOREVER_NS);
    TestLevel.add(host, self[0]);
    model.at(0, () -> host.wake(self[0])); // when all are there
    all.add(self[0]);
    return self[0];
  }

  private Schedulable onOff(String name, Group group, long onNs, long offNs) {
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> host.wake(self[0]));
    self[0] =
        Schedulable.thread(
            name,
            group,
            256,
            null,
            now -> {
              self[0].compute(onNs);
              host.block(self[0]);
              model.site.arm(wake, now + offNs);
            });
    self[0].compute(onNs);
    TestLevel.add(host, self[0]);
    host.wake(self[0]);
    all.add(self[0]);
    return self[0];
  }

  private long ranNs(Schedulable s) {
    return host.pool().timeNs(s, RunState.RUNNING);
  }

  // ---- classic ----

  @Property(shrinking = ShrinkingMode.OFF)
  void sharesAProcessorByWeightToWithinAQuantum(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 8) int hogs) {
    HyperVTest test = new HyperVTest();
    test.machine(Topology.flat(1), Type.CLASSIC);
    SplittableRandom random = new SplittableRandom(seed);
    long weights = 0;
    for (int i = 0; i < hogs; i++) {
      test.hog("h" + i, null, 1 + random.nextInt(1_000), null);
      weights += test.all.get(i).weight();
    }
    long endNs = 2_000 * MS;

    test.model.run(endNs);

    for (Schedulable s : test.all) {
      double share = (double) s.weight() / weights;
      // what is known of start-time fair queueing: a quantum, and more where one is heavy
      double bound = HyperVParameters.QUANTUM_NS * (1 + (hogs - 2) * share);
      assertThat((double) test.ranNs(s)).isCloseTo(endNs * share, within(bound + 2 * MS));
    }
  }

  @Test
  void sharesAllProcessorsByTakingWorkFromOthers() {
    machine(Topology.flat(2), Type.CLASSIC);
    for (int i = 0; i < 3; i++) {
      hog("h" + i, null, 256, null);
    }

    model.run(3_000 * MS);

    for (Schedulable s : all) {
      assertThat(ranNs(s)).isBetween(1_980 * MS, 2_020 * MS);
    }
  }

  @Test
  void leavesNoProcessorIdleWhileSomebodyWaits() {
    machine(Topology.flat(4), Type.CLASSIC);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 9; i++) {
      onOff("s" + i, null, random.nextLong(MS, 9 * MS), random.nextLong(MS, 9 * MS));
    }
    model.site.afterInstant(
        () -> {
          long waiting = all.stream().filter(s -> s.state() == RunState.RUNNABLE).count();
          for (int i = 0; waiting > 0 && i < 4; i++) {
            assertThat(host.pool().isIdle(host.processor(i))).isFalse();
          }
        });

    model.run(1_000 * MS);
  }

  @Test
  void letsOneThatWakesRunSoonAmongThoseWhoCompute() {
    machine(Topology.flat(1), Type.CLASSIC);
    hog("hog", null, 256, null);
    Schedulable light = onOff("light", null, MS / 10, 20 * MS);

    model.run(1_000 * MS);

    assertThat(light.timeNs(RunState.RUNNABLE)).isLessThan(49 * 10 * MS); // a quantum each at most
    assertThat(ranNs(light)).isGreaterThan(3 * MS);
  }

  // ---- limits ----

  @Property(shrinking = ShrinkingMode.OFF)
  void neverLetsOneUseMoreThanItsLimitInAPeriod(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 99) int percent) {
    HyperVTest test = new HyperVTest();
    SplittableRandom random = new SplittableRandom(seed);
    test.machine(Topology.flat(1 + random.nextInt(3)), Type.CLASSIC);
    Group limited = test.guest("limited", Map.of("limit", percent * 100L));
    Schedulable one = test.hog("one", limited, 256, null);
    Schedulable two =
        test.onOff("two", limited, random.nextLong(MS, 40 * MS), random.nextLong(MS, 40 * MS));
    for (int i = random.nextInt(3); i > 0; i--) {
      test.hog("other" + i, null, 256, null);
    }
    long[][] usedNs = new long[11][2];
    for (int k = 1; k <= 10; k++) {
      int period = k;
      test.model.at(
          k * 100 * MS,
          () -> {
            usedNs[period][0] = test.ranNs(one);
            usedNs[period][1] = test.ranNs(two);
          });
    }

    test.model.run(1_000 * MS);

    for (int k = 1; k <= 10; k++) {
      for (int i = 0; i < 2; i++) {
        assertThat(usedNs[k][i] - usedNs[k - 1][i]).isLessThanOrEqualTo(percent * MS);
      }
    }
  }

  @Test
  void parksOneWhoseLimitIsUsedUpUntilThePeriodEnds() {
    machine(Topology.flat(1), Type.CLASSIC);
    Schedulable s = hog("s", guest("g", Map.of("limit", 3_000L)), 256, null);

    model.run(1_000 * MS);

    assertThat(ranNs(s)).isEqualTo(300 * MS);
    assertThat(s.heldNs(Hold.CAP)).isEqualTo(700 * MS);
  }

  @Test
  void dividesACapAmongTheProcessorsOfAMachine() {
    machine(Topology.flat(4), Type.CLASSIC);
    Group capped = host.group("capped", null, 256, new Group.Quota(100 * MS, 100 * MS, 0));
    for (int i = 0; i < 4; i++) {
      hog("v" + i, capped, 256, null);
    }

    model.run(1_000 * MS);

    for (Schedulable s : all) {
      assertThat(ranNs(s)).isEqualTo(250 * MS);
    }
  }

  @Test
  void dividesACapAmongProcessorsAndNotAmongUnits() {
    machine(new Topology(Shape.of(1, 2, 2), 1_000_000_000), Type.CORE);
    Group capped = host.group("capped", null, 256, new Group.Quota(100 * MS, 100 * MS, 0));
    for (int i = 0; i < 4; i++) {
      hog("v" + i, capped, 256, null);
    }

    model.run(1_000 * MS);

    for (Schedulable s : all) { // 3 us of each period are for the rendezvous
      assertThat(ranNs(s)).isBetween(249 * MS, 250 * MS);
    }
  }

  @Test
  void goesBackToWhatWasBeforeWhenACapIsTakenAway() {
    machine(Topology.flat(1), Type.CLASSIC);
    Group group = host.group("g", null, 256, Group.Quota.NONE);
    Schedulable s = hog("s", group, 256, null);
    Group.Quota half = new Group.Quota(50 * MS, 100 * MS, 0);
    model.at(100 * MS, () -> host.changes().share(group, 256, half));
    model.at(270 * MS, () -> host.changes().share(group, 256, Group.Quota.NONE));

    model.run(400 * MS);

    assertThat(ranNs(s)).isEqualTo((100 + 50 + 50 + 130) * MS);
  }

  // ---- reserves ----

  @Property(shrinking = ShrinkingMode.OFF)
  void givesEachItsReserveInEveryPeriodWhateverOthersDo(@ForAll long seed) {
    HyperVTest test = new HyperVTest();
    SplittableRandom random = new SplittableRandom(seed);
    int cpus = 1 + random.nextInt(3);
    test.machine(Topology.flat(cpus), Type.CLASSIC);
    long left = cpus * 100 - 10; // the last quantum of a period may come too late for one
    Map<Schedulable, Long> reserves = new HashMap<>();
    for (int i = 0; i < 4; i++) {
      long percent = random.nextLong(0, Math.min(left, 90) + 1);
      left -= percent;
      Group group = test.guest("g" + i, Map.of("reserve", percent * 100));
      reserves.put(test.hog("v" + i, group, 1 + random.nextInt(999), null), percent);
    }
    for (int i = 0; i < 3; i++) {
      test.hog("other" + i, null, 10_000, null);
    }
    long[][] ranNs = new long[11][4];
    for (int k = 1; k <= 10; k++) {
      int period = k;
      test.model.at(
          k * 100 * MS,
          () -> {
            for (int i = 0; i < 4; i++) {
              ranNs[period][i] = test.ranNs(test.all.get(i));
            }
          });
    }

    test.model.run(1_000 * MS);

    long quantumNs = cpus > 1 ? 10 * MS : 0; // whole quanta of several may not fit side by side
    for (int k = 1; k <= 10; k++) {
      for (int i = 0; i < 4; i++) {
        assertThat(ranNs[k][i] - ranNs[k - 1][i])
            .isGreaterThanOrEqualTo(reserves.get(test.all.get(i)) * MS - quantumNs);
      }
    }
  }

  @Test
  void refusesAGuestWhoseReserveIsMoreThanIsLeft() {
    Parameters standard = Parameters.defaults(PROVIDER.parameters());
    List<GuestSettings> guests =
        List.of(
            new GuestSettings("web", 2, settings(Map.of("reserve", 8_000L))),
            new GuestSettings("plain", 8, null),
            new GuestSettings("db", 1, settings(Map.of("reserve", 5_000L))),
            new GuestSettings("small", 1, settings(Map.of("reserve", 4_000L))),
            new GuestSettings("odd", 1, settings(Map.of("reserve", 2_000L, "limit", 1_000L))));

    List<Refusal> refusals = PROVIDER.refuses(2, standard, guests);

    assertThat(refusals)
        .containsExactly(
            new Refusal(
                "db",
                "reserve",
                "is 50 % of 1 vCPUs, which is 50 % of a pCPU, and the guest cannot start: of 200 %"
                    + " others have reserved 160 %"),
            new Refusal("odd", "reserve", "is 20 %; allowed: its limit, 10 %, at most"),
            new Refusal(
                "odd",
                "reserve",
                "is 20 % of 1 vCPUs, which is 20 % of a pCPU, and the guest cannot start: of 200 %"
                    + " others have reserved 200 %"));
  }

  @Test
  void refusesReservesAndLimitsUnderTheRootsScheduler() {
    Parameters root = Parameters.of(PROVIDER.parameters(), Map.of("type", "root"));
    List<GuestSettings> guests =
        List.of(new GuestSettings("web", 2, settings(Map.of("limit", 8_000L))));

    assertThat(PROVIDER.refuses(2, root, guests)).hasSize(1);
  }

  // ---- core and root ----

  @Test
  void givesCoresAwayUnlessSaid() {
    assertThat(HyperVProvider.of(Parameters.defaults(PROVIDER.parameters())))
        .isEqualTo(HyperVParameters.of(Type.CORE));
    machine(new Topology(Shape.of(1, 1, 2), 1_000_000_000), Type.CORE);
    hog("a", guest("a", Map.of()), 256, null);
    hog("b", guest("b", Map.of()), 256, null);

    model.run(1_000 * MS);

    for (Schedulable s : all) {
      assertThat(ranNs(s)).isBetween(490 * MS, 510 * MS);
    }
  }

  @Test
  void takesTurnsOfAQuantumUnderTheRootsScheduler() {
    machine(Topology.flat(1), Type.ROOT);
    hog("a", null, 256, null);
    hog("b", null, 10, null);

    model.run(750 * MS - 1);

    assertThat(ranNs(all.get(0))).isEqualTo(375 * MS); // twice 12 ticks, whatever the weights
    assertThat(all.get(0).dispatches()).isEqualTo(2);
  }

  @Test
  void boostsOneThatWakesUnderTheRootsScheduler() {
    machine(Topology.flat(1), Type.ROOT);
    hog("hog", null, 256, null);
    model.run(200 * MS); // and that one has used up its own boost
    Schedulable light = onOff("light", null, MS, 20 * MS);

    model.run(1_000 * MS);

    assertThat(light.timeNs(RunState.RUNNABLE)).isZero();
  }

  // ---- what holds for every type ----

  @Property(shrinking = ShrinkingMode.OFF)
  void isNotDisturbedByAGuestThatDoesNothing(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int type) {
    assertThat(trace(seed, Type.values()[type], true))
        .isEqualTo(trace(seed, Type.values()[type], false));
  }

  /** When each of some has run. */
  private static List<String> trace(long seed, Type type, boolean withIdle) {
    HyperVTest test = new HyperVTest();
    SplittableRandom random = new SplittableRandom(seed);
    test.machine(new Topology(Shape.of(1, 1 + random.nextInt(2), 2), 1_000_000_000), type);
    for (int i = 0; i < 4; i++) {
      Group group = test.guest("g" + i, Map.of());
      if (random.nextBoolean()) {
        test.hog("h" + i, group, 1 + random.nextInt(500), null);
      } else {
        test.onOff("s" + i, group, random.nextLong(1, 9 * MS), random.nextLong(1, 9 * MS));
      }
    }
    if (withIdle) {
      TestLevel.add(
          test.host,
          Schedulable.thread("idle", test.guest("idle", Map.of()), 256, null, now -> {}));
    }
    List<String> ran = new ArrayList<>();
    test.host.trace((now, p, s, from, to) -> ran.add(now + " " + p + " " + s + " " + to));
    test.model.run(100 * MS);
    return ran;
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void answersTheSameWhenAskedTwice(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int type) {
    HyperVTest test = new HyperVTest();
    SplittableRandom random = new SplittableRandom(seed);
    test.machine(
        new Topology(Shape.of(1, 1 + random.nextInt(2), 2), 1_000_000_000), Type.values()[type]);
    for (int i = 0; i < 4; i++) {
      Map<String, Long> limit =
          random.nextBoolean() && type > 0 ? Map.of("limit", 2_000L) : Map.of();
      Group group = test.guest("g" + i, limit);
      test.onOff("s" + i, group, random.nextLong(MS, 9 * MS), random.nextLong(MS, 9 * MS));
      test.hog("h" + i, group, 256, null);
    }
    for (int k = 1; k < 90; k++) {
      List<Schedulable> once = new ArrayList<>();
      long at = k * 1_100_003L; // at no time at which anything is due
      int p = k % test.host.processorCount();
      test.model.at(at, () -> test.host.pool().kick(test.host.processor(p)));
      test.model.at(at + 1, () -> once.addAll(test.current()));
      test.model.at(at + 1, () -> test.host.pool().kick(test.host.processor(p)));
      test.model.at(at + 2, () -> assertThat(test.current()).isEqualTo(once));
    }

    test.model.run(100 * MS);
  }

  private List<Schedulable> current() {
    List<Schedulable> current = new ArrayList<>();
    for (int i = 0; i < host.processorCount(); i++) {
      current.add(host.processor(i).current());
    }
    return current;
  }
}
