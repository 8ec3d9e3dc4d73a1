package org.coremux.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.coremux.mux.RunState;

/**
 * A model at one instant: who runs where and until when, who waits, what is pending, and why the
 * last decisions fell as they did. Times are ns since the start of the run; {@link
 * org.coremux.engine.Timer#NEVER} is no time.
 *
 * @param nowNs the instant
 * @param levels every level of every host, the host's own first
 */
public record Snapshot(long nowNs, List<Level> levels) {
  /** Keeps its own copy. */
  public Snapshot {
    levels = List.copyOf(levels);
  }

  /**
   * One level: pCPUs shared among vCPUs or threads, or a guest's vCPUs among its threads.
   *
   * @param host name of the host
   * @param name the host's or the guest's
   * @param policy the policy's name
   * @param isGuest whether its processors are vCPUs
   * @param processors in their order
   * @param queue the policy's queues now, in its own words
   * @param members who shares the processors, in the order in which they came
   * @param timers of the policy, armed or pending
   */
  public record Level(
      String host,
      String name,
      String policy,
      boolean isGuest,
      List<OneProcessor> processors,
      List<String> queue,
      List<Member> members,
      List<OneTimer> timers) {
    /** Keeps its own copies. */
    public Level {
      processors = List.copyOf(processors);
      queue = List.copyOf(queue);
      members = List.copyOf(members);
      timers = List.copyOf(timers);
    }
  }

  /**
   * One processor of a level.
   *
   * @param index its number, from 0
   * @param provider the vCPU that it is; empty for a pCPU
   * @param isRunning whether the level below lets it run; always for a pCPU
   * @param current who is on it; {@link Decision#IDLE} for nobody
   * @param sinceNs since when that one is on it
   * @param untilNs the limits of its stay
   * @param debtNs work that it has to pay first (a switch, an exit), ns at nominal speed
   * @param pending what will make it look up
   * @param last the last decision here
   */
  public record OneProcessor(
      int index,
      String provider,
      boolean isRunning,
      String current,
      long sinceNs,
      Until untilNs,
      long debtNs,
      Pending pending,
      Optional<Decision> last) {}

  /**
   * Until when somebody stays on a processor if nothing comes between.
   *
   * @param sliceEndNs when the policy decides again
   * @param burstEndNs when it has done what it does now
   */
  public record Until(long sliceEndNs, long burstEndNs) {}

  /**
   * What will make a processor look up.
   *
   * @param isAsked whether it has been asked to decide and has not
   * @param kickDueNs when a kick under way arrives
   * @param interrupts how many interrupts are due and wait for it to run
   */
  public record Pending(boolean isAsked, long kickDueNs, int interrupts) {}

  /**
   * A vCPU or a thread.
   *
   * @param name as people know it
   * @param state what it does, for people: running, waiting, capped, blocked, offline ...
   * @param sinceNs since when
   * @param processor where it runs, or ran last, or is queued; from 0
   * @param wakesAtNs when its sleep ends
   */
  public record Member(String name, String state, long sinceNs, int processor, long wakesAtNs) {}

  /**
   * A timer of a policy.
   *
   * @param processor whose interrupt it is, from 0
   * @param dueNs when it goes off; no time when it is due and waits for the processor to run
   */
  public record OneTimer(int processor, long dueNs) {}

  /** What a run state is called. */
  static String word(RunState state) {
    return state == RunState.RUNNABLE ? "waiting" : state.name().toLowerCase(Locale.ROOT);
  }
}
