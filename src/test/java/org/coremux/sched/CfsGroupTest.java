package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.coremux.sched.FairLevel.MS;
import static org.coremux.sched.FairLevel.US;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.Hold;
import org.coremux.mux.Schedulable;
import org.coremux.topology.CpuMask;
import org.coremux.topology.Topology;
import org.junit.jupiter.api.Test;

/** Groups, caps, classes and several processors under CFS. */
class CfsGroupTest {
  private static List<Schedulable> hogs(FairLevel level, Group group, int count) {
    List<Schedulable> hogs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hogs.add(level.hog(group + "-" + i, group, 1024));
    }
    return hogs;
  }

  private static long ran(FairLevel level, List<Schedulable> members) {
    return members.stream().mapToLong(level::ranNs).sum();
  }

  @Test
  void sharesAProcessorByTheWeightsOfGroupsAndNotByTheirMembers() {
    CfsLevel level = CfsLevel.of(1);
    List<Schedulable> few = hogs(level, level.group("few", 200), 1);
    List<Schedulable> many = hogs(level, level.group("many", 100), 5);

    level.run(6_000 * MS);

    assertThat(ran(level, few)).isCloseTo(4_000 * MS, within(20 * MS));
    assertThat(ran(level, many)).isCloseTo(2_000 * MS, within(20 * MS));
  }

  @Test
  void splitsTheWeightOfAGroupOverTheProcessorsWhereItIsActive() {
    CfsLevel level = CfsLevel.of(4);
    List<Schedulable> gold = hogs(level, level.group("gold", 200), 4);
    List<Schedulable> lead = hogs(level, level.group("lead", 100), 8);

    level.run(6_000 * MS);

    // 4 CPUs * 6 s = 24 s: 16 and 8
    assertThat(ran(level, gold)).isCloseTo(16_000 * MS, within(500 * MS));
    assertThat(ran(level, lead)).isCloseTo(8_000 * MS, within(500 * MS));
  }

  @Test
  void runsTwelveAndAHalfAndWaitsEightySevenAndAHalf() {
    CfsLevel level = new CfsLevel(Topology.flat(8), CfsParameters.CFS_6_1.withTick(100 * US));
    List<Schedulable> members = hogs(level, level.capped("p8", 100, 100), 8);

    level.run(1_000 * MS);

    // 8 threads burn 100 ms in 12.5 ms, to a tick of 0.1 ms and a slice that is not shared out
    for (Schedulable s : members) {
      assertThat(s.heldNs(Hold.CAP)).isCloseTo(875 * MS, within(40 * MS));
    }
    assertThat(ran(level, members)).isCloseTo(1_000 * MS, within(2 * MS));
  }

  @Test
  void membersOfAGroupKeepTheirPlacesWhileItIsThrottled() {
    CfsLevel level = CfsLevel.of(1);
    Group group = level.capped("g", 20, 100);
    Schedulable light = level.hog("light", group, 256);
    Schedulable heavy = level.hog("heavy", group, 1024);

    level.run(10_000 * MS);

    // 20 ms of each 100 by weight, as if nobody had ever been held
    assertThat(level.ranNs(heavy)).isCloseTo(1_600 * MS, within(20 * MS));
    assertThat(level.ranNs(light)).isCloseTo(400 * MS, within(20 * MS));
  }

  private static Group guest(FairLevel level, String name, String className) {
    return level
        .group(name, 100)
        .settings(Parameters.of(new CfsProvider().guestParameters(), Map.of("class", className)));
  }

  @Test
  void aGuestOfTheIdleClassGetsNextToNothingBesideOthers() {
    CfsLevel level = CfsLevel.of(1);
    Schedulable idle = level.hog("idle", guest(level, "background", "idle"), 1024);
    level.hog("busy", guest(level, "normal", "normal"), 1024);

    level.run(10_000 * MS);

    // 3 of 1027, and at least the granularity each time
    assertThat(level.ranNs(idle)).isCloseTo(10_000 * MS * 3 / 1027, within(12 * MS));
  }

  @Test
  void aGuestOfTheBatchClassDoesNotPreempt() {
    for (String name : List.of("normal", "batch")) {
      CfsLevel level = CfsLevel.of(1);
      Group group = guest(level, name, name);
      level.sleeper(
          Schedulable.thread("s", group, 1024, null, now -> {}), () -> 100 * US, () -> 41 * MS);
      level.hog("hog");

      level.run(60 * MS);

      // who slept for 41 ms is far behind, but a batch thread waits for the tick
      boolean atOnce = level.log.contains("41.000 s@0");
      assertThat(atOnce).isEqualTo(name.equals("normal"));
    }
  }

  @Test
  void pullsOneThatWaitsBeforeItIdles() {
    CfsLevel level = CfsLevel.of(2);
    level.pinnedHog("a", 0);
    Schedulable b = level.sleepingHog("b", null, 1024, null);
    Schedulable blocker = level.pinnedHog("blocker", 1);
    level.at(MS, () -> level.mux.wake(b));
    level.run(20 * MS);
    level.mux.stop(blocker);

    level.run(40 * MS);

    assertThat(b.processor().index()).isEqualTo(1);
  }

  @Test
  void keepsTheDistanceFromTheLeastOnAnotherProcessor() {
    CfsLevel level = new CfsLevel(Topology.flat(2), CfsParameters.CFS_6_1.withBalance(false));
    level.pinnedHog("a", 0);
    level.run(1_000 * MS);
    level.pinnedHog("b", 1);
    Schedulable c = level.sleepingHog("c", null, 1024, CpuMask.of(0));
    level.mux.wake(c);
    level.run(1_002 * MS);
    FairEntity e = level.entity(c);
    long before = e.vruntime - e.queue.virtualTime();

    level.fair().hierarchy().migrate(e, level.fair().hierarchy().cpus[1]);

    assertThat(e.queue.cpu).isEqualTo(1);
    assertThat(e.vruntime - e.queue.virtualTime()).isEqualTo(before);
  }
}
