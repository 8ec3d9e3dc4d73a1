package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.mux.TestLevel.MS;
import static org.coremux.mux.TestLevel.US;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.coremux.engine.Parameters;
import org.coremux.engine.Timer;
import org.coremux.metric.LatencyHistogram;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.mux.SchedulerProvider;
import org.coremux.mux.TestLevel;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** The rules of schedulers.md 7, and what 21 says of the null scheduler. */
class NullSchedulerTest {
  private static final long SWITCH_NS = 2 * US;
  private static final long KICK_NS = US;

  private final TestLevel model = new TestLevel();
  private final List<Schedulable> all = new ArrayList<>();
  private NullScheduler policy;

  private Multiplexer host(int cpus) {
    return model.hardware(
        Topology.flat(cpus),
        new TestLevel.Costs(SWITCH_NS, 0, KICK_NS),
        pool -> new CheckedScheduler(pool, inner -> policy = new NullScheduler(inner)));
  }

  private Schedulable onOff(Multiplexer host, CpuMask affinity, SplittableRandom random) {
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> host.wake(self[0]));
    self[0] =
        Schedulable.thread(
            "t" + all.size(),
            null,
            random.nextInt(1, 1_000),
            affinity,
            now -> {
              self[0].compute(random.nextLong(1, 5 * MS));
              host.block(self[0]);
              model.site.arm(wake, now + random.nextLong(1, 5 * MS));
            });
    self[0].compute(MS);
    all.add(TestLevel.add(host, self[0]));
    host.wake(self[0]);
    return self[0];
  }

  private Schedulable once(Multiplexer host, String name, Group group, CpuMask affinity) {
    Schedulable[] self = new Schedulable[1];
    self[0] = Schedulable.thread(name, group, 256, affinity, now -> host.exit(self[0]));
    self[0].compute(10 * MS);
    TestLevel.add(host, self[0]);
    host.wake(self[0]);
    return self[0];
  }

  private int cpuOf(Schedulable s) {
    return s.processor().index();
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void aUnitWithACpuWaitsNoLongerThanForTheInterrupt(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int cpus) {
    new NullSchedulerTest().noUnitWaits(seed, cpus);
  }

  private void noUnitWaits(long seed, int cpus) {
    Multiplexer host = host(cpus);
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = 0; k < cpus; k++) {
      onOff(host, null, random);
      all.get(k).dispatchLatency(new LatencyHistogram(1_000 * MS));
    }
    Map<Schedulable, Long> woken = new HashMap<>();
    host.trace(
        (now, p, s, from, to) -> {
          if (to == RunState.RUNNABLE) {
            assertThat(from).as("nobody is preempted").isNotEqualTo(RunState.RUNNING);
            woken.put(s, now);
          } else if (to == RunState.RUNNING && woken.containsKey(s)) {
            assertThat(now - woken.get(s)).isLessThanOrEqualTo(KICK_NS + SWITCH_NS);
          }
        });

    model.run(100 * MS);

    Set<Integer> used = new HashSet<>();
    all.forEach(s -> used.add(cpuOf(s)));
    assertThat(used).hasSize(cpus);
    assertThat(all).allMatch(s -> s.migrations() == 0);
  }

  /** With affinities, and with as many units as there may be: a CPU has at most one of them. */
  @Property(shrinking = ShrinkingMode.OFF)
  void aCpuHasOneUnitForAsLongAsThatLives(@ForAll long seed) {
    new NullSchedulerTest().eachCpuHasOneUnit(seed);
  }

  private void eachCpuHasOneUnit(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int cpus = random.nextInt(1, 7);
    Multiplexer host = host(cpus);
    for (int k = random.nextInt(1, 12); k > 0; k--) {
      int first = random.nextInt(cpus);
      CpuMask affinity =
          random.nextBoolean() ? null : CpuMask.range(first, random.nextInt(first, cpus));
      onOff(host, affinity, random);
    }
    Map<Integer, Schedulable> owners = new HashMap<>();
    host.trace(
        (now, p, s, from, to) -> {
          if (to == RunState.RUNNING) {
            assertThat(owners.computeIfAbsent(p.index(), cpu -> s)).isSameAs(s);
          }
        });

    model.run(100 * MS);

    assertThat(owners).isNotEmpty();
  }

  @Test
  void unitsThatAreMoreThanCpusStarveAndBlockingFreesNothing() {
    Multiplexer host = host(2);
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < 3; k++) {
      onOff(host, null, random);
    }

    model.run(10_000 * MS);

    assertThat(all.get(2).timeNs(RunState.RUNNING)).isZero();
    assertThat(all.get(2).timeNs(RunState.RUNNABLE)).isEqualTo(10_000 * MS);
    assertThat(all.get(0).timeNs(RunState.BLOCKED)).isGreaterThan(1_000 * MS);
  }

  @Test
  void oneThatEndsLeavesItsCpuToTheFirstThatWaitsAndMayHaveIt() {
    Multiplexer host = host(2);
    Schedulable first = once(host, "first", null, CpuMask.of(0));
    SplittableRandom random = new SplittableRandom(1);
    onOff(host, CpuMask.of(1), random);
    Schedulable mayNot = onOff(host, CpuMask.of(1), random);
    Schedulable may = onOff(host, null, random);
    Schedulable later = onOff(host, null, random);

    model.run(20 * MS);

    assertThat(first.state()).isEqualTo(RunState.OFFLINE);
    assertThat(may.timeNs(RunState.RUNNING)).isPositive();
    assertThat(cpuOf(may)).isZero();
    assertThat(mayNot.timeNs(RunState.RUNNING)).isZero();
    assertThat(later.timeNs(RunState.RUNNING)).isZero();
  }

  private static Group preferring(Multiplexer host, String name, String cpus) {
    return host.group(name, null, 256, Group.Quota.NONE)
        .settings(Parameters.of(SoftAffinity.declared(), Map.of("softAffinity", cpus)));
  }

  @Test
  void aPreferredCpuComesBeforeOneThatIsOnlyAllowed() {
    Multiplexer host = host(4);
    Group group = preferring(host, "picky", "3");
    Schedulable a = once(host, "a", group, null);
    Schedulable b = once(host, "b", group, null);

    model.run(5 * MS);

    assertThat(cpuOf(a)).isEqualTo(3);
    assertThat(cpuOf(b)).isEqualTo(1); // at home there
  }

  @Test
  void whoPrefersAFreedCpuComesBeforeWhoWaitsLonger() {
    Multiplexer host = host(1);
    once(host, "runs", null, null);
    Schedulable waits = once(host, "waits", null, null);
    Schedulable other = once(host, "other", null, null);

    model.run(15 * MS);

    assertThat(waits.state()).isEqualTo(RunState.RUNNING); // nobody prefers anything
    assertThat(other.state()).isEqualTo(RunState.RUNNABLE);
  }

  @Test
  void oneThatMayNoLongerHaveItsCpuTakesAnother() {
    Multiplexer host = host(3);
    Schedulable s = onOff(host, null, new SplittableRandom(1));
    Schedulable second = onOff(host, CpuMask.of(1), new SplittableRandom(2));
    model.run(10 * MS);
    assertThat(cpuOf(s)).isZero();

    host.changes().share(s, 256, CpuMask.of(1, 2));
    model.run(50 * MS);

    assertThat(cpuOf(s)).isEqualTo(2);
    assertThat(cpuOf(second)).isEqualTo(1);
  }

  @Test
  void itHasNoTimersAtAll() {
    host(4);

    model.run(10_000 * MS);

    assertThat(model.site.events()).isZero();
  }

  @Test
  void itIsFoundByItsNameAndRefusesGroupsAndCaps() {
    SchedulerProvider provider =
        ServiceLoader.load(SchedulerProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.name().equals("null"))
            .findFirst()
            .orElseThrow();
    Multiplexer host = host(1);

    assertThat(provider.parameters()).isEmpty();
    assertThat(provider.refusesGroups()).isNotNull();
    assertThat(provider.refusesCaps()).isNotNull();
    assertThat(provider.create(host.pool(), Parameters.defaults(List.of()))).hasToString("null");
  }

  @Test
  void itSaysWhoHasWhichCpuAndWhoWaits() {
    Multiplexer host = host(2);
    for (int k = 0; k < 3; k++) {
      once(host, "t" + k, null, CpuMask.of(0));
    }
    List<String> lines = new ArrayList<>();

    policy.describe(lines::add);

    assertThat(lines).containsExactly("cpu 0: t0", "cpu 1: free", "1 waits: t1", "2 waits: t2");
  }
}
