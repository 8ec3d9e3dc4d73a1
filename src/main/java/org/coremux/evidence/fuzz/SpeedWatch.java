package org.coremux.evidence.fuzz;

import java.util.Arrays;
import org.coremux.mux.Multiplexer;
import org.coremux.mux.Pool;
import org.coremux.mux.Processor;
import org.coremux.mux.Schedulable;
import org.coremux.mux.SpeedFactor;
import org.coremux.topology.CpuMask;
import org.coremux.topology.SmtSpeeds;

/**
 * Keeps books of its own of what each thread of a level must have done: the speed of its processor
 * after an instant, for as long as it executes until the next. A processor keeps less than a
 * nanosecond of work to itself when it turns to another, so each stretch may be off by as much. And
 * looks whether the speed itself, but for what a platform gains, is no more than busy threads of
 * one core leave each other.
 */
final class SpeedWatch implements Runnable {
  /** What one stretch may be off by: what was kept before, and is kept now. Unit: ns. */
  private static final long PER_STRETCH_NS = 2;

  private final Multiplexer level;
  private final SmtSpeeds smt;
  private Schedulable[] seen = new Schedulable[8];
  private long[] executedNs = new long[8];
  private long[] workNs = new long[8];
  private long[] slackNs = new long[8];
  private int[] speed = new int[8];

  /** What should have been done and was not. Unit: 65,536ths of a ns. */
  private long[] missing = new long[8];

  SpeedWatch(Multiplexer level) {
    this(level, level.topology().smt());
  }

  /**
   * @param smt speeds that threads of one core have
   */
  SpeedWatch(Multiplexer level, SmtSpeeds smt) {
    this.level = level;
    this.smt = smt;
  }

  @Override
  public void run() {
    for (int i = 0; i < level.processorCount(); i++) {
      lookAtSiblings(level.processor(i));
    }
    for (int i = 0; i < level.roster().indices(); i++) {
      Schedulable s = level.roster().at(i);
      grow(i);
      if (s != seen[i]) {
        begin(i, s);
      } else if (s != null && s.provided() == null) {
        look(i, s);
      }
    }
  }

  /** However little its threads compute, and whatever else slows them down. */
  private void lookAtSiblings(Processor p) {
    Pool pool = level.pool();
    CpuMask threads = level.topology().siblings(p.index());
    if (p.current() == pool.idle(p) || threads.count() == 1) {
      return;
    }
    int busy = 0;
    for (int cpu = threads.first(); cpu != CpuMask.NONE; cpu = threads.next(cpu)) {
      Processor thread = level.processor(cpu);
      busy += thread.current() == pool.idle(thread) ? 0 : 1;
    }
    int most = Math.max(smt.of(busy, 0), smt.of(busy, (long) busy * SmtSpeeds.WHOLE));
    if (withoutGains(p) > most) {
      throw new IllegalStateException(
          "law of speed: pCPU %d of %s is at %d 65,536ths, %d of its core are busy, at %d ns"
              .formatted(p.index(), level.name(), p.speed(), busy, pool.nowNs()));
    }
  }

  /** A platform may do what is asked of it in less time than bare hardware does, on any level. */
  private static long withoutGains(Processor p) {
    long speed = p.speed();
    for (Processor below = p; below != null; below = below(below)) {
      for (SpeedFactor factor : SpeedFactor.values()) {
        speed = speed * Processor.NOMINAL / Math.max(Processor.NOMINAL, below.speed(factor));
      }
    }
    return speed;
  }

  private static Processor below(Processor p) {
    return p.provider() == null ? null : p.provider().processor();
  }

  private void grow(int i) {
    if (i >= seen.length) {
      seen = Arrays.copyOf(seen, 2 * i);
      executedNs = Arrays.copyOf(executedNs, 2 * i);
      workNs = Arrays.copyOf(workNs, 2 * i);
      slackNs = Arrays.copyOf(slackNs, 2 * i);
      speed = Arrays.copyOf(speed, 2 * i);
      missing = Arrays.copyOf(missing, 2 * i);
    }
  }

  private void begin(int i, Schedulable s) {
    seen[i] = s;
    missing[i] = 0;
    slackNs[i] = 0;
    if (s != null) {
      note(i, s);
    }
  }

  private void note(int i, Schedulable s) {
    executedNs[i] = s.executedNs();
    workNs[i] = s.workNs();
    speed[i] = s.processor() == null ? Processor.NOMINAL : s.processor().speed();
  }

  private void look(int i, Schedulable s) {
    long ns = s.executedNs() - executedNs[i];
    if (ns != 0 || s.workNs() != workNs[i]) {
      missing[i] += ns * speed[i] - (s.workNs() - workNs[i]) * Processor.NOMINAL;
      slackNs[i] += PER_STRETCH_NS;
      if (Math.abs(missing[i]) > slackNs[i] * Processor.NOMINAL) {
        throw new IllegalStateException(
            "law of speed: %s of %s has done %d ns of work, by its speed it is %d ns off, at %d ns"
                .formatted(
                    s,
                    level.name(),
                    s.workNs(),
                    missing[i] / Processor.NOMINAL,
                    level.pool().nowNs()));
      }
    }
    note(i, s);
  }
}
