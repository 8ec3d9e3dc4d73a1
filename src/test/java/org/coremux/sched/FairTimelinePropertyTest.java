package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.coremux.mux.Schedulable;

/** The two heaps against a list that is searched from end to end. */
class FairTimelinePropertyTest {
  private static final long BASE_SLICE_NS = 50;

  @Property(tries = 300)
  void findsWhatAScanFinds(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int entities) {
    SplittableRandom random = new SplittableRandom(seed);
    FairTimeline timeline = new FairTimeline(BASE_SLICE_NS);
    List<FairEntity> queued = new ArrayList<>();
    List<FairEntity> free = new ArrayList<>();
    for (int i = 0; i < entities; i++) {
      free.add(FairEntity.of(Schedulable.thread("e" + i, null, 1, null, null)));
    }
    long v = random.nextBoolean() ? Long.MAX_VALUE - 50 : 0; // virtual times wrap around
    for (int step = 0; step < 6 * entities; step++) {
      v += random.nextInt(-20, 30); // mostly on, sometimes back
      if (!free.isEmpty() && (queued.isEmpty() || random.nextInt(5) < 3)) {
        FairEntity e = free.remove(random.nextInt(free.size()));
        e.deadline = v + random.nextInt(-50, 50);
        e.vruntime = v + random.nextInt(-50, 50);
        e.sliceNs = random.nextInt(4) > 0 ? BASE_SLICE_NS : 1 + random.nextInt(100);
        timeline.add(e, random.nextBoolean());
        queued.add(e);
      } else {
        FairEntity e = queued.remove(random.nextInt(queued.size()));
        timeline.remove(e);
        free.add(e);
      }
      compare(timeline, queued, v);
    }
  }

  /** The list is in the order of joining, so the first of equal deadlines is the answer. */
  private static void compare(FairTimeline timeline, List<FairEntity> queued, long v) {
    FairEntity eligible = null;
    long shortest = Long.MAX_VALUE;
    for (FairEntity e : queued) {
      boolean earlier = eligible == null || e.deadline - eligible.deadline < 0;
      eligible = e.vruntime - v <= 0 && earlier ? e : eligible;
      shortest = Math.min(shortest, e.sliceNs);
    }
    List<FairEntity> members = new ArrayList<>();
    for (int i = 0; i < timeline.count(); i++) {
      members.add(timeline.at(i));
    }
    assertThat(members).containsExactlyInAnyOrderElementsOf(queued);
    assertThat(timeline.firstEligible(v)).isSameAs(eligible);
    assertThat(timeline.leastSliceNs()).isEqualTo(shortest);
  }
}
