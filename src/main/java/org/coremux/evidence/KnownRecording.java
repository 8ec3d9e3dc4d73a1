package org.coremux.evidence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.coremux.scenario.importer.PerfSchedOptions;
import org.coremux.scenario.importer.PerfSchedOptions.Share;

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
 * @param offs where predictions are off, and why, a sentence each
 */
public record KnownRecording(
    String name,
    PerfSchedOptions options,
    String told,
    Map<String, Goal> goals,
    List<String> competing,
    long periodNs,
    List<String> offs) {
  /** Period of the recorded quota. Unit: ns. Source: the README of the recordings. */
  private static final long PERIOD_NS = 100_000_000;

  /** One CPU: hogs, timers, bursts, nice values. Source: replaying-schedules.md, section 3. */
  private static final Goal ONE_CPU = new Goal(5, 5);

  /** A quota that is given: only the delay. Source: replaying-schedules.md, section 3. */
  private static final Goal QUOTA = new Goal(5, Goal.NONE);

  /** A build, its compiler proper. Source: replaying-schedules.md, section 3. */
  private static final Goal COMPILER = new Goal(15, 10);

  /** What the group with a quota had. Unit: hundredths of a percent of one CPU. */
  private static final long CAP_30 = 3_000;

  /**
   * cpu.weight that weighs as nice 5 does. Source: Linux, 335 to 1,024 of nice 0, of which 100 are
   * the usual cpu.weight.
   */
  private static final int NICE_5_WEIGHT = 33;

  private static final int USUAL_WEIGHT = 100;

  private static final KnownRecording TWO_HOGS =
      usual("two-hogs-nice", Map.of("hog", ONE_CPU, "hog-nice5", ONE_CPU))
          .competing("hog", "hog-nice5");

  private static final String LOST_SWITCH =
      "other, run delay: 0.234 s are one wait of one thread on a CPU that idles, whose switch-in"
          + " was lost.";

  private static final List<KnownRecording> ALL =
      List.of(
          TWO_HOGS.off(LOST_SWITCH),
          TWO_HOGS
              .with(
                  PerfSchedOptions.USUAL.withGroups(
                      Map.of("hog", weight(USUAL_WEIGHT), "hog-nice5", weight(NICE_5_WEIGHT))),
                  "--group hog=weight:100 --group hog-nice5=weight:33")
              .off(LOST_SWITCH),
          usual("hogs-and-sleeper", Map.of("hog", ONE_CPU, "onoff", ONE_CPU)),
          usual("build", Map.of("cc1", COMPILER))
              .off(
                  "as, gcc, make: helpers of less than half a second together, where a few"
                      + " placements that come out otherwise are tens of percent.")
              .off(
                  "cc1, switches: new-idle balancing pulls more than the kernel's, which let most"
                      + " of its chances pass; by which rule is not known."),
          usual("web", Map.of())
              .off(
                  "wrk, nginx: they answer each other thousands of times a second, and where they"
                      + " meet is chance that a replay does not repeat. In the recording that is"
                      + " shipped they pass for tasks that wake many (wake_wide), and stay where"
                      + " they were; without that rule nginx's switches are met within a tenth."),
          usual("quota-30", Map.of("hog", QUOTA))
              .with(
                  PerfSchedOptions.USUAL.withGroups(
                      Map.of("hog", new Share(OptionalInt.empty(), OptionalLong.of(CAP_30)))),
                  "--group hog=cap:30%")
              .period(PERIOD_NS)
              .off(
                  "ms to start: the group's periods began before the recording, so their phase is"
                      + " not in it; the model's begin as the hog first runs. Hence the recorded"
                      + " first throttle of 20 ms, which makes ms held shorter, and one throttle"
                      + " more.")
              .off(
                  "hog, switches: in the recorded phase kworkers meet the running hog five times,"
                      + " in the model's they come while it is throttled."));

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
    offs = List.copyOf(offs);
  }

  private static KnownRecording usual(String name, Map<String, Goal> goals) {
    return new KnownRecording(name, PerfSchedOptions.USUAL, "", goals, List.of(), 0, List.of());
  }

  private static Share weight(int cpuWeight) {
    return new Share(OptionalInt.of(cpuWeight), OptionalLong.empty());
  }

  private KnownRecording competing(String... processes) {
    return new KnownRecording(name, options, told, goals, List.of(processes), periodNs, offs);
  }

  private KnownRecording period(long quotaPeriodNs) {
    return new KnownRecording(name, options, told, goals, competing, quotaPeriodNs, offs);
  }

  private KnownRecording off(String why) {
    List<String> all = Stream.concat(offs.stream(), Stream.of(why)).toList();
    return new KnownRecording(name, options, told, goals, competing, periodNs, all);
  }

  /**
   * What is known of the recording with this name, in each way in which it is worth importing;
   * nothing but the usual options of others.
   */
  public static List<KnownRecording> of(String name) {
    List<KnownRecording> known = ALL.stream().filter(each -> each.name().equals(name)).toList();
    return known.isEmpty() ? List.of(usual(name, Map.of())) : known;
  }

  /** How near the process should come; empty when that is not judged. */
  public Optional<Goal> goal(String process) {
    return Optional.ofNullable(goals.get(process));
  }

  /** The same, imported in another way, which is told; why that is off is not known. */
  public KnownRecording with(PerfSchedOptions other, String otherTold) {
    return new KnownRecording(name, other, otherTold, goals, competing, periodNs, List.of());
  }
}
