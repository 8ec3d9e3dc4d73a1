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
import net.jqwik.api.constraints.LongRange;
import org.coremux.engine.Parameters;
import org.coremux.mux.Group;
import org.coremux.mux.Schedulable;
import org.coremux.sched.PartitionLevel.Ran;

/** What section 21 asks of EDF, of budgets, of scaled time, of those who idle and of wake-ups. */
class SedfPropertyTest {
  private static final SedfProvider PROVIDER = new SedfProvider();

  /** Of times in the scenarios that are scaled: a virtual time divides it without remainder. */
  private static final long GRAIN_NS = 64 * US;

  private static Sedf policyOf(PartitionLevel level) {
    return sedfs.get(sedfs.size() - 1);
  }

  private static final List<Sedf> sedfs = new ArrayList<>();

  private static Group group(PartitionLevel level, long sliceNs, long periodNs, boolean extra) {
    return level
        .group("g")
        .settings(
            Parameters.of(
                PROVIDER.guestParameters(),
                Map.of("slice", sliceNs, "period", periodNs, "extratime", extra)));
  }

  /** Slices on one processor that take that many thousandths of it, a little less if need be. */
  private static List<Schedulable> hogs(PartitionLevel level, SplittableRandom random, int load) {
    List<Schedulable> hogs = new ArrayList<>();
    int count = random.nextInt(2, 5);
    int left = load;
    for (int i = 0; i < count; i++) {
      long periodUs = random.nextLong(1_000, 20_000);
      int own = i == count - 1 ? left : random.nextInt(1, Math.max(2, left / 2));
      own = Math.min(own, 1_000);
      left -= own;
      Group group = group(level, periodUs * own, periodUs * US, random.nextBoolean());
      Schedulable s = level.asleep("h" + i, group, 256);
      level.model.at(random.nextLong(0, 5 * MS), () -> level.host.wake(s));
      hogs.add(s);
    }
    return hogs;
  }
}
