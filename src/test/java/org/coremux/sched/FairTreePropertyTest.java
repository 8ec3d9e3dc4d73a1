package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.coremux.mux.Schedulable;

/** The tree against a list that is searched from end to end. */
class FairTreePropertyTest {
  private FairTree tree;
  private List<FairEntity> queued;

  @Property(tries = 300)
  void findsWhatAScanFinds(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int entities) {
    tree = new FairTree();
    queued = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    long base = random.nextBoolean() ? Long.MAX_VALUE - 50 : 0; // virtual times wrap around
    List<FairEntity> free = new ArrayList<>();
    for (int i = 0; i < entities; i++) {
      FairEntity e = FairEntity.of(Schedulable.thread("e" + i, null, 1, null, null), i);
      free.add(e);
    }
    for (int step = 0; step < 6 * entities; step++) {
      if (!free.isEmpty() && (queued.isEmpty() || random.nextInt(5) < 3)) {
        FairEntity e = free.remove(random.nextInt(free.size()));
        e.deadline = base + random.nextInt(100);
        e.vruntime = base + random.nextInt(100);
        e.sliceNs = 1 + random.nextInt(100);
        tree.add(e);
        insert(e);
      } else {
        FairEntity e = queued.remove(random.nextInt(queued.size()));
        tree.remove(e);
        free.add(e);
      }
      compare(base + random.nextInt(100));
    }
  }

  private void insert(FairEntity e) {
    int at = queued.size();
    while (at > 0 && e.deadline - queued.get(at - 1).deadline < 0) {
      at--;
    }
    queued.add(at, e);
  }

  private void compare(long v) {
    List<FairEntity> inOrder = new ArrayList<>();
    for (FairEntity e = tree.first(); e != null; e = tree.after(e)) {
      inOrder.add(e);
    }
    assertThat(inOrder).isEqualTo(queued);
    FairEntity eligible = null;
    long shortest = Long.MAX_VALUE;
    for (FairEntity e : queued) {
      eligible = eligible == null && e.vruntime - v <= 0 ? e : eligible;
      shortest = Math.min(shortest, e.sliceNs);
    }
    assertThat(tree.firstEligible(v)).isSameAs(eligible);
    assertThat(tree.leastSliceNs()).isEqualTo(shortest);
  }
}
