package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.Credit2Bench.MS;
import static org.coremux.sched.Credit2Bench.US;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.coremux.engine.Timer;
import org.coremux.mux.Group;
import org.coremux.mux.Schedulable;
import org.junit.jupiter.api.Test;

/** What changes nothing under credit2, or nothing but the scale: schedulers.md 21. */
class Credit2InvarianceTest {
  private static List<String> log(Credit2Bench b, long time) {
    List<String> log = new ArrayList<>();
    b.host.trace((now, p, s, from, to) -> log.add(now / time + " " + s + " " + to + " " + p));
    return log;
  }

  /** What happens to random threads, with all weights and all times so many times as large. */
  private static List<String> log(long seed, int weight, long time, Map<String, ?> settings) {
    Credit2Bench b = Credit2Bench.flat(3, settings).unchecked();
    List<String> log = log(b, time);
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = 0; k < 8; k++) {
      sleeper(b, "t" + k, weight * random.nextInt(16, 600), time, random.split());
    }
    b.model.run(100 * MS * time);
    return log;
  }

  private static void sleeper(
      Credit2Bench b, String name, int weight, long time, SplittableRandom random) {
    Schedulable[] self = new Schedulable[1];
    Timer wake = new Timer(now -> b.host.wake(self[0]));
    self[0] =
        Schedulable.thread(
            name,
            null,
            weight,
            null,
            now -> {
              self[0].compute(time * US * random.nextLong(1, 20_000));
              b.host.block(self[0]);
              b.model.site.arm(wake, now + time * US * random.nextLong(1, 16_000));
            });
    self[0].compute(time * US * random.nextLong(1, 20_000));
    b.add(self[0]);
    b.host.wake(self[0]);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void weightsThatAreAllKTimesAsLargeChangeNothing(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 100) int k) {
    assertThat(log(seed, k, 1, Map.of())).isEqualTo(log(seed, 1, 1, Map.of()));
  }

  /** In one run queue, as the window of loads is a power of two; with one weight, undivided. */
  @Property(shrinking = ShrinkingMode.OFF)
  void timesThatAreAllKTimesAsLongChangeNothingElse(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int k) {
    assertThat(scaled(seed, k)).isEqualTo(scaled(seed, 1));
  }

  private static List<String> scaled(long seed, long k) {
    Map<String, Object> slower =
        Map.of(
            "creditInit", 10 * MS * k,
            "creditMin", 10 * MS * k,
            "carryoverMax", 500 * US * k,
            "minTimer", 500 * US * k,
            "migrateResist", 500 * US * k,
            "migrateCompensation", 50 * US * k,
            "ratelimit", MS * k,
            "ratelimitTolerance", 50 * US * k,
            "capPeriod", 10 * MS * k);
    Credit2Bench b = Credit2Bench.flat(2, slower).unchecked();
    List<String> log = log(b, k);
    SplittableRandom random = new SplittableRandom(seed);
    for (int n = 0; n < 5; n++) {
      sleeper(b, "t" + n, 256, k, random.split());
    }
    b.model.run(100 * MS * k);
    return log;
  }

  /** What happens to random threads of weight 256 beside one that never wakes. */
  private static List<String> beside(long seed, int sleepingWeight) {
    Credit2Bench b = Credit2Bench.flat(2);
    List<String> log = log(b, 1);
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = 0; k < 5; k++) {
      b.onOff("t" + k, 256, null, 8 * MS, random);
    }
    if (sleepingWeight > 0) {
      b.hog("idle", null, sleepingWeight, null);
    }
    b.model.run(100 * MS);
    log.removeIf(line -> line.contains(" idle "));
    return log;
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void aGuestThatNeverWakesAndIsNoHeavierChangesNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 256) int weight) {
    assertThat(beside(seed, weight)).isEqualTo(beside(seed, 0));
  }

  /** The exception: it is the heaviest, sleeping or not, by which the others burn. */
  @Test
  void aHeavierGuestThatNeverWakesChangesTheOthersTimeline() {
    assertThat(beside(1, 65_535)).isNotEqualTo(beside(1, 0));
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void aCapThatComesAndGoesLeavesNothingBehind(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int forMs) {
    Credit2Bench b = Credit2Bench.flat(2).unchecked();
    Group group = b.host.group("domain", null, 256, Group.Quota.NONE);
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = 0; k < 4; k++) {
      b.onOff("t" + k, group, 256, null, 8 * MS, random);
    }
    Group.Quota small = new Group.Quota(10 * MS, 100 * MS, 0);
    b.model.at(40 * MS, () -> b.host.changes().share(group, 256, small));
    b.model.at((40L + forMs) * MS, () -> b.host.changes().share(group, 256, Group.Quota.NONE));

    b.model.run(100 * MS);

    for (Schedulable s : b.all) {
      assertThat(s.held()).isNull();
      assertThat(b.policy.units().domain[s.index()]).isNull();
      assertThat(b.policy.units().budget[s.index()]).isZero();
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void aWakeUpOfOneThatIsAwakeChangesNothing(@ForAll long seed) {
    assertThat(woken(seed, true)).isEqualTo(woken(seed, false));
  }

  private static List<String> woken(long seed, boolean again) {
    Credit2Bench b = Credit2Bench.flat(2);
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = 0; k < 5; k++) {
      b.onOff("t" + k, 256, null, 8 * MS, random);
    }
    List<String> log = log(b, 1);
    for (long at = MS; again && at < 100 * MS; at += 777 * US) {
      b.model.at(at, () -> b.all.stream().filter(Schedulable::isRunnable).forEach(b.host::wake));
    }
    b.model.run(100 * MS);
    return log;
  }
}
