package org.coremux.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.coremux.evidence.KernelRow.Verdict;
import org.coremux.guest.ReplayMeter.Figures;

/**
 * One figure that the kernel made of a weight or a quota, and what is predicted from the same. It
 * is not a number where there was nothing to measure.
 *
 * @param process whose figure it is
 * @param what it is, with its unit
 * @param recorded on the machine
 * @param eevdf predicted by the kernel's own policy
 * @param roundRobin predicted by round robin, which knows neither weights nor quotas
 * @param goalPercent how near the prediction should come, as its error is counted; {@link
 *     KnownRecording.Goal#NONE} where that is not judged. Unit: percent
 * @param whole what errors are percent of
 */
public record KernelFigure(
    String process,
    String what,
    double recorded,
    double eevdf,
    double roundRobin,
    int goalPercent,
    double whole) {
  /** Shares by weight on one CPU. Source: replaying-schedules.md, section 3, group weights. */
  private static final int SHARE_PERCENT = 2;

  /** What a quota allows. Source: replaying-schedules.md, section 3, quota. */
  static final int QUOTA_PERCENT = 5;

  private static final int PERCENT = 100;
  private static final double NS_PER_MS = 1e6;

  /** One whose errors are percent of what was recorded. */
  public KernelFigure(
      String process,
      String what,
      double recorded,
      double eevdf,
      double roundRobin,
      int goalPercent) {
    this(process, what, recorded, eevdf, roundRobin, goalPercent, recorded);
  }

  /** The same without a goal, and with errors in percent of that. */
  KernelFigure unjudged(double otherWhole) {
    return new KernelFigure(
        process, what, recorded, eevdf, roundRobin, KnownRecording.Goal.NONE, otherWhole);
  }

  /** Error of a prediction. Unit: percent, below zero when less was predicted. */
  public double error(double predicted) {
    return PERCENT * (predicted - recorded) / whole;
  }

  /** Whether the goal is met. */
  public Verdict verdict() {
    if (goalPercent == KnownRecording.Goal.NONE) {
      return Verdict.NO_GOAL;
    }
    return Math.abs(error(eevdf)) <= goalPercent ? Verdict.MET : Verdict.MISSED;
  }

  /** The figures of a recording whose processes have been compared. */
  static List<KernelFigure> of(KnownRecording known, List<KernelRow> rows) {
    List<KernelFigure> figures = new ArrayList<>();
    shares(known, rows, figures);
    if (known.periodNs() > 0) {
      for (KernelRow row : rows) {
        if (known.goal(row.process()).isPresent()) {
          figures.add(usedPerPeriod(row, known.periodNs()));
          figures.add(throttledPerPeriod(row, known.periodNs()));
        }
      }
    }
    return List.copyOf(figures);
  }

  private static void shares(
      KnownRecording known, List<KernelRow> rows, List<KernelFigure> figures) {
    List<KernelRow> competing =
        rows.stream().filter(row -> known.competing().contains(row.process())).toList();
    double recorded = sum(competing, row -> row.recorded().runningNs());
    double eevdf = sum(competing, row -> row.eevdf().runningNs());
    double roundRobin = sum(competing, row -> row.roundRobin().runningNs());
    for (KernelRow row : competing) {
      figures.add(
          new KernelFigure(
              row.process(),
              "share %",
              PERCENT * row.recorded().runningNs() / recorded,
              PERCENT * row.eevdf().runningNs() / eevdf,
              PERCENT * row.roundRobin().runningNs() / roundRobin,
              SHARE_PERCENT));
    }
  }

  private static double sum(List<KernelRow> rows, ToDoubleFunction<KernelRow> figure) {
    return rows.stream().mapToDouble(figure).sum();
  }

  private static KernelFigure quota(KernelRow row, String what, ToDoubleFunction<Figures> figure) {
    return quota(
        row.process(), what, List.of(row.recorded(), row.eevdf(), row.roundRobin()), figure);
  }

  /**
   * A figure of what a quota allows, with that goal.
   *
   * @param sides what it is taken of: as recorded, predicted by the kernel's policy, by round robin
   */
  static <T> KernelFigure quota(
      String process, String what, List<T> sides, ToDoubleFunction<T> figure) {
    return new KernelFigure(
        process,
        what,
        figure.applyAsDouble(sides.get(0)),
        figure.applyAsDouble(sides.get(1)),
        figure.applyAsDouble(sides.get(2)),
        QUOTA_PERCENT);
  }

  /** Of one that never sleeps: how much it ran while a period passed. */
  private static KernelFigure usedPerPeriod(KernelRow row, long periodNs) {
    return quota(
        row,
        "ms a period",
        f -> f.runningNs() / NS_PER_MS * periodNs / (f.runningNs() + f.runnableNs()));
  }

  /** Of one that nobody else keeps from running: how long it was throttled in a period. */
  private static KernelFigure throttledPerPeriod(KernelRow row, long periodNs) {
    return quota(
        row,
        "ms throttled",
        f -> f.runnableNs() / NS_PER_MS * periodNs / (f.runningNs() + f.runnableNs()));
  }
}
