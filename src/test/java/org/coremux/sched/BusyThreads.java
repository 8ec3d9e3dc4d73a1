package org.coremux.sched;

import static org.coremux.sched.EevdfLevel.MS;

import java.util.SplittableRandom;
import org.coremux.mux.Alarm;
import org.coremux.mux.Group;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Schedulable;

/** Starts threads on a level that keep its policy busy and allocate nothing themselves. */
record BusyThreads(Multiplexer mux, SplittableRandom random) {
  /** A thread that always wants to run. */
  void hog(String name, Group group) {
    Schedulable[] self = new Schedulable[1];
    self[0] = Schedulable.thread(name, group, 1024, null, now -> self[0].compute(1L << 50));
    self[0].compute(1L << 50);
    mux.admit(self[0]);
    mux.start(self[0]);
    mux.wake(self[0]);
  }

  /** A thread that runs up to 1 ms and sleeps up to 4 ms; real-time 0 is none. */
  void sleeper(String name, Group group, int realTime) {
    Schedulable[] self = new Schedulable[1];
    Alarm[] alarm = new Alarm[1];
    self[0] =
        Schedulable.thread(
            name,
            group,
            1024,
            null,
            now -> {
              self[0].compute(random.nextLong(1, MS));
              mux.block(self[0]);
              mux.arm(alarm[0], self[0].processor(), now + random.nextLong(1, 4 * MS));
            });
    self[0].compute(MS);
    self[0].realTime(realTime);
    mux.admit(self[0]);
    mux.start(self[0]);
    alarm[0] = mux.alarm(self[0].processor(), now -> mux.wake(self[0]));
    mux.wake(self[0]);
  }
}
