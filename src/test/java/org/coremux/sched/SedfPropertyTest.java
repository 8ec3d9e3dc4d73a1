package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coremux.sched.PartitionLevel.MS;
import static org.coremux.sched.PartitionLevel.US;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.RunState;
import org.coremux.mux.Schedulable;
import org.coremux.sched.PartitionLevel.Ran;

/** What section 21 asks of EDF, of budgets, of scaled time, of those who idle and of wake-ups. */
class SedfPropertyTest {
  private static final SedfProvider PROVIDER = new SedfProvider();

  /** Of times that are scaled: virtual times of powers of two divide it without remainder. */
  private static final long GRAIN_NS = 64 * US;

  private static PartitionLevel level(int cpus, long extraTurnNs) {
    Parameters said = Parameters.of(PROVIDER.parameters(), Map.of("extraTurn", extraTurnNs));
    return new PartitionLevel(cpus, pool -> PROVIDER.create(pool, said));
  }

  private static Group group(PartitionLevel level, long sliceNs, long periodNs, boolean extra) {
    return level
        .group("g")
        .settings(
            Parameters.of(
                PROVIDER.guestParameters(),
                Map.of("slice", sliceNs, "period", periodNs, "extratime", extra)));
  }

  // ---- earliest deadline first ----

  /** One that always wants to run, from a time on. */
  private record Hog(Schedulable s, long sliceNs, long periodNs, long fromNs) {}

  /** Hogs whose slices take so many thousandths of a processor, rounded down. */
  private static List<Hog> hogs(PartitionLevel level, SplittableRandom random, int load) {
    List<Hog> hogs = new ArrayList<>();
    int count = load / 900 + random.nextInt(1, 4);
    int shift = 0;
    for (int i = 0; i < count; i++) {
      int own = load / count - shift;
      shift = i % 2 == 0 && i + 1 < count ? random.nextInt(Math.min(own, 1_001 - own)) : 0;
      own += shift;
      long periodUs = random.nextLong(1_000, 20_000);
      long fromNs = random.nextLong(0, 5 * MS);
      Group group = group(level, periodUs * own, periodUs * US, random.nextBoolean());
      Schedulable s = level.asleep("h" + i, group, 256);
      level.model.at(fromNs, () -> level.host.wake(s));
      hogs.add(new Hog(s, periodUs * own, periodUs * US, fromNs));
    }
    return hogs;
  }

  @Property
  void slicesOfNoMoreThanAProcessorAreAllMet(
      @ForAll long seed, @ForAll @IntRange(min = 10, max = 1_000) int load) {
    PartitionLevel one = level(1, 500 * US);
    List<Hog> hogs = hogs(one, new SplittableRandom(seed), load);

    one.model.run(300 * MS);

    assertThat(one.described()).noneMatch(line -> line.contains("missed"));
    for (Hog hog : hogs) {
      long periods = (300 * MS - hog.fromNs) / hog.periodNs;
      assertThat(one.ranNs(hog.s)).isGreaterThanOrEqualTo(periods * hog.sliceNs);
    }
  }

  @Property
  void slicesOfMoreThanAProcessorAreMissed(
      @ForAll long seed, @ForAll @IntRange(min = 1_060, max = 2_500) int load) {
    PartitionLevel one = level(1, 500 * US);
    hogs(one, new SplittableRandom(seed), load);

    one.model.run(3_000 * MS);

    assertThat(one.described()).anyMatch(line -> line.contains("missed"));
  }

  @Property
  void withoutExtraTimeNobodyRunsLongerThanItsSlices(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int cpus) {
    PartitionLevel level = level(cpus, 500 * US);
    SplittableRandom random = new SplittableRandom(seed);
    List<Hog> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      long periodNs = random.nextLong(1, 20) * MS;
      long sliceNs = random.nextLong(10 * US, periodNs);
      Group group = group(level, sliceNs, periodNs, false);
      Schedulable s =
          random.nextBoolean()
              ? level.hog("u" + i, group)
              : level.sleeper("u" + i, group, random.split(), 100 * US, 100);
      all.add(new Hog(s, sliceNs, periodNs, 0));
      level.sleeper("other" + i, null, random.split(), 100 * US, 100);
    }

    level.model.run(200 * MS);

    for (Hog u : all) {
      // a period that has begun counts whole
      long periods = 200 * MS / u.periodNs + 1;
      assertThat(level.ranNs(u.s)).isLessThanOrEqualTo(periods * u.sliceNs);
    }
  }

  // ---- the same in another guise ----

  /** A scenario in which every time is so many times as long. */
  private static PartitionLevel scenario(long seed, long scale, boolean withExtraTime) {
    SplittableRandom random = new SplittableRandom(seed);
    PartitionLevel level = level(random.nextInt(1, 4), 8 * GRAIN_NS * scale);
    for (int i = random.nextInt(2, 8); i > 0; i--) {
      long periodNs = scale * GRAIN_NS << random.nextInt(4, 10);
      long sliceNs = periodNs >> random.nextInt(1, 5);
      boolean isExtra = withExtraTime && random.nextBoolean();
      boolean isNone = withExtraTime && random.nextInt(3) == 0;
      Group group = isNone ? null : group(level, sliceNs, periodNs, isExtra);
      if (random.nextInt(3) == 0) {
        level.hog("u" + i, group);
      } else {
        int most = random.nextInt(3, 200);
        level.sleeper("u" + i, group, random.split(), scale * GRAIN_NS, most);
      }
    }
    return level;
  }

  @Property
  void whenAllTimesAreScaledSoIsTheTimeline(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 9) int scale) {
    List<Ran> scaled = new ArrayList<>();
    for (Ran ran : scenario(seed, 1, true).run(1_600 * GRAIN_NS)) {
      scaled.add(new Ran(ran.who(), ran.cpu(), scale * ran.fromNs(), scale * ran.untilNs()));
    }

    assertThat(scenario(seed, scale, true).run(1_600 * GRAIN_NS * scale)).isEqualTo(scaled);
  }

  @Property
  void whoOnlyIdlesChangesNothingForOthers(@ForAll long seed) {
    PartitionLevel with = scenario(seed, 1, true);
    with.asleep("idles", group(with, 5 * MS, 10 * MS, true), 65_535);
    with.asleep("idles, too", null, 65_535);

    assertThat(with.run(1_600 * GRAIN_NS)).isEqualTo(scenario(seed, 1, true).run(1_600 * GRAIN_NS));
  }

  @Property
  void wakingWhoIsAwakeAndDecidingAgainChangeNothing(@ForAll long seed, @ForAll long times) {
    PartitionLevel again = scenario(seed, 1, false);
    SplittableRandom random = new SplittableRandom(times);
    for (int i = 0; i < 50; i++) {
      again.model.at(random.nextLong(1_600 * GRAIN_NS), () -> disturb(again));
    }

    assertThat(again.run(1_600 * GRAIN_NS))
        .isEqualTo(scenario(seed, 1, false).run(1_600 * GRAIN_NS));
  }

  private static void disturb(PartitionLevel level) {
    for (int i = 0; i < level.host.roster().indices(); i++) {
      Schedulable s = level.host.roster().at(i);
      if (s.state() != RunState.BLOCKED) {
        level.host.wake(s);
      }
    }
    for (int i = 0; i < level.host.processorCount(); i++) {
      level.host.pool().kick(level.host.processor(i));
    }
  }
}
