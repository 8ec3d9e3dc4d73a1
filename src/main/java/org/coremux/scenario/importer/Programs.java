package org.coremux.scenario.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coremux.guest.ReplayMeter;
import org.coremux.guest.ReplayProcess;
import org.coremux.guest.ReplayProgram;
import org.coremux.guest.ReplayProgram.Step;
import org.coremux.scenario.trace.ReplayRecording;

/**
 * Makes programs out of what was recorded: wake-ups that are interrupts' become sleeps, the others
 * points in the programs of those who woke; what nobody depends on is left out, and the stretches
 * around it are one.
 */
final class Programs {
  private static final int NOBODY = RecordedThread.NOBODY;

  private final List<RecordedThread> threads;
  private final WakeInference wakes;
  private final Endings endings;
  private final Tick tick;
  private final Pinning pinning;
  private final PlacementSigns signs;

  /** Children of each thread whose ends have been waited for, by its number. */
  private final long[] childrenWaited;

  Programs(
      ScheduleBuilder schedule, WakeInference wakes, Endings endings, Tick tick, Pinning pinning) {
    this.threads = schedule.threads();
    signs = schedule.signs();
    this.wakes = wakes;
    this.endings = endings;
    this.tick = tick;
    this.pinning = pinning;
    childrenWaited = new long[threads.size()];
  }

  /** The recording, in processes by the name that their guest has. */
  ReplayRecording of(List<RecordedProcess> processes) {
    Map<String, ReplayProcess> all = new LinkedHashMap<>();
    for (RecordedProcess process : processes) {
      List<Integer> numbers = new ArrayList<>();
      List<ReplayProgram> programs = new ArrayList<>();
      for (RecordedThread thread : process.threads()) {
        numbers.add(thread.number);
        programs.add(program(thread));
      }
      ReplayMeter.Recorded got = new ReplayMeter.Recorded(process.figures(), process.delays());
      all.put(process.guest(), new ReplayProcess(process.guest(), numbers, programs, got));
    }
    return new ReplayRecording(threads.size(), all);
  }

  private ReplayProgram program(RecordedThread thread) {
    ReplayProgram.Builder to =
        new ReplayProgram.Builder(
            thread.name + "/" + thread.tid,
            pinning.cpu(thread),
            thread.isBorn ? NOBODY : thread.firstCpu());
    int last = lastBlock(thread);
    boolean isByTime = endings.isByTime(thread);
    for (int i = 0; i < thread.steps(); i++) {
      boolean isReplaced = isByTime && i > last;
      switch (thread.step(i)) {
        case RUN -> {
          if (!isReplaced) {
            to.add(Step.RUN, thread.value(i), NOBODY);
          }
        }
        case BLOCK -> block(thread, (int) thread.value(i), to);
        case WAKE -> {
          if (!isReplaced) {
            wake(thread, thread.target(i), thread.targetBlock(i), to);
          }
        }
        case ACCOUNT -> {
          if (!isReplaced && (tick == null || !tick.explains(thread.value(i)))) {
            to.add(Step.ACCOUNT, 0, NOBODY);
          }
        }
      }
    }
    if (isByTime) {
      to.add(Step.UNTIL, endings.endNs(thread), NOBODY);
      for (int i = last + 1; i < thread.steps(); i++) { // whom it wakes at its end
        if (thread.step(i) == RecordedThread.Step.WAKE) {
          wake(thread, thread.target(i), thread.targetBlock(i), to);
        }
      }
    }
    if (thread.hasEnded) {
      to.add(Step.EXIT, 0, NOBODY);
    } else if (last < 0 || thread.hasWoken(thread.blocks() - 1)) {
      to.add(Step.PARK, 0, NOBODY);
    }
    return to.build();
  }

  private static int lastBlock(RecordedThread thread) {
    int last = thread.steps() - 1;
    while (last >= 0 && thread.step(last) != RecordedThread.Step.BLOCK) {
      last--;
    }
    return last;
  }

  private void block(RecordedThread thread, int block, ReplayProgram.Builder to) {
    if (!thread.hasWoken(block)) {
      to.add(Step.PARK, 0, NOBODY);
    } else if (thread.isBorn && block == 0) {
      int parent = wakes.isCausal(thread, 0) ? thread.waker(0) : NOBODY;
      to.add(Step.WAIT, thread.wokenNs(0), parent);
    } else if (wakes.isChildsEnd(thread, block)) {
      to.add(Step.WAIT_CHILD, ++childrenWaited[thread.number], NOBODY);
    } else if (wakes.isCausal(thread, block)) {
      to.add(Step.WAIT, thread.lengthNs(block), thread.waker(block));
    } else {
      to.add(Step.SLEEP, thread.lengthNs(block), NOBODY);
    }
  }

  private void wake(RecordedThread thread, int target, int block, ReplayProgram.Builder to) {
    if (block < 0) {
      return; // it ended nothing
    }
    RecordedThread other = threads.get(target);
    if (!wakes.isCausal(other, block) || other.waker(block) != thread.number) {
      return;
    }
    if (wakes.isChildsEnd(other, block)) {
      to.add(Step.LEAVE, 0, target);
    } else {
      boolean isFork = other.isBorn && block == 0;
      boolean isHandOver = !isFork && signs.showHandOver(thread.number, target);
      to.add(isHandOver ? Step.HAND : Step.WAKE, block, target);
    }
  }
}
