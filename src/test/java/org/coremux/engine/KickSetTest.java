package org.coremux.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class KickSetTest {
  private static final int DEPTHS = 3;
  private static final int MEMBERS = 200;

  /** Kicks by number; one below zero polls. */
  @Property(tries = 200)
  void answersTheDeepestFirstAndOfOneDepthTheLowestIdAndEachOnce(
      @ForAll @Size(max = 500) List<@IntRange(min = -200, max = 599) Integer> kicks) {
    KickSet set = new KickSet();
    Target[] targets = new Target[DEPTHS * MEMBERS];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = new Target(i % DEPTHS, set.enrol(i % DEPTHS), now -> {});
    }
    List<Target> oracle = new ArrayList<>();

    for (int kick : kicks) {
      if (kick < 0) {
        assertThat(set.poll()).isSameAs(pollFrom(oracle));
      } else {
        set.add(targets[kick]);
        if (!oracle.contains(targets[kick])) {
          oracle.add(targets[kick]);
        }
      }
      assertThat(set.isAny()).isEqualTo(!oracle.isEmpty());
    }
    while (!oracle.isEmpty()) {
      assertThat(set.poll()).isSameAs(pollFrom(oracle));
    }
    assertThat(set.poll()).isNull();
    assertThat(set.enrolled()).isEqualTo(targets.length);
  }

  private static Target pollFrom(List<Target> oracle) {
    oracle.sort(Comparator.comparingInt(Target::depth).reversed().thenComparingInt(Target::id));
    return oracle.isEmpty() ? null : oracle.remove(0);
  }
}
