package org.coremux.scenario.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows a recording event by event: who runs on each CPU, who waits, who blocks; and closes the
 * gaps that lost events leave.
 *
 * <p>An event on a CPU whose head names somebody else than the one who is known to run there means
 * that a switch was lost: the one who was known left at his last own event, blocked if the CPU is
 * idle now, else preempted; the other one began where his accounted time says, or else soon after
 * he was woken, or at the CPU's last event.
 *
 * <p>Source: replaying-schedules.md, section 1.
 */
final class ScheduleBuilder {
  /** From a wake-up to the switch, where the switch was lost. Unit: ns. Source: section 1, 2. */
  private static final long SWITCH_AFTER_WAKING_NS = 5_000;

  /** Events so close belong together. Unit: ns. Source: assumed, from the recordings' gaps. */
  private static final long TOGETHER_NS = 30_000;

  /**
   * By so much a wake-up can come before the block that it ends. Unit: ns. Source: section 1, 5.
   */
  private static final long EARLY_NS = 100_000;

  /** Accountings that lie closer are one. Unit: ns. Source: assumed, a tenth of a short slice. */
  private static final long ACCOUNT_NS = 50_000;

  /** A switch-in so early was of one who waited already. Unit: ns. Source: assumed. */
  private static final long BEGINNING_NS = 20_000_000;

  private static final int IDLE = 0;

  /** Where a thread is, as far as is known. */
  private enum Place {
    UNKNOWN,
    RUNNING,
    RUNNABLE,
    BLOCKED,
    ENDED
  }

  /** A thread, and where it is. */
  private static final class Tracked {
    final RecordedThread thread;
    Place place = Place.UNKNOWN;
    long sinceNs;
    RecordedCpu cpu;

    /** When it was woken while it still ran; -1 when it was not. Unit: ns. */
    long earlyWakeNs = -1;

    final PlacementSigns.Wake wake = new PlacementSigns.Wake();

    int earlyWaker;

    /** The step of its waker that was. */
    int earlyStep;

    /** Where it is was concluded from what others did. */
    boolean isGuessed;

    Tracked(RecordedThread thread) {
      this.thread = thread;
    }
  }

  private final List<RecordedThread> threads = new ArrayList<>();
  private final List<Tracked> tracked = new ArrayList<>();
  private final Map<Integer, Tracked> byTid = new HashMap<>();
  private final List<RecordedCpu> cpus = new ArrayList<>();
  private final PlacementSigns signs = new PlacementSigns(cpus);
  private final LongList idleLatencyNs = new LongList();
  private final LongList busyLatencyNs = new LongList();
  private final LongList accountedNs = new LongList();
  private long startNs = -1;
  private long nowNs;
  private long lostSwitches;
  private long backwards;

  /** Takes in the next event. */
  void event(SchedEvent e) {
    if (startNs < 0) {
      startNs = e.timeNs;
    }
    long now = e.timeNs - startNs;
    if (now < nowNs) {
      backwards++;
      now = nowNs; // perf orders events; what is left is a clock that differs between CPUs
    }
    nowNs = now;
    RecordedCpu cpu = cpu(e.cpu);
    Tracked head = e.runner > IDLE ? tracked(e.runner, e.runnerName, SchedEvent.UNSAID) : null;
    if (cpu.isUnknown || e.runner >= 0 && current(cpu) != head) {
      lost(cpu, head, e);
    }
    switch (e.kind) {
      case SWITCH -> switched(cpu, e);
      case WAKING, WAKEUP -> waking(cpu, e);
      case WAKEUP_NEW -> wakingNew(cpu, e);
      case RUNTIME -> accounted(cpu, e);
      case FORK -> forked(e);
      case EXIT -> {}
    }
    cpu.lastNs = nowNs;
  }

  private Tracked current(RecordedCpu cpu) {
    return cpu.current == null ? null : tracked.get(cpu.current.number);
  }

  private RecordedCpu cpu(int index) {
    while (cpus.size() <= index) {
      cpus.add(new RecordedCpu(cpus.size()));
    }
    return cpus.get(index);
  }

  /** The thread with the number, by the name and priority that it has now. */
  private Tracked tracked(int tid, String name, int priority) {
    Tracked t = byTid.get(tid);
    if (t == null || t.place == Place.ENDED && t.cpu == null) {
      t = begin(tid);
    }
    if (!name.equals(t.thread.name) && !name.isEmpty()) {
      t.thread.name = name;
    }
    if (priority != SchedEvent.UNSAID) {
      t.thread.priority = priority;
    }
    return t;
  }

  private Tracked begin(int tid) {
    RecordedThread thread = new RecordedThread(threads.size(), tid);
    thread.firstNs = nowNs;
    thread.name = "tid " + tid;
    thread.priority = KernelPriority.NICE_0;
    threads.add(thread);
    Tracked t = new Tracked(thread);
    tracked.add(t);
    byTid.put(tid, t);
    return t;
  }

  // ---- lost events ----

  private void lost(RecordedCpu cpu, Tracked head, SchedEvent e) {
    long startsNs = cpu.lastNs;
    Tracked left = cpu.isUnknown ? null : current(cpu);
    if (cpu.isUnknown) {
      cpu.isUnknown = false;
      startsNs = 0;
    } else {
      lostSwitches++;
      if (left != null) {
        undoAccounting(cpu, left.thread, cpu.lastNs);
        leave(left, cpu.lastNs, head == null ? Place.BLOCKED : Place.RUNNABLE);
        left.isGuessed = true;
      }
    }
    if (head == null) {
      cpu.current = null;
      return;
    }
    leaveOther(head);
    boolean isTold = e.kind == SchedEvent.Kind.RUNTIME && e.thread == head.thread.tid;
    if (isTold) {
      startsNs = Math.max(startsNs, nowNs - e.runtimeNs);
    } else if (head.place == Place.BLOCKED && left == null) {
      startsNs = nowNs; // an idle CPU and no wake-up: nothing says when
    } else if (head.place == Place.RUNNABLE) {
      startsNs = Math.max(startsNs, Math.min(nowNs, head.sinceNs + SWITCH_AFTER_WAKING_NS));
    }
    if (head.place != Place.UNKNOWN) {
      startsNs = Math.max(startsNs, head.sinceNs);
    }
    enter(head, cpu, startsNs);
    head.isGuessed = !isTold;
  }

  // ---- entering and leaving a CPU ----

  private void enter(Tracked t, RecordedCpu cpu, long atNs) {
    RecordedThread thread = t.thread;
    if (t.place == Place.BLOCKED && t.earlyWakeNs < 0) {
      wake(t, atNs, RecordedThread.NOBODY); // its wake-up was lost
    } else if (t.place == Place.BLOCKED) {
      thread.woken(t.sinceNs, t.earlyWaker);
      t.earlyWakeNs = -1;
    } else if (t.place == Place.UNKNOWN && atNs > BEGINNING_NS) {
      sleepFromTheStart(t);
      wake(t, atNs, RecordedThread.NOBODY);
    } else if (t.place == Place.UNKNOWN) {
      t.sinceNs = 0;
    }
    if (t.place != Place.RUNNING) {
      thread.waited(t.sinceNs, atNs);
    }
    thread.switches++;
    thread.leftNs = thread.lastNs;
    thread.enteredNs = atNs;
    t.isGuessed = false;
    t.place = Place.RUNNING;
    t.sinceNs = atNs;
    t.cpu = cpu;
    cpu.current = thread;
    cpu.isUsed = true;
    measureLatency(thread, cpu);
    signs.entered(t.wake, thread, cpu, nowNs);
  }

  private void measureLatency(RecordedThread thread, RecordedCpu cpu) {
    if (cpu.waking == thread) {
      (cpu.wasIdleAtWaking ? idleLatencyNs : busyLatencyNs).add(nowNs - cpu.wakingNs);
    }
    cpu.waking = null;
    cpu.switchedNs = nowNs;
  }

  private void leave(Tracked t, long atNs, Place next) {
    t.thread.ran(atNs - t.sinceNs);
    t.thread.ranOn(t.cpu.index, atNs - t.sinceNs);
    t.sinceNs = atNs;
    t.place = next;
    t.cpu = null;
    t.isGuessed = false;
    if (next == Place.BLOCKED) {
      t.thread.blocked(atNs);
      if (t.earlyWakeNs < atNs - EARLY_NS) {
        forgetEarlyWake(t);
      }
    } else if (next == Place.RUNNABLE) {
      t.thread.preemptions++;
      forgetEarlyWake(t);
    } else {
      t.thread.hasEnded = true;
    }
    t.thread.lastNs = atNs;
  }

  /** It runs here: where it left another CPU was lost. */
  private void leaveOther(Tracked t) {
    if (t.place == Place.RUNNING) {
      lostSwitches++;
      RecordedCpu other = t.cpu;
      undoAccounting(other, t.thread, other.lastNs);
      leave(t, other.lastNs, Place.RUNNABLE);
      other.current = null;
    }
  }

  private void switched(RecordedCpu cpu, SchedEvent e) {
    Tracked left = current(cpu);
    if (left != null) {
      tracked(left.thread.tid, e.name, e.priority);
      undoAccounting(cpu, left.thread, nowNs);
      left.thread.waitsAsKernel |= e.leaving == SchedEvent.Leaving.BLOCKED_IN_KERNEL;
      if (e.leaving == SchedEvent.Leaving.PREEMPTED && nowNs - cpu.wakingNs > TOGETHER_NS) {
        left.thread.preemptedNs.add(nowNs);
      }
      leave(left, nowNs, after(e.leaving));
    }
    cpu.current = null;
    if (e.next != IDLE) {
      Tracked enters = tracked(e.next, e.nextName, e.nextPriority);
      leaveOther(enters);
      enter(enters, cpu, nowNs);
    } else {
      cpu.waking = null;
      cpu.switchedNs = nowNs;
    }
  }

  private static Place after(SchedEvent.Leaving leaving) {
    return switch (leaving) {
      case PREEMPTED -> Place.RUNNABLE;
      case BLOCKED, BLOCKED_IN_KERNEL -> Place.BLOCKED;
      case ENDED -> Place.ENDED;
    };
  }

  // ---- waking ----

  private void waking(RecordedCpu cpu, SchedEvent e) {
    Tracked t = tracked(e.thread, e.name, e.priority);
    noteTarget(t, e);
    int waker = cpu.current == null ? RecordedThread.NOBODY : cpu.current.number;
    if (t.place == Place.UNKNOWN) {
      sleepFromTheStart(t);
    } else if (t.place == Place.RUNNABLE && t.isGuessed) { // it had not been preempted: it slept
      t.thread.preemptions--;
      t.thread.blocked(t.sinceNs);
      t.place = Place.BLOCKED;
    }
    if (t.place == Place.BLOCKED) {
      forgetEarlyWake(t);
      signs.woken(t.wake, t.thread, e.targetCpu, cpu, nowNs);
      wake(t, nowNs, waker);
      cpu.accountedNs = RecordedCpu.LONG_AGO; // what follows is another step
    } else if (t.place == Place.RUNNING && waker != t.thread.number) {
      forgetEarlyWake(t);
      t.earlyWakeNs = nowNs;
      t.earlyWaker = waker;
      t.earlyStep = step(t, waker, t.thread.blocks());
      cpu.accountedNs = RecordedCpu.LONG_AGO;
    }
  }

  /** It was woken while it ran, and then did not block: that wake-up ended nothing. */
  private void forgetEarlyWake(Tracked t) {
    if (t.earlyWakeNs >= 0 && t.earlyWaker != RecordedThread.NOBODY) {
      threads.get(t.earlyWaker).wokeNobody(t.earlyStep);
    }
    t.earlyWakeNs = -1;
  }

  private void noteTarget(Tracked t, SchedEvent e) {
    if (e.targetCpu >= 0 && e.targetCpu < cpus.size() && t.place != Place.RUNNABLE) {
      RecordedCpu target = cpus.get(e.targetCpu);
      target.wakingNs = nowNs;
      target.waking = t.thread;
      target.wasIdleAtWaking = target.current == null && !target.isUnknown;
    }
  }

  private void sleepFromTheStart(Tracked t) {
    t.place = Place.BLOCKED;
    t.sinceNs = 0;
    t.thread.blocked(0);
  }

  private void wake(Tracked t, long atNs, int waker) {
    t.thread.woken(atNs, waker);
    step(t, waker, t.thread.blocks() - 1);
    t.place = Place.RUNNABLE;
    t.sinceNs = atNs;
    t.isGuessed = false;
  }

  /** The wake-up is a step of its waker, at the point where that is now. */
  private int step(Tracked woken, int waker, int block) {
    if (waker == RecordedThread.NOBODY) {
      return -1;
    }
    Tracked by = tracked.get(waker);
    if (by.place == Place.RUNNING) {
      by.thread.ran(nowNs - by.sinceNs);
      by.thread.ranOn(by.cpu.index, nowNs - by.sinceNs);
      by.sinceNs = nowNs;
    }
    return by.thread.woke(woken.thread, block);
  }

  private void wakingNew(RecordedCpu cpu, SchedEvent e) {
    Tracked t = tracked(e.thread, e.name, e.priority);
    if (t.place == Place.UNKNOWN) {
      beginBlocked(t, cpu.current);
    }
    waking(cpu, e);
  }

  private void forked(SchedEvent e) {
    Tracked old = byTid.get(e.next);
    if (old != null && old.place != Place.UNKNOWN) {
      byTid.remove(e.next); // the number is used again
    }
    Tracked parent = byTid.get(e.thread);
    Tracked child = tracked(e.next, e.nextName, SchedEvent.UNSAID);
    beginBlocked(child, parent == null ? null : parent.thread);
  }

  private void beginBlocked(Tracked child, RecordedThread parent) {
    child.thread.isBorn = true;
    child.thread.parent = parent == null ? RecordedThread.NOBODY : parent.number;
    child.thread.firstNs = nowNs;
    child.place = Place.BLOCKED;
    child.sinceNs = nowNs;
    child.thread.blocked(nowNs);
  }

  // ---- accounting ----

  private void accounted(RecordedCpu cpu, SchedEvent e) {
    correctStart(cpu, e);
    if (cpu.current == null
        || nowNs - cpu.switchedNs < TOGETHER_NS
        || nowNs - cpu.wakingNs < TOGETHER_NS
        || nowNs - cpu.accountedNs < ACCOUNT_NS) {
      return;
    }
    Tracked t = current(cpu);
    t.thread.ran(nowNs - t.sinceNs);
    t.thread.ranOn(cpu.index, nowNs - t.sinceNs);
    t.sinceNs = nowNs;
    t.thread.accounted(nowNs);
    cpu.accountedNs = nowNs;
    accountedNs.add(nowNs);
  }

  /** Where its switch-in was lost, the first accounting tells when it was. */
  private void correctStart(RecordedCpu cpu, SchedEvent e) {
    Tracked t = current(cpu);
    if (t == null || !t.isGuessed || e.thread != t.thread.tid) {
      return;
    }
    t.isGuessed = false;
    long startNs = nowNs - e.runtimeNs;
    if (startNs > t.sinceNs) {
      t.thread.waited(t.sinceNs, startNs);
      t.sinceNs = startNs;
    }
  }

  /** The last accounting was that of leaving the CPU. */
  private void undoAccounting(RecordedCpu cpu, RecordedThread thread, long leftNs) {
    if (leftNs - cpu.accountedNs < TOGETHER_NS) {
      thread.notAccounted();
    }
    cpu.accountedNs = RecordedCpu.LONG_AGO;
  }

  // ---- the end ----

  /** Closes what is open; nothing more comes. */
  void end() {
    for (Tracked t : tracked) {
      if (t.place == Place.RUNNING) {
        t.thread.ran(nowNs - t.sinceNs);
        t.thread.ranOn(t.cpu.index, nowNs - t.sinceNs);
      } else if (t.place == Place.RUNNABLE && t.isGuessed) { // never heard of again: it slept
        t.thread.preemptions--;
        t.thread.blocked(t.sinceNs);
        t.place = Place.BLOCKED;
      } else if (t.place == Place.RUNNABLE) {
        t.thread.delayNs += nowNs - t.sinceNs;
      }
      forgetEarlyWake(t);
      t.thread.isOpen = t.place == Place.RUNNING || t.place == Place.RUNNABLE;
      if (t.place != Place.ENDED) {
        t.thread.lastNs = nowNs;
      }
      t.thread.close();
    }
  }

  List<RecordedThread> threads() {
    return threads;
  }

  List<RecordedCpu> cpus() {
    return cpus;
  }

  /** From the first event to the last. Unit: ns. */
  long spanNs() {
    return nowNs;
  }

  long lostSwitches() {
    return lostSwitches;
  }

  long backwards() {
    return backwards;
  }

  /** From a wake-up to the switch on an idle CPU. Unit: ns. */
  LongList idleLatencyNs() {
    return idleLatencyNs;
  }

  /** From a wake-up to the switch on a busy CPU. Unit: ns. */
  LongList busyLatencyNs() {
    return busyLatencyNs;
  }

  /** What placements tell. */
  PlacementSigns signs() {
    return signs;
  }

  LongList accountedNs() {
    return accountedNs;
  }
}
