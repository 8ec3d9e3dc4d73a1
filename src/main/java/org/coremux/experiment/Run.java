package org.coremux.experiment;

import java.util.List;
import java.util.function.Consumer;
import org.coremux.hypervisor.Guest;
import org.coremux.hypervisor.Host;
import org.coremux.scenario.Model;
import org.coremux.scenario.Problem;
import org.coremux.scenario.ScenarioException;

/**
 * One run of a scenario, from time 0 to its result.
 *
 * <p>The window that is measured begins after the warm-up and is divided into buckets, at whose
 * ends the books are read; nothing of that is an event, so nothing of it changes what happens.
 *
 * <p>An experiment is three lines: {@code Model model = new Model(scenario, plugins, options);}
 * then {@code new Run(model).toEnd()}.
 */
public final class Run {
  /** Most buckets of a run's series. Source: assumed; a chart is some 800 pixels wide. */
  static final int BUCKETS_MAX = 240;

  private final Model model;
  private final long warmupNs;
  private final long endNs;
  private final Sampling sampling;
  private final Pace pace = new Pace();
  private final Course course;
  private final Stays stays;
  private Consumer<Run> progress = run -> {};
  private List<Ledger> warm;
  private TimeLedger warmTimes;

  /** What is measured to compare policies; null where nobody asked. */
  private PolicyWatch watch;

  /** A run at time 0. */
  public Run(Model model) {
    this.model = model;
    warmupNs = model.scenario().warmupNs();
    endNs = model.scenario().endNsMax();
    stays = new Stays(model);
    sampling = new Sampling(model, stays, BUCKETS_MAX);
    course = new Course(model);
  }

  /** Who is told how far it has come: every {@value Pace#EVENTS} events or so, and more often. */
  public Run onProgress(Consumer<Run> listener) {
    progress = listener;
    return this;
  }

  /** Measures what is asked of policies, too: before anything is run. */
  Run watchingPolicies() {
    watch = new PolicyWatch(model);
    return this;
  }

  /** What was measured of policies; null where nobody asked. */
  PolicyWatch watch() {
    return watch;
  }

  /** How far it has come, in ns since time 0. */
  public long nowNs() {
    return model.nowNs();
  }

  /** When it ends at the latest, in ns since time 0. */
  public long endNs() {
    return endNs;
  }

  /** Timers fired and messages arrived so far. */
  public long events() {
    return model.simulation().events();
  }

  /**
   * Runs to the end.
   *
   * @throws ScenarioException when nothing is left to measure after the warm-up
   */
  public RunResult toEnd() {
    warmUp();
    return model.scenario().isUntilFinished() ? untilFinished() : forDuration();
  }

  private void warmUp() {
    long steps = warmupNs == 0 ? 0 : Math.min(BUCKETS_MAX, warmupNs);
    for (long step = 1; step <= steps; step++) {
      runTo(part(warmupNs, step, steps));
    }
    for (Host host : model.hosts()) {
      for (Guest guest : host.guests()) {
        if (guest.host() == host) {
          resetMeters(guest);
        }
      }
      host.systems().forEach(Run::resetMeters);
    }
    warm = stays.ledgers(model);
    sampling.begin(warm);
    if (model.options().splitsTime()) {
      warmTimes = TimeLedger.of(model);
    }
    if (watch != null) {
      watch.begin();
    }
    course.endWhenDone();
  }

  /** Runs to the instant, with words of progress on the way. */
  private void runTo(long untilNs) {
    long at = nowNs();
    do {
      long before = events();
      long goalNs = pace.next(at, untilNs);
      course.runTo(goalNs);
      pace.took(goalNs - at, events() - before);
      at = goalNs;
      progress.accept(this);
    } while (at < untilNs);
  }

  /** The whole times step / steps, without overflow. */
  private static long part(long whole, long step, long steps) {
    return whole / steps * step + whole % steps * step / steps;
  }

  private static void resetMeters(Guest guest) {
    long nowNs = guest.level().site().nowNs();
    guest.meters().forEach(meter -> meter.reset(nowNs));
    guest.dispatchLatency().reset();
    if (guest.isVirtual()) {
      guest.above().timekeeping().reset();
    }
  }

  private RunResult forDuration() {
    long bucketNs = sampling.fixedBucketNs(endNs - warmupNs);
    for (long at = warmupNs; at < endNs; ) {
      at = Math.min(at + bucketNs, endNs);
      runTo(at);
      sampling.take(at);
    }
    return new Results(model, warm, sampling).of(endNs, null);
  }

  private RunResult untilFinished() {
    if (course.isDone()) {
      throw new ScenarioException(
          new Problem(
              model.scenario().name(),
              0,
              0,
              "warmup",
              "all finite work was done within it, so there is nothing left to measure; allowed"
                  + " is less"));
    }
    long at = warmupNs;
    while (at < endNs && !course.isDone()) {
      long untilNs = Math.min(at + sampling.bucketNs(), endNs);
      while (at < untilNs && !course.isDone()) {
        long before = events();
        long goalNs = pace.next(at, untilNs);
        long cameTo = course.runTo(goalNs);
        pace.took(cameTo - at, events() - before);
        at = cameTo;
        progress.accept(this);
      }
      sampling.take(at);
    }
    RunHeader.Finish finish =
        course.isDone() ? RunHeader.Finish.FINISHED : RunHeader.Finish.LIMIT_REACHED;
    return new Results(model, warm, sampling).of(at, finish);
  }

  /**
   * Where the time of the measured window has gone so far; only of a model that splits time, after
   * the warm-up.
   */
  TimeLedger times() {
    return TimeLedger.of(model).minus(warmTimes);
  }

  /** The wired model, for those who look closer. */
  public Model model() {
    return model;
  }
}
