package org.coremux.evidence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.coremux.scenario.importer.PerfSchedOptions;

/**
 * What is known of a recording beside its text: what no recording holds, and how near a replay
 * should come.
 *
 * @param name of its file, without ending
 * @param options how it is imported
 * @param told these options, for people; empty when there are none
 * @param goals by process; a process without one is reported and not judged
 * @param competing processes that shared a CPU by their weights; empty when that says nothing
 * @param periodNs of the quota that the processes with a goal have; 0 when they have none
 */
public record KnownRecording(
    String name,
    PerfSchedOptions options,
    String told,
    Map<String, Goal> goals,
    List<String> competing,
    long periodNs) {
  /** Period of the recorded quota. Unit: ns. Source: the README of the recordings. */
  private static final long PERIOD_NS = 100_000_000;

  /** One CPU: hogs, timers, bursts, nice values. Source: replaying-schedules.md, section 3. */
  private static final Goal ONE_CPU = new Goal(5, 5);

  /** A quota that is given: only the delay. Source: replaying-schedules.md, section 3. */
  private static final Goal QUOTA = new Goal(5, Goal.NONE);

  /** A build, its compiler proper. Source: replaying-schedules.md, section 3. */
  private static final Goal COMPILER = new Goal(15, 10);

  /** A quarter of a second of a 30 % cap. Unit: hundredths of a percent. */
  private static final long CAP_30 = 3_000;

  private static final List<KnownRecording> ALL =
      List.of(
          new KnownRecording(
              "two-hogs-nice",
              PerfSchedOptions.USUAL,
              "",
              Map.of("hog", ONE_CPU, "hog-nice5", ONE_CPU),
              List.of("hog", "hog-nice5"),
              0),
          usual("hogs-and-sleeper", Map.of("hog", ONE_CPU, "onoff", ONE_CPU)),
          usual("build", Map.of("cc1", COMPILER)),
          new KnownRecording(
              "quota-30",
              PerfSchedOptions.USUAL.withGroups(
                  Map.of(
                      "hog",
                      new PerfSchedOptions.Share(OptionalInt.empty(), OptionalLong.of(CAP_30)))),
              "--group hog=cap:30%",
              Map.of("hog", QUOTA),
              List.of(),
              PERIOD_NS));

  /**
   * How near a replay should come. Unit: percent.
   *
   * @param delayPercent error of the run delay
   * @param switchesPercent error of the switches; of counts under 100 ten are allowed
   */
  public record Goal(int delayPercent, int switchesPercent) {
    /** Not judged. */
    public static final int NONE = Integer.MAX_VALUE;

    private static final long FEW = 100;
    private static final long FEW_OFF = 10;

    /** Whether the prediction is as near as that. */
    boolean isMet(KernelRow row) {
      long off = Math.abs(row.eevdf().switches() - row.recorded().switches());
      boolean isFew = row.recorded().switches() < FEW;
      boolean isNear =
          switchesPercent == NONE
              || (isFew ? off <= FEW_OFF : row.switchesError(row.eevdf()) <= switchesPercent);
      return isNear && row.delayError(row.eevdf()) <= delayPercent;
    }
  }

  /** Copies the goals. */
  public KnownRecording {
    goals = Map.copyOf(goals);
    competing = List.copyOf(competing);
  }

  private static KnownRecording usual(String name, Map<String, Goal> goals) {
    return new KnownRecording(name, PerfSchedOptions.USUAL, "", goals, List.of(), 0);
  }

  /** What is known of the recording with this name; nothing but the usual options of others. */
  public static KnownRecording of(String name) {
    return ALL.stream()
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseGet(() -> usual(name, Map.of()));
  }

  /** How near the process should come; empty when that is not judged. */
  public Optional<Goal> goal(String process) {
    return Optional.ofNullable(goals.get(process));
  }

  /** The same, imported in another way, which is told. */
  public KnownRecording with(PerfSchedOptions other, String otherTold) {
    return new KnownRecording(name, other, otherTold, goals, competing, periodNs);
  }
}
