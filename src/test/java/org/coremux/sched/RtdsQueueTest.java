package org.coremux.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.coremux.engine.Parameters;

/** A queue of {@link Rtds} against a list that is looked through from its head each time. */
class RtdsQueueTest {
  private static final int UNITS = 10;

  private static final RtdsParameters RESERVED =
      RtdsParameters.of(Parameters.defaults(RtdsParameters.declared()));

  private final List<RtdsUnit> plain = new ArrayList<>();

  @Property
  void itIsLikeAListThatIsLookedThroughEvenWhileUnitsInItWorsen(
      @ForAll long seed, @ForAll boolean byLevel) {
    SplittableRandom random = new SplittableRandom(seed);
    RtdsQueue queue = new RtdsQueue(false, byLevel);
    RtdsUnit[] units = new RtdsUnit[UNITS];
    for (int k = 0; k < UNITS; k++) {
      units[k] = new RtdsUnit(null, RESERVED);
    }
    plain.clear();
    for (int step = 0; step < 200; step++) {
      RtdsUnit u = units[random.nextInt(UNITS)];
      if (!queue.contains(u)) {
        u.level = random.nextInt(3);
        u.deadlineNs = random.nextInt(5);
        plain.add(place(u, byLevel), u);
        queue.add(u);
      } else if (random.nextInt(4) == 0) {
        u.level++;
        queue.worsened(u);
      } else {
        plain.remove(u);
        u.level = 0; // as one that is renewed while it waits
        queue.remove(u);
      }
      assertThat(order(queue)).containsExactlyElementsOf(plain);
    }
  }

  private int place(RtdsUnit u, boolean byLevel) {
    int place = 0;
    while (place < plain.size() && !goesBefore(u, plain.get(place), byLevel)) {
      place++;
    }
    return place;
  }

  private static boolean goesBefore(RtdsUnit u, RtdsUnit other, boolean byLevel) {
    boolean isSameLevel = !byLevel || u.level == other.level;
    return isSameLevel ? u.deadlineNs < other.deadlineNs : u.level < other.level;
  }

  private static List<RtdsUnit> order(RtdsQueue queue) {
    List<RtdsUnit> order = new ArrayList<>();
    for (RtdsUnit u = queue.first(); u != null; u = queue.after(u)) {
      order.add(u);
    }
    return order;
  }
}
