package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** The queue of a CPU under credit: by priority, and what disturbs that. */
class CreditQueueTest {
  private final CreditBench bench = CreditBench.flat(1);
  private final CreditUnits units = new CreditUnits();
  private final CreditQueue queue = new CreditQueue(units);

  private int unit(int priority) {
    int i = bench.all.size();
    units.admit(bench.hog("u" + i, null, 256, null));
    units.priority[i] = priority;
    return i;
  }

  private List<Integer> order() {
    List<Integer> order = new ArrayList<>();
    for (int i = queue.head(); i != CreditQueue.NONE; i = units.next[i]) {
      order.add(i);
    }
    return order;
  }

  @Test
  void itIsByPriorityAndFirstInFirstOutWithinOne() {
    for (int priority : new int[] {-2, -1, -2, 0, -1, 0}) {
      queue.insert(unit(priority), false);
    }

    assertThat(order()).containsExactly(3, 5, 1, 4, 0, 2);
  }

  @Test
  void untilItIsSortedWhoComesGoesBeforeTheFirstThatIsLowerWhereverThatIs() {
    for (int k = 0; k < 3; k++) {
      queue.insert(unit(CreditUnits.UNDER), false);
    }
    queue.prioritise(1, CreditUnits.OVER);

    queue.insert(unit(CreditUnits.UNDER), false);
    assertThat(order()).containsExactly(0, 3, 1, 2);
    queue.sort();

    assertThat(order()).containsExactly(0, 3, 2, 1);
  }

  @Test
  void whoYieldsGoesBehindOneThatIsLowerIfXensIdleUnitComesAfterThat() {
    queue.insert(unit(CreditUnits.OVER), false);
    int first = unit(CreditUnits.UNDER);
    units.yielded[first] = true;
    queue.insert(first, true); // the CPU idles: its idle unit is not in the list
    assertThat(order()).containsExactly(1, 0);
    queue.remove(first);
    assertThat(units.yielded[first]).isFalse();

    units.yielded[first] = true;
    queue.insert(first, false);

    assertThat(order()).containsExactly(0, 1);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void itIsLikeAListThatIsLookedThrough(@ForAll long seed) {
    new CreditQueueTest().compare(seed);
  }

  private void compare(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> plain = new ArrayList<>();
    int count = 8;
    for (int k = 0; k < count; k++) {
      unit(CreditUnits.UNDER);
    }
    for (int step = 0; step < 100; step++) {
      int i = random.nextInt(count);
      switch (random.nextInt(8)) {
        case 0 -> {
          plain.sort((a, b) -> Boolean.compare(isOver(a), isOver(b)));
          queue.sort();
        }
        case 1 -> prioritise(i, -random.nextInt(3));
        default -> toggle(plain, i);
      }
      assertThat(order()).isEqualTo(plain);
      assertThat(queue.count()).isEqualTo(plain.size());
    }
  }

  private void prioritise(int i, int priority) {
    if (units.queued[i]) {
      queue.prioritise(i, priority);
    } else {
      units.priority[i] = priority;
    }
  }

  private boolean isOver(int i) {
    return units.priority[i] == CreditUnits.OVER;
  }

  private void toggle(List<Integer> plain, int i) {
    if (plain.remove((Integer) i)) {
      queue.remove(i);
      return;
    }
    int place = 0;
    while (place < plain.size() && units.priority[plain.get(place)] >= units.priority[i]) {
      place++;
    }
    plain.add(place, i);
    queue.insert(i, false);
  }
}
